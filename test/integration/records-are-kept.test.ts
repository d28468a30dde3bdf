import { expect, test } from 'vitest';
import { findPackage } from '../../src/db/packages.ts';
import { BY_URGENCY, EVERYTHING } from '../../src/domain/board.ts';
import type { Person } from '../../src/domain/people.ts';
import { dayOf } from '../../src/domain/schedule.ts';
import { startOfLocalDay } from '../../src/domain/working-time.ts';
import { addPackage } from '../../src/usecases/add-package.ts';
import { appointAdmins } from '../../src/usecases/appoint-admins.ts';
import { archivePackage, restorePackage } from '../../src/usecases/archive-package.ts';
import type { RecordDraft } from '../../src/usecases/drafts.ts';
import { editPackage } from '../../src/usecases/edit-package.ts';
import { findPackages, findRetired } from '../../src/usecases/find-packages.ts';
import { readBoard } from '../../src/usecases/read-board.ts';
import { recordSeen } from '../../src/usecases/record-seen.ts';
import { readRecord } from '../../src/usecases/read-record.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { removeAccount, saveAccount } from '../../src/usecases/save-account.ts';
import { setAbsence } from '../../src/usecases/set-absence.ts';
import { setPackageAdmins } from '../../src/usecases/set-package-admins.ts';
import { snoozePackage } from '../../src/usecases/snooze-package.ts';
import { useDatabase } from '../support/database.ts';
import {
  createWorld,
  DRAFT,
  no,
  PEOPLE,
  VENDORS,
  yes,
  type StoryPackage,
  type World,
} from '../support/world.ts';

const database = useDatabase();
const { ada, ben, gus, otto, dex } = PEOPLE;
const ACCOUNT = { name: 'Acme', subdomain: 'mc123', enterpriseId: null, kind: 'production' as const };

const { ownerId: _owner, backupIds: _backups, ...RECORD } = DRAFT;
const draftOf = ({ name }: StoryPackage, of: Partial<RecordDraft>): RecordDraft => ({
  ...RECORD,
  name,
  ...of,
});

const edit = ({ deps }: World, pkg: StoryPackage, of: Partial<RecordDraft>, person: Person = ada) =>
  editPackage(deps, { person, packageId: pkg.id, draft: draftOf(pkg, of) });

const found = async ({ deps }: World, { id }: StoryPackage) => {
  const pkg = await findPackage(deps.db, deps.workspaceId, id);
  if (!pkg) throw new Error('the package is gone');
  return pkg;
};

const record = async ({ deps }: World, { id: packageId }: StoryPackage, person: Person = ada) =>
  yes(await readRecord(deps, { person, packageId })).record;

/** The package's own chain of the trail: kinds, and what they say. */
const trail = async ({ id }: StoryPackage) =>
  (await database.sql`select kind, facts from audit where package_id = ${id} order by seq`).map((row) => ({
    kind: String(row['kind']),
    ...JSON.parse(String(row['facts'])),
  }));

const sweepIsAsked = async ({ deps }: World, { id }: StoryPackage) =>
  (
    await database.sql`select next_look_at <= ${deps.clock.now().toISO()} as is from package where id = ${id}`
  )[0]?.['is'];

test('every field is edited, on record with what it was; the sweep looks at once, and a snooze of the old date ends', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { accountId } = yes(await saveAccount(deps, { person: ada, accountId: null, draft: ACCOUNT }));
  const until = deps.clock.now().plus({ days: 3 });
  yes(await snoozePackage(deps, { person: ada, packageId: pkg.id, until }));
  await database.sql`update package set next_look_at = null where id = ${pkg.id}`;
  const change: Partial<RecordDraft> = {
    ...{ name: `${pkg.name} 2`, accountId, expiresOn: '2027-06-01', expirySource: 'read_in_setup' },
    ...{ channelId: 'C0OTHER', notes: 'ask Bo', leadDays: 14, runbookUrl: 'https://wiki.example/x' },
    businessUnits: [{ mid: '42', name: 'Wholesale' }],
    freezeWindows: [{ fromOn: '2027-05-01', toOn: '2027-05-03' }],
  };
  const edited = yes(await edit(world, pkg, change, ben));
  expect(Object.keys(edited.changes).sort()).toEqual([
    ...['accountId', 'businessUnits', 'channelId', 'expiresOn', 'expirySource', 'freezeWindows'],
    ...['leadDays', 'name', 'notes', 'runbookUrl'],
  ]);
  const { accountId: _, ...rest } = change;
  expect(await found(world, pkg)).toMatchObject({ ...rest, snoozedUntil: null, account: { id: accountId } });
  expect(await sweepIsAsked(world, pkg)).toBe(true);
  expect((await trail(pkg)).at(-1)).toMatchObject({
    ...{ kind: 'package_changed', name: pkg.name },
    changes: {
      expiresOn: { from: '2027-03-29', to: '2027-06-01' },
      accountId: { from: null, to: accountId },
    },
  });
  // The same once more changes nothing, and leaves nothing on record.
  const before = (await trail(pkg)).length;
  expect(yes(await edit(world, pkg, change)).changes).toEqual({});
  expect(await trail(pkg)).toHaveLength(before);
});

