import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { heldBy, press, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

// Promise H5 for programs, and docs/collect-from-a-script.md as it is written.

const journey = useJourneys();
const { gus } = PEOPLE;

const GUIDE = readFileSync(new URL('../../docs/collect-from-a-script.md', import.meta.url), 'utf8');
const [FIRST_EXAMPLE = '', MANAGER_LINES = ''] = Array.from(
  GUIDE.matchAll(/```sh\n([\s\S]*?)```/g),
  ([, code]) => code ?? '',
);
const hasTools = ['bash', 'jq', 'openssl', 'curl'].every(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0,
);
if (!hasTools)
  process.stdout.write('bash, jq, openssl or curl is missing: the guide for scripts is not tried.\n');

/** Passes everything on, but cuts the first so many connections when an answer begins to come back. */
async function losingProxy(to: string, losses: number) {
  const { port } = new URL(to);
  let left = losses;
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    const isLost = left-- > 0;
    client.pipe(upstream);
    upstream.on('data', (bytes) => void (isLost ? client.destroy() : client.write(bytes)));
    upstream.on('close', () => client.end());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    client.on('close', () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => void server.close() };
}

/** The secret is live, and Gus has his link and code. */
async function heldByGus() {
  const story = await journey();
  const secret = await share(story, ['Loop Loyalty']);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  return { story, secret, held: await heldBy(story, gus, 'handoff') };
}

/** Runs a script in a folder that holds link and code, without its pauses; what lies in its `bin` comes first. */
function run(folder: string, script: string, typed = ''): Promise<{ status: number | null; said: string }> {
  const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const child = spawn('bash', ['-c', `sleep() { :; }\n${script}`], { cwd: folder, env });
  child.stdin.end(typed);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += String(bytes)));
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, said })));
}

const unescaped = (html: string) => html.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)));

function folderWith(link: string, code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-script-'));
  writeFileSync(join(folder, 'link.txt'), `${link}\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'code.txt'), `${code}\n`, { mode: 0o600 });
  return folder;
}

test('a script whose answer was lost has the secret by the same retry key; with another it has nothing', async () => {
  const { story, secret, held } = await heldByGus();
  const proxy = await losingProxy(story.url, 1);
  const body = { token: new URL(held.url).hash.slice(1), code: held.code, retry_key: '5a'.repeat(32) };
  const post = (url: string, more = {}) =>
    fetch(`${url}/handoff/collect`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, ...more }),
    });
  await expect(post(proxy.url)).rejects.toThrow('fetch failed');
  expect(await story.sql`select id from audit where kind = 'secret_collected'`).toHaveLength(1);
  const other = await post(proxy.url, { retry_key: 'a5'.repeat(32) });
  expect([other.status, await other.json()]).toMatchObject([409, { code: 'already_collected' }]);
  const again = await post(proxy.url);
  expect([again.status, await again.json()]).toMatchObject([200, { secret }]);
  proxy.close();
});

test.runIf(hasTools)(
  'the guide for scripts works as it is written, over a connection that breaks twice',
  async () => {
    const { story, secret, held } = await heldByGus();
    const proxy = await losingProxy(story.url, 2);
    const folder = folderWith(held.url.replace(story.url, proxy.url), held.code);
    const { status, said } = await run(folder, FIRST_EXAMPLE);
    proxy.close();
    expect([status, said.includes(secret)]).toEqual([0, false]);
    expect(readFileSync(join(folder, 'client-secret'), 'utf8')).toBe(secret);
    expect(statSync(join(folder, 'client-secret')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['client-secret', 'code.txt', 'link.txt']);
    expect(await story.sql`select id from audit where kind = 'secret_stored'`).toHaveLength(1);
    const [row] = await story.sql`select count(*)::int n from handoff where reader_copy is not null`;
    expect(row).toEqual({ n: 0 });
  },
);

/** A secret manager's command that keeps what it is told, or refuses it. */
function vaultIn(folder: string, status: number): void {
  mkdirSync(join(folder, 'bin'));
  const says = '#!/bin/sh\nprintf "%s\\n" "$@" > vault.words; cat > vault.value; exit ';
  writeFileSync(join(folder, 'bin', 'vault'), `${says}${status}\n`, { mode: 0o700 });
}

/** As the guide says: these lines in place of the first example's last two. */
const intoManager = (): string => {
  const [collecting, storing] = FIRST_EXAMPLE.split(/(?<=^done\n)/m);
  if (storing?.trim().split('\n').length !== 2)
    throw new Error('the first example no longer ends in two lines');
  return `${collecting}${MANAGER_LINES}`;
};

test.runIf(hasTools).each([
  ['has it, and rekey is told so', 0],
  ['refused it, and rekey is not told that it has', 1],
])('the guide pipes the secret to a secret manager, which %s', async (_, refusal) => {
  const { story, secret, held } = await heldByGus();
  const folder = folderWith(held.url, held.code);
  vaultIn(folder, refusal);
  const { status, said } = await run(folder, intoManager());
  expect([status, said.includes(secret)]).toEqual([refusal, false]);
  expect(readFileSync(join(folder, 'vault.value'), 'utf8')).toBe(secret);
  expect(readFileSync(join(folder, 'vault.words'), 'utf8').trim().split('\n')).toEqual([
    ...['kv', 'put', '-mount=kv', 'marketing-cloud/esp', 'client_secret=-'],
  ]);
  const left = readdirSync(folder).filter((name) => /answer|retry/.test(name));
  expect(left.toSorted()).toEqual(refusal === 0 ? [] : ['answer.json', 'retry.key']);
  const told = await story.sql`select id from audit where kind = 'secret_stored'`;
  expect(told).toHaveLength(1 - refusal);
});

test.runIf(hasTools)(
  'the command on the page asks for link and code, and leaves the answer to its owner',
  async () => {
    const { story, secret, held } = await heldByGus();
    const page = await fetch(`${story.url}/handoff/open`, {
      method: 'POST',
      headers: { accept: 'text/html', 'content-type': 'application/json' },
      body: JSON.stringify({ token: new URL(held.url).hash.slice(1), code: held.code }),
    });
    const [, shown = ''] = /id="script-command">([\s\S]*?)<\/pre>/.exec(await page.text()) ?? [];
    const folder = mkdtempSync(join(tmpdir(), 'rekey-script-'));
    const { status, said } = await run(folder, unescaped(shown), `${held.url}\n${held.code}\n`);
    expect([status, said.includes(secret)]).toEqual([0, false]);
    expect(statSync(join(folder, 'answer.json')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8'))).toMatchObject({ ok: true, secret });
  },
);

test.runIf(hasTools)('the guide says why, and stops, when there is nothing to collect', async () => {
  const { held } = await heldByGus();
  const folder = folderWith(held.url, '00000000');
  const { status, said } = await run(folder, FIRST_EXAMPLE);
  expect([status, said]).toEqual([1, expect.stringContaining('wrong_code')]);
});
