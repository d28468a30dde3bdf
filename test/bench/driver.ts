import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/adapters/clock.ts';
import { machineMs, serveParent } from './child.ts';
import { openConnection, type Connection, type LoadAnswer, type LoadRequest } from './connection.ts';

/** A request and a text its answer must hold: an act that was refused must not count as a fast one. */
export interface Checked extends LoadRequest {
  readonly expect: string;
  /** 200 unless told. */
  readonly status?: number;
  /** Signed as Slack does (v0), at the moment of sending. */
  readonly signingSecret?: string;
}

/** `pace` null: each connection sends its next request when it has its answer. Else so many per second, answered or not. */
export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly pace: number | null;
  readonly requests: readonly Checked[];
}

export interface Measured {
  readonly seconds: number;
  /** One per request, in milliseconds, unsorted. */
  readonly latencies: Float64Array;
  /** When each was sent, by the machine's clock. */
  readonly sentMs: Float64Array;
  readonly failures: readonly string[];
}

interface Tally {
  readonly latencies: Float64Array;
  readonly sentMs: Float64Array;
  readonly failures: string[];
}

async function drive(load: Load): Promise<Measured> {
  const opened = Array.from({ length: load.connections }, () => openConnection(load.port));
  const connections = await Promise.all(opened);
  const { length } = load.requests;
  const tally: Tally = {
    latencies: new Float64Array(length),
    sentMs: new Float64Array(length),
    failures: [],
  };
  const startedMs = performance.now();
  await (load.pace === null
    ? closedLoop(load, connections, tally)
    : openLoop(load, connections, tally, load.pace));
  const seconds = (performance.now() - startedMs) / 1000;
  for (const connection of connections) connection.close();
  return { seconds, ...tally };
}

async function closedLoop({ requests }: Load, connections: Connection[], tally: Tally): Promise<void> {
  let next = 0;
  const work = async (connection: Connection) => {
    for (let index = next++; index < requests.length; index = next++)
      await one(connection, requests, index, tally);
  };
  await Promise.all(connections.map(work));
}

async function openLoop(load: Load, connections: Connection[], tally: Tally, pace: number): Promise<void> {
  const { requests, port } = load;
  const startedMs = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; index < requests.length; index++) {
    const waitMs = startedMs + (index * 1000) / pace - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const send = async () => {
      const connection = connections.pop() ?? (await openConnection(port));
      await one(connection, requests, index, tally);
      connections.push(connection);
    };
    running.push(send());
  }
  await Promise.all(running);
}

async function one(
  connection: Connection,
  requests: readonly Checked[],
  index: number,
  tally: Tally,
): Promise<void> {
  const request = requests[index];
  if (!request) return;
  const signed = withSignature(request);
  const sentMs = machineMs();
  const answer = await connection.send(signed);
  tally.latencies[index] = machineMs() - sentMs;
  tally.sentMs[index] = sentMs;
  if (!isExpected(answer, request)) tally.failures.push(`${answer.status} ${answer.body.slice(0, 200)}`);
}

const isExpected = (answer: LoadAnswer, { expect, status = 200 }: Checked) =>
  answer.status === status && answer.body.includes(expect);

function withSignature(request: Checked): LoadRequest {
  const { signingSecret, headers, body = '' } = request;
  if (signingSecret === undefined) return request;
  const timestamp = String(Math.floor(systemClock.now().toSeconds()));
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const signature = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': `v0=${digest}` };
  return { ...request, headers: { ...headers, ...signature } };
}

serveParent<Load>({ isReady: true }, drive);
