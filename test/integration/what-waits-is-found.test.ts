import { expect, test } from 'vitest';
import { readHomePlaces } from '../../src/db/home-places.ts';
import { findPackages } from '../../src/db/packages.ts';
import { openRotationsOf } from '../../src/db/rotations.ts';
import { EVERYTHING } from '../../src/domain/board.ts';
import type { Person } from '../../src/domain/people.ts';
import { isLive, type Rotation, type Step } from '../../src/domain/rotation.ts';
import { dayOf } from '../../src/domain/schedule.ts';
import {
  cancelRotation,
  generateAgain,
  resolveProblem,
  takeBackWaiver,
  waiveVendor,
} from '../../src/usecases/admin-acts.ts';
import { reportEarlyActivate } from '../../src/usecases/activate-rotation.ts';
import { dismissAlarm, reportNotMe, suspendLinks } from '../../src/usecases/answer-alarm.ts';
import { readAskedUntil } from '../../src/usecases/asked-until.ts';
import { changeContact } from '../../src/usecases/change-contact.ts';
import { packageLines } from '../../src/usecases/package-lines.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { raiseAlarm } from '../../src/usecases/raise-alarm.ts';
import { boardRows } from '../../src/usecases/board-rows.ts';
import { readPlaces } from '../../src/db/board-rows.ts';
import { waitingForAdmin } from '../../src/usecases/read-waiting.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { agreeToRequest, askToActivate, declineRequest } from '../../src/usecases/second-person.ts';
import { setRoles } from '../../src/usecases/set-roles.ts';
import { isForThem } from '../../src/usecases/waiting.ts';
import { useDatabase } from '../support/database.ts';
import { pick } from '../support/inventory-packages.ts';
import { createWorld, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';

// An App Home finds what waits by one statement over all packages; what it then says of each is judged from its facts. Here
// both are asked of everything, after every move of stories that take what turns come.

const database = useDatabase();
const { ada, ben, otto } = PEOPLE;
const ADMINS: readonly Person[] = [ada, ben, otto];

async function boardOf({ deps }: World) {
  const today = dayOf(deps.clock.now());
  return {
    workspaceId: deps.workspaceId,
    seenBy: null,
    today,
    askedUntil: await readAskedUntil(deps, today),
  };
}

/** What the statement finds. */
async function foundFor(world: World, person: Person): Promise<{ ids: string[]; undated: number }> {
  const none = { overdue: 0, in_progress: 0, soon: 0, unknown: 0, unowned: 0, planned: 0, later: 0 };
  const now = world.deps.clock.now();
  const of = {
    ...(await boardOf(world)),
    admin: person,
    now,
    perShelf: none,
    mostWaiting: { toStart: 1000, others: 1000 },
  };
  const { waiting } = await readHomePlaces(world.deps.db, of);
  expect(waiting.places).toHaveLength(waiting.toStart + waiting.others);
  return { ids: waiting.places.map(({ packageId }) => packageId).toSorted(), undated: waiting.undated };
}

/** What is judged package by package, with what of it. */
async function judgedFor({ deps }: World, person: Person, board: Awaited<ReturnType<typeof boardOf>>) {
  const look = (shelf: 'retired' | null) =>
    readPlaces(deps.db, board, {
      ...{
        filter: { ...EVERYTHING, shelf },
        sort: { by: 'name', isDescending: false },
        offset: 0,
        limit: 1000,
      },
    });
  const places = [...(await look(null)).places, ...(await look('retired')).places];
  const at = deps.clock.now();
  const rows = new Map((await boardRows(deps, places, at)).map((row) => [row.packageId, row]));
  const packages = (await findPackages(deps.db, deps.workspaceId, [...rows.keys()])).filter(({ admins }) =>
    admins.some(({ userId }) => userId === person.userId),
  );
  const kinds: string[] = [];
  const ids: string[] = [];
  for (const line of await packageLines(deps.db, packages, at)) {
    const all = await waitingForAdmin(deps, [{ line, row: rows.get(line.package.id)! }]);
    const theirs = all.filter((one) => isForThem(one, person));
    kinds.push(...theirs.map(({ kind }) => kind));
    if (theirs.length > 0) ids.push(line.package.id);
  }
  const isUndated = ({ id }: { id: string }) => rows.get(id)?.state === 'unknown';
  return { ids: ids.toSorted(), undated: packages.filter(isUndated).length, kinds };
}

const seen = new Set<string>();

/** The same for everybody; what was seen to wait is noted. */
async function expectSame(world: World, after: string): Promise<void> {
  const board = await boardOf(world);
  for (const person of ADMINS) {
    const judged = await judgedFor(world, person, board);
    judged.kinds.forEach((kind) => seen.add(kind));
    const { ids, undated } = judged;
    if (undated > 0) seen.add('undated');
    expect({ after, who: person.name, found: await foundFor(world, person) }).toEqual({
      ...{ after, who: person.name, found: { ids, undated } },
    });
  }
}

const DATES = ['2027-03-10', '2027-03-18', '2027-03-24', '2027-06-01', null];

async function inventory(world: World): Promise<StoryPackage[]> {
  const packages: StoryPackage[] = [];
  for (const [n, expiresOn] of DATES.entries()) {
    const vendors = [VENDORS.gus, VENDORS.vera, VENDORS.milo].slice(n % 2);
    packages.push(
      await world.addPackage({ expiresOn, vendors, expirySource: expiresOn === null ? null : 'fixed_date' }),
    );
  }
  // Otto is admin of one; Ben of all but one.
  const [, second, third] = packages;
  const { workspaceId } = world.deps;
  await database.sql`update package_admin set user_id = ${otto.userId} where package_id = ${second!.id} and user_id = ${ben.userId}`;
  await database.sql`insert into appointed_admin (workspace_id, team_id, user_id, appointed_by, appointed_at)
    values (${workspaceId}, ${otto.teamId}, ${otto.userId}, '{"kind": "job", "job": "test"}', now()) on conflict do nothing`;
  await database.sql`update package set is_retired = true where id = ${third!.id}`;
  return packages.filter((pkg) => pkg !== third);
}

const OUT_OF_TURN = /^Error: (refused|there is no|the rotation is)/;

/** What is refused, as most is that comes out of turn, changes nothing. */
async function inTurn(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!OUT_OF_TURN.test(String(error))) throw error;
  }
}

