import { expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { findPackages, everyPackage, vendorsOf } from '../../src/db/packages.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { applyByLink, applyImport } from '../../src/usecases/apply-import.ts';
import { closeImport } from '../../src/usecases/close-import.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { exportPackages } from '../../src/usecases/export-packages.ts';
import { mintImportLink } from '../../src/usecases/mint-import-link.ts';
import { openImport } from '../../src/usecases/open-import.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { peekHandoff } from '../../src/usecases/peek-handoff.ts';
import { peekImport } from '../../src/usecases/peek-import.ts';
import { previewByLink, previewImport, type ImportPreview } from '../../src/usecases/preview-import.ts';
import type { TableInput } from '../../src/usecases/read-import.ts';
import { setRoles } from '../../src/usecases/set-roles.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, freshSecret, held, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';
import { databasePlaces, dump } from './world/dump.ts';
import { secretIn } from '../support/traces.ts';

const database = useDatabase();
const CHANNEL = 'C0ROTATE';

const input = (table: string, of: Partial<TableInput> = {}): TableInput => ({
  ...{ table, columns: null, hasHeadings: null, order: null, accountName: null },
  ...of,
});
const of = (table: string, more: Partial<TableInput> = {}) => ({
  ...{ person: PEOPLE.ada, channelId: CHANNEL, input: input(table, more) },
});

async function planOf(world: World, table: string, more: Partial<TableInput> = {}) {
  const { preview } = yes(await previewImport(world.deps, of(table, more)));
  if (preview.kind !== 'plan') throw new Error(`asked about ${preview.kind}`);
  return preview;
}
const short = ({ plan }: Extract<ImportPreview, { kind: 'plan' }>) => ({
  added: plan.added.map((one) => one.package.name),
  changed: plan.changed.map((one) => [one.package.name, one.changes]),
  unchanged: plan.unchanged,
  refused: plan.refused.map(({ row, fault }) => [row, fault.code]),
});
async function apply(world: World, table: string, more: Partial<TableInput> = {}) {
  const { digest } = await planOf(world, table, more);
  return yes(await applyImport(world.deps, { ...of(table, more), seen: digest })).done;
}
const all = async (world: World) =>
  (await everyPackage(database.db, world.deps.workspaceId)).toSorted((a, b) => a.name.localeCompare(b.name));

const TABLE = [
  'Name\tPackage ID\tClient ID\tSecret expires\tStaged secret',
  'ESP Production\t0a1b2c3d-0000-4000-8000-000000000001\tesp4prod7x2m9q1k5w8c3v6b\t2027-03-29 soon\tnone',
  'Loyalty sync\t0a1b2c3d-0000-4000-8000-000000000002\tloy4prod7x2m9q1k5w8c3v6b\t2027-04-02\tnone',
].join('\n');

test('a preview writes nothing; applied, its packages are there, audited, in their account, owned and to be looked at', async () => {
  const world = await createWorld(database);
  const before = await dump(database.sql);
  const preview = await planOf(world, TABLE, { accountName: 'Acme Production' });
  expect(short(preview)).toEqual({
    added: ['ESP Production', 'Loyalty sync'],
    changed: [],
    unchanged: 0,
    refused: [],
  });
  expect(preview.plan.newAccounts).toEqual(['Acme Production']);
  expect(await dump(database.sql)).toBe(before);
  const done = await apply(world, TABLE, { accountName: 'Acme Production' });
  expect(done).toMatchObject({
    added: 2,
    changed: 0,
    unchanged: 0,
    refused: [],
    firstDueOn: '2027-03-21',
    undated: 0,
    newAccounts: ['Acme Production'],
  });
  const packages = await all(world);
  expect(packages).toMatchObject([
    {
      name: 'ESP Production',
      account: { name: 'Acme Production', kind: 'production' },
      sfmcPackageId: '0a1b2c3d-0000-4000-8000-000000000001',
      clientId: 'esp4prod7x2m9q1k5w8c3v6b',
      expiresOn: '2027-03-29',
      expirySource: 'read_in_setup',
      channelId: CHANNEL,
      leadDays: 7,
      admins: [{ userId: PEOPLE.ada.userId, role: 'owner' }],
    },
    { name: 'Loyalty sync', expiresOn: '2027-04-02' },
  ]);
  const [looked] = await database.db.execute<{ n: number }>(
    sql`select count(*)::int as n from package where workspace_id = ${world.deps.workspaceId} and next_look_at is not null`,
  );
  expect(looked?.n).toBe(2);
  const kinds = await database.db.execute<{ kind: string; n: number }>(
    sql`select kind, count(*)::int as n from audit where workspace_id = ${world.deps.workspaceId} group by kind order by kind`,
  );
  expect([...kinds]).toEqual([
    { kind: 'account_added', n: 1 },
    { kind: 'package_added', n: 2 },
  ]);
});

test('the users of Setup are asked about before they become packages; said by hand, it goes on', async () => {
  const world = await createWorld(database);
  const users = 'Name\tUsername\tEmail\nAnna Berg\taberg\tanna@example.com';
  const { preview } = yes(await previewImport(world.deps, of(users)));
  expect(preview).toMatchObject({ kind: 'columns', layout: { question: 'packages' } });
  expect(no(await applyImport(world.deps, { ...of(users), seen: '0'.repeat(64) }))).toEqual({
    code: 'import_outdated',
  });
  const done = await apply(world, users, { columns: ['name', null, null] });
  expect(done).toMatchObject({ added: 1, refused: [] });
});

test('applied twice it changes nothing, not even by an old preview', async () => {
  const world = await createWorld(database);
  const { digest } = await planOf(world, TABLE);
  yes(await applyImport(world.deps, { ...of(TABLE), seen: digest }));
  const before = await dump(database.sql);
  const again = yes(await applyImport(world.deps, { ...of(TABLE), seen: digest })).done;
  expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  expect(await dump(database.sql)).toBe(before);
});

test('two who apply the same table at once: every package is there once', async () => {
  const world = await createWorld(database);
  const other = world.on(await database.otherConnection());
  const { digest } = await planOf(world, TABLE, { accountName: 'Acme' });
  const input = { ...of(TABLE, { accountName: 'Acme' }), seen: digest };
  const both = await Promise.all([applyImport(world.deps, input), applyImport(other.deps, input)]);
  expect(both.map((one) => yes(one).done.added).toSorted()).toEqual([0, 2]);
  expect(await all(world)).toHaveLength(2);
});

test('what changes is shown field by field, and done: a date that was only counted is confirmed by the same one', async () => {
  const world = await createWorld(database);
  await apply(world, TABLE);
  const [esp] = await all(world);
  await database.db.execute(
    sql`update package set expiry_source = 'computed', snoozed_until = now(), planned_start_on = '2027-03-01' where id = ${esp?.id}`,
  );
  const later = [
    'Client ID,Name,Secret expires,Business units,Notes,Criticality',
    'esp4prod7x2m9q1k5w8c3v6b,ESP Production,2027-03-29,,,',
    'loy4prod7x2m9q1k5w8c3v6b,Loyalty Sync 2,2027-09-20,"510001001 Retail; 510001002","Runs on Mondays",high',
  ].join('\n');
  const preview = await planOf(world, later);
  expect(short(preview)).toEqual({
    added: [],
    changed: [
      ['ESP Production', { expirySource: { from: 'computed', to: 'read_in_setup' } }],
      [
        'Loyalty sync',
        {
          name: { from: 'Loyalty sync', to: 'Loyalty Sync 2' },
          expiresOn: { from: '2027-04-02', to: '2027-09-20' },
          criticality: { from: 'normal', to: 'high' },
          notes: { from: null, to: 'Runs on Mondays' },
          businessUnits: {
            from: [],
            to: [
              { mid: '510001001', name: 'Retail' },
              { mid: '510001002', name: 'MID 510001002' },
            ],
          },
        },
      ],
    ],
    unchanged: 0,
    refused: [],
  });
  await apply(world, later);
  const [same, changed] = await findPackages(
    database.db,
    world.deps.workspaceId,
    preview.plan.changed.map((one) => one.package.id),
  ).then((found) => found.toSorted((a, b) => a.name.localeCompare(b.name)));
  expect(same).toMatchObject({ expirySource: 'read_in_setup', plannedStartOn: '2027-03-01' });
  expect(changed).toMatchObject({
    name: 'Loyalty Sync 2',
    expiresOn: '2027-09-20',
    criticality: 'high',
    notes: 'Runs on Mondays',
    businessUnits: [
      { mid: '510001001', name: 'Retail' },
      { mid: '510001002', name: 'MID 510001002' },
    ],
  });
  const facts = await database.db.execute<{ facts: string }>(
    sql`select facts from audit where workspace_id = ${world.deps.workspaceId} and kind = 'package_changed' order by seq`,
  );
  expect(
    facts.map((row) => Object.keys((JSON.parse(row.facts) as { changes: object }).changes)).toSorted(),
  ).toEqual([['expirySource'], expect.arrayContaining(['name', 'expiresOn'])]);
});

test('what was changed between preview and Apply is not written over', async () => {
  const world = await createWorld(database);
  await apply(world, TABLE);
  const later = TABLE.replace('2027-04-02', '2027-09-20');
  const { digest } = await planOf(world, later);
  await database.db.execute(
    sql`update package set expires_on = '2027-05-05' where name = 'Loyalty sync' and workspace_id = ${world.deps.workspaceId}`,
  );
  const before = await dump(database.sql);
  expect(no(await applyImport(world.deps, { ...of(later), seen: digest }))).toEqual({
    code: 'import_outdated',
  });
  expect(await dump(database.sql)).toBe(before);
});

test('rows that can’t be taken are named with their reason, and spoil no other', async () => {
  const world = await createWorld(database);
  const kept = await world.addPackage({
    name: 'Not Ada’s',
    clientId: 'notada',
    ownerId: 'U0BEN',
    backupIds: [],
  });
  const rotating = await world.addPackage({ name: 'Rotating', clientId: 'rotating', vendors: [VENDORS.gus] });
  await world.start(rotating);
  const retired = await world.addPackage({ name: 'Retired', clientId: 'retired' });
  yes(await retirePackage(world.deps, { person: PEOPLE.ada, packageId: retired.id, reason: 'unused' }));
  expect(kept.id).toBeTruthy();
  const secret = freshSecret();
  const table = [
    'Name,Client ID,Secret expires,Owner,Notes',
    'Fine,fine,2027-03-29,,',
    `Leaky,leaky,2027-03-29,,${secret}`,
    'Not Ada’s,notada,2027-03-30,,',
    'Rotating,rotating,2027-12-01,,',
    'Rotating by notes,rotating2,,,"a note, with a comma"',
    'Retired,retired,2027-12-01,,',
    'Twice,fine,2027-03-29,,',
    ',,2027-03-29,,',
    'Otto’s,ottos,2027-03-29,U0OTTO,',
    'Dex’s,dexs,2027-03-29,U0DEX,',
    'No day,noday,2027-02-30,,',
    '"=HYPERLINK(""http://x"",""ESP"")",formula,2027-03-29,,',
    'Too,many,2027-03-29,,,cells',
  ].join('\n');
  const preview = await planOf(world, table);
  expect(short(preview)).toMatchObject({
    added: ['Fine', 'Rotating by notes', 'Otto’s'],
    refused: [
      [3, 'secret'],
      [4, 'not_yours'],
      [5, 'rotating'],
      [7, 'retired'],
      [8, 'same_as_row'],
      [9, 'no_name'],
      [11, 'owner_unusable'],
      [12, 'date_unreadable'],
      [13, 'formula'],
      [14, 'ragged'],
    ],
  });
  const leaky = preview.plan.refused.find(({ fault }) => fault.code === 'secret');
  expect(leaky).toEqual({ row: 3, name: null, fault: { code: 'secret', place: 'Notes' } });
  await apply(world, table);
  expect((await all(world)).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Fine', 'Otto’s', 'Rotating by notes']),
  );
  const places = { ...(await databasePlaces(database.sql)), log: world.deps.log.lines.join('\n') };
  expect(secretIn(places, secret)).toEqual([]);
});

test('a client id with capitals is a client id where it is on record as one, and perhaps a secret where not', async () => {
  const world = await createWorld(database);
  const odd = 'Ab3dEfGh1jKlMn0pQrStUv2x';
  await world.addPackage({ name: 'Odd', clientId: odd });
  const { refused, unchanged } = (await planOf(world, `Name,Client ID\nOdd,${odd}\nNew,x${odd}`)).plan;
  expect([unchanged, refused]).toEqual([
    1,
    [{ row: 3, name: null, fault: { code: 'secret', place: 'Client ID' } }],
  ]);
  // Only there: in a note it is what it looks like.
  expect((await planOf(world, `Name,Client ID,Secret\nOdd,${odd},${odd}`)).plan.refused).toHaveLength(1);
});

test('people whom nobody knows are asked about, fifty in one table; who is one too many is said to be', async () => {
  const world = await createWorld(database);
  const rows = Array.from({ length: 52 }, (_, n) => `P${n},${n + 1},U0NEW${String(n).padStart(2, '0')}`);
  const { plan } = await planOf(world, ['Name,Client ID,Owner', ...rows].join('\n'));
  expect(plan.refused.map(({ fault }) => fault.code)).toEqual([
    ...Array.from({ length: 50 }, () => 'owner_unusable'),
    ...['unasked', 'unasked'],
  ]);
});

test('of a package that is being rotated the card is drawn again, and a freeze window shuts its gate', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ clientId: 'rotating', vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.deliver();
  expect((await world.rotation(rotationId)).step).toBe('ready');
  await apply(world, 'Client ID,Freeze windows\nrotating,2027-03-15..2027-03-16');
  await world.pass({ seconds: 1 });
  expect((await world.rotation(rotationId)).step).toBe('sharing');
  expect((await world.deliver()).map(({ kind }) => kind)).toContain('card');
});

