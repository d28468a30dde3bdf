import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { enqueue } from '../../src/db/outbox.ts';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { dismissAlarm, reportCompromised, suspendLinks } from '../../src/usecases/answer-alarm.ts';
import { threadWish, toMessage } from '../../src/usecases/messages.ts';
import { raiseAlarm } from '../../src/usecases/raise-alarm.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { readHome } from '../../src/usecases/read-home.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, PEOPLE, sentTo, VENDORS, yes, type World } from '../support/world.ts';

// Promise H13: how the admins hear of an alarm, and until when it is in their sight.

const database = useDatabase();

async function story() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  const { rotationId } = await world.share(pkg);
  const [vera = ''] = pkg.vendorIds;
  const link = await world.link(rotationId, vera);
  return { world, rotationId, vera, link };
}

const without = ({ deps }: World, { token }: { token: string }) =>
  raiseAlarm(deps, { token, code: null, from: '192.0.2.0/24' });

test('an alarm leaves before a hundred lines that wait already', async () => {
  const { world, rotationId, link } = await story();
  await world.deliver();
  const { db, ids, workspaceId, clock } = world.deps;
  const lines = Array.from({ length: 100 }, () =>
    toMessage(threadWish(rotationId, randomUUID()), { id: ids.id(), workspaceId, rotationId }),
  );
  await enqueue(db, lines, clock.now());
  clock.move({ seconds: 1 });
  await without(world, link);
  const kinds = (await world.deliver()).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'thread')).toHaveLength(101);
  expect(kinds.slice(0, 3)).toEqual(['alarm', 'alarm', 'thread']);
});

/** Whom the card's alarms are about, and how many wait in an admin's App Home. */
async function waitingAlarms({ deps }: World, rotationId: string) {
  const card = await readCard(deps, { rotationId });
  const { waiting } = await readHome(deps, { person: PEOPLE.ben, cause: { kind: 'visit' } });
  const alarms = waiting.flatMap(({ kind }) => (kind === 'alarm' ? [kind] : []));
  return [card?.alarms.map(({ vendorId }) => vendorId), alarms];
}

test('an alarm waits on the card and in the App Home, drawn again with it, until an admin has answered', async () => {
  const { world, rotationId, vera, link } = await story();
  expect(await waitingAlarms(world, rotationId)).toEqual([[], []]);
  await world.deliver();
  await without(world, link);
  // Slack takes neither message of it: what shows it is not one of them.
  const sent = await world.deliver((message) =>
    message.kind === 'alarm' ? { kind: 'refused', error: 'user_disabled' } : sentTo(message),
  );
  const drawn = sent.flatMap((one) => (one.kind === 'card' || one.kind === 'home' ? [one.kind] : []));
  expect(new Set(drawn)).toEqual(new Set(['card', 'home']));
  expect(await waitingAlarms(world, rotationId)).toEqual([[vera], ['alarm']]);

  const generationId = (await world.live(rotationId)).generation.id;
  yes(await suspendLinks(world.deps, { person: PEOPLE.ada, rotationId, vendorId: vera, generationId }));
  expect(await waitingAlarms(world, rotationId)).toEqual([[], []]);
  expect((await world.deliver()).map(({ kind }) => kind).toSorted()).toEqual(['card', 'home', 'thread']);

  world.deps.clock.move({ minutes: 60 });
  await without(world, link);
  expect(await waitingAlarms(world, rotationId)).toEqual([[vera], ['alarm']]);
  yes(await dismissAlarm(world.deps, { person: PEOPLE.ada, rotationId, vendorId: vera, reason: 'two tabs' }));
  expect(await waitingAlarms(world, rotationId)).toEqual([[], []]);
});

test.each(['made void', 'generated again'])('an alarm waits no longer once its secret is %s', async (how) => {
  const { world, rotationId, link } = await story();
  await without(world, link);
  const generationId = (await world.live(rotationId)).generation.id;
  if (how === 'made void') yes(await reportCompromised(world.deps, { person: PEOPLE.ada, generationId }));
  else yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  expect((await readCard(world.deps, { rotationId }))?.alarms).toEqual([]);
  await world.deposit(rotationId);
  expect((await readCard(world.deps, { rotationId }))?.alarms).toEqual([]);
});
