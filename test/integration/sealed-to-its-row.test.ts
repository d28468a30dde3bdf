import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { SealBroken } from '../../src/adapters/keyring.ts';
import { collectOnce } from '../support/collecting.ts';
import { sealContext } from '../../src/usecases/seal.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, no, VENDORS, yes, type World } from '../support/world.ts';
import { useKms } from './world/kms-world.ts';

const database = useDatabase();
const aws = useKms();

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function shared(world: World, vendors = [VENDORS.gus, VENDORS.vera]) {
  const pkg = await world.addPackage({ vendors });
  const { rotationId, secret } = await world.share(pkg);
  const [gus = '', vera = ''] = pkg.vendorIds;
  return { pkg, rotationId, secret, gus, vera };
}

async function swap(one: string, other: string): Promise<void> {
  await database.sql`
    update handoff h set sealed = o.sealed, sealed_key_arn = o.sealed_key_arn from handoff o
    where (h.id, o.id) in ((${one}::uuid, ${other}::uuid), (${other}::uuid, ${one}::uuid))`;
}

test("two vendors' ciphertexts change places in the table: neither opens, back in place both do", async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const { rotationId, secret, gus, vera } = await shared(world);
  const rows = [await world.handoff(rotationId, gus), await world.handoff(rotationId, vera)];
  const [one = '', other = ''] = rows.map(({ id }) => id);
  const links = [await world.link(rotationId, gus), await world.link(rotationId, vera)];

  await swap(one, other);
  for (const link of links) expect(no(await collectOnce(world.deps, link)).code).toBe('copy_unreadable');
  await swap(one, other);
  for (const link of links) expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

test("another package's ciphertext in this row does not open", async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const [mine, theirs] = [await shared(world), await shared(world)];
  const link = await world.link(mine.rotationId, mine.gus);

  await swap(
    (await world.handoff(mine.rotationId, mine.gus)).id,
    (await world.handoff(theirs.rotationId, theirs.gus)).id,
  );

  expect(no(await collectOnce(world.deps, link)).code).toBe('copy_unreadable');
});

test('with any one of its ids changed a copy does not open', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const { pkg, rotationId, secret, gus } = await shared(world);
  const { generation } = await world.live(rotationId);
  const { id: handoffId } = await world.handoff(rotationId, gus);
  const [row] = await database.sql<{ ciphertext: Uint8Array; keyArn: string }[]>`
    select sealed as ciphertext, sealed_key_arn as "keyArn" from handoff where id = ${handoffId}`;
  if (!row) throw new Error('there is no copy');
  const { workspaceId } = world.deps;
  const ids = { workspaceId, packageId: pkg.id, rotationId, generationId: generation.id, handoffId };

  for (const name of Object.keys(ids)) {
    const changed = sealContext({ ...ids, [name]: randomUUID() });
    await expect(aws.keyring.open(row, changed), name).rejects.toThrow(SealBroken);
  }
  expect(row.keyArn).toBe(aws.keyArn);
  expect(Buffer.from(await aws.keyring.open(row, sealContext(ids))).toString()).toBe(secret);
});

test('what CloudTrail would show of a rotation is ids only', async () => {
  aws.kms.calls.length = 0;
  const world = await createWorld(database, { keyring: aws.keyring });
  const { rotationId, gus, vera } = await shared(world);
  await world.collect(rotationId, gus);
  await world.collect(rotationId, vera);

  const contexts = aws.kms.calls.map(({ input }) => input.EncryptionContext ?? {});
  const [forKey, forCopies] = [contexts.slice(0, 2), contexts.slice(2)];
  for (const context of forKey) {
    expect(context).toEqual({ workspace: world.deps.workspaceId, purpose: 'fingerprint-key' });
  }
  expect(forCopies).toHaveLength(4); // two sealed, two opened
  for (const context of forCopies) {
    expect(Object.keys(context).sort()).toEqual([
      'generation',
      'handoff',
      'package',
      'rotation',
      'workspace',
    ]);
    for (const id of Object.values(context)) expect(id).toMatch(UUID);
  }
});

test('Decrypt is asked for the one who wins, and for nobody else', async () => {
  const world = await createWorld(database, { keyring: aws.keyring });
  const { rotationId, gus } = await shared(world);
  const link = await world.link(rotationId, gus);
  aws.kms.calls.length = 0;

  no(await collectOnce(world.deps, { ...link, code: '00000000' }));
  no(await collectOnce(world.deps, { ...link, token: `${link.token}A` }));
  await Promise.all(Array.from({ length: 8 }, () => collectOnce(world.deps, link)));
  no(await collectOnce(world.deps, link));

  expect(aws.kms.calls.map(({ action }) => action)).toEqual(['TrentService.Decrypt']);
});