test('an older secret that rekey knows by its fingerprint is refused in whatever column it stands', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { secret } = await world.share(pkg);
  const bare = secret.replace('SFMC_', 'XFMC-');
  expect(short(await planOf(world, `Name,Expires,Notes\nA,,${bare}`)).refused).toEqual([]);
  const known = `Name,Expires,Remarks\nA,,was k=${secret}`;
  expect(short(await planOf(world, known)).refused).toEqual([[2, 'secret']]);
  const copied = `Name,Expires,Remarks\nA,,was k=${secret}\nB,,none\nC,,was k=${secret}`;
  expect(short(await planOf(world, copied)).refused).toEqual([
    [2, 'secret'],
    [4, 'secret'],
  ]);
});

test('the export comes back in with nothing changed, whatever its cells hold', async () => {
  const world = await createWorld(database);
  for (const [n, name] of [
    '=1+1',
    '+49 sync',
    '@here',
    "'=quoted",
    '-',
    'a "b", c; d',
    'שלום world',
  ].entries())
    await world.addPackage({
      ...{
        name,
        clientId: `client${n}`,
        notes: n % 2 ? 'two\nlines; "q", =x' : null,
        expirySource: 'computed',
      },
      freezeWindows: [{ fromOn: '2026-12-20', toOn: '2027-01-05' }],
      businessUnits: [
        { mid: '510001001', name: 'Retail; UK' },
        { mid: '510001002', name: 'A, B' },
      ],
    });
  const minted = yes(await mintImportLink(world.deps, { person: PEOPLE.ada, channelId: CHANNEL })).link;
  const { file } = yes(await exportPackages(world.deps, held(minted)));
  expect(file).toMatchObject({ fileName: 'rekey-packages-2027-03-15.csv', packages: 7 });
  for (const line of file.csv.split('\r\n')) expect(line).not.toMatch(/(?:^|,)"?[=+@]/);
  expect(short(await planOf(world, file.csv))).toEqual({ added: [], changed: [], unchanged: 7, refused: [] });
});

/** Vendors on record, each recorded by Ben on a package of its own; returns their names. */
async function vendorsOnRecord(world: World): Promise<Record<'gus' | 'milo' | 'ada', string>> {
  const pkg = await world.addPackage({ name: 'Their first', clientId: 'first' });
  const ids = [
    await world.addVendor(pkg.id, VENDORS.gus),
    await world.addVendor(pkg.id, VENDORS.milo),
    await world.addVendor(pkg.id, {
      ...{ name: 'Ada’s job', systems: [] },
      contact: { kind: 'slack', userId: PEOPLE.ada.userId, channelId: null },
    }),
  ];
  const used = (await vendorsOf(database.db, [pkg.id])).get(pkg.id) ?? [];
  const nameOf = (at: number) => used.find(({ id }) => id === ids[at])?.name ?? '';
  return { gus: nameOf(0), milo: nameOf(1), ada: nameOf(2) };
}

const named = async (world: World, name: string) => {
  const pkg = (await all(world)).find((one) => one.name === name);
  if (!pkg) throw new Error(`no ${name}`);
  const vendors = (await vendorsOf(database.db, [pkg.id])).get(pkg.id) ?? [];
  const trail = await database.db.execute<{ kind: string; facts: string }>(
    sql`select kind, facts from audit where package_id = ${pkg.id} order by seq`,
  );
  return {
    pkg,
    vendors: vendors.map((one) => [one.name, one.systems]),
    trail: trail.map(({ kind, facts }) => ({ kind, ...(JSON.parse(facts) as object) })),
  };
};

test('who uses a package comes in with it, and is added to later; audited as by hand, once, and nothing is taken away', async () => {
  const world = await createWorld(database);
  const { gus, milo } = await vendorsOnRecord(world);
  const table = `Name,Client ID,Vendors,Backups\nESP,esp,"${gus.toUpperCase()}: Journeys, CloudPages",U0BEN`;
  expect(short(await planOf(world, table))).toMatchObject({ added: ['ESP'], refused: [] });
  expect(await apply(world, table)).toMatchObject({ added: 1, unused: 0, joinLater: [] });
  const first = await named(world, 'ESP');
  expect(first.vendors).toEqual([[gus, ['Journeys', 'CloudPages']]]);
  expect(first.pkg.admins.map(({ userId, role }) => [userId, role])).toEqual([
    ['U0ADA', 'owner'],
    ['U0BEN', 'backup'],
  ]);
  expect(first.trail).toEqual([
    { kind: 'package_added', name: 'ESP' },
    { kind: 'vendor_recorded', vendor: gus, systems: ['Journeys', 'CloudPages'] },
  ]);
  const before = await dump(database.sql);
  expect(await apply(world, table)).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  expect(await dump(database.sql)).toBe(before);

  const later = `Client ID,Vendors,Backups\nesp,"${milo}; ${gus}: journeys, Nightly import",U0OTTO`;
  const [shown] = (await planOf(world, later)).plan.changed;
  expect(shown).toMatchObject({
    changes: {},
    joins: {
      backups: { from: ['U0BEN'], to: ['U0OTTO'] },
      vendors: {
        from: `${gus}: Journeys, CloudPages`,
        to: `${milo}; ${gus}: Journeys, CloudPages, Nightly import`,
      },
    },
  });
  expect(await apply(world, later)).toMatchObject({ changed: 1 });
  const second = await named(world, 'ESP');
  expect(second.vendors).toEqual([
    [gus, ['Journeys', 'CloudPages', 'Nightly import']],
    [milo, []],
  ]);
  expect(second.pkg.admins.map(({ userId, role }) => [userId, role])).toEqual([
    ['U0ADA', 'owner'],
    ['U0OTTO', 'backup'],
  ]);
  expect(second.trail.slice(2)).toEqual([
    { kind: 'vendor_recorded', vendor: milo, systems: [] },
    {
      ...{ kind: 'place_added', placeId: expect.any(String), vendor: gus },
      ...{ system: 'Nightly import', placeKind: 'vendor_system' },
    },
    { kind: 'package_admins_set', admins: ['U0ADA', 'U0OTTO'] },
  ]);
  const after = await dump(database.sql);
  expect(await apply(world, later)).toMatchObject({ changed: 0, unchanged: 1 });
  expect(await dump(database.sql)).toBe(after);
});

test('nobody gives themselves a secret by a table, names an unknown vendor, or adds to a package of others', async () => {
  const world = await createWorld(database);
  const { gus, ada } = await vendorsOnRecord(world);
  await world.addPackage({ name: 'Ben’s', clientId: 'bens', ownerId: 'U0BEN', backupIds: [] });
  await world.addPackage({ name: 'Ada’s', clientId: 'adas' });
  const table = [
    'Name,Client ID,Vendors,Backups',
    `New,new,${ada},`,
    `Ada’s,adas,"${gus}; ${ada.toUpperCase()}: A",`,
    'Unknown,unknown,Acme Mial,',
    `Ben’s,bens,${gus},`,
    'Backed,backed,,U0DEX',
    `Fine,fine,${gus},`,
  ].join('\n');
  const preview = await planOf(world, table);
  expect(short(preview)).toEqual({
    added: ['Fine'],
    changed: [],
    unchanged: 0,
    refused: [
      [2, 'vendor_is_you'],
      [3, 'vendor_is_you'],
      [4, 'vendor_unknown'],
      [5, 'not_yours'],
      [6, 'backup_unusable'],
    ],
  });
  expect(await apply(world, table)).toMatchObject({ added: 1, refused: { length: 5 } });
  expect((await named(world, 'Ada’s')).vendors).toEqual([]);
  // For somebody else the same vendor is one like any other.
  const byBen = { ...of(`Client ID,Vendors\nadas,${ada}`), person: PEOPLE.ben };
  const { preview: bens } = yes(await previewImport(world.deps, byBen));
  expect(bens.kind === 'plan' && bens.plan.changed).toHaveLength(1);
});

test('a contact who became the importer between preview and Apply gets nothing', async () => {
  const world = await createWorld(database);
  const { gus } = await vendorsOnRecord(world);
  const table = `Name,Client ID,Vendors\nESP,esp,${gus}\nOther,other,`;
  const { digest } = await planOf(world, table);
  const { enterpriseId, teamId, userId, name } = PEOPLE.ada;
  const contact = { kind: 'slack', enterpriseId, teamId, userId, name, channelId: null };
  await database.db.execute(
    sql`update vendor set contact = ${JSON.stringify(contact)}::jsonb where name = ${gus}`,
  );
  expect(no(await applyImport(world.deps, { ...of(table), seen: digest }))).toEqual({
    code: 'import_outdated',
  });
});

test('a package that is being rotated gets its vendors for the next time, and it is said; who leaves as a backup keeps no link', async () => {
  const world = await createWorld(database);
  const { gus, milo } = await vendorsOnRecord(world);
  const pkg = await world.addPackage({ name: 'Rotating', clientId: 'rotating', vendors: [VENDORS.milo] });
  const { rotationId } = await world.share(pkg);
  const [vendorId = ''] = pkg.vendorIds;
  const passed = await passOnLink(world.deps, { person: PEOPLE.ben, rotationId, vendorId });
  const link = held(yes(passed).link);
  yes(await peekHandoff(world.deps, link));
  const table = `Client ID,Vendors,Backups\nrotating,"${gus}: Journeys; ${milo}",U0OTTO`;
  expect((await planOf(world, table)).plan.changed).toMatchObject([{ isRotating: true }]);
  expect(await apply(world, table)).toMatchObject({ changed: 1, joinLater: ['Rotating'] });
  expect((await named(world, 'Rotating')).vendors.map(([name]) => name)).toEqual(
    expect.arrayContaining([gus, milo]),
  );
  const { participants } = await world.rotation(rotationId);
  expect(participants.map((one) => one.vendorId)).toEqual([vendorId]);
  expect(no(await peekHandoff(world.deps, link))).toMatchObject({ code: 'link_not_usable' });
});

test('sixty packages with vendors, and again after the export: nothing changes, whatever the vendors are called', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ name: 'Their first', clientId: 'first' });
  const contact = VENDORS.milo.contact;
  const names = ['=SUM(1;2)', '+49: sync', '@here, Inc.', "'=quoted", '-', String.raw`back\slash\;`.trim()];
  for (const [n, name] of names.entries())
    yes(
      await addVendor(world.deps, {
        ...{ person: PEOPLE.ben, packageId: pkg.id },
        draft: { name, contact, systems: [`=cmd|${n}`, 'a, b; c: d', 'https://x.example:8080/'] },
      }),
    );
  const cells = (n: number) => `P${n},client${n},"${n % 2 ? '-: A, B' : '@HERE, Inc.'}"`;
  const table = ['Name,Client ID,Used by', ...Array.from({ length: 60 }, (_, n) => cells(n))].join('\n');
  expect(await apply(world, table)).toMatchObject({ added: 60, refused: [] });
  const minted = yes(await mintImportLink(world.deps, { person: PEOPLE.ada, channelId: CHANNEL })).link;
  const { file } = yes(await exportPackages(world.deps, held(minted)));
  expect(file.csv).toContain(String.raw`"''=quoted: =cmd|3, a\, b\; c: d, https://x.example:8080/`);
  expect(short(await planOf(world, file.csv))).toEqual({
    added: [],
    changed: [],
    unchanged: 61,
    refused: [],
  });
  const before = await dump(database.sql);
  expect(await apply(world, file.csv)).toMatchObject({ added: 0, changed: 0, unchanged: 61 });
  expect(await dump(database.sql)).toBe(before);
});

