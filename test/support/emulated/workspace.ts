import { createEmulator } from 'emulate';
import { objectsAt, stringAt, type JsonObject } from '../../../sandbox/slack/json.ts';
import type { SandboxMessage } from '../../../sandbox/slack/types.ts';

/** What emulate's `users.info` does not know of a person, added to its answers on the way to rekey. */
export interface Standing {
  readonly team_id?: string;
  readonly tz: string;
  readonly is_restricted?: boolean;
  readonly is_ultra_restricted?: boolean;
  readonly is_stranger?: boolean;
}

/** A workspace that `emulate` keeps: who and what is in it, and its history as people with tokens of their own read it. */
export interface EmulatedWorkspace {
  readonly url: string;
  /** Ids by name: `ada`, `ben`, `vera`, `gus`. New ones at each start. */
  readonly people: Readonly<Record<Name, string>>;
  /** Ids by name: `marketing-ops`, `ext-acme`, and `leadership`, in which the bot is not. */
  readonly channels: Readonly<Record<Channel, string>>;
  standingOf(userId: string): Standing | undefined;
  /** The messages of a channel, oldest first, without replies. */
  history(channel: string): Promise<SandboxMessage[]>;
  /** The replies to a message, oldest first. */
  thread(message: SandboxMessage): Promise<SandboxMessage[]>;
  /** What the bot wrote to somebody alone, as they read it, oldest first. */
  dm(who: Name): Promise<SandboxMessage[]>;
  /** An admin brings the bot into a channel. */
  inviteBot(channel: string): Promise<void>;
  /** A method of emulate's, by our own app and not by rekey: mints trigger ids, draws what an answer asked for. */
  asApp(method: string, fields: JsonObject): Promise<JsonObject>;
  /** What emulate answers rekey's own token, refusals included. */
  asBot(method: string, fields: JsonObject): Promise<JsonObject>;
  close(): Promise<void>;
}

const PEOPLE = {
  ada: { real_name: 'Ada Reyes', is_admin: true, standing: { tz: 'Europe/London' } },
  ben: { real_name: 'Ben Okafor', is_admin: false, standing: { tz: 'America/New_York' } },
  vera: {
    real_name: 'Vera Lindqvist',
    is_admin: false,
    standing: { tz: 'Europe/Stockholm', team_id: 'T0ACME0001', is_stranger: true },
  },
  gus: {
    real_name: 'Gus Marin',
    is_admin: false,
    standing: { tz: 'Europe/London', is_restricted: true, is_ultra_restricted: true },
  },
} as const;
export type Name = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Name[];
const CHANNELS = ['marketing-ops', 'ext-acme', 'leadership'] as const;
type Channel = (typeof CHANNELS)[number];

export const TEAM = { id: 'T000000001', domain: 'northwind', name: 'Northwind' };
export const APP = { app_id: 'A0REKEY001', bot_id: 'B0REKEY001', user_id: 'U0REKEYBOT' };
const APP_TOKEN = 'xoxb-our-own-hand';
const READER_TOKEN = 'xoxp-reads-history';
const readerOf = (name: Name) => `xoxp-${name}`;
const READS = ['channels:history', 'groups:history', 'channels:read', 'groups:read', 'users:read'];

/** emulate's seed: a token for the bot with these scopes and no others; people and channels get ids of its choosing. */
const seedFor = (bot: { token: string; scopes: readonly string[] }) => ({
  team: { name: TEAM.name, domain: TEAM.domain },
  strict_scopes: true,
  users: NAMES.map((name) => ({
    name,
    real_name: PEOPLE[name].real_name,
    is_admin: PEOPLE[name].is_admin,
  })),
  channels: CHANNELS.map((name) => ({ name, is_private: name === 'leadership' })),
  oauth_apps: [
    {
      ...{ app_id: APP.app_id, bot_id: APP.bot_id, bot_user_id: APP.user_id, bot_name: 'rekey' },
      ...{ name: 'rekey', client_id: '1.2', client_secret: 'none', redirect_uris: [], scopes: bot.scopes },
    },
  ],
  tokens: [
    { ...APP, ...bot, type: 'bot' },
    { ...APP, token: APP_TOKEN, type: 'bot', scopes: [] },
    { token: READER_TOKEN, user: 'admin', scopes: [...READS, 'groups:write'] },
    ...NAMES.map((name) => ({
      token: readerOf(name),
      user: name,
      scopes: ['im:read', 'im:history'],
    })),
  ],
});

/** Starts emulate's Slack on a port of its own. */
export async function startWorkspace(bot: {
  token: string;
  scopes: readonly string[];
}): Promise<EmulatedWorkspace> {
  const emulator = await createEmulator({ service: 'slack', port: 0, seed: { slack: seedFor(bot) } });
  const [ask, call] = [asker(emulator.url), caller(emulator.url)];
  const users = objectsAt(await call(READER_TOKEN, 'users.list', {}), 'members');
  const types = 'public_channel,private_channel';
  const listed = objectsAt(await call(READER_TOKEN, 'conversations.list', { types }), 'channels');
  const people = idsBy(users, NAMES);
  const messagesOf = async (token: string, method: string, fields: JsonObject) => {
    const found = objectsAt(await call(token, method, { limit: 200, ...fields }), 'messages');
    return found.map((one) => messageOf(one, String(fields['channel'])));
  };
  return {
    url: emulator.url,
    people,
    channels: idsBy(listed, CHANNELS),
    standingOf: (userId) => {
      const name = NAMES.find((one) => people[one] === userId);
      return name && PEOPLE[name].standing;
    },
    history: async (channel) =>
      (await messagesOf(READER_TOKEN, 'conversations.history', { channel })).toReversed(),
    thread: async ({ channel, ts }) =>
      (await messagesOf(READER_TOKEN, 'conversations.replies', { channel, ts })).slice(1),
    async dm(who) {
      const open = await call(readerOf(who), 'conversations.list', { types: 'im' });
      const [channel] = objectsAt(open, 'channels').map(({ id }) => id);
      if (channel === undefined) return [];
      return (await messagesOf(readerOf(who), 'conversations.history', { channel })).toReversed();
    },
    inviteBot: async (channel) =>
      void (await call(READER_TOKEN, 'conversations.invite', { channel, users: APP.user_id })),
    asApp: (method, fields) => call(APP_TOKEN, method, fields),
    asBot: (method, fields) => ask(bot.token, method, fields),
    close: () => emulator.close(),
  };
}

/** Calls emulate as Slack's own client would. */
const asker =
  (url: string) =>
  async (token: string, method: string, fields: JsonObject): Promise<JsonObject> => {
    const response = await fetch(`${url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    return (await response.json()) as JsonObject;
  };

/** The same for calls of ours, which must succeed. */
const caller = (url: string) => async (token: string, method: string, fields: JsonObject) => {
  const answer = await asker(url)(token, method, fields);
  if (answer['ok'] !== true) throw new Error(`emulate refused ${method}: ${JSON.stringify(answer)}`);
  return answer;
};

function idsBy<N extends string>(listed: readonly JsonObject[], names: readonly N[]): Record<N, string> {
  const ids = names.map((name) => {
    const found = listed.find((one) => one['name'] === name);
    if (!found) throw new Error(`emulate does not know ${name}`);
    return [name, stringAt(found, 'id')] as const;
  });
  return Object.fromEntries(ids) as Record<N, string>;
}

/** With the fields that history leaves out because the call named them. */
const messageOf = (found: JsonObject, channel: string): SandboxMessage =>
  ({ blocks: [], ...found, channel, values: {} }) as unknown as SandboxMessage;
