import { exportFile, importFacts, previewOf } from './import-in-memory.ts';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import express from 'express';
import { DateTime } from 'luxon';
import { joseReaderSeal } from '../../src/adapters/reader-seal-jose.ts';
import type { ReaderKey } from '../../src/adapters/reader-seal.ts';
import { faultOf } from '../../src/adapters/fault.ts';
import type { Log, LogFields } from '../../src/adapters/log.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { Secret } from '../../src/domain/secret.ts';
import { readSecret } from '../../src/domain/secret-format.ts';
import type { CalendarFacts, DepositPageFacts, HandoffPageFacts } from '../../src/usecases/facts.ts';
import { boardFacts } from '../support/board-facts.ts';
import type { ImportFacts } from '../../src/usecases/open-import.ts';
import type { BoardRefusal } from '../../src/usecases/board-refusals.ts';
import type { BoardPageFacts } from '../../src/usecases/visit-board.ts';
import { refused, type Refusal } from '../../src/usecases/refusals.ts';
import { createWebRouter } from '../../src/web/router.ts';
import { createWebServer, SERVER_LIMITS, type ServerLimits } from '../../src/web/server.ts';
import type { WebUsecases } from '../../src/web/usecases.ts';

export const TOKEN = 'tok_tok_tok_tok_tok_tok_tok_tok_tok_tok_tok';
/** As a browser remembers an attempt to sign in. */
export const ATTEMPT = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };
export const CODE = '7K3M0Q1Z';
export const SECRET = 'SFMC_cAnArY0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';

export const moment = (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }) as Moment;
export const AT = moment('2026-11-20T14:05:30Z');

export const depositFacts: DepositPageFacts = {
  workspaceName: 'Northwind',
  packageName: 'Journey API',
  generationNumber: 3,
  isAgain: false,
  vendors: ['Blue Agency', 'Data Loader Ltd'],
  at: AT,
};

export const handoffFacts: HandoffPageFacts = {
  workspaceName: 'Northwind',
  packageName: 'Journey API',
  vendorName: 'Blue Agency',
  clientId: 'a1b2c3d4e5f6g7h8i9j0k1l2',
  subdomain: 'mc563885gzs27c5t9-63k636ttgm',
  businessUnits: [
    { mid: '510001234', name: 'Northwind Retail' },
    { mid: '510005678', name: 'Northwind Wholesale' },
  ],
  systems: ['Segment sync', 'Nightly export'],
  status: 'collectable',
  problem: null,
  answer: null,
  liveAt: AT.minus({ minutes: 40 }),
  oldExpiresOn: '2026-12-01',
  isOutage: false,
  linkExpiresAt: AT.plus({ hours: 23 }),
  collectedAt: null,
  againUntil: null,
  confirmedAt: null,
  proof: null,
  confirmedBy: null,
  at: AT,
};

export const OVER_THE_LINK = { way: 'slack', isLink: true, name: null } as const;

/** What the pages are shown over: one link with its code, its facts, and the next refusal to give. */
export interface World {
  deposit: DepositPageFacts;
  handoff: HandoffPageFacts;
  calendar: CalendarFacts;
  import: ImportFacts;
  /** Whom the secret was sealed to, until it is put away. */
  collectedBy: ReaderKey | null;
  /** Given once instead of doing what is asked next, unless that is a peek. */
  refuseNext: Refusal | null;
  throwNext: Error | null;
  isLinkDead: boolean;
  isSignedIn: boolean;
  /** Given once to whoever comes to the board, or back to it. */
  turnAwayNext: BoardRefusal | null;
  board: BoardPageFacts;
  healthy: boolean;
  /** Every use case called, with its input as it came. */
  readonly calls: { name: keyof WebUsecases; input: Record<string, unknown> }[];
  readonly log: { level: string; message: string; fields: LogFields | undefined }[];
}

export const newWorld = (): World => ({
  deposit: depositFacts,
  handoff: handoffFacts,
  calendar: { name: 'Northwind', isFile: false, events: [], at: AT },
  import: importFacts(AT),
  collectedBy: null,
  refuseNext: null,
  throwNext: null,
  isLinkDead: false,
  isSignedIn: false,
  turnAwayNext: null,
  board: boardFacts(),
  healthy: true,
  calls: [],
  log: [],
});

