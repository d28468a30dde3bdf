import { join } from 'node:path';
import { z } from 'zod';
import type { LogLevel } from './adapters/log-pino.ts';
import { Secret } from './domain/secret.ts';

/** Slack reaches us over signed HTTP requests, or (Socket Mode) we reach Slack. */
export type SlackConfig = { apiUrl: string } & (
  { mode: 'http'; signingSecret: Secret } | { mode: 'socket'; appToken: Secret }
);
export type DatabaseConfig = { kind: 'url'; url: Secret } | { kind: 'embedded'; dataDir: string };
/** The mail server that takes links for vendors without Slack. */
export interface MailConfig {
  readonly url: Secret;
  readonly from: string;
  readonly isLoopback: boolean;
}
/** The app's own credentials, with which the board lets people sign in at Slack. */
export interface SignInConfig {
  /** Who signs the id tokens: the origin of Slack's API. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}
export type KeyringConfig =
  { kind: 'kms'; keyArn: string; region: string; endpoint?: string } | { kind: 'local'; file: string };

/** All that the environment decides; nothing else reads it. */
export interface Config {
  readonly isProduction: boolean;
  readonly slack: SlackConfig;
  readonly botToken: Secret;
  /** Null: the board says how to set it up, and nobody can sign in. */
  readonly signIn: SignInConfig | null;
  readonly database: DatabaseConfig;
  readonly keyring: KeyringConfig;
  /** Null: rekey sends no mail, and admins pass links on themselves. */
  readonly mail: MailConfig | null;
  /** The origin people's browsers use, without a slash at the end. */
  readonly publicUrl: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** How many proxies in front of us may be believed about the caller's address. */
  readonly trustedProxies: number;
  readonly linkHours: number;
  /** The slash command, with its slash. */
  readonly command: string;
}

export type ConfigReading = { ok: true; config: Config } | { ok: false; problems: string[] };

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most));
/** An address, or a name without specials and an address between angle brackets (RFC 5322, 3.4). */
const MAILBOX = /^(?:[^\s@<>,;:"]+@[^\s@<>,;:"]+|[^<>@,;:"\\\p{C}]{1,60} <[^\s@<>,;:"]+@[^\s@<>,;:"]+>)$/u;
const KEY_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/;
const secret = (shape: RegExp) =>
  z
    .string()
    .regex(shape)
    .transform((text) => new Secret(text));

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  SLACK_BOT_TOKEN: secret(/^xoxb-[\w-]+$/),
  SLACK_SIGNING_SECRET: secret(/^[0-9A-Za-z]{16,}$/).optional(),
  SLACK_APP_TOKEN: secret(/^xapp-[\w-]+$/).optional(),
  SLACK_CLIENT_ID: z
    .string()
    .regex(/^[\w.-]{3,64}$/)
    .optional(),
  SLACK_CLIENT_SECRET: secret(/^[0-9A-Za-z]{16,}$/).optional(),
  SLACK_API_URL: z.string().refine(isSafeUrl).default('https://slack.com/api/'),
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl)
    .transform((text) => new Secret(text))
    .optional(),
  DATA_DIR: z.string().default('.data'),
  KMS_KEY_ID: z.string().regex(KEY_ARN).optional(),
  AWS_REGION: z.string().optional(),
  KMS_ENDPOINT: z.string().refine(isSafeUrl).optional(),
  PUBLIC_URL: z.string().refine(isOrigin),
  PORT: whole(0, 65_535).default(3000),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TRUSTED_PROXIES: whole(0, 10).default(0),
  LINK_HOURS: whole(1, 168).default(24),
  SMTP_URL: z
    .string()
    .refine(isSmtpUrl)
    .transform((text) => ({ url: new Secret(text), isLoopback: LOOPBACK.test(new URL(text).hostname) }))
    .optional(),
  MAIL_FROM: z.string().regex(MAILBOX).optional(),
  COMMAND: z
    .string()
    .regex(/^\/[a-z0-9_-]{1,31}$/)
    .default('/rekey'),
});
type Environment = z.infer<typeof environment>;
type Name = keyof Environment;

