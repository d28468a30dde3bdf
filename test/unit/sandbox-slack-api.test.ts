import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { silent } from '../../sandbox/slack/tiny-bot.ts';

const { ada, vera, otto, gus, dex } = PEOPLE;
const { marketingOps, extAcme, privateWithoutBot, archived } = CHANNELS;
const SCOPES = ['commands', 'chat:write', 'users:read', 'channels:read', 'groups:read', 'im:write'];
const plain = (text: string) => ({ type: 'plain_text' as const, text });

let now: DateTime<true>;
let slack: SlackSandbox;
let web: WebClient;
let ackAll: Server;

const client = (token?: string, more: WebClientOptions = {}) =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    timeout: 300,
    logger: silent,
    ...more,
  });
const sandboxOptions = () => ({
  clock: { now: () => now },
  signingSecret: 'shh',
  botToken: 'xoxb-1',
  scopes: SCOPES,
});
const post = (channel: string, more: object = {}) =>
  web.chat.postMessage({ channel, text: 'hello', ...more });

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (reason: unknown) => reason,
  );
const errorOf = async (call: Promise<unknown>): Promise<unknown> => {
  const error = await failureOf(call);
  return (error as { data?: { error?: string } } | null)?.data?.error ?? error;
};

beforeEach(async () => {
  now = DateTime.fromISO('2026-11-02T09:00:00Z', { zone: 'utc' }) as DateTime<true>;
  slack = await createSlackSandbox(sandboxOptions());
  web = client('xoxb-1');
  ackAll = createServer((_request, response) => response.end());
  await new Promise<void>((resolve) => ackAll.listen(0, '127.0.0.1', resolve));
  slack.connect(`http://127.0.0.1:${(ackAll.address() as AddressInfo).port}`);
});

afterEach(async () => {
  await new Promise((resolve) => ackAll.close(resolve));
  await slack.close();
});

