import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/adapters/clock.ts';
import { manifestScopes } from '../../sandbox/scopes.ts';
import type { AlsoServe } from '../../sandbox/slack/server.ts';
import { createSlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { argumentOf, serveParent } from './child.ts';
import { BOT_TOKEN, SIGNING_SECRET } from './rekey.ts';

/** `sinkUrl` takes what would go to a `response_url`. */
export interface SlackReady {
  readonly apiUrl: string;
  readonly sinkUrl: string;
}

// The sandbox's Slack, as far away as the real one. Messages are taken and forgotten: a workspace that fills up with
// thousands of them would measure the sandbox.

const { latencyMs } = argumentOf<{ latencyMs: number }>();
let posted = 0;
const also: AlsoServe = async (request, response) => {
  if (latencyMs > 0) await sleep(latencyMs);
  const isMessage = request.url?.startsWith('/api/chat.') === true;
  if (!isMessage && request.url !== '/sink') return false;
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
serveParent(ready);
