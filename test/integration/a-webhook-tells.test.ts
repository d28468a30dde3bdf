import { afterEach, describe, expect, test } from 'vitest';
import type { SealContext, Sealed } from '../../src/adapters/keyring.ts';
import { KeyringUnavailable, SealBroken } from '../../src/adapters/keyring.ts';
import { cancelRotation } from '../../src/usecases/admin-acts.ts';
import { deliverWebhooks } from '../../src/usecases/deliver-webhooks.ts';
import { readCard } from '../../src/usecases/read-card.ts';
import { retirePackage } from '../../src/usecases/retire-package.ts';
import { renewWebhookSecret, setWebhook, switchOffWebhook } from '../../src/usecases/set-webhook.ts';
import { testWebhook } from '../../src/usecases/test-webhook.ts';
import { useDatabase } from '../support/database.ts';
import { isSignedWith, startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { createWorld, no, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';
import { databasePlaces } from './world/dump.ts';
import { bodyOf, carry, facts, hook, idsOf, typesOf } from './world/webhooks.ts';

// A signed webhook for those with a ticket system, by the outbox: once for each event, whatever fails in between.

const database = useDatabase();
const person = PEOPLE.ada;
const open: Receiver[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function receiver(): Promise<Receiver> {
  const started = await startReceiver();
  open.push(started);
  return started;
}

/** A world with a webhook to a receiver of its own, and one package that is far from due. */
async function stage(startAt = '2027-03-01T09:00:00Z') {
  const world = await createWorld(database, { startAt });
  const target = await receiver();
  const secret = (await hook(world, target.url)) ?? '';
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  return { world, target, secret, pkg };
}

const rows = ({ deps }: World) => database.sql<
  { key: string; state: string; error: string | null; tries: number }[]
>`
  select key, state, error, attempts as tries from outbox
  where workspace_id = ${deps.workspaceId} and kind = 'webhook' order by place`;

const audited = async ({ deps }: World) =>
  (
    await database.sql<{ kind: string; facts: string }[]>`
    select kind, facts from audit where workspace_id = ${deps.workspaceId} and kind like 'webhook_%' order by seq`
  ).map(({ kind, facts: text }) => [kind, JSON.parse(text) as object]);

const troubles = async (world: World) =>
  (await world.deliver()).filter((message) => message.kind === 'webhook_trouble');

test('one rotation from due to done: each event once, signed, with what held at that moment', async () => {
  const { world, target, secret, pkg } = await stage('2027-03-20T23:00:00Z');
  await carry(world);
  expect(typesOf(target)).toEqual([]);
  world.deps.clock.set('2027-03-21T00:00:00Z'); // seven days before the 28th, its last sure day
  await carry(world);
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  await world.settle(rotationId);
  await world.activate(rotationId);
  await carry(world);
  expect(typesOf(target)).toEqual(['rotation.due', 'rotation.started', 'rotation.ready']);
  world.deps.clock.move({ minutes: 10 });
  await world.finish(rotationId);
  await carry(world);
  expect(typesOf(target).slice(3)).toEqual(['rotation.done']);

  const [due, started, ready, done] = target.received.map(bodyOf);
  const dates = { expiresOn: '2027-03-29', hardStopOn: '2027-03-28', dueOn: '2027-03-21' };
  const startedAt = '2027-03-21T00:00:00.000Z';
  const at = (step: string) => ({ id: rotationId, number: 1, step, startedAt });
  expect(due).toEqual({
    ...{ type: 'rotation.due', timestamp: '2027-03-21T00:00:00.000Z', version: 1 },
    data: { package: { id: pkg.id, name: pkg.name, ...dates }, rotation: null },
  });
  expect(started?.data).toEqual({
    package: { id: pkg.id, name: pkg.name, ...dates },
    rotation: at('generating'),
  });
  expect([ready?.timestamp, ready?.data.rotation]).toEqual(['2027-03-21T00:05:00.000Z', at('ready')]);
  // Generated on the 21st of March: 180 days later is the 17th of September.
  const next = { expiresOn: '2027-09-17', hardStopOn: '2027-09-16', dueOn: '2027-09-09' };
  expect(done?.timestamp).toBe('2027-03-21T00:15:00.000Z');
  expect(done?.data).toEqual({ package: { id: pkg.id, name: pkg.name, ...next }, rotation: at('done') });

  expect(new Set(idsOf(target)).size).toBe(4);
  for (const one of target.received) {
    expect(isSignedWith(secret, one)).toBe(true);
    expect(one.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'rekey' });
  }
  const last = target.received.at(-1);
  expect(last?.headers['webhook-timestamp']).toBe(String(world.deps.clock.now().toSeconds()));
  expect(await facts(world)).toMatchObject({ lastTakenAt: world.deps.clock.now(), waiting: 0, givenUp: 0 });
});

describe('dates', () => {
  test('due on its day, overdue after the last sure one; each once, however often they are looked at', async () => {
    const { world, target, pkg } = await stage();
    const told: Record<string, string[]> = {};
    for (; world.deps.clock.now().toISODate() < '2027-04-02'; world.deps.clock.move({ hours: 3 })) {
      const before = typesOf(target).length;
      await carry(world);
      const fresh = typesOf(target).slice(before);
      if (fresh.length > 0) told[world.deps.clock.now().toISO()] = fresh;
    }
    expect(told).toEqual({
      '2027-03-21T00:00:00.000Z': ['rotation.due'],
      '2027-03-29T00:00:00.000Z': ['rotation.overdue'],
    });
    expect(bodyOf(target.received[1]!).data).toMatchObject({ package: { id: pkg.id }, rotation: null });
  });

  test('not due while it is rotated; overdue all the same if the old secret was not replaced in time', async () => {
    const { world, target, pkg } = await stage('2027-03-20T09:00:00Z');
    const rotationId = await world.start(pkg);
    world.deps.clock.set('2027-03-22T09:00:00Z');
    await carry(world);
    world.deps.clock.set('2027-03-29T00:00:00Z');
    await carry(world);
    expect(typesOf(target)).toEqual(['rotation.started', 'rotation.overdue']);
    const { rotation } = bodyOf(target.received[1]!).data;
    expect(rotation).toMatchObject({ id: rotationId, step: 'generating' });
  });

  test('cancelled when it was due already: told, as nothing is under way any more', async () => {
    const { world, target, pkg } = await stage('2027-03-20T09:00:00Z');
    const rotationId = await world.start(pkg);
    world.deps.clock.set('2027-03-22T09:30:00Z');
    yes(await cancelRotation(world.deps, { person, rotationId, reason: 'not now' }));
    world.deps.clock.set('2027-03-22T10:00:00Z');
    await carry(world);
    expect(typesOf(target)).toEqual(['rotation.started', 'rotation.due']);
  });

  test('a package added when it is due is told of within the hour; what has no secret or date never is', async () => {
    const { world, target } = await stage('2027-03-25T09:20:00Z');
    await carry(world);
    await world.addPackage({ expiresOn: null, expirySource: null });
    await world.addPackage({ integrationType: 'public_app' });
    const retired = await world.addPackage();
    yes(await retirePackage(world.deps, { person, packageId: retired.id, reason: 'unused' }));
    const late = await world.addPackage({ expiresOn: '2027-03-20' });
    world.deps.clock.set('2027-03-25T10:00:00Z');
    await carry(world);
    expect(typesOf(target)).toEqual(['rotation.due', 'rotation.overdue']);
    expect(bodyOf(target.received[1]!).data.package).toMatchObject({ id: late.id });
  });

  test('a webhook that is set late hears of what is due now', async () => {
    const world = await createWorld(database, { startAt: '2027-03-25T09:20:00Z' });
    const pkg = await world.addPackage();
    const target = await receiver();
    await hook(world, target.url, ['due']);
    await carry(world);
    expect(target.received.map((one) => bodyOf(one).data.package)).toMatchObject([{ id: pkg.id }]);
  });
});

test('only what was chosen is told; and nothing while there is no webhook', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const first = await world.start(pkg);
  expect(await rows(world)).toEqual([]);
  yes(await cancelRotation(world.deps, { person, rotationId: first, reason: 'x' }));
  const target = await receiver();
  const secret = await hook(world, target.url, ['ready', 'done']);
  const rotationId = await world.start(pkg);
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  await world.settle(rotationId);
  await carry(world);
  expect(typesOf(target)).toEqual(['rotation.ready']);
  // Other events for the same target: no other secret.
  expect(await hook(world, target.url, ['done'])).toBeNull();
  await world.activate(rotationId);
  await world.finish(rotationId);
  await carry(world);
  expect(typesOf(target)).toEqual(['rotation.ready', 'rotation.done']);
  for (const one of target.received) expect(isSignedWith(secret ?? '', one)).toBe(true);
});

describe('a target that does not take it', () => {
  test('gets the same again, under the same id, ever more rarely: twelve times in three days', async () => {
    const { world, target, pkg } = await stage();
    target.always = 503;
    await world.start(pkg);
    const start = world.deps.clock.now();
    const hours: number[] = [];
    while (world.deps.clock.now() < start.plus({ days: 9 }) && (await facts(world)).givenUp === 0) {
      if ((await deliverWebhooks(world.deps)) > 0) {
        hours.push(Math.round(world.deps.clock.now().diff(start, 'hours').hours * 10) / 10);
        expect((await facts(world)).lastFault).toBe('http_503');
      }
      world.deps.clock.move({ seconds: 10 * (hours.length > 4 ? 60 : 1) });
    }
    expect(hours).toHaveLength(12);
    expect(hours.at(-1)).toBeGreaterThan(72);
    expect(hours.at(-1)).toBeLessThan(76);
    expect(new Set(idsOf(target)).size).toBe(1);
    expect(new Set(target.received.map(({ body }) => body)).size).toBe(1);
    const times = target.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    expect(await rows(world)).toMatchObject([{ state: 'refused', error: 'http_503', tries: 12 }]);
    expect(await troubles(world)).toMatchObject([{ why: 'given_up', fault: 'http_503', userId: 'U0ADA' }]);
  }, 60_000);

  test('whoever set it is told once, and again only after something was taken', async () => {
    const { world, target } = await stage();
    const givesUp = async () => {
      const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
      await world.start(pkg);
      for (let tries = 0; tries < 12; tries++) {
        await carry(world);
        world.deps.clock.move({ hours: 25 });
      }
      return (await troubles(world)).length;
    };
    yes(await setWebhook(world.deps, { person, url: target.url, events: ['started'] }));
    target.always = 500;
    expect([await givesUp(), await givesUp()]).toEqual([1, 0]);
    target.always = 200;
    await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
    await carry(world);
    target.always = 500;
    expect(await givesUp()).toBe(1);
    expect(await facts(world)).toMatchObject({ givenUp: 3, waiting: 0 });
  });

  test('is no trouble of the card’s', async () => {
    const { world, target, pkg } = await stage();
    target.always = 500;
    const rotationId = await world.start(pkg);
    await carry(world);
    expect((await facts(world)).lastFault).toBe('http_500');
    expect(await readCard(world.deps, { rotationId })).toMatchObject({ undelivered: [], inDoubt: 0 });
    expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card', 'thread']);
  });

  test('is left alone as long as it asks for', async () => {
    const { world, target, pkg } = await stage();
    target.answers = [(response) => response.writeHead(429, { 'retry-after': '3600' }).end()];
    await world.start(pkg);
    await carry(world);
    world.deps.clock.move({ minutes: 59 });
    expect(await carry(world)).toBe(0);
    world.deps.clock.move({ minutes: 1 });
    await carry(world);
    expect(await rows(world)).toMatchObject([{ state: 'sent', tries: 2, error: null }]);
  });

  test.each([
    ['a redirect', 302, 'http_302'],
    ['not found', 404, 'http_404'],
    ['no answer', (response: { destroy(): void }) => response.destroy(), 'broken_off'],
  ] as const)('%s: shown, and tried again', async (_, answer, fault) => {
    const { world, target, pkg } = await stage();
    target.answers = [answer];
    await world.start(pkg);
    await carry(world);
    expect(await facts(world)).toMatchObject({ lastFault: fault, waiting: 1, lastTakenAt: null });
    world.deps.clock.move({ seconds: 10 });
    await carry(world);
    expect(typesOf(target)).toEqual(['rotation.started', 'rotation.started']);
    expect(await facts(world)).toMatchObject({ lastFault: fault, waiting: 0, givenUp: 0 });
  });

  test('410: it is off, its keys are gone, what waits is dropped, and whoever set it is told', async () => {
    const { world, target, pkg } = await stage();
    target.always = 410;
    await world.start(pkg);
    await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
    await carry(world);
    expect(typesOf(target)).toHaveLength(1);
    expect((await facts(world)).off).toMatchObject({ why: 'gone' });
    expect(await rows(world)).toEqual([]);
    const [row] = await database.sql`select signing_key, previous_key from webhook
      where workspace_id = ${world.deps.workspaceId}`;
    expect(row).toEqual({ signing_key: null, previous_key: null });
    expect(await troubles(world)).toMatchObject([{ why: 'gone', fault: 'http_410', userId: 'U0ADA' }]);
    await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
    expect(await rows(world)).toEqual([]);
  });

  test('410 from a target that was replaced meanwhile ends nothing', async () => {
    const { world, target, pkg } = await stage();
    const other = await receiver();
    target.answers = [(response) => void hook(world, other.url).then(() => response.writeHead(410).end())];
    await world.start(pkg);
    await carry(world);
    world.deps.clock.move({ seconds: 10 });
    await carry(world);
    expect(await facts(world)).toMatchObject({ off: null, url: other.url, lastFault: null });
    expect(typesOf(other)).toEqual(['rotation.started']);
    expect(idsOf(other)).toEqual(idsOf(target));
  });
});

describe('the keyring', () => {
  const failing = (error: Error) => (world: World) => {
    let isBroken = true;
    const { keyring } = world.deps;
    const open = async (sealed: Sealed, context: SealContext) => {
      if (isBroken) throw error;
      return keyring.open(sealed, context);
    };
    return { hurt: world.with({ keyring: { seal: keyring.seal, open } }), mend: () => (isBroken = false) };
  };

  test.each([
    [new KeyringUnavailable('ThrottlingException'), 'keyring_unavailable'],
    [new SealBroken(), 'signing_key_unreadable'],
    [new Error('bug'), 'broken'],
  ] as const)('%s: nothing unsigned leaves, and it is tried again', async (error, fault) => {
    const { world, target, secret, pkg } = await stage();
    await world.start(pkg);
    const { hurt, mend } = failing(error)(world);
    await carry(hurt);
    expect([typesOf(target), (await facts(world)).lastFault]).toEqual([[], fault]);
    mend();
    world.deps.clock.move({ seconds: 10 });
    await carry(hurt);
    expect(target.received.map((one) => isSignedWith(secret, one))).toEqual([true]);
  });

  test('that can’t seal the secret: nothing is set, and the reference is in the log', async () => {
    const world = await createWorld(database);
    const keyring = { ...world.deps.keyring, seal: () => Promise.reject(new KeyringUnavailable('Down')) };
    const input = { person, url: 'https://hooks.example/a', events: ['done'] as const };
    const refusal = no(await setWebhook(world.with({ keyring }).deps, input));
    if (refusal.code !== 'keyring_unavailable') throw new Error(refusal.code);
    expect(world.deps.log.lines.at(-1)).toContain(refusal.reference);
    expect(no(await testWebhook(world.deps, { person })).code).toBe('no_webhook');
  });
});

describe('several instances', () => {
  test('deliver each once, between them', async () => {
    const { world, target } = await stage();
    for (let n = 0; n < 12; n++) await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
    target.always = (response) => void setTimeout(() => response.end(), Math.random() * 20);
    const two = world.on(await database.otherConnection());
    await Promise.all([world, two, world, two].map(carry));
    expect([typesOf(target).length, new Set(idsOf(target)).size]).toEqual([12, 12]);
  });

  test('tell of a date once', async () => {
    const { world, target } = await stage('2027-03-25T09:00:00Z');
    for (let n = 0; n < 5; n++) await world.addPackage();
    const two = world.on(await database.otherConnection());
    await Promise.all([world, two, world, two].map(carry));
    expect(typesOf(target)).toEqual(Array(6).fill('rotation.due'));
  });

  test('one that died in the middle: after its lease another sends the same, under the same id', async () => {
    const { world, target, pkg } = await stage();
    await world.start(pkg);
    const dies = { ...world.deps.webhooks, send: () => new Promise<never>(() => undefined) };
    void deliverWebhooks(world.with({ webhooks: dies }).deps);
    await expect.poll(async () => (await rows(world))[0]?.state).toBe('sending');
    const [before] = await database.sql`select id from outbox where kind = 'webhook'
      and workspace_id = ${world.deps.workspaceId}`;
    world.deps.clock.move({ seconds: 59 });
    expect(await deliverWebhooks(world.deps)).toBe(0);
    world.deps.clock.move({ seconds: 1 });
    await carry(world);
    expect(idsOf(target)).toEqual([before?.['id']]);
    expect(await rows(world)).toMatchObject([{ state: 'sent', tries: 2 }]);
  });

  test('a message to Slack is not for this lane, nor the other way round', async () => {
    const { world, pkg } = await stage();
    await world.start(pkg);
    expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card', 'thread']);
    expect(await rows(world)).toMatchObject([{ state: 'ready', tries: 0 }]);
  });
});

describe('setting it', () => {
  test('another address has another secret, and gets at once what waited for the first', async () => {
    const { world, target, secret, pkg } = await stage();
    target.always = 500;
    await world.start(pkg);
    await carry(world);
    const other = await receiver();
    const second = (await hook(world, other.url)) ?? '';
    await carry(world);
    expect(idsOf(other)).toEqual(idsOf(target));
    const [got] = other.received;
    expect([isSignedWith(second, got!), isSignedWith(secret, got!)]).toEqual([true, false]);
    expect(await facts(world)).toMatchObject({ lastFault: null, waiting: 0 });
  });

  test('a new secret signs at once, the one before it along with it for a day; then it is gone', async () => {
    const { world, target, secret } = await stage();
    const renewed = yes(await renewWebhookSecret(world.deps, { person }));
    const signed = async () => {
      yes(await testWebhook(world.deps, { person }));
      return [secret, renewed.secret].map((one) => isSignedWith(one, target.received.at(-1)!));
    };
    expect(await signed()).toEqual([true, true]);
    world.deps.clock.move({ hours: 24, seconds: -1 });
    expect(await signed()).toEqual([true, true]);
    world.deps.clock.move({ seconds: 1 });
    expect(await signed()).toEqual([false, true]);
    const [row] = await database.sql`select previous_key as key, previous_until as until from webhook
      where workspace_id = ${world.deps.workspaceId}`;
    expect(row).toEqual({ key: null, until: null });
  });

  test('a test is told of at once, and never repeated', async () => {
    const { world, target } = await stage();
    expect(yes(await testWebhook(world.deps, { person }))).toMatchObject({ fault: null });
    expect(bodyOf(target.received[0]!)).toEqual({
      ...{ type: 'webhook.test', timestamp: '2027-03-01T09:00:00.000Z', version: 1 },
      data: { package: null, rotation: null },
    });
    target.always = 410;
    expect(yes(await testWebhook(world.deps, { person }))).toMatchObject({ fault: 'http_410' });
    world.deps.clock.move({ days: 5 });
    await carry(world);
    expect(typesOf(target)).toHaveLength(2);
    expect(await facts(world)).toMatchObject({ off: null, givenUp: 0, waiting: 0 });
    expect(await troubles(world)).toEqual([]);
  });

  test('switched off: nothing is told, what waits is dropped; on again it tells of what is due still', async () => {
    const { world, target, secret } = await stage('2027-03-25T09:00:00Z');
    target.always = 500;
    await carry(world);
    yes(await switchOffWebhook(world.deps, { person }));
    expect(await rows(world)).toEqual([]);
    world.deps.clock.move({ days: 1 });
    expect(await carry(world)).toBe(0);
    expect(no(await switchOffWebhook(world.deps, { person })).code).toBe('no_webhook');
    expect(no(await renewWebhookSecret(world.deps, { person })).code).toBe('no_webhook');
    target.always = 200;
    const again = (await hook(world, target.url)) ?? '';
    expect(again).not.toBe(secret);
    await carry(world);
    expect(typesOf(target)).toEqual(['rotation.due', 'rotation.due']);
    expect(isSignedWith(again, target.received[1]!)).toBe(true);
  });

  test('the trail says who and to which host, never more of the address', async () => {
    const { world, target, pkg } = await stage();
    const { host } = new URL(target.url);
    yes(await renewWebhookSecret(world.deps, { person }));
    await hook(world, target.url, ['due']);
    yes(await switchOffWebhook(world.deps, { person }));
    const events = ['due', 'started', 'ready', 'done', 'overdue'];
    expect(await audited(world)).toEqual([
      ['webhook_set', { host, events, isNewSecret: true }],
      ['webhook_secret_renewed', {}],
      ['webhook_set', { host, events: ['due'], isNewSecret: false }],
      ['webhook_ended', { host, why: 'switched_off' }],
    ]);
    expect(pkg.id).toBeTruthy();
  });

  test('the signing secret is nowhere in the database or the log, in any form', async () => {
    const { world, secret } = await stage();
    const renewed = yes(await renewWebhookSecret(world.deps, { person }));
    yes(await testWebhook(world.deps, { person }));
    const places = { ...(await databasePlaces(database.sql)), log: world.deps.log.lines.join('\n') };
    for (const text of [secret, renewed.secret]) {
      const key = Buffer.from(text.slice('whsec_'.length), 'base64');
      for (const form of [text.slice(6), key.toString('hex'), key.toString('latin1')])
        for (const [place, held] of Object.entries(places))
          expect([place, held.includes(form)]).toEqual([place, false]);
    }
  });

  test.each([
    ['http://hooks.example/', 'not_https'],
    ['https://169.254.169.254/latest', 'private_address'],
    ['https://2852039166/', 'private_address'],
    ['https://a:b@hooks.example/', 'has_credentials'],
    ['nonsense', 'malformed'],
  ])('%s is refused: %s', async (url, fault) => {
    const world = await createWorld(database);
    const refusal = no(await setWebhook(world.deps, { person, url, events: ['due'] }));
    expect(refusal).toEqual({ code: 'webhook_target', fault });
  });

  test('is for workspace admins and whoever is appointed', async () => {
    const { world, target } = await stage();
    const { ben, otto, gus } = PEOPLE;
    for (const stranger of [otto, gus]) {
      const asked = { person: stranger, url: target.url, events: ['due'] as const };
      const answers = [
        await setWebhook(world.deps, asked),
        await renewWebhookSecret(world.deps, asked),
        await switchOffWebhook(world.deps, asked),
        await testWebhook(world.deps, asked),
      ];
      for (const answer of answers) expect(no(answer).code).toBe('not_allowed');
    }
    expect(target.received).toEqual([]);
    expect(yes(await testWebhook(world.deps, { person: ben })).fault).toBeNull();
  });
});
