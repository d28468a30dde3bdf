import { expect, test } from 'vitest';
import { openDatabase } from '../../src/db/connection.ts';
import { appointedAdmins } from '../../src/db/people.ts';
import type { Person } from '../../src/domain/people.ts';
import { appointAdmins } from '../../src/usecases/appoint-admins.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { peekHandoff } from '../../src/usecases/peek-handoff.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { waiveVendor } from '../../src/usecases/admin-acts.ts';
import { setRoles } from '../../src/usecases/set-roles.ts';
import { refreshPeople } from '../../src/usecases/refresh-people.ts';
import { setPackageAdmins } from '../../src/usecases/set-package-admins.ts';
import { collectOnce } from '../support/collecting.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, held, no, OFFICE, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, otto } = PEOPLE;
const DEAD = { code: 'link_not_usable' };

const appoint = ({ deps }: World, ...people: readonly Person[]) =>
  appointAdmins(deps, { person: ada, userIds: people.map(({ userId }) => userId) });

/** Ben has link and code for Milo, who has no Slack. */
async function given() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.milo, VENDORS.milo] });
  const { rotationId, secret } = await world.share(pkg);
  const pass = async (nth: number, person: Person) => {
    const vendorId = pkg.vendorIds[nth] ?? '';
    return held(yes(await passOnLink(world.deps, { person, rotationId, vendorId })).link);
  };
  return { world, pkg, rotationId, secret, pass, link: await pass(0, ben), others: await pass(1, ada) };
}

/** How Ben stops being an admin of the package. */
const LEAVING: Record<string, (of: Awaited<ReturnType<typeof given>>) => Promise<unknown>> = {
  'is taken off the list': async ({ world }) => yes(await appoint(world, ada, otto)),
  'is taken off the list as he passes it on': ({ world }) =>
    database.sql`delete from appointed_admin where user_id = 'U0BEN' and workspace_id = ${world.deps.workspaceId}`,
  'is taken off the package as he passes it on': ({ pkg }) =>
    database.sql`delete from package_admin where user_id = 'U0BEN' and package_id = ${pkg.id}`,
  'is deactivated in Slack': async ({ world }) => {
    world.deps.directory.put({ ...ben, standing: 'deactivated' });
    await refreshPeople(world.deps);
  },
};

test.each(Object.entries(LEAVING))(
  'who %s collects with nothing they were to pass on; others do',
  async (_, leave) => {
    const of = await given();
    const { world, link, others, secret } = of;
    await leave(of);
    expect(no(await collectOnce(world.deps, link))).toEqual(DEAD);
    expect(no(await openHandoff(world.deps, { ...link, from: OFFICE }))).toEqual(DEAD);
    expect(no(await peekHandoff(world.deps, link))).toEqual(DEAD);
    expect(yes(await collectOnce(world.deps, others)).secret.reveal()).toBe(secret);
    // Nothing is burnt: another admin passes it on.
    expect(yes(await collectOnce(world.deps, await of.pass(0, ada))).secret.reveal()).toBe(secret);
  },
);

test('what was collected with it stays its vendor’s to confirm; the card of the rotation is drawn again', async () => {
  const { world, link, rotationId } = await given();
  yes(await collectOnce(world.deps, link));
  await world.deliver();
  yes(await appoint(world, ada));
  expect(yes(await openHandoff(world.deps, { ...link, from: OFFICE })).facts.status).toBe('collected');
  expect((await world.deliver()).filter(({ kind }) => kind === 'card')).toMatchObject([{ rotationId }]);
});

test('a link that opens nothing any more is not shown as one that lives', async () => {
  const { world, rotationId, pkg } = await given();
  const alive = async () => {
    const card = await readCard(world.deps, { rotationId });
    return card?.givenOut.get(pkg.vendorIds[0] ?? '')?.isAlive;
  };
  expect(await alive()).toBe(true);
  yes(await appoint(world, ada));
  expect(await alive()).toBe(false);
});

test('of two savings at once one holds, whole', async () => {
  const world = await createWorld(database);
  const beside = world.on(await database.otherConnection());
  const lists = [
    [ada, ben],
    [ada, otto],
  ] as const;
  for (let round = 0; round < 20; round++) {
    yes(await appoint(world, ada));
    await Promise.all([appoint(world, ...lists[0]), appoint(beside, ...lists[1])]);
    const now = (await appointedAdmins(world.deps.db, world.deps.workspaceId)).map(({ userId }) => userId);
    expect(lists.map((list) => list.map(({ userId }) => userId))).toContainEqual(now.toSorted());
  }
});

test('handing over needs one connection, not a second one that may not come', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({});
  yes(await appoint(world, ada, ben));
  yes(
    await setPackageAdmins(world.deps, {
      person: ada,
      packageId: pkg.id,
      ownerId: ben.userId,
      backupIds: [],
    }),
  );
  const narrow = await openDatabase({ target: database.target, poolSize: 1 });
  try {
    const handed = setPackageAdmins(world.on(narrow).deps, {
      ...{ person: ben, packageId: pkg.id, ownerId: ada.userId, backupIds: [] },
    });
    expect(yes(await handed)).toMatchObject({ isHandedOver: true });
  } finally {
    await narrow.close();
  }
});

test('what they asked a second person for ends with their leaving, and another admin asks', async () => {
  const world = await createWorld(database);
  yes(
    await setRoles(world.deps, {
      ...{ person: ada, viewerIds: [], isViewingNarrowed: false, secondPersonFor: ['waive'] },
    }),
  );
  const pkg = await world.addPackage({ vendors: [VENDORS.milo, VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  const waive = (person: Person) =>
    waiveVendor(world.deps, { person, rotationId, vendorId: pkg.vendorIds[0] ?? '', reason: 'no answer' });
  yes(await waive(ben));
  expect(no(await waive(ada))).toMatchObject({ code: 'already_asked' });
  yes(await appoint(world, ada));
  await letTimePass(world.deps);
  expect((await world.rotation(rotationId)).secondPerson.requests).toEqual([]);
  yes(await waive(ada));
});
