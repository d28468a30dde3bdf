import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { appendAudit } from '../../src/db/audit.ts';
import { openDatabase, type Db } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, VENDORS, type World } from '../support/world.ts';
import { faultsOfAudit } from './world/audit-check.ts';

const database = useDatabase();
const raw = (text: string) => database.sql.unsafe(text);

async function story() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ name: 'Ünïcödé "quoted"\\ 🔑', vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await world.settle(rotationId);
  await world.activate(rotationId);
  await world.finish(rotationId);
  return { world, pkg };
}

const append = ({ deps }: World, db: Db, packageId: string | null, name: string) =>
  appendAudit(db, [
    {
      ...{ id: randomUUID(), workspaceId: deps.workspaceId, at: deps.clock.now(), packageId },
      by: { kind: 'job', job: 'test' },
      event: { kind: 'package_added', name },
      rotationId: null,
      handoffId: null,
    },
  ]);

test.each([
  `update audit set facts = facts`,
  `update audit set hash = hash where false or true`,
  `delete from audit`,
  `truncate audit`,
  `truncate audit cascade`,
  `insert into audit select * from audit limit 1 on conflict (id) do update set facts = '{}'`,
])('%s: refused', async (statement) => {
  await story();
  await expect(raw(statement)).rejects.toThrow('the audit trail is append-only');
  expect(await faultsOfAudit(database.sql)).toEqual([]);
});

test.each([
  [`update audit_head set seq = 0, hash = ''`, "the trigger's"],
  ['delete from audit_head', "the trigger's"],
  [
    `insert into audit_head select gen_random_uuid(), workspace_id, 0, '', '' from audit_head`,
    "the trigger's",
  ],
  ['truncate audit_head', 'append-only'],
])('%s: refused', async (statement, why) => {
  await story();
  await expect(raw(statement)).rejects.toThrow(why);
  expect(await faultsOfAudit(database.sql)).toEqual([]);
});

test('the chain recomputed from the rows equals the one the trigger wrote: one chain per package', async () => {
  const { world, pkg } = await story();
  expect(await faultsOfAudit(database.sql)).toEqual([]);
  const [chain] = await database.sql`
    select count(*)::int as rows, max(seq)::int as last from audit where chain = ${pkg.id}`;
  expect(chain?.['rows']).toBeGreaterThan(10);
  expect(chain?.['last']).toBe(chain?.['rows']);
  const [others] = await database.sql`
    select count(distinct chain)::int as chains from audit where workspace_id = ${world.deps.workspaceId}`;
  expect(others).toEqual({ chains: 1 });
});

test('what a writer claims of place and hash is ignored', async () => {
  const { world, pkg } = await story();
  await append(world, world.deps.db, pkg.id, 'honest'); // says seq 0 and empty hashes
  expect(await faultsOfAudit(database.sql)).toEqual([]);
});

/** The query that docs/decisions/audit-chain.md gives to whoever wants to check by hand. */
const byHand = () => {
  const [, query = ''] =
    /```sql\n([\s\S]+?)```/.exec(readFileSync('docs/decisions/audit-chain.md', 'utf8')) ?? [];
  return raw(query);
};

/** A database administrator who switches the guards off; what they did is undone at the end of each test. */
async function tampering(how: string, check: () => Promise<void>): Promise<void> {
  await raw('create table kept as table audit');
  await raw('alter table audit disable trigger user, drop constraint audit_has_no_line_feed');
  try {
    await raw(how);
    await check();
  } finally {
    await raw('delete from audit; insert into audit table kept; drop table kept');
    await raw(`alter table audit enable trigger user, add constraint audit_has_no_line_feed
      check (position(chr(10) in "by" || kind || facts) = 0)`);
  }
}

