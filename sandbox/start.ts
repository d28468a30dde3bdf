import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Log } from '../src/adapters/log.ts';
import { startApp, type RunningApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createMovableClock, type MovableClock } from './clock.ts';
import { createMailbox, type Mailbox } from './mail/mailbox.ts';
import { handleMailRequest } from './mail/serve.ts';
import { createMarketingCloud, type MarketingCloud } from './marketing-cloud/index.ts';
import { handlePanelRequest, type PanelLinks } from './panel/panel.ts';
import { manifestScopes } from './scopes.ts';
import { createSlackSandbox, type SlackSandbox } from './slack/sandbox.ts';

export interface SandboxOptions {
  /** Everything that outlives the process is in here. */
  readonly folder: string;
  /** rekey, Slack, Marketing Cloud; 0 is any free one. */
  readonly ports: { readonly rekey: number; readonly slack: number; readonly setup: number };
  readonly log: Log;
  /** How long Slack waits for rekey, if not three seconds. */
  readonly slackPatienceMs?: number;
  /** Instead of the embedded database in the folder. */
  readonly databaseUrl?: string;
  /** rekey mails links itself; false: an admin passes them on. */
  readonly hasMail?: boolean;
  /** More environment for rekey, such as KMS_KEY_ID. */
  readonly env?: Readonly<Record<string, string>>;
}

/** rekey between a local Slack and a local Marketing Cloud, all on one movable clock. */
export interface Sandbox {
  readonly clock: MovableClock;
  readonly slack: SlackSandbox;
  readonly cloud: MarketingCloud;
  readonly mailbox: Mailbox;
  /** Where vendors without Slack get their link: by mail from rekey, or from an admin. */
  readonly hasMail: boolean;
  readonly app: RunningApp;
  readonly url: string;
  /** Moves the clock, then does what has become due. */
  pass(span: { minutes?: number; hours?: number; days?: number }): Promise<void>;
  stop(): Promise<void>;
}

const SIGNING_SECRET = 'sandboxsigningsecret0123456789ab';
const SIGN_IN = { clientId: '1000200030004.5000600070008', clientSecret: '5a4db0c5a4db0c5a4db0c5a4db0c5a4d' };
const BOT_TOKEN = 'xoxb-sandbox-0000000000-rekeybot';

/** Starts all three and connects them. */
export async function startSandbox({
  folder,
  ports,
  log,
  slackPatienceMs,
  databaseUrl,
  hasMail = true,
  env,
}: SandboxOptions): Promise<Sandbox> {
  mkdirSync(folder, { recursive: true });
  const clock = createMovableClock({ stateFile: join(folder, 'clock.json') });
  const mailbox = await createMailbox({ clock, stateFile: join(folder, 'mail.json') });
  const links = { slack: '', setup: '', mail: '' };
  let app: RunningApp | null = null;
  const panel = { clock, links, onMoved: async () => app?.rounds.settle() };
  const cloud = await createMarketingCloud({
    ...{ clock, panel, port: ports.setup },
    stateFile: join(folder, 'marketing-cloud.json'),
  });
  const slack = await createSlackSandbox({
    ...{
      clock,
      signingSecret: SIGNING_SECRET,
      botToken: BOT_TOKEN,
      signIn: SIGN_IN,
      scopes: manifestScopes(),
      port: ports.slack,
    },
    ...(slackPatienceMs === undefined ? {} : { patienceMs: slackPatienceMs }),
    stateFile: join(folder, 'slack.json'),
    also: async (req, res) =>
      handleMailRequest(req, res, mailbox.letters) || (await handlePanelRequest(req, res, panel)),
  });
  Object.assign(links, {
    slack: slack.url,
    setup: `${cloud.url}/setup`,
    mail: `${slack.url}/mailbox`,
  } satisfies PanelLinks);
  const port = ports.rekey || (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const reading = readConfig({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_CLIENT_ID: SIGN_IN.clientId,
    SLACK_CLIENT_SECRET: SIGN_IN.clientSecret,
    SLACK_API_URL: slack.apiUrl,
    DATA_DIR: join(folder, 'rekey'),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    ...(hasMail ? { SMTP_URL: mailbox.smtpUrl, MAIL_FROM: 'rekey <rekey@northwind.example>' } : {}),
    PUBLIC_URL: url,
    PORT: String(port),
    ...env,
  });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const running = await startApp(reading.config, { clock, log, isUnpaced: true });
  app = running;
  slack.connect(url);
  return {
    ...{ clock, slack, cloud, mailbox, hasMail, url, app: running },
    async pass(span) {
      clock.advance(span);
      await running.rounds.settle();
      slack.change(() => undefined);
    },
    async stop() {
      await running.stop();
      await slack.close();
      await cloud.close();
      await mailbox.close();
    },
  };
}

/** Links carry rekey's own address, so its port must be known before it listens. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