describe('the Web API refuses as Slack does', () => {
  const modal = { type: 'modal' as const, title: plain('Note'), blocks: [] };
  const cases: [string, () => Promise<unknown>][] = [
    ['channel_not_found', () => post('C0NOWHERE')],
    ['channel_not_found', () => post(privateWithoutBot)],
    ['is_archived', () => post(archived)],
    ['channel_not_found', () => post(vera)],
    ['user_disabled', () => post(dex)],
    ['no_text', () => post(marketingOps, { text: '' })],
    ['msg_too_long', () => post(marketingOps, { text: 'x'.repeat(4001) })],
    ['invalid_blocks', () => post(marketingOps, { blocks: [{ type: 'nonsense' }] })],
    ['invalid_blocks', () => post(marketingOps, { text: 'hi <!channel>' })],
    ['invalid_thread_ts', () => post(marketingOps, { thread_ts: '1.000000' })],
    [
      'invalid_metadata_format',
      () => post(marketingOps, { metadata: { event_type: '?', event_payload: {} } }),
    ],
    ['user_not_in_channel', () => web.chat.postEphemeral({ channel: marketingOps, user: vera, text: 'x' })],
    ['message_not_found', () => web.chat.update({ channel: marketingOps, ts: '1.000000', text: 'x' })],
    ['message_not_found', () => web.chat.getPermalink({ channel: marketingOps, message_ts: '1.000000' })],
    ['user_not_found', () => web.users.info({ user: 'U0NOBODY' })],
    ['user_not_found', () => web.conversations.open({ users: vera })],
    ['unknown_method', () => web.apiCall('chat.nonsense')],
    ['invalid_arguments', () => web.apiCall('chat.postMessage', { text: 'x' })],
    ['invalid_trigger_id', () => web.views.open({ trigger_id: '1.2', view: modal })],
    ['not_found', () => web.views.update({ view_id: 'V0', view: modal })],
    ['invalid_arguments', () => web.views.publish({ user_id: ada, view: modal })],
    [
      'hash_conflict',
      () => web.views.publish({ user_id: ada, hash: 'old', view: { type: 'home', blocks: [] } }),
    ],
    ['not_authed', () => client().auth.test()],
    ['invalid_auth', () => client('xoxb-2').auth.test()],
  ];
  test.each(cases)('%s', async (code, call) => {
    expect(await errorOf(call())).toBe(code);
  });

  test('says where blocks are wrong', async () => {
    const blocks = [{ type: 'alert', text: plain('x') }];
    expect(await failureOf(post(marketingOps, { blocks }))).toMatchObject({
      data: { response_metadata: { messages: ['[ERROR] blocks[0]: alert is not allowed in a message'] } },
    });
  });

  test('scopes, membership, other people’s messages, DMs, permalinks', async () => {
    slack.change((state) => {
      for (const channel of state.channels) {
        if (channel.id === marketingOps)
          channel.members = channel.members.filter((id) => !id.startsWith('U0REKEY'));
      }
      const mine = {
        blocks: [],
        values: {},
        user: ada,
        channel: extAcme,
        text: 'mine',
        ts: '1700000000.000001',
      };
      state.messages.push(mine);
    });
    expect(await errorOf(post(marketingOps))).toBe('not_in_channel');
    expect(await errorOf(web.chat.update({ channel: extAcme, ts: '1700000000.000001', text: 'x' }))).toBe(
      'cant_update_message',
    );
    expect(await errorOf(web.conversations.info({ channel: 'D0ADA00001' }))).toBe('channel_not_found');
    const dm = await post(ada);
    expect(dm.channel).toBe('D0ADA00001');
    expect(await errorOf(web.conversations.info({ channel: 'D0ADA00001' }))).toBe('missing_scope');
    expect((await web.conversations.info({ channel: extAcme })).channel).toMatchObject({
      is_ext_shared: true,
      is_member: true,
    });
    const { permalink } = await web.chat.getPermalink({ channel: 'D0ADA00001', message_ts: dm.ts ?? '' });
    expect(permalink).toBe(`${slack.url}/archives/D0ADA00001/p${dm.ts?.replace('.', '')}`);
    expect(Number((await post(ada)).ts)).toBeGreaterThan(Number(dm.ts));
  });

  test('threads, broadcasts, metadata', async () => {
    const { ts = '' } = await post(marketingOps, {
      metadata: { event_type: 'card', event_payload: { id: 'r1' } },
    });
    const reply = await post(marketingOps, { thread_ts: ts, reply_broadcast: true });
    expect(slack.state.messages(marketingOps)).toHaveLength(1);
    expect(slack.state.thread(marketingOps, ts)).toMatchObject([{ ts: reply.ts, reply_broadcast: true }]);
    expect(slack.state.message(marketingOps, ts)?.metadata?.event_payload).toEqual({ id: 'r1' });
    expect(await errorOf(post(marketingOps, { thread_ts: reply.ts }))).toBe('cannot_reply_to_message');
  });

  test('users.info tells guests, externals and the deactivated apart', async () => {
    expect((await web.users.info({ user: gus })).user).toMatchObject({
      is_ultra_restricted: true,
      team_id: 'T0REKEY001',
    });
    const external = (await web.users.info({ user: vera })).user;
    expect(external).toMatchObject({
      team_id: 'T0ACME0001',
      is_stranger: false,
      tz: 'Europe/Stockholm',
      tz_offset: 3600,
    });
    expect(external).not.toHaveProperty('is_admin');
    expect((await web.users.info({ user: dex })).user).toMatchObject({ deleted: true });
    expect((await web.users.info({ user: ada })).user).toMatchObject({ is_admin: true, is_owner: true });
  });
});

