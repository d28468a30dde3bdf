import { WebClient } from '@slack/web-api';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttons, linksIn, textOf } from '../../sandbox/slack/reading.ts';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { noteModal, silent, startTinyBot } from '../../sandbox/slack/tiny-bot.ts';

const { ada, ben, vera, otto, eve } = PEOPLE;
const { marketingOps, extAcme } = CHANNELS;
const SCOPES = ['commands', 'chat:write', 'users:read', 'channels:read', 'groups:read', 'im:write'];
const plain = (text: string) => ({ type: 'plain_text' as const, text });

let slack: SlackSandbox;
let stopBot: () => Promise<void>;
let web: WebClient;

beforeEach(async () => {
  const now = DateTime.fromISO('2026-11-02T09:00:00Z', { zone: 'utc' }) as DateTime<true>;
  const secrets = { signingSecret: 'shh', botToken: 'xoxb-1' };
  slack = await createSlackSandbox({
    clock: { now: () => now },
    ...secrets,
    scopes: SCOPES,
    patienceMs: 300,
  });
  stopBot = await startTinyBot(slack, { signingSecret: 'shh', token: 'xoxb-1' });
  web = new WebClient('xoxb-1', { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: silent });
});

afterEach(async () => {
  await slack.quiet(20);
  await stopBot();
  await slack.close();
});

/** Ada's card in #marketing-ops. */
async function started(channel: string = marketingOps) {
  await slack.as(ada).slash(channel, '/rekey ESP prod');
  return slack.until(() => slack.state.messages(channel).at(-1));
}

const errorOf = async (call: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  return (error as { data?: { error?: string } } | null)?.data?.error ?? error;
};

describe('a story through every surface', () => {
  test('command, card, button, modal with errors, edit', async () => {
    const message = await started();
    expect(textOf(message)).toBe(
      'ESP prod* & page'.replace('ESP', '*ESP') + '\nAdd a note\nOnly me\nCancel rotation',
    );
    expect(buttons(message)[0]).toEqual({
      text: 'Add a note',
      blockId: 'steps',
      actionId: 'note',
      value: 'r1',
    });
    expect(linksIn(message)).toEqual(['https://rekey.test/p']);

    const person = slack.as(ada);
    expect(await person.click(message, 'Add a note')).toMatchObject({ acked: true, status: 200 });
    const modal = await slack.until(() => person.modal());
    expect(textOf(modal)).toContain('What happened');
    expect(await person.submit()).toEqual({
      errors: expect.objectContaining({ note: 'Please complete this required field.' }) as unknown,
    });
    await person.fill({
      'What happened': 'no',
      Who: '@vera',
      Day: '2026-11-09',
      package: 'ESP prod',
      Systems: ['SFTP', 'api'],
    });
    expect(await person.submit()).toEqual({ errors: { note: 'Say a little more.' } });
    expect(textOf(person.modal())).toContain('Say a little more.');
    await person.fill({ note: 'rotated' });
    expect(await person.submit()).toEqual({ closed: true });
    expect(person.modal()).toBeNull();
    const edited = await slack.until(() => slack.state.messages(marketingOps).find((each) => each.edited));
    expect(edited.text).toBe(`Card: rotated ${vera} 2026-11-09 ESP prod sftp+api T0REKEY001`);
    expect(edited.ts).toBe(message.ts);
  });

  test('an ephemeral answer is theirs alone, and is replaced', async () => {
    const message = await started();
    await slack.as(otto).click(message, { actionId: 'quiet' });
    const first = await slack.until(() => slack.as(otto).lastEphemeral());
    expect(slack.as(ada).ephemerals()).toEqual([]);
    await expect(slack.as(ada).click(first, 'Never mind')).rejects.toThrow(/cannot see/);
    await slack.as(otto).click(first, 'Never mind');
    await slack.until(() => slack.as(otto).lastEphemeral(marketingOps)?.text === 'Nothing was done.');
    expect(slack.as(otto).ephemerals()).toHaveLength(1);
    const { request } = slack.traffic.of('block_actions').at(-1) ?? {};
    expect(request).toMatchObject({ container: { is_ephemeral: true }, channel: { name: 'marketing-ops' } });
    expect(request).not.toHaveProperty('message');
  });

  test('overflow, close with notify, App Home, slash text answer', async () => {
    const message = await started();
    const person = slack.as(ben);
    await person.select(message, 'more', 'Cancel rotation');
    await slack.until(() => person.lastEphemeral()?.text === 'You chose cancel');
    await person.click(message, 'note');
    await slack.until(() => person.modal());
    await person.close({ all: true });
    expect((await slack.until(() => slack.state.dm(ben).at(-1))).text).toBe('Closed, cleared: true');
    expect(textOf(await person.openHome())).toBe('Waiting for you');
    await person.slash(marketingOps, '/rekey help');
    expect(person.lastEphemeral()?.text).toBe('Try `/rekey start`');
  });

  test('what the app is told is what Slack sends', async () => {
    await slack.as(ada).slash(marketingOps, '/rekey A & B <!channel> @vera #ext-acme');
    expect(slack.traffic.of('slash_command')[0]?.request).toMatchObject({
      text: `A &amp; B &lt;!channel&gt; <@${vera}|vera> <#${extAcme}|ext-acme>`,
      channel_name: 'marketing-ops',
      team_id: 'T0REKEY001',
    });
    await slack.until(() => slack.state.messages(marketingOps).length > 0);
    expect(slack.traffic.mentioning('A &amp; B').map(({ method }) => method)).toEqual([
      'slash_command',
      'chat.postMessage',
    ]);
  });

  test('a stale screen and a forged value', async () => {
    const old = await started();
    await web.chat.update({ channel: marketingOps, ts: old.ts, text: 'No buttons any more' });
    await slack.as(ada).click(old, 'Add a note', { value: 'forged' });
    const { request } = slack.traffic.of('block_actions').at(-1) ?? {};
    expect(request).toMatchObject({
      actions: [{ value: 'forged' }],
      message: { text: 'No buttons any more' },
    });
    const none = { blockId: 'x', actionId: 'none' };
    expect(await slack.as(ada).click(old, none, { forged: true, value: '1' })).toMatchObject({
      acked: false,
    });
    await expect(slack.as(ada).click(old, 'Absent')).rejects.toThrow(/there is "Add a note"/);
  });
});

