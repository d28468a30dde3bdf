import type { Clock } from '../../src/adapters/clock.ts';
import { createDelivery, type AppAnswer, type Delivery, type Forgery } from './deliver.ts';
import { createFaults, type Fault } from './faults.ts';
import type { Hub } from './hub.ts';
import { eventEnvelope } from './payloads.ts';
import { createGrants, type Grants } from './openid/grants.ts';
import { createPerson, type Person } from './person.ts';
import { createResponseUrls } from './response-urls.ts';
import { seedWorkspace } from './seed.ts';
import { listen, type AlsoServe } from './server.ts';
import { readState, type StateReader } from './state-reader.ts';
import { openStateFile } from './state-file.ts';
import { createStore } from './store.ts';
import { createTraffic, type Traffic } from './traffic.ts';
import { createTriggers } from './triggers.ts';
import type { WorkspaceState } from './types.ts';

export interface SlackSandboxOptions {
  /** Message times and the thirty minutes of a `response_url` follow it; signatures and trigger ids follow real time. */
  clock: Clock;
  signingSecret: string;
  botToken: string;
  /** The app's id and secret for Sign in with Slack. */
  signIn?: { clientId: string; clientSecret: string };
  /** The bot scopes of the manifest: any other call answers `missing_scope`. */
  scopes: string[];
  command?: string;
  seed?: WorkspaceState;
  /** Keeps the workspace over restarts: what is in it wins over `seed`. */
  stateFile?: string;
  /** 0, any free one, unless told. */
  port?: number;
  /** Lets the bot open DMs with Slack Connect externals. Not certain of Slack, so refused unless told. */
  externalDms?: boolean;
  /** The demo's panel: asked first about each request. */
  also?: AlsoServe;
  /** How long Slack waits for the app: 3000, as in life, unless told. A trigger id lives as long, and no less. */
  patienceMs?: number;
}

/** A local Slack workspace: the bot's Web API on one side, people on the other. */
export interface SlackSandbox {
  /** The demo's page. */
  readonly url: string;
  /** For `SLACK_API_URL`, with the closing slash. */
  readonly apiUrl: string;
  /** The base URL of the app: requests go to its `/slack/events`. */
  connect(appUrl: string): void;
  close(): Promise<void>;
  readonly state: StateReader;
  readonly traffic: Traffic;
  /** Sign in with Slack, for tests that forge what it says. */
  readonly grants: Grants;
  as(userId: string): Person;
  /** Spoils coming Web API calls or `response_url` answers; returns how to stop it. */
  fail(fault: Fault): () => void;
  /** Changes the workspace behind everybody's back: a member leaves, a channel is archived, somebody is deactivated. */
  change(how: (state: WorkspaceState) => void): void;
  /** Back to the seed: no messages, traffic or faults. */
  reset(): void;
  /** Waits for a value that is neither null, undefined nor false; asks again at each change. Throws after `ms` (Slack's patience). */
  until<Value>(read: () => Value, ms?: number): Promise<NonNullable<Value>>;
  /** Waits until nothing has gone over the wire for `ms` (100). */
  quiet(ms?: number): Promise<void>;
  /** Sends a raw signed (or forged) body to the app. */
  post(rawBody: string, forgery?: Forgery): Promise<AppAnswer>;
  /** Sends an event such as `app_uninstalled`; the same `eventId` twice is Slack's retry. */
  event(
    event: { type: string } & Record<string, unknown>,
    eventId?: string,
    forgery?: Forgery,
  ): Promise<AppAnswer>;
}

const POLL_MS = 10;
const PATIENCE_MS = 3000;

function createHub(options: SlackSandboxOptions, seed: WorkspaceState): { hub: Hub; flush: () => void } {
  const file = options.stateFile ? openStateFile(options.stateFile) : null;
  const store = createStore(seed, options.clock, file);
  const traffic = createTraffic();
  const delivery: Delivery = createDelivery({
    signingSecret: options.signingSecret,
    timeoutMs: options.patienceMs ?? PATIENCE_MS,
    record: (exchange) => traffic.record(exchange),
  });
  const { botToken, scopes, command = '/rekey', externalDms = false } = options;
  const hub: Hub = {
    store,
    triggers: createTriggers(store, Math.max(PATIENCE_MS, options.patienceMs ?? 0)),
    responseUrls: createResponseUrls(store),
    traffic,
    faults: createFaults(),
    grants: createGrants(options.signIn ?? { clientId: '', clientSecret: '' }),
    delivery,
    settings: { botToken, scopes, command, externalDms },
    suggested: new Map(),
    url: '',
    appUrl: '',
  };
  return { hub, flush: () => file?.flush() };
}

async function waitFor<Value>(hub: Hub, read: () => Value, ms: number): Promise<NonNullable<Value> | null> {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = read();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > deadline) return null;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(finish, POLL_MS);
      const stop = hub.store.onChange(() => setImmediate(finish));
      function finish() {
        clearTimeout(timer);
        stop();
        resolve();
      }
    });
  }
}

async function waitForQuiet(hub: Hub, ms: number): Promise<void> {
  let seen = -1;
  while (seen !== hub.traffic.count) {
    seen = hub.traffic.count;
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}

/** Starts the workspace and its server on 127.0.0.1. */
export async function createSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const seed = () => structuredClone(options.seed ?? seedWorkspace());
  const { hub, flush } = createHub(options, seed());
  const server = await listen(hub, options.port ?? 0, options.also);
  const holds = async (isTrue: () => boolean, ms: number) => (await waitFor(hub, isTrue, ms)) !== null;
  return {
    url: hub.url,
    apiUrl: `${hub.url}/api/`,
    connect(appUrl) {
      hub.appUrl = appUrl;
      hub.delivery.connect(appUrl);
    },
    grants: hub.grants,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      flush();
    },
    state: readState(hub.store),
    traffic: hub.traffic,
    as: (userId) => createPerson(hub, userId, holds),
    fail: (fault) => hub.faults.add(fault),
    change(how) {
      how(hub.store.state);
      hub.store.changed();
    },
    reset() {
      hub.store.replace(seed());
      hub.traffic.clear();
      hub.faults.clear();
      hub.suggested.clear();
    },
    async until(read, ms = options.patienceMs ?? PATIENCE_MS) {
      const value = await waitFor(hub, read, ms);
      if (value === null) throw new Error(`not within ${ms} ms: ${read.toString()}`);
      return value;
    },
    quiet: (ms = 100) => waitForQuiet(hub, ms),
    post: (rawBody, forgery) => hub.delivery.send('raw', rawBody, rawBody, forgery),
    event: (event, eventId = hub.store.nextId('Ev'), forgery) =>
      hub.delivery.event(eventEnvelope(hub, event, eventId), forgery),
  };
}
