import { expect, test } from 'vitest';
import { cancelRotation, disownDeposit, generateAgain, waiveVendor } from '../../src/usecases/admin-acts.ts';
import { changeContact } from '../../src/usecases/change-contact.ts';
import { guardText } from '../../src/usecases/guard-text.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, VENDORS, yes, type StoryPackage, type World } from '../support/world.ts';
import { dump, holdsBytes } from './world/dump.ts';

const database = useDatabase();

interface Story {
  readonly world: World;
  readonly pkg: StoryPackage;
  readonly rotationId: string;
  readonly secret: string;
  readonly generationId: string;
  readonly vendorId: string;
}

const person = PEOPLE.ada;
const reason = 'because';

/** What ends one vendor's copy, and leaves the other's. */
const ENDS_ONE: Record<string, (story: Story) => Promise<unknown>> = {
  collect: ({ world, rotationId, vendorId }) => world.collect(rotationId, vendorId),
  waive: async ({ world, rotationId, vendorId }) =>
    yes(await waiveVendor(world.deps, { person, rotationId, vendorId, reason })),
  'contact changed': async ({ world, rotationId, vendorId }) => {
    const contact = { kind: 'slack', userId: PEOPLE.otto.userId, channelId: null } as const;
    return yes(await changeContact(world.deps, { person, rotationId, vendorId, contact }));
  },
};

/** What ends every copy of the generation. */
const ENDS_ALL: Record<string, (story: Story) => Promise<unknown>> = {
  'generated again (superseded)': async ({ world, ...of }) =>
    yes(await generateAgain(world.deps, { person, ...of })),
  'disowned (void)': async ({ world, ...of }) => yes(await disownDeposit(world.deps, { person, ...of })),
  'typed into Slack (void)': ({ world, secret }) =>
    guardText(world.deps, { person, where: 'command', texts: [secret] }),
  'expired while staged (void)': ({ world }) => world.pass({ days: 180 }),
  cancelled: async ({ world, rotationId }) =>
    yes(await cancelRotation(world.deps, { person, rotationId, reason })),
  retired: async ({ world, pkg }) =>
    yes(await retirePackage(world.deps, { person, packageId: pkg.id, reason })),
  done: async ({ world, rotationId }) => {
    await world.settle(rotationId);
    await world.activate(rotationId);
    await world.finish(rotationId);
  },
};

async function tell(): Promise<Story> {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus, VENDORS.vera] });
  const { rotationId, secret } = await world.share(pkg);
  const generationId = (await world.live(rotationId)).generation.id;
  return { world, pkg, rotationId, secret, generationId, vendorId: pkg.vendorIds[0] ?? '' };
}

async function copiesOf(rotationId: string) {
  const rows = await database.sql<{ vendorId: string; sealed: Uint8Array | null }[]>`
    select vendor_id as "vendorId", sealed from handoff where rotation_id = ${rotationId}`;
  return new Map(rows.map(({ vendorId, sealed }) => [vendorId, sealed ?? new Uint8Array()]));
}

test.each(Object.entries(ENDS_ONE))("%s: that vendor's copy is nowhere, the other's is", async (_, end) => {
  const story = await tell();
  const copies = await copiesOf(story.rotationId);
  expect(copies.size).toBe(2);

  await end(story);

  const after = await dump(database.sql);
  for (const [vendorId, bytes] of copies) {
    expect(bytes.length).toBeGreaterThan(60);
    expect(holdsBytes(after, bytes)).toBe(vendorId !== story.vendorId);
  }
  expect((await copiesOf(story.rotationId)).size).toBe(2);
});

test.each(Object.entries(ENDS_ALL))(
  '%s: no byte of any copy is left, every receipt is',
  async (name, end) => {
    const story = await tell();
    const copies = await copiesOf(story.rotationId);
    const before = await dump(database.sql);
    for (const bytes of copies.values()) expect(holdsBytes(before, bytes)).toBe(true);

    await end(story);

    const after = await dump(database.sql);
    for (const bytes of copies.values()) expect(holdsBytes(after, bytes)).toBe(false);
    const receipts = await database.sql`
    select status, sealed, sealed_key_arn, lease_id from handoff where rotation_id = ${story.rotationId}`;
    const status = name === 'done' ? 'confirmed' : 'revoked';
    const receipt = { status, sealed: null, sealed_key_arn: null, lease_id: null };
    expect([...receipts]).toEqual([receipt, receipt]);
  },
);

test('what was collected before an ending stays on its receipt', async () => {
  const story = await tell();
  const { world, rotationId, vendorId } = story;
  await world.collect(rotationId, vendorId);
  const collectedAt = world.deps.clock.now();
  world.deps.clock.move({ hours: 1 });

  yes(await generateAgain(world.deps, { person, ...story }));

  const rows = await database.sql`
    select vendor_id = ${vendorId} as is_gus, status, collected_at from handoff where rotation_id = ${rotationId}
    order by 1`;
  expect([...rows]).toEqual([
    { is_gus: false, status: 'revoked', collected_at: null },
    { is_gus: true, status: 'revoked', collected_at: collectedAt.toJSDate() },
  ]);
});

test('the table itself refuses a copy that outlives its waiting', async () => {
  const { rotationId } = await tell();
  for (const status of ['collected', 'confirmed', 'waived', 'revoked', 'missing']) {
    await expect(
      database.sql`update handoff set status = ${status} where rotation_id = ${rotationId}`,
    ).rejects.toThrow('sealed_only_while_waiting');
  }
});
