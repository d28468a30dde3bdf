import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { sealContext } from '../../src/usecases/seal.ts';
import { useDatabase } from '../support/database.ts';

const read = (file: string) => readFileSync(file, 'utf8');
const run = promisify(execFile);

/** As much TOML as fly.toml has: sections, and one value a line. */
function readToml(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  let section = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    const head = /^\[\[?([\w.]+)\]\]?$/.exec(line)?.[1];
    const [, name, quoted, bare] = /^(\w+) = (?:"([^"]*)"|(\w+))$/.exec(line) ?? [];
    if (head) section = `${head}.`;
    else if (name) values[section + name] = quoted ?? bare ?? '';
    else if (line !== '' && !line.startsWith('#')) throw new Error(`not understood: ${line}`);
  }
  return values;
}

const fly = readToml(read('fly.toml'));
const dockerfile = read('Dockerfile').replaceAll('\\\n', '').split('\n');
const flyEnv = Object.fromEntries(
  Object.entries(fly)
    .filter(([name]) => name.startsWith('env.'))
    .map(([name, value]) => [name.slice(4), value]),
);
const imageEnv = Object.fromEntries(
  dockerfile
    .filter((line) => line.startsWith('ENV '))
    .flatMap((line) =>
      line
        .slice(4)
        .split(' ')
        .map((pair) => pair.split('=')),
    ),
) as Record<string, string>;

/** The JSON array of an instruction such as CMD. */
function argumentsOf(instruction: RegExp): string[] {
  const line = dockerfile.findLast((one) => instruction.test(one)) ?? '';
  return JSON.parse(line.slice(line.indexOf('['))) as string[];
}

const SECRETS = {
  SLACK_BOT_TOKEN: 'xoxb-1-test',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  DATABASE_URL: 'postgres://rekey:password@db.example.com:5432/rekey',
  KMS_KEY_ID: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
};

