import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { App } from '@slack/bolt';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Edge } from '../../src/slack/edge.ts';
import { SUBCOMMANDS } from '../../src/slack/commands/run.ts';
import { SIGNED_IN_PATH } from '../../src/web/board/paths.ts';
import { registerListeners } from '../../src/slack/listeners.ts';

/**
 * The part of Slack's manifest schema 1.0.0 that we use, as slack.md §7 states it (the schema itself can't be had
 * offline). Like Slack's it lets nothing else pass: a misspelt key is an error.
 */
const text = (minLength: number, maxLength: number) => ({ type: 'string', minLength, maxLength });
const flag = { type: 'boolean' };
const address = { type: 'string', pattern: '^https://', maxLength: 3000 };
const strict = (properties: object, required: string[] = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const SCHEMA = strict(
  {
    _metadata: strict({ major_version: { const: 1 }, minor_version: { const: 1 } }),
    display_information: strict(
      {
        name: text(1, 35),
        description: text(1, 140),
        background_color: { type: 'string', pattern: '^#[0-9a-f]{6}$' },
        long_description: text(175, 4000),
      },
      ['name'],
    ),
    features: strict(
      {
        app_home: strict({
          home_tab_enabled: flag,
          messages_tab_enabled: flag,
          messages_tab_read_only_enabled: flag,
        }),
        bot_user: strict({
          display_name: { type: 'string', pattern: '^[a-z0-9_.-]{1,80}$' },
          always_online: flag,
        }),
        slash_commands: {
          type: 'array',
          maxItems: 50,
          items: strict(
            {
              command: { type: 'string', pattern: '^/\\S{1,31}$' },
              url: address,
              description: text(1, 2000),
              usage_hint: text(1, 1000),
              should_escape: flag,
            },
            ['command', 'description'],
          ),
        },
        shortcuts: { type: 'array', maxItems: 10, items: { type: 'object' } },
      },
      [],
    ),
    oauth_config: strict({
      redirect_urls: { type: 'array', maxItems: 1000, items: address },
      scopes: strict({ bot: { type: 'array', items: { type: 'string' }, uniqueItems: true } }),
    }),
    settings: strict(
      {
        event_subscriptions: strict({
          request_url: address,
          bot_events: { type: 'array', maxItems: 100, items: { type: 'string' } },
        }),
        interactivity: strict({ is_enabled: flag, request_url: address, message_menu_options_url: address }, [
          'is_enabled',
        ]),
        org_deploy_enabled: flag,
        socket_mode_enabled: flag,
        token_rotation_enabled: flag,
      },
      [],
    ),
  },
  ['display_information'],
);

interface Manifest {
  features: {
    slash_commands: { command: string; url: string; usage_hint: string; should_escape: boolean }[];
    shortcuts?: { callback_id: string }[];
  };
  oauth_config: { redirect_urls: string[]; scopes: { bot: string[] } };
  settings: {
    event_subscriptions: { request_url: string; bot_events: string[] };
    interactivity: { request_url: string; message_menu_options_url: string };
  };
}
const manifest = parse(readFileSync('manifest.yml', 'utf8')) as Manifest;

/** What the code registers with Bolt. */
function registered() {
  const found: Record<string, unknown[]> = {
    command: [],
    event: [],
    shortcut: [],
    use: [],
    action: [],
    view: [],
    options: [],
    error: [],
    message: [],
  };
  const app = Object.fromEntries(
    Object.entries(found).map(([name, list]) => [name, (first: unknown) => list.push(first)]),
  );
  registerListeners(app as unknown as App, { command: '/rekey' } as Edge);
  return found;
}

test('the manifest is one that Slack takes', () => {
  const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
  validate(manifest);
  expect(validate.errors).toBeNull();
  const misspelt = structuredClone(manifest) as unknown as { features: Record<string, unknown> };
  misspelt.features['slash_comands'] = [];
  expect(validate(misspelt)).toBe(false);
});

test('commands, shortcuts and events are those the code registers', () => {
  const { command, event, shortcut, message } = registered();
  expect(manifest.features.slash_commands.map((one) => one.command)).toEqual(command);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(event);
  expect((manifest.features.shortcuts ?? []).map((one) => one.callback_id)).toEqual(shortcut);
  expect(message).toEqual([]);
});

test('the hint names every sub-command, and text arrives escaped', () => {
  const [command] = manifest.features.slash_commands;
  const hinted = command?.usage_hint.match(/[a-z]+(?= |$)/g)?.filter((word) => SUBCOMMANDS.includes(word));
  expect(hinted?.sort()).toEqual([...SUBCOMMANDS].sort());
  expect(command?.should_escape).toBe(true);
});

test('Slack sends people back to where the board takes them', () => {
  expect(manifest.oauth_config.redirect_urls).toEqual([`https://rekey.example.com${SIGNED_IN_PATH}`]);
});

test('one address takes everything', () => {
  const { event_subscriptions: events, interactivity } = manifest.settings;
  const urls = [
    events.request_url,
    interactivity.request_url,
    interactivity.message_menu_options_url,
    manifest.features.slash_commands[0]?.url,
  ];
  expect(new Set(urls)).toEqual(new Set(['https://rekey.example.com/slack/events']));
});

/** Web API methods and the scope each needs; null: none (slack.md §7). */
const SCOPE_OF: Record<string, string | null> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'conversations.open': 'im:write',
  'users.info': 'users:read',
  'views.open': null,
  'views.push': null,
  'views.update': null,
  'views.publish': null,
  'auth.test': null,
};

test('the scopes are those of the methods the code calls, and no more', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const source = files.map((name) => readFileSync(`src/${name}`, 'utf8')).join('\n');
  const dotted = source.matchAll(
    /\bclient\s*\.\s*((?:chat|views|users|conversations|auth|files|reactions|team|bots)\.\w+)/g,
  );
  const named = source.matchAll(/apiCall\(\s*'([\w.]+)'/g);
  const called = new Set([...dotted, ...named].map(([, method = '']) => method));
  for (const method of called) expect(Object.keys(SCOPE_OF), method).toContain(method);
  const needed = new Set(['commands', ...[...called].flatMap((method) => SCOPE_OF[method] ?? [])]);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...needed].sort());
});
