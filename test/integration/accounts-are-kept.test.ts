import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AccountDraft } from '../../src/usecases/drafts.ts';
import { listAccounts } from '../../src/usecases/list-accounts.ts';
import { readAccount, removeAccount, saveAccount } from '../../src/usecases/save-account.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';

const database = useDatabase();
const { ada, ben, gus, otto } = PEOPLE;

const ACME: AccountDraft = {
  name: 'Acme',
  subdomain: 'mc563885gzs27c5t9-63k636ttgm',
  enterpriseId: '510001',
  kind: 'production',
};

const save = async (
  { deps }: World,
  draft: Partial<AccountDraft>,
  accountId: string | null = null,
  person: Parameters<typeof saveAccount>[1]['person'] = ada,
) => saveAccount(deps, { person, accountId, draft: { ...ACME, ...draft } });

const list = async ({ deps }: World, query = '') =>
  yes(await listAccounts(deps, { person: otto, query, limit: 100 }));

/** The trail of the workspace, without the chain's own fields. */
const trail = async ({ deps }: World) =>
  (
    await database.sql`select kind, facts from audit where workspace_id = ${deps.workspaceId}
    and package_id is null order by seq`
  ).map((row) => [row['kind'], JSON.parse(String(row['facts']))]);

test('added, changed, found by a part of its name or subdomain, removed; each is on record with what changed', async () => {
  const world = await createWorld(database);
  const { accountId } = yes(await save(world, {}));
  yes(await save(world, { name: 'Beta 100%', subdomain: null, enterpriseId: null, kind: 'sandbox' }));
  yes(await save(world, { name: 'Acme UK' }, accountId));
  // Saved as it is: nothing to put on record.
  yes(await save(world, { name: 'Acme UK' }, accountId));
  expect((await list(world)).accounts.map(({ name, packages }) => [name, packages])).toEqual([
    ['Acme UK', 0],
    ['Beta 100%', 0],
  ]);
  expect((await list(world, 'GZS27')).accounts.map(({ name }) => name)).toEqual(['Acme UK']);
  expect((await list(world, '%')).accounts.map(({ name }) => name)).toEqual(['Beta 100%']);
  expect(yes(await readAccount(world.deps, { person: ada, accountId }))).toMatchObject({
    account: { ...ACME, name: 'Acme UK' },
    packages: 0,
  });
  expect(yes(await removeAccount(world.deps, { person: ada, accountId }))).toMatchObject({ name: 'Acme UK' });
  expect((await list(world)).accounts.map(({ name }) => name)).toEqual(['Beta 100%']);
  expect(await trail(world)).toMatchObject([
    ['account_added', { name: 'Acme', type: 'production', subdomain: ACME.subdomain }],
    ['account_added', { name: 'Beta 100%', type: 'sandbox' }],
    ['account_changed', { accountId, name: 'Acme', changes: { name: { from: 'Acme', to: 'Acme UK' } } }],
    ['account_removed', { accountId, name: 'Acme UK' }],
  ]);
});

test('a name is taken in any case, of itself it is not; an account that is gone is said to be gone', async () => {
  const world = await createWorld(database);
  const { accountId } = yes(await save(world, {}));
  expect(no(await save(world, { name: 'ACME' }))).toEqual({ code: 'account_name_taken', name: 'Acme' });
  yes(await save(world, { name: 'ACME' }, accountId));
  const gone = randomUUID();
  expect(no(await save(world, { name: 'Other' }, gone))).toEqual({ code: 'unknown_account' });
  expect(no(await removeAccount(world.deps, { person: ada, accountId: gone }))).toEqual({
    code: 'unknown_account',
  });
  const elsewhere = await createWorld(database);
  expect(no(await removeAccount(elsewhere.deps, { person: ada, accountId }))).toEqual({
    code: 'unknown_account',
  });
  yes(await save(elsewhere, {}));
});

test('two at once add the same account: one of them has it', async () => {
  const world = await createWorld(database);
  const both = await Promise.all([save(world, {}), save(world, { name: 'acme' })]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect((await list(world)).accounts).toHaveLength(1);
});

test('who may add packages keeps accounts; every member sees them; guests neither', async () => {
  const world = await createWorld(database);
  expect(no(await save(world, {}, null, otto))).toEqual({ code: 'only_workspace_admins' });
  await world.addPackage({ vendors: [VENDORS.gus] });
  // Ben is its backup, so he is appointed.
  const { accountId } = yes(await save(world, {}, null, ben));
  expect((await list(world)).mayKeep).toBe(false);
  expect(no(await listAccounts(world.deps, { person: gus, query: '', limit: 9 }))).toEqual({
    code: 'not_a_member',
  });
  expect(no(await removeAccount(world.deps, { person: otto, accountId }))).toEqual({
    code: 'only_workspace_admins',
  });
  expect(no(await readAccount(world.deps, { person: gus, accountId }))).toEqual({
    code: 'only_workspace_admins',
  });
});