describe('fly.toml and the Dockerfile', () => {
  test('agree on the port', () => {
    expect(fly['http_service.internal_port']).toBe(flyEnv.PORT);
    expect(imageEnv.PORT).toBe(flyEnv.PORT);
    expect(dockerfile).toContain(`EXPOSE ${flyEnv.PORT}`);
  });

  test('with the secrets they are a whole configuration, and name nothing it does not know', () => {
    const reading = readConfig({ ...imageEnv, ...flyEnv, ...SECRETS });
    expect(reading).toMatchObject({ ok: true, config: { isProduction: true, trustedProxies: 2 } });
    const known: readonly string[] = VARIABLES;
    expect(Object.keys({ ...imageEnv, ...flyEnv }).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('stop gently, check /health, never sleep, on one small machine', () => {
    expect(fly).toMatchObject({
      kill_signal: 'SIGTERM',
      kill_timeout: '20',
      'http_service.checks.path': '/health',
      'http_service.checks.method': 'GET',
      'http_service.auto_stop_machines': 'off',
      'http_service.min_machines_running': '1',
      'http_service.force_https': 'true',
      'vm.size': 'shared-cpu-1x',
      'vm.memory': '256mb',
    });
    expect(argumentsOf(/^HEALTHCHECK /).at(-1)).toContain('/health');
    expect(dockerfile.filter((line) => line.startsWith('USER'))).toEqual(['USER node']);
  });
});

describe('what the Dockerfile builds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-image-'));
  const image = join(folder, 'image');
  const database = useDatabase();
  let slack: Server;
  let env: Record<string, string>;

  beforeAll(async () => {
    const build = join(folder, 'build');
    const ignored = read('.dockerignore').split('\n');
    const copied = dockerfile.flatMap((line) => /^COPY (?!--)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    for (const path of copied) {
      expect(ignored, 'the build is sent only what .dockerignore lets through').toContain(`!${path}`);
      cpSync(path, join(build, path), { recursive: true });
    }
    symlinkSync(join(process.cwd(), 'node_modules'), join(build, 'node_modules')); // `npm ci` is .ci/run's
    await run('npm', ['run', 'build'], { cwd: build });
    // The bundle alone: nothing above the folder has node_modules.
    cpSync(join(build, 'dist'), join(image, 'dist'), { recursive: true });
    slack = await fakeSlack();
    const { port } = slack.address() as AddressInfo;
    env = {
      ...imageEnv,
      ...flyEnv,
      ...SECRETS,
      PATH: process.env.PATH ?? '',
      DATABASE_URL: database.url,
      SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
      PORT: String(await freePort()),
    };
  }, 180_000);

  afterAll(() => {
    slack.closeAllConnections();
    slack.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('the release command migrates', async () => {
    const [program = '', file = '', ...more] = (fly['deploy.release_command'] ?? '').split(' ');
    expect(existsSync(join(image, file))).toBe(true);
    const { stdout } = await run(program, [file, ...more], { cwd: image, env });
    expect(stdout).toContain('the database is up to date');
  });

  test('CMD starts it, HEALTHCHECK finds it healthy, the pages have their files, SIGTERM ends it', async () => {
    const [program = '', ...args] = argumentsOf(/^CMD /);
    const rekey = spawn(program, args, { cwd: image, env, stdio: ['ignore', 'ignore', 'inherit'] });
    try {
      await healthy(rekey, `http://127.0.0.1:${env.PORT}/health`);
      const [checker = '', ...how] = argumentsOf(/^HEALTHCHECK /);
      await run(checker, how, { cwd: image, env });
      for (const path of [
        '/handoff',
        '/deposit',
        '/assets/page.js',
        '/assets/reader-key.js',
        '/assets/page.css',
      ]) {
        const answer = await fetch(`http://127.0.0.1:${env.PORT}${path}`);
        expect([path, answer.status]).toEqual([path, 200]);
      }
    } finally {
      rekey.kill('SIGTERM');
    }
    expect(await exitOf(rekey)).toBe(0);
    await expect(run('node', argumentsOf(/^HEALTHCHECK /).slice(1), { env })).rejects.toThrow();
  });
});

/** Says which workspace the token belongs to; that is all rekey asks at start. */
async function fakeSlack(): Promise<Server> {
  const server = createServer((asked, answer) => {
    asked.resume();
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ ok: true, team_id: 'T0TEST', team: 'Test', user_id: 'U0BOT', bot_id: 'B0' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((done) => server.close(() => done()));
  return port;
}

async function healthy(child: ChildProcess, url: string): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    if (child.exitCode !== null) break;
    await sleep(50);
  }
  throw new Error('rekey did not become healthy');
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode === null
    ? new Promise((done) => child.once('exit', (code) => done(code)))
    : Promise.resolve(child.exitCode);

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: {
    readonly 'ForAllValues:StringEquals': { readonly 'kms:EncryptionContextKeys': readonly string[] };
    readonly StringEquals?: Readonly<Record<string, string | readonly string[]>>;
    readonly Null: Readonly<Record<string, string>>;
  };
}

describe('docs/kms-key-policy.json', () => {
  const policy = JSON.parse(read('docs/kms-key-policy.json')) as {
    Version: string;
    Statement: readonly Statement[];
  };
  const [copies, ownKeys, admins] = policy.Statement;
  const COPY = { workspaceId: 'w', packageId: 'p', rotationId: 'r', generationId: 'g', handoffId: 'h' };

  test('three statements that allow, each to one role', () => {
    expect(policy.Version).toBe('2012-10-17');
    expect(policy.Statement.map((one) => [one.Effect, one.Principal.AWS])).toEqual([
      ['Allow', 'arn:aws:iam::111122223333:role/rekey'],
      ['Allow', 'arn:aws:iam::111122223333:role/rekey'],
      ['Allow', 'arn:aws:iam::111122223333:role/rekey-key-admin'],
    ]);
  });

  test.each([
    ['a sealed copy', copies, Object.keys(sealContext(COPY)), {}],
    [
      'its keys for fingerprints and for webhooks',
      ownKeys,
      ['workspace', 'purpose'],
      { 'kms:EncryptionContext:purpose': ['fingerprint-key', 'webhook-key'] },
    ],
  ])('rekey may seal and open %s, with its whole context and nothing more', (_, statement, keys, equal) => {
    expect(statement?.Action).toEqual(['kms:Encrypt', 'kms:Decrypt']);
    const { Condition: condition } = statement ?? {};
    expect(condition?.['ForAllValues:StringEquals']['kms:EncryptionContextKeys']).toEqual(keys);
    expect(condition?.StringEquals ?? {}).toEqual(equal);
    // ForAllValues is true of no keys at all: each key must be there, by Null or by its value.
    const demanded = [...Object.keys(condition?.Null ?? {}), ...Object.keys(equal)];
    expect(demanded.toSorted()).toEqual(keys.map((key) => `kms:EncryptionContext:${key}`).toSorted());
    expect(new Set(Object.values(condition?.Null ?? {}))).toEqual(new Set(['false']));
  });

  test('admins manage the key and can neither open nor lend it', () => {
    const opens = /\*|Encrypt|Decrypt|DataKey|CreateGrant|Sign|Verify|Mac/;
    expect(admins?.Action.filter((action) => opens.test(action))).toEqual([]);
    expect(admins?.Action).toContain('kms:PutKeyPolicy');
  });
});