test('a name that is taken, an account that is gone, somebody who is no admin: refused, and nothing is changed', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({});
  const other = await world.addPackage({ clientId: null });
  expect(no(await edit(world, pkg, { name: other.name.toUpperCase() }))).toEqual({
    code: 'package_name_taken',
    name: other.name,
  });
  // Its own name, in another case, is free.
  yes(await edit(world, pkg, { name: pkg.name.toUpperCase() }));
  yes(await edit(world, pkg, { name: pkg.name }));
  const before = await found(world, pkg);
  const { accountId } = yes(await saveAccount(deps, { person: ada, accountId: null, draft: ACCOUNT }));
  yes(await removeAccount(deps, { person: ada, accountId }));
  expect(no(await edit(world, pkg, { accountId }))).toEqual({ code: 'unknown_account' });
  for (const person of [otto, gus]) {
    expect(no(await edit(world, pkg, { notes: 'mine' }, person))).toMatchObject({ code: 'not_allowed' });
  }
  expect(await found(world, pkg)).toEqual(before);
});

test('of two forms that were open at once the second is refused once the first has changed something: nothing is reverted', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({});
  const shown = await found(world, pkg);
  const save = (of: Partial<RecordDraft>, person: Person) => {
    const input = { person, packageId: pkg.id, draft: draftOf(pkg, of) };
    return editPackage(world.deps, { ...input, seen: recordSeen(shown) });
  };
  yes(await save({ expiresOn: '2027-06-01' }, ben));
  expect(no(await save({ notes: 'from a form of before' }, ada))).toEqual({ code: 'record_changed' });
  expect(await found(world, pkg)).toMatchObject({ expiresOn: '2027-06-01', notes: shown.notes });
  // What the form does not show changes nothing for it.
  await database.sql`update package set planned_start_on = '2027-03-20' where id = ${pkg.id}`;
  const now = await found(world, pkg);
  expect(recordSeen(now)).toBe(recordSeen({ ...now, plannedStartOn: null, snoozedUntil: null }));
});

test('while it is rotated its dates and its kind stay; the rest may change, the card stays where it is and is drawn again', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.deliver();
  for (const change of [{ expiresOn: '2027-04-01' }, { isDormant: true }] as const) {
    expect(no(await edit(world, pkg, change))).toEqual({ code: 'fixed_while_rotating', what: 'dates' });
  }
  expect(no(await edit(world, pkg, { integrationType: 'public_app' }))).toEqual({
    ...{ code: 'fixed_while_rotating', what: 'type' },
  });
  const edited = yes(await edit(world, pkg, { channelId: 'C0OTHER' }));
  expect(edited.cardChannel).toBe('C0ROTATE');
  expect((await world.deliver()).filter(({ kind }) => kind === 'card')).toMatchObject([
    { rotationId, channel: 'C0ROTATE' },
  ]);
  expect(await record(world, pkg)).toMatchObject({ cardChannel: 'C0ROTATE' });
});

test('a freeze window that begins today shuts the gate of the rotation under way', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  expect((await world.rotation(rotationId)).step).toBe('ready');
  yes(await edit(world, pkg, { freezeWindows: [{ fromOn: '2027-03-15', toOn: '2027-03-16' }] }));
  await world.pass({ seconds: 1 });
  expect((await world.rotation(rotationId)).step).toBe('sharing');
});

