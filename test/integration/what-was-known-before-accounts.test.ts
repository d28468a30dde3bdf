import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDatabase, type Database } from '../../src/db/connection.ts';
import { migrateDatabase, migrationsFolder } from '../../src/db/migrate.ts';

// A database as it was before accounts and places were tables, brought up to date.

let database: Database;
const [workspace, vendor, rotation, generation] = Array.from({ length: 4 }, () => randomUUID());
const [acme, beta] = [randomUUID(), randomUUID()];
const LAST_BEFORE = 10;
const AT = '2026-10-01T00:00:00Z';

/** The migrations up to that one alone. */
function olderMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-migrations-'));
  cpSync(migrationsFolder(), folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { idx: number }[] };
  const entries = journal.entries.filter(({ idx }) => idx <= LAST_BEFORE);
  writeFileSync(file, JSON.stringify({ ...journal, entries }));
  return folder;
}

interface Before {
  readonly name: string;
  readonly account: string | null;
  readonly subdomain: string | null;
  readonly enterpriseId: string | null;
  readonly notes?: string;
}

const PACKAGES: readonly Before[] = [
  { name: 'told by its packages 1', account: acme, subdomain: 'mc-acme', enterpriseId: '100' },
  { name: 'told by its packages 2', account: acme, subdomain: 'mc-acme', enterpriseId: null },
  { name: 'another word', account: acme, subdomain: 'mc-other', enterpriseId: '100', notes: 'ask Bo' },
  { name: 'told by the account', account: beta, subdomain: null, enterpriseId: null },
  { name: 'joins an account', account: null, subdomain: 'MC-BETA', enterpriseId: '200' },
  { name: 'a taken name', account: null, subdomain: 'Acme', enterpriseId: null },
  { name: 'new', account: null, subdomain: 'mc-new', enterpriseId: '300' },
  { name: 'new too', account: null, subdomain: 'MC-New', enterpriseId: '300' },
  { name: 'knows nothing', account: null, subdomain: null, enterpriseId: null },
];

async function fill(): Promise<void> {
  const { sql } = database;
  await sql`insert into workspace (id, team_id, name, created_at) values (${workspace!}, 'T0', 'Acme', ${AT})`;
  await sql`insert into account (id, workspace_id, name, subdomain, sfmc_enterprise_id, kind, created_at) values
    (${acme}, ${workspace!}, 'Acme', null, null, 'production', ${AT}),
    (${beta}, ${workspace!}, 'Beta', 'mc-beta', '200', 'sandbox', ${AT})`;
  await sql`insert into vendor (id, workspace_id, name, contact, created_at) values
    (${vendor!}, ${workspace!}, 'Milo', '{"kind":"email","name":"Milo","email":"milo@post.example"}', ${AT})`;
  for (const { name, account, subdomain, enterpriseId, notes = null } of PACKAGES) {
    const id = randomUUID();
    await sql`insert into package (id, workspace_id, name, integration_type, subdomain, sfmc_enterprise_id, account_id, notes,
        business_units, criticality, is_dormant, channel_id, lead_days, freeze_windows, created_at)
      values (${id}, ${workspace!}, ${name}, 'server_to_server', ${subdomain}, ${enterpriseId}, ${account}, ${notes},
        '[]', 'normal', false, 'C0', 7, '[]', ${AT})`;
    await sql`insert into package_vendor (workspace_id, package_id, vendor_id, systems, added_at)
      values (${workspace!}, ${id}, ${vendor!}, '{ETL,Journeys}', ${AT})`;
    if (name === 'new') await rotate(id);
  }
}