/** One turn of a story: whom and what it falls on is drawn. */
interface Turn {
  readonly world: World;
  readonly pkg: StoryPackage;
  readonly rotation: Rotation;
  readonly vendorId: string;
  readonly person: Person;
}
type Act = (turn: Turn) => Promise<unknown>;

const NOTHING = '00000000-0000-4000-8000-000000000000';
const ids = ({ rotation, person, vendorId }: Turn) => ({ rotationId: rotation.id, person, vendorId });
const generationOf = ({ rotation }: Turn) => (isLive(rotation) ? rotation.generation.id : NOTHING);
const handoffOf = ({ rotation, vendorId }: Turn) =>
  (isLive(rotation) ? rotation.handoffs.find((one) => one.vendorId === vendorId)?.id : undefined) ?? NOTHING;
const requestOf = ({ rotation }: Turn) => rotation.secondPerson.requests[0]?.number ?? 0;

async function settles({ world, rotation }: Turn): Promise<void> {
  await world.pass({ minutes: 6 });
  for (const { vendorId } of rotation.participants) {
    await inTurn(() => world.collect(rotation.id, vendorId));
    await inTurn(() => world.confirm(rotation.id, vendorId));
  }
}

const ACTS: Readonly<Record<string, Act>> = {
  deposit: ({ world, rotation }) => world.deposit(rotation.id),
  collect: ({ world, rotation, vendorId }) => world.collect(rotation.id, vendorId),
  confirm: ({ world, rotation, vendorId }) => world.confirm(rotation.id, vendorId),
  'everybody settles': settles,
  'everybody settles, and a second is asked': async (turn) => {
    await settles(turn);
    await askToActivate(turn.world.deps, { ...ids(turn), generationId: generationOf(turn) });
  },
  'pass on': async (turn) => passOnLink(turn.world.deps, ids(turn)),
  'a problem': async (turn) =>
    reportProblem(turn.world.deps, {
      ...{ handoffId: handoffOf(turn), kind: 'rejected', note: null },
      person: (await turn.world.contact(turn.rotation.id, turn.vendorId)) ?? turn.person,
    }),
  'it is lost': async (turn) =>
    reportProblem(turn.world.deps, {
      ...{ handoffId: handoffOf(turn), kind: 'lost', note: null },
      person: (await turn.world.contact(turn.rotation.id, turn.vendorId)) ?? turn.person,
    }),
  solved: (turn) => resolveProblem(turn.world.deps, { ...ids(turn), reason: 'a blank at the end' }),
  'once more': ({ world, rotation }) => world.deposit(rotation.id, { isAgain: true }),
  waive: (turn) => waiveVendor(turn.world.deps, { ...ids(turn), reason: 'no longer used' }),
  'take back': (turn) => takeBackWaiver(turn.world.deps, ids(turn)),
  'another contact': (turn) =>
    changeContact(turn.world.deps, { ...ids(turn), contact: VENDORS.milo.contact }),
  'generated again': (turn) =>
    generateAgain(turn.world.deps, { ...ids(turn), generationId: generationOf(turn) }),
  'not me': async (turn) => reportNotMe(turn.world.deps, { person: PEOPLE.gus, handoffId: handoffOf(turn) }),
  alarm: async (turn) => {
    const { token } = await turn.world.link(turn.rotation.id, turn.vendorId);
    return raiseAlarm(turn.world.deps, { token, code: null, from: '192.0.2.0/24' });
  },
  'stop links': (turn) => suspendLinks(turn.world.deps, { ...ids(turn), generationId: generationOf(turn) }),
  'no harm': (turn) => dismissAlarm(turn.world.deps, { ...ids(turn), reason: 'it was me' }),
  'ask for a second': (turn) =>
    askToActivate(turn.world.deps, { ...ids(turn), generationId: generationOf(turn) }),
  agree: (turn) => agreeToRequest(turn.world.deps, { ...ids(turn), request: requestOf(turn) }),
  decline: (turn) =>
    declineRequest(turn.world.deps, { ...ids(turn), request: requestOf(turn), reason: 'not today' }),
  activate: ({ world, rotation }) => world.activate(rotation.id),
  'too early': (turn) =>
    reportEarlyActivate(turn.world.deps, { ...ids(turn), generationId: generationOf(turn) }),
  date: ({ world, rotation }) => world.finish(rotation.id),
  cancel: (turn) => cancelRotation(turn.world.deps, { ...ids(turn), reason: 'another day' }),
};
const NOW_AND_THEN = ['waive', 'take back', 'another contact', 'solved', 'once more', 'alarm', 'no harm'];
/** What comes at a step: what carries the story on more often than what ends it; some of it out of turn. */
const DRAWN: Readonly<Record<Step, readonly string[]>> = {
  generating: ['deposit', 'deposit', 'deposit', 'deposit', 'cancel', 'waive', 'activate', 'ask for a second'],
  cooling: [
    'everybody settles',
    'everybody settles, and a second is asked',
    'collect',
    'alarm',
    'waive',
    'generated again',
  ],
  sharing: [
    ...[
      'everybody settles',
      'everybody settles',
      'collect',
      'confirm',
      'pass on',
      'pass on',
      ...NOW_AND_THEN,
    ],
    ...[
      'a problem',
      'it is lost',
      'it is lost',
      'stop links',
      'ask for a second',
      'ask for a second',
      'agree',
    ],
    ...['agree', 'decline', 'too early', 'too early', 'generated again', 'not me', 'activate'],
  ],
  ready: ['activate', 'activate', 'take back', 'it is lost', 'alarm', 'another contact', 'cancel'],
  activated: ['date', 'it is lost', ...NOW_AND_THEN, 'everybody settles', 'stop links', 'confirm'],
  done: [],
  cancelled: [],
};