test('an account under a running rotation, or with retired packages in it, is not removed; emptied, it is', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const { accountId } = yes(await saveAccount(deps, { person: ada, accountId: null, draft: ACCOUNT }));
  const pkg = await world.addPackage({ accountId, vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  const remove = () => removeAccount(deps, { person: ada, accountId });
  expect(no(await remove())).toEqual({
    ...{ code: 'account_in_use', packages: [pkg.name], rotating: [pkg.name] },
  });
  yes(await retirePackage(deps, { person: ada, packageId: pkg.id, reason: 'not used' }));
  expect((await world.rotation(rotationId)).step).toBe('cancelled');
  expect(no(await remove())).toEqual({ code: 'account_in_use', packages: [pkg.name], rotating: [] });
  yes(await edit(world, pkg, { accountId: null }));
  yes(await remove());
});

test('a package put into an account and the account removed at once: one of the two waits for the other and is refused', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  for (let round = 0; round < 5; round += 1) {
    const name = `Race ${round}`;
    const { accountId } = yes(
      await saveAccount(deps, { person: ada, accountId: null, draft: { ...ACCOUNT, name } }),
    );
    const [added, removed] = await Promise.all([
      addPackage(deps, { person: ada, draft: { ...DRAFT, name, clientId: `client${round}`, accountId } }),
      removeAccount(deps, { person: ada, accountId }),
    ]);
    expect([added.ok, removed.ok].filter(Boolean)).toHaveLength(1);
    if (!added.ok) expect(added.refusal).toEqual({ code: 'unknown_account' });
    if (!removed.ok) expect(removed.refusal).toMatchObject({ code: 'account_in_use', packages: [name] });
  }
});

test('retired, archived, found by its exact name alone, restored with all that was on record', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ vendors: [VENDORS.gus], notes: 'keep me' });
  const input = { person: ada, packageId: pkg.id };
  expect(no(await archivePackage(deps, input))).toEqual({ code: 'not_retired' });
  expect(no(await restorePackage(deps, input))).toEqual({ code: 'not_retired' });
  yes(await retirePackage(deps, { ...input, reason: 'not used' }));
  expect(no(await archivePackage(deps, { ...input, person: otto }))).toMatchObject({ code: 'not_allowed' });
  yes(await archivePackage(deps, input));
  expect(no(await archivePackage(deps, input))).toEqual({ code: 'package_is_archived' });
  const look = { person: ada, filter: EVERYTHING, sort: BY_URGENCY, page: 0, perPage: 9 };
  expect(yes(await readBoard(deps, look)).board.rows).toEqual([]);
  expect(yes(await findPackages(deps, { person: ada, query: pkg.name, limit: 9 })).packages).toEqual([]);
  const byName = async (name: string) => yes(await findRetired(deps, { person: otto, name })).packages.length;
  expect([await byName(pkg.name.toLowerCase()), await byName(pkg.name.slice(0, -1))]).toEqual([1, 0]);
  expect((await record(world, pkg)).line.package).toMatchObject({ isRetired: true, notes: 'keep me' });

  yes(await restorePackage(deps, input));
  expect(await found(world, pkg)).toMatchObject({ isRetired: false, archivedAt: null, notes: 'keep me' });
  expect(await sweepIsAsked(world, pkg)).toBe(true);
  expect((await trail(pkg)).map(({ kind }) => kind).slice(-3)).toEqual([
    ...['package_retired', 'package_archived', 'package_restored'],
  ]);
});

test('restored when its name was taken meanwhile: refused until one of them is called otherwise', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({});
  yes(await retirePackage(deps, { person: ada, packageId: pkg.id, reason: 'twice' }));
  const other = await world.addPackage({ name: pkg.name });
  const restore = () => restorePackage(deps, { person: ada, packageId: pkg.id });
  expect(no(await restore())).toEqual({ code: 'package_name_taken', name: pkg.name });
  yes(await edit(world, other, { name: `${pkg.name} new` }));
  yes(await restore());
});

