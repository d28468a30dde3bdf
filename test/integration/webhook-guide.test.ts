import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../../sandbox/start.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import { renewWebhookSecret, setWebhook } from '../../src/usecases/set-webhook.ts';
import { testWebhook } from '../../src/usecases/test-webhook.ts';
import { useDatabase } from '../support/database.ts';
import { startReceiver, type Received } from '../support/webhook-receiver.ts';
import { createWorld, PEOPLE, VENDORS, yes } from '../support/world.ts';
import { bodyOf, carry, facts, hook } from './world/webhooks.ts';

// docs/webhook.md as it is written: what it says is sent, and both ways to verify it.

const database = useDatabase();
const person = PEOPLE.ada;
const GUIDE = readFileSync(new URL('../../docs/webhook.md', import.meta.url), 'utf8');
const example = (language: string) =>
  new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(GUIDE)?.[1] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'rekey-webhook-'));

const running: ChildProcess[] = [];
afterEach(() => running.splice(0).forEach((child) => child.kill()));

/** The guide's receiver, listening there; what it prints. */
async function guideReceiver(port: number, secret: string): Promise<() => string> {
  const file = join(folder, 'receiver.mjs');
  writeFileSync(file, example('js'));
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], WEBHOOK_SECRET: secret, PORT: String(port) },
  });
  running.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ status }) => status,
      () => 0,
    );
  // Without a signature it refuses.
  await expect.poll(isUp, { timeout: 20_000 }).toBe(401);
  return () => said;
}

const today = () => createWorld(database, { startAt: systemClock.now().toISO() });

test('the receiver in Node takes what rekey signs, once, and nothing else', async () => {
  const world = await today();
  const url = `http://127.0.0.1:${await freePort()}/`;
  const secret = (await hook(world, url)) ?? '';
  const said = await guideReceiver(Number(new URL(url).port), secret);
  const tested = async () => yes(await testWebhook(world.deps, { person })).fault;
  expect(await tested()).toBeNull();
  const pkg = await world.addPackage({ vendors: [VENDORS.gus], expiresOn: null });
  await world.start(pkg);
  await carry(world);
  await expect.poll(said).toBe(`webhook.test \nrotation.started ${pkg.name}\n`);
  expect((await facts(world)).lastFault).toBeNull();

  // The same once more, as after an answer that got lost; then with another secret, which signs along for a day; then late.
  await database.sql`update outbox set state = 'ready' where kind = 'webhook' and key like 'webhook:started:%'
    and workspace_id = ${world.deps.workspaceId}`;
  await carry(world);
  yes(await renewWebhookSecret(world.deps, { person }));
  expect(await tested()).toBeNull();
  world.deps.clock.move({ minutes: 6 });
  expect(await tested()).toBe('http_401');
  world.deps.clock.move({ hours: 24 });
  expect(await tested()).toBe('http_401');
  await expect.poll(said).toBe(`webhook.test \nrotation.started ${pkg.name}\nwebhook.test \n`);
  yes(await setWebhook(world.deps, { person, url: `${url}other`, events: ['done'] }));
  expect(await tested()).toBe('http_401');
});

const hasTools = ['sh', 'openssl', 'base64', 'od'].every(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0,
);
if (!hasTools)
  process.stdout.write('openssl, base64 or od is missing: the guide for webhooks is not tried.\n');

/** The guide's lines for a shell, on a request that was caught. */
function byHand({ headers, body }: Received, secret: string): string {
  writeFileSync(join(folder, 'body.json'), body);
  const env = {
    PATH: process.env['PATH'],
    WEBHOOK_SECRET: secret,
    id: String(headers['webhook-id']),
    timestamp: String(headers['webhook-timestamp']),
    signature: String(headers['webhook-signature']),
  };
  const { stdout, stderr } = spawnSync('sh', ['-c', example('sh')], { cwd: folder, env });
  return `${stdout}${stderr}`.trim();
}

test.runIf(hasTools)('the lines for a shell say of a caught request whether it is rekey’s', async () => {
  const world = await today();
  const target = await startReceiver();
  const secret = (await hook(world, target.url)) ?? '';
  await world.addPackage({ name: 'Übergröße “x”', expiresOn: '2020-01-02' });
  const { secret: renewed } = yes(await renewWebhookSecret(world.deps, { person }));
  await carry(world);
  const [got] = target.received;
  expect(got?.body).toContain('Übergröße “x”');
  await target.close();
  const other = `whsec_${Buffer.alloc(32).toString('base64')}`;
  expect([secret, renewed, other].map((one) => byHand(got!, one))).toEqual([
    ...['from rekey', 'from rekey', 'not from rekey'],
  ]);
  expect(byHand({ ...got!, body: `${got!.body} ` }, secret)).toBe('not from rekey');
});

const shapeOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)])
    : typeof value;

test('the example has the fields that are sent, in their order', async () => {
  const world = await createWorld(database, { startAt: '2027-03-01T09:00:00Z' });
  const target = await startReceiver();
  await hook(world, target.url);
  await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await carry(world);
  await target.close();
  expect(shapeOf(JSON.parse(example('json')))).toEqual(shapeOf(bodyOf(target.received[0]!)));
});
