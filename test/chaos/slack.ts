import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../src/adapters/clock.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Person } from '../../src/domain/people.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import type { Dice } from './dice.ts';
import { EVERYBODY } from './people.ts';

/** A message, or an edit, that Slack has taken, whether or not the sender ever heard of it. */
export interface Take {
  readonly method: 'chat.postMessage' | 'chat.update';
  readonly at: Moment;
  readonly realMs: number;
  readonly channel: string;
  readonly ts: string;
  /** Of posts only. */
  readonly clientMsgId: string | null;
  readonly body: string;
  /** Which start of which instance sent it. */
  readonly sender: string;
  /** False when the connection was cut instead. */
  readonly isAnswered: boolean;
}

/** A Slack that records what it takes and is sometimes unwell. */
export interface UnwellSlack {
  /** Where an instance of that name finds it. */
  apiUrl(sender: string): string;
  readonly takes: readonly Take[];
  /** How often it was unwell, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** From now on nothing goes wrong any more. */
  recover(): void;
  /** Nobody can connect, until it comes `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
}

/** What may happen to a message instead of an answer, and how often. */
const FAULTS = {
  /** Not taken: wait for some seconds. */
  limited: 0.02,
  /** The connection is cut before it was taken. */
  dropped: 0.006,
  /** Taken, and the connection is cut before the answer. */
  cut: 0.006,
  /** Not taken; the answer is an error of the server's. */
  broken: 0.004,
} as const;
type Fault = keyof typeof FAULTS | 'fine';

/** The most that an answer takes, so that a kill has something to hit. */
const SLOWEST_MS = 120;

/** Starts it on a port of its own. */
export async function startUnwellSlack(clock: Clock, dice: Dice): Promise<UnwellSlack> {
  const takes: Take[] = [];
  const health = createHealth(dice);
  const take = (call: Call, fault: Fault): Take => {
    const taken = takeOf(call, fault, { at: clock.now(), place: takes.length });
    takes.push(taken);
    return taken;
  };
  const server = createServer((request, response) => {
    void callOf(request)
      .then((call) => answer(call, response, { chance: health.chance, take, dice }))
      .catch(() => response.destroy());
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    ...{ takes, faults: health.faults, recover: health.recover },
    apiUrl: (sender) => `http://127.0.0.1:${port}/${sender}/api/`,
    down: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    up: () => listen(port),
  };
}

function createHealth(dice: Dice) {
  const faults: Record<string, number> = {};
  let isWell = false;
  const chance = (): Fault => {
    let left = isWell ? 1 : dice.next();
    for (const [fault, share] of Object.entries(FAULTS) as [Fault, number][]) {
      if ((left -= share) < 0) return ((faults[fault] = (faults[fault] ?? 0) + 1), fault);
    }
    return 'fine';
  };
  return { faults, chance, recover: () => void (isWell = true) };
}

/** Slack's `ts` is the second of posting, and what makes it the only one; an edit keeps its own. */
function takeOf(
  { method, sender, given }: Call,
  fault: Fault,
  { at, place }: { at: Moment; place: number },
): Take {
  return {
    method: method === 'chat.update' ? method : 'chat.postMessage',
    ...{ at, sender, realMs: systemClock.now().toMillis(), isAnswered: fault !== 'cut' },
    ts: given.get('ts') ?? `${Math.floor(at.toSeconds())}.${String(place).padStart(6, '0')}`,
    channel: given.get('channel') ?? '',
    clientMsgId: given.get('client_msg_id'),
    body: `${given.get('text') ?? ''}\n${given.get('blocks') ?? ''}`,
  };
}

interface Call {
  readonly sender: string;
  readonly method: string;
  readonly given: URLSearchParams;
}

async function callOf(request: IncomingMessage): Promise<Call> {
  const [, sender = '', , method = ''] = (request.url ?? '').split('/');
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return { sender, method, given: new URLSearchParams(Buffer.concat(parts).toString('utf8')) };
}

async function answer(
  call: Call,
  response: ServerResponse,
  { chance, take, dice }: { chance: () => Fault; take: (call: Call, fault: Fault) => Take; dice: Dice },
): Promise<void> {
  const say = (body: object, status = 200, headers = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
  const { method, given } = call;
  if (!method.startsWith('chat.')) return say(told(method, given));
  // Both before and after it is taken, so that a kill hits either; what was sent whole is taken, whoever died since.
  await sleep(dice.between(0, SLOWEST_MS / 2));
  const fault = chance();
  if (fault === 'limited')
    return say({ ok: false, error: 'ratelimited' }, 429, { 'retry-after': String(5 + (given.size % 25)) });
  if (fault === 'dropped') return void response.destroy();
  if (fault === 'broken') return say({ ok: false, error: 'internal_error' }, 503);
  const { channel, ts } = take(call, fault);
  await sleep(dice.between(0, SLOWEST_MS / 2));
  if (fault === 'cut') return void response.destroy();
  say({ ok: true, channel, ts });
}

function told(method: string, given: URLSearchParams): object {
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: 'T0HOME', team: 'Acme', user_id: 'U0REKEY', bot_id: 'B0REKEY' };
    case 'users.info': {
      const person = EVERYBODY.find(({ userId }) => userId === given.get('user'));
      return person ? { ok: true, user: userOf(person) } : { ok: false, error: 'user_not_found' };
    }
    case 'conversations.open':
      return { ok: true, channel: { id: dmOf(given.get('users') ?? '') } };
    default:
      return { ok: true };
  }
}

/** The direct conversation with somebody. */
export const dmOf = (userId: string): string => `D${userId.slice(1)}`;

const userOf = ({ userId, teamId, name, standing, zone, isWorkspaceAdmin }: Person): object => ({
  ...{ id: userId, team_id: teamId, name, real_name: name, is_admin: isWorkspaceAdmin },
  ...(zone === null ? {} : { tz: zone }),
  ...{ deleted: standing === 'deactivated', is_restricted: standing === 'guest' },
  is_stranger: standing === 'external',
});