test.each([
  ['a word of the facts', `facts = replace(facts, 'Gus', 'Bus')`, `facts like '%Gus%'`],
  ['who it was', `"by" = replace("by", 'U0ADA', 'U0BEN')`, `"by" like '%U0ADA%'`],
  ['when it was, by a millisecond', `at = at + interval '1 millisecond'`, 'true'],
  ['what happened', `kind = 'rotation_done'`, `kind = 'rotation_started'`],
  ['which vendor it was about', 'handoff_id = null', 'handoff_id is not null'],
  ['one bit of a hash', 'hash = set_byte(hash, 7, get_byte(hash, 7) # 1)', 'true'],
  ['a line feed that moves a word', `kind = kind || chr(10) || 'x'`, 'true'],
])('altered: %s, is found and the row is named', async (_, change, where) => {
  const { pkg } = await story();
  const [row] = await raw(
    `select seq from audit where chain = '${pkg.id}' and ${where} order by seq limit 1`,
  );
  const seq = Number(row?.['seq']);

  await tampering(`update audit set ${change} where chain = '${pkg.id}' and seq = ${seq}`, async () => {
    expect(await faultsOfAudit(database.sql)).toContain(`${pkg.id} ${seq} was altered`);
    expect([...(await byHand())]).toContainEqual({ chain: pkg.id, seq });
  });
  expect(await faultsOfAudit(database.sql)).toEqual([]);
  expect([...(await byHand())]).toEqual([]);
});

test.each([
  ['in the middle', 'seq = 3', 'has a gap before 4'],
  [
    'at the end',
    `seq = (select max(seq) from audit where chain = 'CHAIN')`,
    'does not end where its head says',
  ],
])('a row missing %s is found', async (_, where, fault) => {
  const { pkg } = await story();
  const how = `delete from audit where chain = '${pkg.id}' and ${where.replace('CHAIN', pkg.id)}`;
  await tampering(how, async () => {
    expect(await faultsOfAudit(database.sql)).toContain(`${pkg.id} ${fault}`);
  });
});

test('a line feed in a field is refused: it could pass for the end of it', async () => {
  const { world } = await story();
  const insert = (kind: string) => database.sql`
    insert into audit (id, workspace_id, chain, seq, at, "by", kind, facts, previous_hash, hash)
    select ${randomUUID()}, id, id, 0, now(), '{}', ${kind}, '{}', '', '' from workspace
    where id = ${world.deps.workspaceId}`;
  await insert('fine');
  await expect(insert('not\nfine')).rejects.toThrow('audit_has_no_line_feed');
});

test('forty appends to one chain at once, over two instances, half of them rolled back: whole, without a gap', async () => {
  const { world, pkg } = await story();
  const other = await database.otherConnection();
  const [before] = await database.sql`select max(seq)::int as last from audit where chain = ${pkg.id}`;
  const one = (n: number) =>
    (n % 2 ? world.deps.db : other.db).transaction(async (tx) => {
      await append(world, tx, pkg.id, `concurrent ${n}`);
      if (n % 4 < 2) throw new Error('changed its mind');
    });

  const ends = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => one(n)));

  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
  const [after] = await database.sql`select max(seq)::int as last from audit where chain = ${pkg.id}`;
  expect(after?.['last']).toBe(before?.['last'] + 20);
  expect(await faultsOfAudit(database.sql)).toEqual([]);
});

test('a role that is no superuser migrates and works, and has no right to alter the trail', async () => {
  const role = `plain_${randomUUID().slice(0, 8)}`;
  const name = `${database.target.database}_plain`;
  await raw(`create role ${role} login nosuperuser`);
  await raw(`create database ${name} owner ${role}`);
  const url = database.url.replace(/\/\/[^@]+@localhost\/[^?]+/, `//${role}@localhost/${name}`);
  const plain = await openDatabase({ target: { url } });
  await migrateDatabase(plain.connect);

  const world = await createWorld(plain);
  const { rotationId } = await world.share(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.settle(rotationId);

  const rights = await plain.sql`
    select current_user as who, has_table_privilege('audit', 'insert') as insert,
      has_table_privilege('audit', 'update') as update, has_table_privilege('audit', 'delete') as delete,
      has_table_privilege('audit', 'truncate') as truncate`;
  expect([...rights]).toEqual([{ who: role, insert: true, update: false, delete: false, truncate: false }]);
  await expect(plain.sql`update audit set facts = '{}'`).rejects.toThrow('permission denied');
  expect(await faultsOfAudit(plain.sql)).toEqual([]);
  await plain.close();
});
