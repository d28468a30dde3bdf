import { expect, test } from 'vitest';
import { acceptPlan } from '../../src/usecases/accept-plan.ts';
import { addPackage } from '../../src/usecases/add-package.ts';
import { archivePackage } from '../../src/usecases/archive-package.ts';
import { planByHand } from '../../src/usecases/plan-by-hand.ts';
import { readPlan } from '../../src/usecases/read-plan.ts';
import { readRecord } from '../../src/usecases/read-record.ts';
import type { Refusal, Result } from '../../src/usecases/refusals.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { removeAccount, saveAccount } from '../../src/usecases/save-account.ts';
import { setPackageAdmins } from '../../src/usecases/set-package-admins.ts';
import { readPolicy, setPolicy } from '../../src/usecases/set-policy.ts';
import { snoozePackage } from '../../src/usecases/snooze-package.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, DRAFT, no, PEOPLE, yes, type StoryPackage, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben } = PEOPLE;

/** The world in which Ben is taken off the list of admins after he was judged, just before anything is written. */
function leavingMeanwhile(world: World): World {
  const { db, workspaceId } = world.deps;
  const transaction: typeof db.transaction = async (...args) => {
    await database.sql`delete from appointed_admin where user_id = 'U0BEN' and workspace_id = ${workspaceId}`;
    return db.transaction(...args);
  };
  return world.with({ db: Object.assign(Object.create(db) as typeof db, { transaction }) });
}

const ACCOUNT = { name: 'Acme', subdomain: null, enterpriseId: null, kind: 'production' as const };

/** What Ben does; prepared in the world as it was, done in the one he leaves. */
type Act = (of: { world: World; leaving: World; pkg: StoryPackage }) => Promise<Result>;

const ACTS: Record<string, [Act, Refusal['code']]> = {
  'snoozes a package': [
    async ({ leaving: { deps }, pkg }) =>
      snoozePackage(deps, { person: ben, packageId: pkg.id, until: deps.clock.now().plus({ days: 1 }) }),
    'not_allowed',
  ],
  'changes how a package is reminded of': [
    async ({ world, leaving, pkg: { id: packageId } }) => {
      const { said } = yes(await readPolicy(world.deps, { person: ben, packageId }));
      return setPolicy(leaving.deps, { person: ben, packageId, said, escalationId: null });
    },
    'not_allowed',
  ],
  'accepts a plan': [
    async ({ world, leaving }) => {
      const { proposal } = yes(await readPlan(world.deps, { person: ben })).plan;
      return acceptPlan(leaving.deps, { person: ben, proposal });
    },
    'not_allowed',
  ],
  'plans by hand': [
    ({ leaving: { deps }, pkg: { id: packageId } }) =>
      planByHand(deps, { person: ben, choices: [{ packageId, mondayOn: null }] }),
    'not_allowed',
  ],
  'adds a package': [
    ({ leaving: { deps } }) => addPackage(deps, { person: ben, draft: { ...DRAFT, name: 'Late' } }),
    'only_workspace_admins',
  ],
  'adds an account': [
    ({ leaving: { deps } }) => saveAccount(deps, { person: ben, accountId: null, draft: ACCOUNT }),
    'only_workspace_admins',
  ],
  'removes an account': [
    async ({ world, leaving }) => {
      const saved = yes(await saveAccount(world.deps, { person: ada, accountId: null, draft: ACCOUNT }));
      return removeAccount(leaving.deps, { person: ben, accountId: saved.accountId });
    },
    'only_workspace_admins',
  ],
};

test.each(Object.entries(ACTS))(
  'who %s while they are taken off the list has changed nothing',
  async (_, [act, code]) => {
    const world = await createWorld(database);
    const pkg = await world.addPackage({});
    const refusal = no(await act({ world, leaving: leavingMeanwhile(world), pkg }));
    expect(refusal.code).toBe(code);
  },
);

test('an archived package is handed over to nobody, as the table of rights says', async () => {
  const world = await createWorld(database);
  const { id: packageId } = await world.addPackage({});
  yes(await retirePackage(world.deps, { person: ada, packageId, reason: 'gone' }));
  const hand = () =>
    setPackageAdmins(world.deps, { person: ada, packageId, ownerId: ben.userId, backupIds: [] });
  yes(await hand());
  yes(await archivePackage(world.deps, { person: ben, packageId }));
  expect(no(await hand())).toEqual({ code: 'package_is_archived' });
  const { record } = yes(await readRecord(world.deps, { person: ada, packageId }));
  expect(record.mayHandOver).toBe(false);
});