describe('externals and guests', () => {
  test('an external has buttons and modals of their own team, but no command and no Home', async () => {
    const message = await started(extAcme);
    const person = slack.as(vera);
    expect(await person.slash(extAcme, '/rekey help')).toEqual({
      acked: false,
      refused: '/rekey is not a valid command.',
    });
    expect(slack.traffic.of('slash_command')).toHaveLength(1);
    expect(await person.openHome(50)).toBeNull();
    await person.click(message, 'note');
    await slack.until(() => person.modal());
    await person.fill({ note: 'done it', who: vera, package: 'ESP test', systems: true });
    await person.submit();
    const [action] = slack.traffic.of('block_actions');
    expect(action?.request).toMatchObject({
      team: { id: 'T0REKEY001' },
      user: { id: vera, team_id: 'T0ACME0001' },
    });
    const [submission] = slack.traffic.of('view_submission');
    expect(submission?.request).toMatchObject({
      team: { id: 'T0ACME0001' },
      user: { team_id: 'T0ACME0001' },
      view: {
        app_installed_team_id: 'T0REKEY001',
        state: { values: { note: { text: { value: 'done it' } } } },
      },
    });
    await slack.as(eve).click(message, 'quiet');
    await slack.until(() => slack.as(eve).lastEphemeral());
  });
});

describe('views', () => {
  test('a trigger works once; a stack holds three; typed text survives an update; hashes guard', async () => {
    const message = await started();
    const person = slack.as(ada);
    const trigger = () => {
      const { request } = slack.traffic.of('block_actions').at(-1) ?? {};
      return (request as { trigger_id: string }).trigger_id;
    };
    const view = noteModal('C', '1');
    await person.click(message, 'note');
    const first = await slack.until(() => person.modal());
    expect(await errorOf(web.views.open({ trigger_id: trigger(), view }))).toBe('exchanged_trigger_id');
    await person.fill({ note: 'typed' });
    await web.views.update({ view_id: first.id, hash: first.hash, view: { ...view, title: plain('Again') } });
    expect(person.modal()).toMatchObject({ id: first.id, title: plain('Again') });
    expect(person.modal()?.state.values['note']?.['text']?.value).toBe('typed');
    expect(await errorOf(web.views.update({ view_id: first.id, hash: first.hash, view }))).toBe(
      'hash_conflict',
    );
    const push = async () => {
      await person.click(message, 'quiet');
      return web.views.push({ trigger_id: trigger(), view });
    };
    expect((await push()).view).toMatchObject({ root_view_id: first.id, previous_view_id: first.id });
    await push();
    expect(await errorOf(push())).toBe('push_limit_reached');
    await person.close();
    await person.close();
    expect(person.modal()?.id).toBe(first.id);
  });
});

describe('the way to the app', () => {
  test('an app that does not answer, or is not there, is shown to the person', async () => {
    const answer = await slack.as(ada).slash(marketingOps, '/rekey silence');
    expect(answer).toMatchObject({ acked: false, status: null });
    expect(slack.as(ada).warnings()).toMatchObject([{ code: 'operation_timeout', channel: marketingOps }]);
    slack.connect('http://127.0.0.1:9');
    await slack.as(ada).slash(marketingOps, '/rekey x');
    expect(slack.as(ada).warnings().at(-1)?.code).toBe('dispatch_failed');
  });

  test('forged, unsigned and replayed requests reach the app as they are', async () => {
    const body = 'command=%2Frekey&text=x';
    expect((await slack.post(body, { signingSecret: 'guess' })).status).toBe(401);
    expect((await slack.post(body, { signingSecret: null })).status).toBe(401);
    expect((await slack.post(body, { ageSeconds: 600 })).status).toBe(401);
    expect((await slack.event({ type: 'app_uninstalled' }, 'Ev1')).status).toBe(200);
  });
});