describe('response urls', () => {
  const headers = { 'content-type': 'application/json' };
  const respond = async (url: string, body: object) =>
    (await fetch(url, { method: 'POST', body: JSON.stringify(body), headers })).status;
  const urlOf = (method: string) => {
    const { request } = slack.traffic.of(method).at(-1) ?? {};
    return (request as { response_url: string }).response_url;
  };

  test('five uses; visible to all when asked; thirty minutes', async () => {
    await slack.as(ada).slash(marketingOps, '/rekey x');
    const url = urlOf('slash_command');
    expect(await respond(url, { text: 'for all', response_type: 'in_channel' })).toBe(200);
    expect(slack.state.messages(marketingOps).some((message) => message.text === 'for all')).toBe(true);
    expect(await respond(url, { text: '<!here>' })).toBe(400);
    for (let use = 3; use <= 5; use += 1) expect(await respond(url, { text: `use ${use}` })).toBe(200);
    expect(await respond(url, { text: 'use 6' })).toBe(404);
    await slack.as(ada).slash(marketingOps, '/rekey y');
    now = now.plus({ minutes: 31 });
    expect(await respond(urlOf('slash_command'), { text: 'late' })).toBe(404);
  });

  test('replace and delete the message itself', async () => {
    const button = { type: 'button', action_id: 'quiet', text: plain('Quiet') };
    const { ts } = await post(marketingOps, { blocks: [{ type: 'actions', elements: [button] }] });
    const message = slack.state.messages(marketingOps)[0];
    if (message) await slack.as(otto).click(message, 'quiet');
    const url = urlOf('block_actions');
    expect(await respond(url, { text: 'replaced', replace_original: true })).toBe(200);
    expect(slack.state.message(marketingOps, ts ?? '')?.text).toBe('replaced');
    expect(await respond(url, { delete_original: true })).toBe(200);
    expect(slack.state.message(marketingOps, ts ?? '')).toBeNull();
  });
});

describe('faults', () => {
  const hello = () => post(marketingOps);

  test('errors, statuses, rate limits, lost answers, hanging', async () => {
    slack.fail({
      method: 'chat.postMessage',
      error: 'token_revoked',
      times: 2,
      match: (fields) => fields['text'] === 'hello',
    });
    expect(await errorOf(hello())).toBe('token_revoked');
    expect((await web.chat.postMessage({ channel: marketingOps, text: 'other' })).ok).toBe(true);
    expect(await errorOf(hello())).toBe('token_revoked');
    slack.fail({ method: '*', status: 503 });
    expect(await errorOf(hello())).toMatchObject({ statusCode: 503 });
    slack.fail({ method: 'chat.postMessage', rateLimited: 7 });
    const strict = client('xoxb-1', { rejectRateLimitedCalls: true });
    const limited = strict.chat.postMessage({ channel: marketingOps, text: 'x' });
    expect(await failureOf(limited)).toMatchObject({ retryAfter: 7 });
    expect(slack.state.messages(marketingOps)).toHaveLength(1);
    slack.fail({ method: 'chat.postMessage', dropAfterSuccess: true });
    expect(await errorOf(hello())).toBeInstanceOf(Error);
    expect(slack.state.messages(marketingOps)).toHaveLength(2);
    slack.fail({ method: 'chat.postMessage', hang: 400 });
    expect(await errorOf(hello())).toBeInstanceOf(Error);
    await slack.quiet(200);
    expect(slack.state.messages(marketingOps)).toHaveLength(2);
    const stop = slack.fail({ method: 'chat.postMessage', error: 'fatal_error', times: 99 });
    stop();
    expect((await hello()).ok).toBe(true);
  });
});

test('a workspace outlives its process', async () => {
  const stateFile = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'data', 'slack.json');
  const options = { ...sandboxOptions(), stateFile };
  const before = await createSlackSandbox(options);
  await client('xoxb-1', { slackApiUrl: before.apiUrl }).chat.postMessage({
    channel: marketingOps,
    text: 'kept',
  });
  await before.close();
  expect(existsSync(stateFile) && readFileSync(stateFile, 'utf8')).toContain('kept');
  const after = await createSlackSandbox(options);
  expect(after.state.messages(marketingOps)).toMatchObject([{ text: 'kept' }]);
  after.reset();
  expect(after.state.messages(marketingOps)).toEqual([]);
  await after.close();
});
