import type { Server } from 'node:http';
import { App as Bolt, ExpressReceiver, LogLevel, SocketModeReceiver, type Receiver } from '@slack/bolt';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import express, { type Express } from 'express';
import type { Clock } from './adapters/clock.ts';
import { faultOf } from './adapters/fault.ts';
import { randomIds } from './adapters/ids.ts';
import { kmsKeyring } from './adapters/keyring-kms.ts';
import { localKeyring } from './adapters/keyring-local.ts';
import { smtpMailer } from './adapters/mailer-smtp.ts';
import { joseReaderSeal } from './adapters/reader-seal-jose.ts';
import type { Log } from './adapters/log.ts';
import { slackSignIn } from './adapters/sign-in-slack.ts';
import { slackDirectory } from './adapters/slack-directory.ts';
import { slackLogger } from './adapters/slack-logger.ts';
import { httpsWebhookSender } from './adapters/webhook-sender-https.ts';
import type { Config } from './config.ts';
import { openDatabase, type Database } from './db/connection.ts';
import { RULES } from './domain/rules.ts';
import { migrateDatabase } from './db/migrate.ts';
import { ensureWorkspace, type Workspace } from './db/workspaces.ts';
import { createRounds, type Rounds } from './jobs/rounds.ts';
import { createDeliverer } from './slack/deliver.ts';
import { registerListeners } from './slack/listeners.ts';
import { bindUsecases } from './slack/usecases.ts';
import { deliverMessages } from './usecases/deliver-messages.ts';
import { deliverWebhooks } from './usecases/deliver-webhooks.ts';
import type { Deps } from './usecases/deps.ts';
import { endAbsences } from './usecases/end-absences.ts';
import { createFingerprintKey } from './usecases/fingerprint-key.ts';
import { forgetBoardSessions } from './usecases/forget-board-sessions.ts';
import { forgetReceipts } from './usecases/forget-receipts.ts';
import { forgetGuesses } from './usecases/forget-guesses.ts';
import { letTimePass } from './usecases/let-time-pass.ts';
import { shredReaderCopies } from './usecases/shred-reader-copies.ts';
import { refreshPeople } from './usecases/refresh-people.ts';
import { remindPackages } from './usecases/remind-packages.ts';
import { tellOfDates } from './usecases/tell-of-dates.ts';
import { SIGNED_IN_PATH } from './web/board/paths.ts';
import { headerFloor } from './web/headers.ts';
import { linkMailer } from './web/mails/send.ts';
import { createWebRouter } from './web/router.ts';
import { createWebServer } from './web/server.ts';
import { bindWebUsecases } from './web/bind-usecases.ts';

/** What a test or the demo may bring in place of the real thing. */
export interface Outside {
  readonly clock: Clock;
  readonly log: Log;
  /** As fast as they come, where Slack is our own. */
  readonly isUnpaced?: boolean;
}

/** rekey, running. */
export interface RunningApp {
  readonly port: number;
  readonly rounds: Rounds;
  readonly deps: Deps;
  /** Stops taking requests, lets what runs finish, closes the database. Bounded: about 15 s at worst. */
  stop(): Promise<void>;
}

const ROUND_EVERY_MS = 1_000;
const ACTS_PER_MINUTE = 120;
const GRACE_MS = 5_000;