test('handed over by its owner to somebody appointed: both are told, the backups stay as they are named', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ ownerId: ben.userId, backupIds: [] });
  await world.deliver();
  const hand = (person: Person, ownerId: string) =>
    setPackageAdmins(deps, { person, packageId: pkg.id, ownerId, backupIds: [ben.userId] });
  expect(no(await hand(ben, otto.userId))).toEqual({ code: 'not_appointed', userId: otto.userId });
  expect(no(await hand(otto, otto.userId))).toEqual({ code: 'only_owner', ownerId: ben.userId });
  for (const { userId } of [gus, dex]) {
    expect(no(await hand(ben, userId))).toEqual({ code: 'admin_unusable', userId });
  }
  yes(await appointAdmins(deps, { person: ada, userIds: [ada.userId, ben.userId, otto.userId] }));
  expect(yes(await hand(ben, otto.userId))).toMatchObject({ isHandedOver: true, away: null });
  const told = (await world.deliver()).filter(({ kind }) => kind === 'handed_over');
  expect(told).toMatchObject([
    { userId: otto.userId, fromId: ben.userId, toId: otto.userId, byId: ben.userId },
    { userId: ben.userId, toId: otto.userId },
  ]);
  expect((await found(world, pkg)).admins.map(({ userId, role }) => [userId, role])).toEqual([
    [otto.userId, 'owner'],
    [ben.userId, 'backup'],
  ]);
  // A backup does not hand over what is another's; new backups alone tell nobody.
  expect(no(await hand(ben, ben.userId))).toEqual({ code: 'only_owner', ownerId: otto.userId });
  expect(yes(await hand(otto, otto.userId)).isHandedOver).toBe(false);
  expect((await world.deliver()).filter(({ kind }) => kind === 'handed_over')).toEqual([]);
});

test('handed over to somebody who is away: done, and whoever hands over hears until when', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({});
  const backOn = dayOf(deps.clock.now().plus({ days: 10 }));
  yes(await setAbsence(deps, { person: ben, away: { backOn, standInId: ada.userId } }));
  const input = { person: ada, packageId: pkg.id, ownerId: ben.userId, backupIds: [ada.userId] };
  const { away } = yes(await setPackageAdmins(deps, input));
  expect(away).toMatchObject({ standInId: ada.userId });
  expect(away?.until.toISO()).toBe(startOfLocalDay(backOn, ben.zone ?? 'UTC').toISO());
});

test('what is missing is work to do: no date, no vendor, no account, and nobody who owns it any more', async () => {
  const world = await createWorld(database);
  const { deps } = world;
  const pkg = await world.addPackage({ expiresOn: null, expirySource: null });
  expect((await record(world, pkg)).gaps).toEqual(['no_date', 'no_vendor', 'no_account']);
  const vendor = { ...VENDORS.milo };
  await world.addVendor(pkg.id, vendor);
  expect((await record(world, pkg)).gaps).toEqual(['no_date', 'place_unconfirmed', 'no_account']);
  const draft = { name: 'Acme', subdomain: null, enterpriseId: null, kind: 'production' } as const;
  const { accountId } = yes(await saveAccount(deps, { person: ada, accountId: null, draft }));
  await database.sql`update package set account_id = ${accountId} where id = ${pkg.id}`;
  expect((await record(world, pkg)).gaps).toEqual(['no_date', 'place_unconfirmed', 'no_subdomain']);
  // Ada, its owner, is taken off the list of package admins.
  yes(await appointAdmins(deps, { person: ada, userIds: [ben.userId] }));
  expect((await record(world, pkg)).gaps[0]).toBe('no_owner');
  expect((await record(world, pkg, otto)).mayEdit).toBe(false);
  expect(no(await readRecord(deps, { person: gus, packageId: pkg.id }))).toEqual({ code: 'not_a_member' });
});

test('a plan made for the old date ends with it; one that still fits stays', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({});
  await database.sql`update package set planned_start_on = '2027-03-15' where id = ${pkg.id}`;
  yes(await edit(world, pkg, { expiresOn: '2027-03-31', expirySource: 'read_in_setup' }));
  expect(await found(world, pkg)).toMatchObject({ plannedStartOn: '2027-03-15' });
  yes(await edit(world, pkg, { expiresOn: '2027-09-25', expirySource: 'read_in_setup' }));
  expect(await found(world, pkg)).toMatchObject({ plannedStartOn: null });
});

test('two packages of one name in two business units are edited and restored; in one they are the same', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ clientId: null });
  const other = await world.addPackage({ clientId: null, businessUnits: [{ mid: '42', name: 'Wholesale' }] });
  const namesake = { name: pkg.name, clientId: null, businessUnits: [{ mid: '42', name: 'Wholesale' }] };
  yes(await edit(world, other, namesake));
  yes(await edit(world, other, { ...namesake, notes: 'the one in Wholesale' }));
  expect(no(await edit(world, other, { ...namesake, businessUnits: RECORD.businessUnits }))).toEqual({
    ...{ code: 'package_name_taken', name: pkg.name },
  });
  yes(await retirePackage(world.deps, { person: ada, packageId: other.id, reason: 'gone' }));
  yes(await restorePackage(world.deps, { person: ada, packageId: other.id }));
});
