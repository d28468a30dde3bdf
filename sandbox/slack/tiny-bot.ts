import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel, type Logger } from '@slack/bolt';
import type { SlackSandbox } from './sandbox.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });

/** For errors that are expected. */
export const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

/** A modal with five kinds of input; it remembers which message it was opened from. */
export const noteModal = (channel: string, ts: string) => ({
  type: 'modal' as const,
  callback_id: 'note',
  private_metadata: JSON.stringify({ channel, ts }),
  title: plain('Note'),
  submit: plain('Save'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'note',
      label: plain('What happened'),
      element: { type: 'plain_text_input' as const, action_id: 'text' },
    },
    {
      type: 'input' as const,
      block_id: 'who',
      label: plain('Who'),
      element: { type: 'users_select' as const, action_id: 'user' },
    },
    {
      type: 'input' as const,
      block_id: 'day',
      label: plain('Day'),
      optional: true,
      element: { type: 'datepicker' as const, action_id: 'date' },
    },
    {
      type: 'input' as const,
      block_id: 'package',
      label: plain('Package'),
      element: { type: 'external_select' as const, action_id: 'package', min_query_length: 0 },
    },
    {
      type: 'input' as const,
      block_id: 'systems',
      label: plain('Systems'),
      element: {
        type: 'checkboxes' as const,
        action_id: 'boxes',
        options: ['sftp', 'api'].map((value) => ({ text: mrkdwn(value.toUpperCase()), value })),
      },
    },
  ],
});

const card = (state: string) => ({
  text: `Card: ${state}`,
  blocks: [
    { type: 'section' as const, text: mrkdwn(`*${state}* &amp; <https://rekey.test/p|page>`) },
    {
      type: 'actions' as const,
      block_id: 'steps',
      elements: [
        { type: 'button' as const, action_id: 'note', text: plain('Add a note'), value: 'r1' },
        { type: 'button' as const, action_id: 'quiet', text: plain('Only me') },
        {
          type: 'overflow' as const,
          action_id: 'more',
          options: [{ text: plain('Cancel rotation'), value: 'cancel' }],
        },
      ],
    },
  ],
});

/** Command, card, modal, edit, ephemeral answers replaced, App Home. */
function tinyBot(receiver: HTTPReceiver, token: string, apiUrl: string): App {
  const bot = new App({
    receiver,
    token,
    clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 } },
    logger: silent,
    deferInitialization: true,
    convoStore: false,
  });
  bot.command('/rekey', async ({ ack, command, client }) => {
    if (command.text === 'silence') return;
    await ack(command.text === 'help' ? 'Try `/rekey start`' : undefined);
    if (command.text !== 'help')
      await client.chat.postMessage({ channel: command.channel_id, ...card(command.text) });
  });
  bot.action('note', async ({ ack, body, client }) => {
    await ack();
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    await client.views.open({
      trigger_id: body.trigger_id,
      view: noteModal(body.channel.id, body.message.ts),
    });
  });
  bot.action('quiet', async ({ ack, body, respond }) => {
    await ack();
    const element = { type: 'button' as const, action_id: 'undo', text: plain('Never mind') };
    await respond({ text: `Only ${body.user.id}`, blocks: [{ type: 'actions', elements: [element] }] });
  });
  bot.action('undo', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'Nothing was done.', replace_original: true });
  });
  bot.action('more', async ({ ack, action, respond }) => {
    await ack();
    if (action.type === 'overflow') await respond(`You chose ${action.selected_option.value}`);
  });
  bot.options('package', async ({ ack, payload }) => {
    const all = ['ESP prod', 'ESP test', 'Reporting'];
    const hits = all.filter((name) => name.toLowerCase().includes(payload.value.toLowerCase()));
    await ack({ options: hits.map((name) => ({ text: plain(name), value: name })) });
  });
  bot.view('note', async ({ ack, view, body, client }) => {
    const { values } = view.state;
    const text = values['note']?.['text']?.value ?? '';
    if (text.length < 5) return ack({ response_action: 'errors', errors: { note: 'Say a little more.' } });
    await ack();
    const { channel, ts } = JSON.parse(view.private_metadata) as { channel: string; ts: string };
    const { selected_user: who } = values['who']?.['user'] ?? {};
    const systems = values['systems']?.['boxes']?.selected_options?.map((option) => option.value).join('+');
    const what = values['package']?.['package']?.selected_option?.value;
    const words = [text, who, values['day']?.['date']?.selected_date, what, systems, body.user.team_id].join(
      ' ',
    );
    await client.chat.update({ channel, ts, ...card(words) });
  });
  bot.view({ callback_id: 'note', type: 'view_closed' }, async ({ ack, body, client }) => {
    await ack();
    await client.chat.postMessage({
      channel: body.user.id,
      text: `Closed, cleared: ${'is_cleared' in body && String(body.is_cleared)}`,
    });
  });
  bot.event('app_home_opened', async ({ event, client }) => {
    const blocks = [{ type: 'header' as const, text: plain('Waiting for you') }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  return bot;
}

/**
 * Starts the sandbox's own trial bot and connects it: the sandbox is held against real Bolt before and beside rekey.
 * Returns how to stop it.
 */
export async function startTinyBot(
  slack: SlackSandbox,
  { token, signingSecret }: { token: string; signingSecret: string },
): Promise<() => Promise<void>> {
  const app = tinyBot(new HTTPReceiver({ signingSecret, logger: silent }), token, slack.apiUrl);
  await app.init();
  const server = (await app.start(0)) as Server;
  slack.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    const stopped = app.stop();
    server.closeAllConnections();
    await stopped;
  };
}