test('link and code open the page for an hour, for as long as the importer may; then nothing tells dead links apart', async () => {
  const world = await createWorld(database);
  const mint = async () =>
    held(yes(await mintImportLink(world.deps, { person: PEOPLE.ada, channelId: CHANNEL })).link);
  const link = await mint();
  expect(yes(await peekImport(world.deps, link)).workspaceName).toBe('Acme');
  expect(yes(await openImport(world.deps, link)).facts).toMatchObject({
    packages: 0,
    hasChannel: true,
    accounts: [],
  });
  expect(no(await openImport(world.deps, { ...link, code: '00000000' }))).toEqual({ code: 'wrong_code' });
  const { preview } = yes(await previewByLink(world.deps, { ...link, ...input(TABLE) }));
  if (preview.kind !== 'plan') throw new Error('no plan');
  const applied = await applyByLink(world.deps, { ...link, ...input(TABLE), seen: preview.digest });
  expect(yes(applied).done.added).toBe(2);
  // A second link ends the first.
  const second = await mint();
  expect(no(await openImport(world.deps, link))).toEqual({ code: 'link_not_usable' });
  yes(await closeImport(world.deps, second));
  expect(no(await peekImport(world.deps, second))).toEqual({ code: 'link_not_usable' });
  const third = await mint();
  world.deps.clock.move({ minutes: 61 });
  expect(no(await openImport(world.deps, third))).toEqual({ code: 'link_not_usable' });
  expect(no(await openImport(world.deps, { ...third, token: 'x'.repeat(43) }))).toEqual({
    code: 'link_not_usable',
  });
  const fourth = await mint();
  world.deps.directory.put({ ...PEOPLE.ada, standing: 'deactivated' });
  expect(no(await openImport(world.deps, fourth))).toEqual({ code: 'only_workspace_admins' });
});

