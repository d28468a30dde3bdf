import { createHmac } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import { parseJson } from './json.ts';
import type { Exchange } from './traffic.ts';

/** How a request to the app may differ from a proper one of Slack's. */
export interface Forgery {
  /** Null: no signature headers at all. */
  signingSecret?: string | null;
  /** Seconds by which the timestamp is older than now. */
  ageSeconds?: number;
  contentType?: string;
  headers?: Record<string, string>;
}

/** What the app answered, if it did within the three seconds. */
export interface AppAnswer {
  /** 2xx in time. */
  acked: boolean;
  /** Null after a timeout, a refused connection, or with no app connected. */
  status: number | null;
  failure: 'operation_timeout' | 'dispatch_failed' | 'http_error' | null;
  /** The body as JSON if it is some, else as text. */
  body: unknown;
  ms: number;
}

export interface Delivery {
  /** The base URL of the app; `/slack/events` is added. */
  connect(appUrl: string): void;
  /** Signs and sends a body as it is. */
  send(method: string, rawBody: string, request: unknown, forgery?: Forgery): Promise<AppAnswer>;
  /** A slash command: fields as a form. */
  form(method: string, fields: Record<string, string>, forgery?: Forgery): Promise<AppAnswer>;
  /** An interaction: JSON in the form field `payload`. */
  interaction(payload: Record<string, unknown>, forgery?: Forgery): Promise<AppAnswer>;
  /** An Events API envelope, as JSON. */
  event(envelope: Record<string, unknown>, forgery?: Forgery): Promise<AppAnswer>;
}

const FORM = 'application/x-www-form-urlencoded';

function headersFor(body: string, secret: string, forgery: Forgery): Record<string, string> {
  const { contentType = FORM, ageSeconds = 0, headers = {} } = forgery;
  const plain = { 'content-type': contentType, 'user-agent': 'Slackbot 1.0 (sandbox)', ...headers };
  if (forgery.signingSecret === null) return plain;
  const timestamp = String(Math.floor(systemClock.now().toSeconds()) - ageSeconds);
  const hmac = createHmac('sha256', forgery.signingSecret ?? secret).update(`v0:${timestamp}:${body}`);
  return {
    ...plain,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${hmac.digest('hex')}`,
  };
}

async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<AppAnswer> {
  const start = performance.now();
  const ms = () => Math.round(performance.now() - start);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
    const text = await response.text();
    const failure = response.ok ? null : 'http_error';
    return { acked: response.ok, status: response.status, failure, body: parseJson(text) ?? text, ms: ms() };
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const failure = isTimeout ? 'operation_timeout' : 'dispatch_failed';
    return { acked: false, status: null, failure, body: null, ms: ms() };
  }
}

/** Slack's way to the app: signed with v0 HMAC over the raw body, given up after `timeoutMs`. */
export function createDelivery(options: {
  signingSecret: string;
  timeoutMs: number;
  record(exchange: Exchange): void;
}): Delivery {
  let target: string | null = null;
  const delivery: Delivery = {
    connect: (appUrl) => void (target = new URL('/slack/events', appUrl).href),
    async send(method, rawBody, request, forgery = {}) {
      const answer: AppAnswer = target
        ? await post(target, rawBody, headersFor(rawBody, options.signingSecret, forgery), options.timeoutMs)
        : { acked: false, status: null, failure: 'dispatch_failed', body: null, ms: 0 };
      const { status, body: response } = answer;
      options.record({ direction: 'slack-to-app', method, request, status, response });
      return answer;
    },
    form: (method, fields, forgery) =>
      delivery.send(method, new URLSearchParams(fields).toString(), fields, forgery),
    interaction(payload, forgery) {
      const rawBody = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
      return delivery.send(String(payload['type']), rawBody, payload, forgery);
    },
    event(envelope, forgery = {}) {
      const inner = envelope['event'];
      const method = typeof inner === 'object' && inner && 'type' in inner ? String(inner.type) : 'event';
      const json = { contentType: 'application/json', ...forgery };
      return delivery.send(method, JSON.stringify(envelope), envelope, json);
    },
  };
  return delivery;
}