async function take(
  world: World,
  packages: readonly StoryPackage[],
  n: number,
  salt: number,
): Promise<string> {
  const draw = <T>(from: readonly T[], of: number): T => from[pick(n, from.length, salt * 31 + of)]!;
  const pkg = draw(packages, 1);
  const rotation = (await openRotationsOf(world.deps.db, [pkg.id])).get(pkg.id);
  const name = rotation ? draw(DRAWN[rotation.step], 2) : 'start';
  const act = rotation && ACTS[name];
  const turn = { world, pkg, vendorId: draw(pkg.vendorIds, 3), person: draw([ada, ada, ben, otto], 4) };
  await inTurn(() => (act ? act({ ...turn, rotation }) : world.start(pkg)));
  return `${salt}.${n} ${name}`;
}

test.each([1, 2, 3])(
  'what waits is found as it is judged, whatever happens (story %i)',
  async (salt) => {
    const world = await createWorld(database);
    const packages = await inventory(world);
    const secondPersonFor = ([[], ['activate'], ['activate', 'waive']] as const)[salt - 1]!;
    const rules = { person: ada, viewerIds: [], isViewingNarrowed: false, secondPersonFor };
    yes(await setRoles(world.deps, rules));
    await expectSame(world, 'nothing yet');
    for (let n = 0; n < 80; n += 1) {
      const after = await take(world, packages, n, salt);
      if (n % 3 === 0) await world.pass({ minutes: [6, 45, 400][pick(n, 3, salt)] ?? 6 });
      await expectSame(world, after);
    }
  },
  240_000,
);

test('and every kind of thing has waited in these stories', () => {
  const kinds = ['start', 'deposit', 'alarm', 'second_person', 'ask_second', 'activate', 'record_date'];
  expect([...seen].toSorted()).toEqual(
    [...kinds, 'missing_copy', 'problem', 'pass_on', 'down', 'undated'].toSorted(),
  );
});