/** What each should look like and where it is found: for problems, so never with the value that was given. */
const WORDS: Record<Name, string> = {
  NODE_ENV: 'development, test or production',
  SLACK_BOT_TOKEN: 'the bot token, starting with xoxb- (api.slack.com/apps, your app, OAuth & Permissions)',
  SLACK_SIGNING_SECRET:
    'letters and digits, usually 32 (api.slack.com/apps, your app, Basic Information, App Credentials)',
  SLACK_APP_TOKEN:
    'an app-level token with connections:write, starting with xapp- (api.slack.com/apps, your app, Basic Information)',
  SLACK_CLIENT_ID:
    'digits, a dot and digits (api.slack.com/apps, your app, Basic Information, App Credentials)',
  SLACK_CLIENT_SECRET:
    'letters and digits, usually 32 (api.slack.com/apps, your app, Basic Information, App Credentials); leave out both and nobody can sign in to the board',
  SLACK_API_URL:
    'an https URL (http on loopback only), https://slack.com/api/ unless you test against another Slack',
  DATABASE_URL: 'postgres://user:password@host:5432/database (from whoever runs your PostgreSQL)',
  DATA_DIR: 'a folder for the embedded database and the local keyring',
  KMS_KEY_ID:
    "a key's full ARN, arn:aws:kms:<region>:<account>:key/<id>, not an alias (AWS console, KMS, Customer managed keys)",
  AWS_REGION: 'the region of the key, such as eu-west-1; leave it out to take the one in KMS_KEY_ID',
  KMS_ENDPOINT:
    'an https URL (http on loopback only); leave it out unless you use a VPC endpoint or a stand-in',
  PUBLIC_URL:
    'the origin at which browsers reach rekey, such as https://rekey.example.com: https (http on loopback only), no path and no slash at the end',
  PORT: 'a number from 0 to 65535 (0 takes a free one)',
  LOG_LEVEL: 'debug, info, warn, error or silent',
  TRUSTED_PROXIES: 'how many proxies of yours are in front of rekey, 0 to 10',
  LINK_HOURS: 'how many hours a link lives, 1 to 168',
  SMTP_URL:
    'smtps://user:password@host:465 or smtp://user:password@host:587 (from whoever runs your mail); special characters in user and password percent-encoded; leave it out and rekey sends no mail',
  MAIL_FROM: 'the sender of rekey’s mails, such as rekey@acme.example or rekey <rekey@acme.example>',
  COMMAND: 'the slash command of your Slack app, such as /rekey: lower-case letters, digits, - and _',
};

/** Every name the configuration knows. */
export const VARIABLES = Object.keys(WORDS) as readonly Name[];

/** Reads everything at once, so that all problems are named together. Empty and blank count as not set. */
export function readConfig(env: Record<string, string | undefined>): ConfigReading {
  const given = Object.fromEntries(VARIABLES.map((name) => [name, env[name]?.trim() || undefined]));
  const parsed = environment.safeParse(given);
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0] as Name));
  const problems = [...wrong].map((name) => {
    const fault = given[name] === undefined ? 'is missing' : 'is malformed';
    return `${name} ${fault}: it should be ${WORDS[name]}`;
  });
  problems.push(...missingTogether(given));
  return parsed.success && problems.length === 0
    ? { ok: true, config: configOf(parsed.data) }
    : { ok: false, problems };
}