/** Use cases over one world in memory, of the same types as the real ones. */
export function inMemoryUsecases(world: World): WebUsecases {
  const guard = (name: keyof WebUsecases, input: object): Refusal | null => {
    world.calls.push({ name, input: input as Record<string, unknown> });
    if (world.throwNext) throw take(world, 'throwNext');
    const { token, code } = input as { token: string; code?: string | null };
    if (token !== TOKEN || world.isLinkDead) return { code: 'link_not_usable' };
    if (code === undefined || code === null) return null;
    return code === CODE ? take(world, 'refuseNext') : { code: 'wrong_code' };
  };
  const on = <Name extends Exclude<keyof WebUsecases, keyof ReturnType<typeof inMemoryBoard>>>(
    name: Name,
    run: (
      input: Parameters<WebUsecases[Name]>[0],
    ) => Awaited<ReturnType<WebUsecases[Name]>> | ReturnType<WebUsecases[Name]>,
  ) =>
    (async (input: Parameters<WebUsecases[Name]>[0]) => {
      const refusal = guard(name, input);
      return refusal ? refused(refusal) : run(input);
    }) as WebUsecases[Name];
  const change = (changed: Partial<HandoffPageFacts>) => {
    world.handoff = { ...world.handoff, ...changed };
    return { ok: true, facts: world.handoff } as const;
  };
  return {
    peekDeposit: on('peekDeposit', () => ({ ok: true, workspaceName: world.deposit.workspaceName })),
    openDeposit: on('openDeposit', () => ({ ok: true, facts: world.deposit })),
    depositSecret: on('depositSecret', ({ secret, generatedAt, acceptsWarnings }) => {
      const reading = readSecret(secret);
      if (!reading.ok) return refused({ code: reading.refusal });
      const { warnings } = reading;
      if (warnings.length > 0 && !acceptsWarnings) return refused({ code: 'secret_needs_a_look', warnings });
      const { packageName, generationNumber, vendors } = world.deposit;
      const liveAt = generatedAt.plus({ minutes: 5 });
      const expiresOn = generatedAt.plus({ days: 180 }).toISODate();
      return { ok: true, receipt: { packageName, generationNumber, vendors, liveAt, expiresOn } };
    }),
    peekHandoff: on('peekHandoff', () => {
      const { workspaceName, vendorName } = world.handoff;
      return { ok: true, workspaceName, vendorName };
    }),
    openHandoff: on('openHandoff', () => ({ ok: true, facts: world.handoff })),
    collectSecret: on('collectSecret', async ({ reader }) => {
      const { status, collectedAt, at } = world.handoff;
      const isAgain = status === 'collected' && isDeepStrictEqual(world.collectedBy, reader);
      if (status !== 'collectable' && !isAgain)
        return refused({ code: 'already_collected', at: (collectedAt ?? at).toISO() });
      world.collectedBy = reader;
      const collected = {
        status: 'collected',
        collectedAt: at,
        againUntil: at.plus({ minutes: 10 }),
      } as const;
      const sealed = await joseReaderSeal.seal(Buffer.from(SECRET), reader);
      return { ...change(collected), sealed, secret: reader.kind === 'script' ? new Secret(SECRET) : null };
    }),
    acknowledgeStored: on('acknowledgeStored', () => {
      world.collectedBy = null;
      return change({ againUntil: null });
    }),
    confirmByLink: on('confirmByLink', ({ systems, proof, isSureTokenIsFresh }) => {
      const { at, collectedAt, systems: all } = world.handoff;
      const missing = all.filter((system) => !systems.includes(system));
      if (missing.length > 0) return refused({ code: 'systems_missing', missing });
      const minutesSinceCollected = Math.floor(at.diff(collectedAt ?? at, 'minutes').minutes);
      if (minutesSinceCollected < 20 && !isSureTokenIsFresh && proof !== 'fresh_token')
        return refused({ code: 'token_may_be_cached', minutesSinceCollected });
      return change({
        status: 'confirmed',
        confirmedAt: at,
        proof,
        confirmedBy: OVER_THE_LINK,
        problem: null,
      });
    }),
    raiseAlarm: on('raiseAlarm', ({ code }) =>
      code === null ? { ok: true, outcome: 'noted' } : { ok: true, outcome: 'void', isOutage: false },
    ),
    reportByLink: on('reportByLink', ({ kind, note }) =>
      note?.includes('SFMC_')
        ? refused({ code: 'looks_like_secret', isLive: false })
        : change({ problem: { kind, note } }),
    ),
    peekImport: on('peekImport', () => ({ ok: true, workspaceName: 'Northwind' })),
    openImport: on('openImport', () => ({ ok: true, facts: world.import })),
    previewImport: on('previewImport', previewOf),
    applyImport: on('applyImport', (input) => {
      const read = previewOf(input);
      if (!read.ok || read.preview.kind !== 'plan')
        return read.ok ? refused({ code: 'import_outdated' }) : read;
      const { added, refused: rows, newAccounts } = read.preview.plan;
      const counts = { added: added.length, changed: 0, unchanged: 0, refused: rows };
      const open = { undated: added.length, unused: added.length, joinLater: [], newAccounts };
      return { ok: true, done: { ...counts, ...open, firstDueOn: null, at: AT } };
    }),
    exportPackages: on('exportPackages', () => ({ ok: true, file: exportFile() })),
    closeImport: on('closeImport', () => ({ ok: true })),
    ...inMemoryBoard(world),
    readCalendar: on('readCalendar', () => ({ ok: true, calendar: world.calendar })),
  };
}