/** Under way; Milo has confirmed one of two systems, an hour after the other time he did. */
async function rotate(packageId: string): Promise<void> {
  const { sql } = database;
  const by = { kind: 'slack', enterpriseId: null, teamId: 'T0', userId: 'U0ADA' };
  const confirmation = { at: '2026-10-02T10:00:00.000Z', by, systems: ['ETL'], proof: 'fresh_token' };
  await sql`insert into rotation (id, workspace_id, package_id, number, step, started_at, started_by, is_outage, card_channel)
    values (${rotation!}, ${workspace!}, ${packageId}, 1, 'sharing', ${AT}, ${sql.json(by)}, false, 'C0')`;
  await sql`insert into participant (workspace_id, rotation_id, vendor_id, position, name, contact, systems, is_late)
    select workspace_id, ${rotation!}, id, 0, name, contact, '{ETL,Journeys}', false from vendor`;
  await sql`insert into generation (id, workspace_id, package_id, rotation_id, number, state, fingerprint, generated_at,
      live_at, expires_on, deposited_at, deposited_by)
    values (${generation!}, ${workspace!}, ${packageId}, ${rotation!}, 1, 'staged', '\\x00', ${AT}, ${AT}, '2027-03-30', ${AT},
      ${sql.json(by)})`;
  await sql`insert into handoff (id, workspace_id, rotation_id, generation_id, vendor_id, status, confirmation)
    values (${randomUUID()}, ${workspace!}, ${rotation!}, ${generation!}, ${vendor!}, 'confirmed', ${sql.json(confirmation)})`;
}

beforeAll(async () => {
  const { socketDir } = inject('postgresForTests');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  const admin = await openDatabase({ target: { socketDir, database: 'postgres' } });
  await admin.sql.unsafe(`create database ${name}`);
  await admin.close();
  database = await openDatabase({ target: { socketDir, database: name } });
  const folder = olderMigrations();
  const client = database.connect(1);
  await migrate(drizzle(client), { migrationsFolder: folder });
  await client.end();
  rmSync(folder, { recursive: true });
  await fill();
  await migrateDatabase(database.connect);
});
afterAll(() => database.close());

test('nothing that a package said of its tenant is lost: its account says it, or its notes', async () => {
  const rows =
    await database.sql`select p.name, p.notes, a.name as account, a.subdomain, a.sfmc_enterprise_id as enterprise
    from package p left join account a on a.id = p.account_id`;
  const of = (name: string) => ({ ...rows.find((row) => row['name'] === name) });
  const inAcme = { account: 'Acme', subdomain: 'mc-acme', enterprise: '100' };
  expect(of('told by its packages 1')).toMatchObject(inAcme);
  expect(of('told by its packages 2')).toMatchObject({ ...inAcme, notes: null });
  const word = 'ask Bo\nSubdomain, as it stood here before accounts: mc-other';
  expect(of('another word')).toMatchObject({ ...inAcme, notes: word });
  const inBeta = { account: 'Beta', subdomain: 'mc-beta', enterprise: '200', notes: null };
  expect(of('told by the account')).toMatchObject(inBeta);
  expect(of('joins an account')).toMatchObject(inBeta);
  expect(of('a taken name')).toMatchObject({ subdomain: 'Acme', account: expect.stringMatching(/^Acme – /) });
  expect(of('new too')).toEqual({ ...of('new'), name: 'new too' });
  expect(of('new')).toMatchObject({ enterprise: '300', subdomain: expect.stringMatching(/^mc-new$/i) });
  expect(of('knows nothing')).toMatchObject({ account: null });
  expect(await database.sql`select from account`).toHaveLength(4);
});

test('each system is a place; what was confirmed is, with when and by whom', async () => {
  const rows = await database.sql`select p.name, l.system, l.confirmed_at, l.confirmed_how from place l
    join package p on p.id = l.package_id order by p.name, l.position`;
  expect(rows).toHaveLength(PACKAGES.length * 2);
  const confirmed = rows.filter((row) => row['confirmed_at'] !== null);
  expect(confirmed).toMatchObject([{ name: 'new', system: 'ETL', confirmed_how: 'rotation' }]);
  expect(new Date(String(confirmed[0]?.['confirmed_at'])).toISOString()).toBe('2026-10-02T10:00:00.000Z');
  const [kept] = await database.sql`select step, package_id from rotation where id = ${rotation!}`;
  expect(kept).toMatchObject({ step: 'sharing' });
});