function missingTogether(given: Record<string, string | undefined>): string[] {
  const region = KEY_ARN.exec(given.KMS_KEY_ID ?? '')?.[1];
  const isProduction = given.NODE_ENV === 'production';
  const rules: [boolean, string][] = [
    [
      !given.SLACK_SIGNING_SECRET && !given.SLACK_APP_TOKEN,
      `SLACK_SIGNING_SECRET or SLACK_APP_TOKEN is missing: for HTTP ${WORDS.SLACK_SIGNING_SECRET}; for Socket Mode ${WORDS.SLACK_APP_TOKEN}`,
    ],
    [
      isProduction && !given.DATABASE_URL,
      `DATABASE_URL is missing: the embedded database is not for production; it should be ${WORDS.DATABASE_URL}`,
    ],
    [
      isProduction && !given.KMS_KEY_ID,
      `KMS_KEY_ID is missing: the local keyring is not for production; it should be ${WORDS.KMS_KEY_ID}`,
    ],
    [
      Boolean(given.SMTP_URL) !== Boolean(given.MAIL_FROM),
      given.SMTP_URL
        ? `MAIL_FROM is missing: it should be ${WORDS.MAIL_FROM}`
        : `SMTP_URL is missing although MAIL_FROM is set: it should be ${WORDS.SMTP_URL}`,
    ],
    [
      Boolean(given.SLACK_CLIENT_ID) !== Boolean(given.SLACK_CLIENT_SECRET),
      given.SLACK_CLIENT_ID
        ? `SLACK_CLIENT_SECRET is missing: it should be ${WORDS.SLACK_CLIENT_SECRET}`
        : `SLACK_CLIENT_ID is missing although SLACK_CLIENT_SECRET is set: it should be ${WORDS.SLACK_CLIENT_ID}`,
    ],
    [
      region !== undefined && given.AWS_REGION !== undefined && given.AWS_REGION !== region,
      `AWS_REGION is not the region in KMS_KEY_ID: it should be ${WORDS.AWS_REGION}`,
    ],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, problem]) => problem);
}

function configOf(env: Environment): Config {
  return {
    isProduction: env.NODE_ENV === 'production',
    slack: slackOf(env),
    botToken: env.SLACK_BOT_TOKEN,
    signIn: signInOf(env),
    database: env.DATABASE_URL
      ? { kind: 'url', url: env.DATABASE_URL }
      : { kind: 'embedded', dataDir: env.DATA_DIR },
    keyring: keyringOf(env),
    mail: env.SMTP_URL && env.MAIL_FROM ? { ...env.SMTP_URL, from: env.MAIL_FROM } : null,
    publicUrl: new URL(env.PUBLIC_URL).origin,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    trustedProxies: env.TRUSTED_PROXIES,
    linkHours: env.LINK_HOURS,
    command: env.COMMAND,
  };
}

/** An app token decides for Socket Mode, also when there is a signing secret. */
function slackOf(env: Environment): SlackConfig {
  const apiUrl = env.SLACK_API_URL.replace(/\/*$/, '/');
  if (env.SLACK_APP_TOKEN) return { mode: 'socket', apiUrl, appToken: env.SLACK_APP_TOKEN };
  if (env.SLACK_SIGNING_SECRET) return { mode: 'http', apiUrl, signingSecret: env.SLACK_SIGNING_SECRET };
  throw new Error('neither an app token nor a signing secret'); // readConfig has refused it
}

function signInOf({ SLACK_CLIENT_ID, SLACK_CLIENT_SECRET, SLACK_API_URL }: Environment): SignInConfig | null {
  if (!SLACK_CLIENT_ID || !SLACK_CLIENT_SECRET) return null;
  const issuer = new URL(SLACK_API_URL).origin;
  return { issuer, clientId: SLACK_CLIENT_ID, clientSecret: SLACK_CLIENT_SECRET };
}

function keyringOf(env: Environment): KeyringConfig {
  const region = KEY_ARN.exec(env.KMS_KEY_ID ?? '')?.[1];
  if (!env.KMS_KEY_ID || !region) return { kind: 'local', file: join(env.DATA_DIR, 'keyring.json') };
  const endpoint = env.KMS_ENDPOINT ? { endpoint: env.KMS_ENDPOINT } : {};
  return { kind: 'kms', keyArn: env.KMS_KEY_ID, region, ...endpoint };
}

/** Browsers count these as secure without TLS, and nothing on the way can listen. */
const LOOPBACK = /^(?:localhost|[a-z0-9-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.test(hostname));
}

function isOrigin(text: string): boolean {
  return isSafeUrl(text) && /^https?:\/\/[^/?#\\]+$/i.test(text);
}

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  if (hostname === '' || !['', '/'].includes(pathname) || search || hash) return false;
  return /^smtps?:$/.test(protocol) && [username, password].every(isPercentEncoded);
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname } = new URL(text);
  return /^postgres(?:ql)?:$/.test(protocol) && pathname.length > 1;
}
