import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type Config, readConfig, VARIABLES } from '../../src/config.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const SMALLEST = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  PUBLIC_URL: 'http://localhost:3000',
};
const PRODUCTION = {
  ...SMALLEST,
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://rekey.example.com',
  DATABASE_URL: 'postgres://rekey:hunter2@db:5432/rekey',
  KMS_KEY_ID: KEY_ARN,
  SMTP_URL: 'smtp://rekey:hunter2@smtp.example.com:587',
  MAIL_FROM: 'rekey <rekey@example.com>',
  SLACK_CLIENT_ID: '111111111111.222222222222',
  SLACK_CLIENT_SECRET: 'c11e475ec9e7c11e475ec9e7c11e475e',
};

function config(env: Record<string, string>): Config {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problems(env: Record<string, string>): string[] {
  const reading = readConfig(env);
  return reading.ok ? [] : reading.problems;
}

test('the least that is needed, with the defaults', () => {
  const { slack, botToken, ...rest } = config(SMALLEST);
  expect(rest).toEqual({
    isProduction: false,
    signIn: null,
    database: { kind: 'embedded', dataDir: '.data' },
    keyring: { kind: 'local', file: '.data/keyring.json' },
    mail: null,
    publicUrl: 'http://localhost:3000',
    port: 3000,
    logLevel: 'info',
    trustedProxies: 0,
    linkHours: 24,
    command: '/rekey',
  });
  expect(slack).toMatchObject({ mode: 'http', apiUrl: 'https://slack.com/api/' });
  expect(slack.mode === 'http' && slack.signingSecret.reveal()).toBe(SMALLEST.SLACK_SIGNING_SECRET);
  expect(botToken.reveal()).toBe(SMALLEST.SLACK_BOT_TOKEN);
});

test('production with a database and a key', () => {
  const { isProduction, database, keyring } = config(PRODUCTION);
  expect(isProduction).toBe(true);
  expect(database.kind === 'url' && database.url.reveal()).toBe(PRODUCTION.DATABASE_URL);
  expect(keyring).toEqual({ kind: 'kms', keyArn: KEY_ARN, region: 'eu-west-1' });
});

test('an app token decides for Socket Mode, also beside a signing secret', () => {
  const { slack } = config({ ...SMALLEST, SLACK_APP_TOKEN: 'xapp-1-A-2-b' });
  expect(slack.mode === 'socket' && slack.appToken.reveal()).toBe('xapp-1-A-2-b');
  expect('signingSecret' in slack).toBe(false);
});

test('numbers, levels and addresses are taken as given', () => {
  const given = {
    PORT: '0',
    TRUSTED_PROXIES: '1',
    LINK_HOURS: '48',
    LOG_LEVEL: 'debug',
    COMMAND: '/rotate-me',
  };
  const { slack, keyring, ...rest } = config({
    ...PRODUCTION,
    ...given,
    SLACK_API_URL: 'http://127.0.0.1:4003/api',
    AWS_REGION: ' eu-west-1\n',
    KMS_ENDPOINT: 'http://[::1]:4566',
  });
  expect(rest).toMatchObject({
    port: 0,
    trustedProxies: 1,
    linkHours: 48,
    logLevel: 'debug',
    command: '/rotate-me',
  });
  expect(slack.apiUrl).toBe('http://127.0.0.1:4003/api/');
  expect(keyring).toMatchObject({ region: 'eu-west-1', endpoint: 'http://[::1]:4566' });
});

describe('problems', () => {
  test('an empty environment names everything that is needed, at once', () => {
    const all = problems({ NODE_ENV: 'production', SLACK_BOT_TOKEN: '  ', PORT: 'http' });
    expect(all.map((problem) => problem.split(':')[0])).toEqual([
      'SLACK_BOT_TOKEN is missing',
      'PUBLIC_URL is missing',
      'PORT is malformed',
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing',
      'DATABASE_URL is missing',
      'KMS_KEY_ID is missing',
    ]);
    expect(all[0]).toBe(
      'SLACK_BOT_TOKEN is missing: it should be the bot token, starting with xoxb- (api.slack.com/apps, your app, OAuth & Permissions)',
    );
  });

  test.each([
    ['NODE_ENV', 'prod'],
    ['SLACK_BOT_TOKEN', 'xoxp-1-2-abc'],
    ['SLACK_BOT_TOKEN', 'xoxb-1 2'],
    ['SLACK_SIGNING_SECRET', 'short'],
    ['SLACK_SIGNING_SECRET', 'xoxb-0123456789abcdef'],
    ['SLACK_APP_TOKEN', 'xoxb-1-2-abc'],
    ['SLACK_CLIENT_ID', '1 2'],
    ['SLACK_CLIENT_SECRET', 'short'],
    ['SLACK_API_URL', 'http://slack.com/api/'],
    ['SLACK_API_URL', 'slack.com'],
    ['DATABASE_URL', 'mysql://u:hunter2@db/rekey'],
    ['DATABASE_URL', 'postgres://u:hunter2@db'],
    ['DATABASE_URL', 'rekey:hunter2'],
    ['KMS_KEY_ID', 'alias/rekey'],
    ['KMS_KEY_ID', 'arn:aws:kms:eu-west-1:111122223333:alias/rekey'],
    ['KMS_KEY_ID', '1234abcd-12ab-34cd-56ef-1234567890ab'],
    ['KMS_ENDPOINT', 'http://kms.example.com'],
    ['KMS_ENDPOINT', 'https://u:hunter2@kms.example.com'],
    ['PUBLIC_URL', 'http://rekey.example.com'],
    ['PUBLIC_URL', 'http://localhost.example.com'],
    ['PUBLIC_URL', 'http://127.0.0.1.example.com'],
    ['PUBLIC_URL', 'https://rekey.example.com/'],
    ['PUBLIC_URL', 'https://rekey.example.com/app'],
    ['PUBLIC_URL', 'https://rekey.example.com?x'],
    ['PUBLIC_URL', 'https://rekey.example.com#x'],
    ['PUBLIC_URL', 'https://u:hunter2@rekey.example.com'],
    ['PUBLIC_URL', 'javascript:alert(1)'],
    ['PUBLIC_URL', 'rekey.example.com'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '3e3'],
    ['LOG_LEVEL', 'loud'],
    ['TRUSTED_PROXIES', 'true'],
    ['LINK_HOURS', '0'],
    ['LINK_HOURS', '1.5'],
    ['SMTP_URL', 'smtp.example.com:587'],
    ['SMTP_URL', 'https://smtp.example.com'],
    ['SMTP_URL', 'smtp://user:50%@smtp.example.com'],
    ['SMTP_URL', 'smtp://smtp.example.com/?tls=no'],
    ['MAIL_FROM', 'rekey'],
    ['MAIL_FROM', 'rekey <rekey@acme.example>, everybody@acme.example'],
    ['COMMAND', 'rekey'],
    ['COMMAND', '/Rekey now'],
  ])('%s=%s is malformed, and the value is not repeated', (name, value) => {
    const [problem, ...more] = problems({ ...PRODUCTION, [name]: value });
    expect(more).toEqual([]);
    expect(problem).toMatch(new RegExp(`^${name} is malformed: it should be .{10,}`));
    expect(problem).toBe(problems({ ...PRODUCTION, [name]: 'another\u0000' })[0]);
  });

  test.each([
    'http://app.localhost:3000',
    'http://127.0.0.1',
    'http://[::1]:3000',
    'https://rekey.example.com:8443',
  ])('%s is a fine PUBLIC_URL', (url) =>
    expect(config({ ...SMALLEST, PUBLIC_URL: url }).publicUrl).toBe(url),
  );

  test('mail needs a server and a sender, both or neither', () => {
    const { SMTP_URL, MAIL_FROM, ...without } = PRODUCTION;
    expect(problems({ ...without, SMTP_URL })).toEqual([expect.stringMatching(/^MAIL_FROM is missing/)]);
    expect(problems({ ...without, MAIL_FROM })).toEqual([expect.stringMatching(/^SMTP_URL is missing/)]);
    expect(config(without).mail).toBeNull();
    const { mail } = config(PRODUCTION);
    expect(mail).toMatchObject({ from: MAIL_FROM, isLoopback: false });
    expect(mail?.url.reveal()).toBe(SMTP_URL);
    expect(config({ ...PRODUCTION, SMTP_URL: 'smtp://[::1]:2525' }).mail?.isLoopback).toBe(true);
  });

  test('signing in to the board needs id and secret of the app, both or neither', () => {
    const { SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, ...without } = PRODUCTION;
    expect(problems({ ...without, SLACK_CLIENT_ID })).toEqual([
      expect.stringMatching(/^SLACK_CLIENT_SECRET is missing/),
    ]);
    expect(problems({ ...without, SLACK_CLIENT_SECRET })).toEqual([
      expect.stringMatching(/^SLACK_CLIENT_ID is missing/),
    ]);
    expect(config(without).signIn).toBeNull();
    const { signIn } = config(PRODUCTION);
    expect(signIn).toMatchObject({ issuer: 'https://slack.com', clientId: SLACK_CLIENT_ID });
    expect(signIn?.clientSecret.reveal()).toBe(SLACK_CLIENT_SECRET);
    const elsewhere = config({ ...PRODUCTION, SLACK_API_URL: 'http://127.0.0.1:4003/api/' }).signIn;
    expect(elsewhere?.issuer).toBe('http://127.0.0.1:4003');
  });

  test('a region that is not the key’s', () => {
    for (const region of ['us-east-1', 'Ireland']) {
      expect(problems({ ...PRODUCTION, AWS_REGION: region })).toEqual([
        expect.stringMatching(/^AWS_REGION is not the region in KMS_KEY_ID/),
      ]);
    }
  });
});

test('a configuration can be printed without giving anything away', () => {
  const whole = config({ ...PRODUCTION, SLACK_APP_TOKEN: 'xapp-1-A-2-b' });
  for (const text of [
    JSON.stringify(whole),
    inspect(whole, { depth: 9, showHidden: true }),
    String(whole.botToken),
  ]) {
    expect(text).not.toMatch(/xoxb-|xapp-|hunter2|0123456789abcdef|c11e475e/);
  }
});

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n');
  const entries = lines.map((line) => /^(?:# )?([A-Z_]+)=(.*)$/.exec(line)).filter((match) => match !== null);

  test('names what the configuration knows, each once, with words above it', () => {
    expect(entries.map(([, name]) => name).sort()).toEqual([...VARIABLES].sort());
    for (const [line] of entries) expect(lines[lines.indexOf(line) - 1]).toMatch(/^# .{10,}/);
  });

  test('as it stands asks for Slack’s tokens only, and its examples are valid', () => {
    const examples = Object.fromEntries(entries.map(([, name, value]) => [String(name), String(value)]));
    expect(problems(examples).map((problem) => problem.split(' is ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
    ]);
  });
});
