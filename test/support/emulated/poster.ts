import { createHmac } from 'node:crypto';
import { systemClock } from '../../../src/adapters/clock.ts';
import { parseJson, type JsonObject } from '../../../sandbox/slack/json.ts';
import type { Traffic } from '../../../sandbox/slack/traffic.ts';

/** How fast rekey answers is for `npm run bench` to say. */
const PATIENCE_MS = 20_000;

/** Slack's way to rekey: each request signed over its raw body. Throws unless it is acknowledged. */
export interface Poster {
  /** A slash command. Returns the acknowledgement's body. */
  command(fields: Record<string, string>): Promise<unknown>;
  /** A click, a submission, a search. */
  interaction(payload: JsonObject): Promise<unknown>;
  event(envelope: JsonObject): Promise<unknown>;
}

const FORM = 'application/x-www-form-urlencoded';

/** `target` is rekey's address for Slack; what is sent goes to `traffic` too. */
export function createPoster({
  target,
  signingSecret,
  traffic,
}: {
  target: string;
  signingSecret: string;
  traffic: Traffic;
}): Poster {
  const send = async (what: string, sent: unknown, contentType: string, body: string): Promise<unknown> => {
    const timestamp = String(Math.floor(systemClock.now().toSeconds()));
    const mac = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
    const headers = {
      'content-type': contentType,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${mac}`,
    };
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(target, { method: 'POST', headers, body, signal }).catch(
      (cause: unknown) => {
        throw new Error(`rekey did not acknowledge ${what}`, { cause });
      },
    );
    const text = await response.text();
    const answer = parseJson(text) ?? text;
    const { status } = response;
    traffic.record({ direction: 'slack-to-app', method: what, request: sent, status, response: answer });
    if (status !== 200) throw new Error(`rekey did not acknowledge ${what}: ${status} ${text}`);
    return answer;
  };
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  return {
    command: (fields) => send('slash_command', fields, FORM, form(fields)),
    interaction: (payload) =>
      send(String(payload['type']), payload, FORM, form({ payload: JSON.stringify(payload) })),
    event: (envelope) => send('event', envelope, 'application/json', JSON.stringify(envelope)),
  };
}
