import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/adapters/clock.ts';
import { manifestScopes } from '../../sandbox/scopes.ts';
import type { AlsoServe } from '../../sandbox/slack/server.ts';
import { createSlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { argumentOf, machineMs, serveParent } from './child.ts';
import { BOT_TOKEN, SIGNING_SECRET } from './rekey.ts';

/** What is posted to `sinkUrl`/<number> is an answer to the command of that number, as its `response_url` would be. */
export interface SlackReady {
  readonly apiUrl: string;
  readonly sinkUrl: string;
}

/** When each answer of the last load arrived, by number, in milliseconds of the machine's clock; asked for, then forgotten. */
export type Arrivals = ReadonlyMap<number, number>;

// The sandbox's Slack, as far away as the real one. Messages are taken and forgotten: a workspace that fills up with
// thousands of them would measure the sandbox.

const { latencyMs } = argumentOf<{ latencyMs: number }>();
let posted = 0;
let arrivals = new Map<number, number>();
const also: AlsoServe = async (request, response) => {
  const nowMs = machineMs();
  if (latencyMs > 0) await sleep(latencyMs);
  const { url = '' } = request;
  const number = /^\/sink\/(\d+)$/.exec(url)?.[1];
  if (number !== undefined) arrivals.set(Number(number), nowMs);
  else if (!url.startsWith('/api/chat.')) return false;
  request.resume();
  const ts = `1700000000.${String(++posted).padStart(6, '0')}`;
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, channel: 'C0MOPS0001', ts }));
  return true;
};
const slack = await createSlackSandbox({
  ...{ clock: systemClock, signingSecret: SIGNING_SECRET, botToken: BOT_TOKEN },
  ...{ scopes: manifestScopes(), also },
});
const ready: SlackReady = { apiUrl: slack.apiUrl, sinkUrl: `${slack.url}/sink` };
serveParent<'arrivals' | 'forget'>(ready, async (wish) => {
  const arrived: Arrivals = arrivals;
  if (wish === 'forget') arrivals = new Map();
  return arrived;
});