/** Builds rekey from its configuration and starts it: the only place where clients are constructed. */
export async function startApp(config: Config, outside: Outside): Promise<RunningApp> {
  const database = await openDatabase({ target: targetOf(config) });
  try {
    return await startOn(database, config, outside);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function startOn(database: Database, config: Config, outside: Outside): Promise<RunningApp> {
  await migrateDatabase(database.connect);
  const client = new WebClient(config.botToken.reveal(), clientOptions(config, outside.log));
  const { workspace, slackUrl } = await findWorkspace(client, database, outside.clock);
  let rounds: Rounds | null = null;
  const deps = createDeps(config, {
    ...outside,
    ...{ database, client, workspace, slackUrl, wake: () => rounds?.wake() },
  });
  const usecases = bindUsecases(deps);
  rounds = createSweeps(deps, createDeliverer({ ...deps, client, usecases }));
  const web = express().disable('x-powered-by').set('trust proxy', config.trustedProxies);
  // The pages' router has the floor of its own; Bolt's answers get it here.
  web.use('/slack', headerFloor);
  const receiver = createReceiver(config, web, outside.log);
  const bolt = createBolt(config, receiver, outside.log);
  const { log, ids, clock, directory } = deps;
  const edge = { usecases, directory, log, ids, clock, workspace, command: config.command };
  const inFlight = registerListeners(bolt, edge);
  await bolt.init();
  let isDraining = false;
  const health = async () => !isDraining && (await answers(database));
  const limits = { actsPerMinute: ACTS_PER_MINUTE };
  const { publicUrl, command } = config;
  const pages = { usecases: bindWebUsecases(deps), publicUrl, command, health, limits };
  web.use(createWebRouter({ ...pages, log, ids, faultOf }));
  const server = await listen(web, config.port);
  if (config.slack.mode === 'socket') await bolt.start();
  rounds.start(ROUND_EVERY_MS);
  return {
    port: portOf(server),
    rounds,
    deps,
    async stop() {
      isDraining = true;
      await Promise.race([rounds.stop(), after(GRACE_MS)]);
      if (config.slack.mode === 'socket') await bolt.stop();
      await close(server);
      await Promise.race([Promise.allSettled(inFlight), after(GRACE_MS)]);
      await database.close();
    },
  };
}

const targetOf = ({ database }: Config) =>
  database.kind === 'url' ? { url: database.url.reveal() } : { dataDir: database.dataDir };

/** slack.md §1.4: the client's own retries would post twice; the outbox decides. */
const clientOptions = (config: Config, log: Log): WebClientOptions => ({
  slackApiUrl: config.slack.apiUrl,
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: 10_000,
  logger: slackLogger(log),
});

async function findWorkspace(
  client: WebClient,
  database: Database,
  clock: Clock,
): Promise<{ workspace: Workspace; slackUrl: string }> {
  const self = await client.auth.test();
  if (!self.team_id) throw new Error('Slack did not say which workspace this token belongs to');
  const found = {
    id: randomIds.id(),
    teamId: self.team_id,
    enterpriseId: self.enterprise_id ?? null,
    name: self.team ?? self.team_id,
  };
  const workspace = await ensureWorkspace(database.db, found, clock.now());
  return { workspace, slackUrl: self.url ?? 'https://app.slack.com/' };
}

interface Made extends Outside {
  readonly database: Database;
  readonly client: WebClient;
  readonly workspace: Workspace;
  readonly slackUrl: string;
  readonly wake: () => void;
}

function createDeps(
  config: Config,
  { clock, log, isUnpaced, database, client, workspace, slackUrl, wake }: Made,
): Deps {
  const { db } = database;
  const keyring =
    config.keyring.kind === 'kms'
      ? kmsKeyring(config.keyring)
      : localKeyring({ file: config.keyring.file, production: config.isProduction });
  const workspaceId = workspace.id;
  return {
    ...{ db, clock, log, keyring, workspaceId, slackUrl, wake },
    ids: randomIds,
    command: config.command,
    readerSeal: joseReaderSeal,
    sendLinkMail: config.mail && linkMailer(smtpMailer(config.mail)),
    webhooks: httpsWebhookSender({ ownUrl: config.publicUrl }),
    signIn: config.signIn && slackSignIn({ ...config.signIn, ...backTo(config, workspace) }),
    directory: slackDirectory({ client, home: workspace, clock }),
    fingerprintKey: createFingerprintKey({ db, keyring, workspaceId }),
    publicUrl: config.publicUrl,
    linkHours: config.linkHours,
    pace: isUnpaced ? null : RULES.slackPace,
  };
}

/** The same address stands in manifest.yml: Slack sends browsers nowhere else. */
const backTo = ({ publicUrl }: Config, { teamId }: Workspace) => ({
  redirectUrl: `${publicUrl}${SIGNED_IN_PATH}`,
  teamId,
});

const createSweeps = (deps: Deps, deliver: ReturnType<typeof createDeliverer>): Rounds =>
  createRounds(
    [
      [
        { name: 'forget_receipts', run: () => forgetReceipts(deps) },
        { name: 'shred_reader_copies', run: () => shredReaderCopies(deps) },
        { name: 'forget_guesses', run: () => forgetGuesses(deps) },
        { name: 'forget_board_sessions', run: () => forgetBoardSessions(deps) },
        { name: 'let_time_pass', run: () => letTimePass(deps) },
        { name: 'end_absences', run: () => endAbsences(deps) },
        { name: 'remind_packages', run: () => remindPackages(deps) },
        { name: 'deliver_messages', run: () => deliverMessages(deps, deliver) },
      ],
      // Loops of their own: neither a target that is slow nor a question to Slack may hold up a message.
      [{ name: 'refresh_people', run: () => refreshPeople(deps) }],
      [
        { name: 'tell_of_dates', run: () => tellOfDates(deps) },
        { name: 'deliver_webhooks', run: () => deliverWebhooks(deps) },
      ],
    ],
    deps.log,
  );

const SLACK_BODY_LIMIT = 256 * 1024;

/** Over HTTP Slack's requests come through our own server; in Socket Mode rekey calls Slack, and the server has only pages. */
function createReceiver(config: Config, web: Express, log: Log): Receiver {
  const { slack } = config;
  const logger = slackLogger(log);
  if (slack.mode === 'socket') {
    const installerOptions = { clientOptions: { slackApiUrl: slack.apiUrl } };
    return new SocketModeReceiver({ appToken: slack.appToken.reveal(), installerOptions, logger });
  }
  return new ExpressReceiver({
    signingSecret: slack.signingSecret.reveal(),
    endpoints: '/slack/events',
    app: web,
    bodyLimit: SLACK_BODY_LIMIT,
    // Our listeners answer for themselves; what is thrown here was signed, but is no payload of Slack's. Bolt would say 500.
    processEventErrorHandler: async ({ response }) => {
      if (!response.headersSent) response.writeHead(400).end();
      return false;
    },
    logger,
  });
}

const createBolt = (config: Config, receiver: Receiver, log: Log): Bolt =>
  new Bolt({
    token: config.botToken.reveal(),
    receiver,
    clientOptions: clientOptions(config, log),
    deferInitialization: true,
    convoStore: false,
    logger: slackLogger(log),
    logLevel: LogLevel.WARN,
  });

async function answers(database: Database): Promise<boolean> {
  try {
    await database.sql`select 1`;
    return true;
  } catch {
    return false;
  }
}

const listen = (web: Express, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createWebServer(web);
    server.once('error', reject);
    server.listen(port, () => resolve(server));
  });

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());

/** Requests under way are answered; connections that stay open after the grace period are cut. */
async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  await Promise.race([closed, after(GRACE_MS)]);
  server.closeAllConnections();
  await closed;
}
