import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { startTinyBot } from '../../sandbox/slack/tiny-bot.ts';
import type { UserState } from '../../sandbox/slack/types.ts';

const { ada, ben, vera } = PEOPLE;
const { marketingOps } = CHANNELS;
const SCOPES = ['commands', 'chat:write', 'users:read', 'channels:read', 'groups:read', 'im:write'];

const now = DateTime.fromISO('2026-11-02T09:00:00Z', { zone: 'utc' }) as DateTime<true>;
let slack: SlackSandbox;
let stopBot: () => Promise<void>;

beforeEach(async () => {
  const secrets = { signingSecret: 'shh', botToken: 'xoxb-1' };
  slack = await createSlackSandbox({ clock: { now: () => now }, ...secrets, scopes: SCOPES });
  stopBot = await startTinyBot(slack, { signingSecret: 'shh', token: 'xoxb-1' });
});

afterEach(async () => {
  await slack.quiet(20);
  await stopBot();
  await slack.close();
});

describe('the demo’s side', () => {
  const api = (path: string, init: RequestInit = {}) => fetch(`${slack.url}/_sandbox/${path}`, init);
  const act = async (name: string, body: object, headers: Record<string, string> = {}) => {
    const all = { 'content-type': 'application/json', ...headers };
    return (await api(name, { method: 'POST', body: JSON.stringify(body), headers: all })).json();
  };
  const stateOf = async (user: string) => (await (await api(`state?user=${user}`)).json()) as UserState;

  test('a person acts through the state API', async () => {
    expect(await act('slash', { user: ada, channel: marketingOps, text: '/rekey go' })).toMatchObject({
      ok: true,
    });
    const message = await slack.until(() => slack.state.messages(marketingOps).at(-1));
    const place = { kind: 'message', channel: marketingOps, ts: message.ts };
    await act('click', { user: ada, place, block_id: 'steps', action_id: 'note' });
    await slack.until(() => slack.as(ada).modal());
    const { modal, conversations } = await stateOf(ada);
    expect(conversations.map(({ name, unread }) => `${name} ${unread}`)).toEqual([
      'marketing-ops 1',
      'ext-acme 0',
      'leadership 0',
      'old-campaigns 0',
    ]);
    const at = { kind: 'modal', view_id: modal?.id };
    const found = await act('suggest', {
      user: ada,
      place: at,
      block_id: 'package',
      action_id: 'package',
      query: 'rep',
    });
    expect(found).toMatchObject({ options: [{ value: 'Reporting' }] });
    const values = {
      note: { text: 'abc' },
      who: { user: ben },
      package: { package: 'Reporting' },
      systems: { boxes: ['api'] },
    };
    expect(await act('submit', { user: ada, view_id: modal?.id, values })).toMatchObject({
      outcome: 'errors',
      errors: { note: 'Say a little more.' },
    });
    expect((await stateOf(ada)).modal?.errors).toEqual({ note: 'Say a little more.' });
    expect(
      await act('submit', { user: ada, view_id: modal?.id, values: { note: { text: 'abcdef' } } }),
    ).toMatchObject({
      outcome: 'closed',
    });
    await act('read', { user: ada, channel: marketingOps });
    expect((await stateOf(ada)).conversations[0]?.unread).toBe(0);
    expect(await act('click', { user: vera, place, block_id: 'steps', action_id: 'note' })).toMatchObject({
      ok: false,
    });
    expect((await stateOf(vera)).conversations.map(({ name }) => name)).toEqual(['ext-acme']);
  });

  test('only its own page may use it', async () => {
    const body = { user: ada, channel: marketingOps, text: '/rekey go' };
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.test' }]) {
      expect(await act('slash', body, headers)).toMatchObject({ ok: false, error: 'foreign page' });
    }
    expect((await api('slash', { method: 'POST', body: JSON.stringify(body) })).status).toBe(415);
    expect((await api('state?user=U0NOBODY')).status).toBe(409);
    expect((await fetch(`${slack.url}/..%2ftypes.js`)).status).toBe(404);
    expect(slack.state.messages(marketingOps)).toEqual([]);
  });

  test('changes are streamed', async () => {
    const leave = new AbortController();
    const response = await api('events', { signal: leave.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^event: change\ndata: {"version":\d+}\n\n$/);
    await slack.as(ada).slash(marketingOps, '/rekey go');
    expect((await reader?.read())?.value).toContain('event: change');
    leave.abort();
  });

  test('the demo’s panel comes first on the same server', async () => {
    const other = await createSlackSandbox({
      clock: { now: () => now },
      signingSecret: 's',
      botToken: 'xoxb-1',
      scopes: SCOPES,
      also(request, response) {
        if (request.url !== '/_sandbox/panel') return Promise.resolve(false);
        response.end('mine');
        return Promise.resolve(true);
      },
    });
    expect(await (await fetch(`${other.url}/_sandbox/panel`)).text()).toBe('mine');
    expect((await fetch(`${other.url}/_sandbox/workspace`)).status).toBe(200);
    await other.close();
  });
});