test('wrong codes are bounded, and then even the right one waits', async () => {
  const world = await createWorld(database);
  const link = held(yes(await mintImportLink(world.deps, { person: PEOPLE.ada, channelId: null })).link);
  for (let n = 0; n < 20; n++) no(await openImport(world.deps, { ...link, code: '00000000' }));
  expect(no(await openImport(world.deps, link))).toMatchObject({ code: 'too_many_codes' });
  yes(await openImport(world.deps, { ...link, from: '198.51.100.0/24' }));
});

test('who may import, and own, is judged again when it is written: somebody may have been taken off the list meanwhile', async () => {
  const world = await createWorld(database);
  await world.addPackage({ name: 'Appoints Ben' });
  const { ben, ada, gus } = PEOPLE;
  const forgets = (userId: string): Deps => ({
    ...world.deps,
    directory: {
      find: async (id) => {
        await database.sql`delete from appointed_admin where workspace_id = ${world.deps.workspaceId} and user_id = ${userId}`;
        return world.deps.directory.find(id);
      },
    },
  });
  // A guest may own nothing, whoever asks.
  const table = `Package name,Owner\nAdas,${ada.userId}\nGus’s,${gus.userId}`;
  const input = { ...of(table), person: ben };
  const previewed = async (deps: Deps) => yes(await previewImport(deps, input)).preview;
  const seen = await previewed(world.deps);
  if (seen.kind !== 'plan') throw new Error('no plan');
  expect(short(seen).added).toEqual(['Adas']);
  const unowned = await previewed(forgets(ada.userId));
  expect(unowned).toMatchObject({ plan: { added: [], refused: [{ row: 2 }, { row: 3 }] } });
  const outdated = await applyImport(forgets(ben.userId), { ...input, seen: seen.digest });
  expect(no(outdated)).toEqual({ code: 'only_workspace_admins' });
  expect(await all(world)).toHaveLength(1);
});