/** One person is signed in, by one token; Slack is asked for nobody. */
function inMemoryBoard(world: World): Pick<WebUsecases, 'beginSignIn' | 'signIn' | 'signOut' | 'visitBoard'> {
  const noted = <Input extends object>(name: keyof WebUsecases, input: Input): Input => {
    world.calls.push({ name, input: input as Record<string, unknown> });
    if (world.throwNext) throw take(world, 'throwNext');
    return input;
  };
  return {
    async beginSignIn() {
      noted('beginSignIn', {});
      return { ok: true, url: 'https://slack.example/openid/connect/authorize?state=x', attempt: ATTEMPT };
    },
    async signIn(input) {
      const { attempt } = noted('signIn', input);
      if (world.turnAwayNext) return { ok: false, refusal: take(world, 'turnAwayNext')! };
      if (!isDeepStrictEqual(attempt, ATTEMPT))
        return { ok: false, refusal: { code: 'sign_in_not_genuine' } };
      world.isSignedIn = true;
      return { ok: true, token: TOKEN };
    },
    async signOut(input) {
      if (noted('signOut', input).token === TOKEN) world.isSignedIn = false;
    },
    async visitBoard(input) {
      const { token } = noted('visitBoard', input);
      if (world.turnAwayNext) return { ok: false, refusal: take(world, 'turnAwayNext')! };
      if (token === TOKEN && world.isSignedIn) return { ok: true, board: world.board };
      return { ok: false, refusal: { code: 'not_signed_in', hadOne: token !== null } };
    },
  };
}

function take<Key extends 'refuseNext' | 'throwNext' | 'turnAwayNext'>(world: World, key: Key): World[Key] {
  const value = world[key];
  world[key] = null as World[Key];
  return value;
}

const memoryLog = (world: World): Log => {
  const write = (level: string) => (message: string, fields?: LogFields) =>
    void world.log.push({ level, message, fields });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
};

interface Serving {
  publicUrl?: string;
  actsPerMinute?: number;
  port?: number;
  trustedProxies?: number;
  serverLimits?: Partial<ServerLimits>;
}

/** The real router in the real server over the world, on a free port. */
export async function servePages(
  world: World,
  {
    actsPerMinute = 10_000,
    port = 0,
    trustedProxies = 0,
    serverLimits = {},
    publicUrl = 'https://rekey.example',
  }: Serving = {},
) {
  const app = express().disable('x-powered-by').set('trust proxy', trustedProxies);
  app.use(
    createWebRouter({
      usecases: inMemoryUsecases(world),
      publicUrl,
      command: '/rekey',
      health: async () => world.healthy,
      log: memoryLog(world),
      ids: { reference: () => 'R3F0NE' },
      faultOf,
      limits: { actsPerMinute },
    }),
  );
  const server = createWebServer(app, { ...SERVER_LIMITS, ...serverLimits });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections, close };
}