test('whoever may not add packages gets no link, and no preview either', async () => {
  const world = await createWorld(database);
  for (const person of [PEOPLE.otto, PEOPLE.gus, PEOPLE.vera, PEOPLE.dex]) {
    expect(no(await mintImportLink(world.deps, { person, channelId: CHANNEL }))).toEqual({
      code: 'only_workspace_admins',
    });
    expect(no(await previewImport(world.deps, { ...of(TABLE), person }))).toEqual({
      code: 'only_workspace_admins',
    });
  }
});

test('where the workspace names who may look, an importer who is not named meets their own packages alone', async () => {
  const world = await createWorld(database);
  const hidden = { name: 'Hidden', clientId: 'hidden', backupIds: [] };
  await world.addPackage(hidden);
  await world.addPackage({ name: 'Bens', clientId: 'bens' });
  const { ada, ben } = PEOPLE;
  const narrowed = { viewerIds: [], isViewingNarrowed: true, secondPersonFor: [] };
  yes(await setRoles(world.deps, { person: ada, ...narrowed }));
  const link = held(yes(await mintImportLink(world.deps, { person: ben, channelId: CHANNEL })).link);
  const { facts } = yes(await openImport(world.deps, link));
  expect(facts).toMatchObject({ packages: 1, accounts: [], isWhole: false });
  const { file } = yes(await exportPackages(world.deps, link));
  expect(file.packages).toBe(1);
  expect(file.csv).not.toContain('idden');
  const table = 'Name,Client ID\nGuess,hidden\nBens,bens';
  const { preview } = yes(await previewImport(world.deps, { ...of(table), person: ben }));
  expect(preview).toMatchObject({
    plan: { unchanged: 1, refused: [{ row: 2, name: 'Guess', fault: { code: 'not_yours' } }] },
  });
});
