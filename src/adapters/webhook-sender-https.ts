import { lookup } from 'node:dns/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { hostOf, isAddress, isLoopbackAddress, isLoopbackHost, isPublicAddress } from './public-address.ts';
import {
  WebhookFailed,
  type TargetFault,
  type WebhookAnswer,
  type WebhookFault,
  type WebhookRequest,
  type WebhookSender,
} from './webhook-sender.ts';

interface Found {
  readonly address: string;
  readonly family: number;
}
type Resolve = (host: string) => Promise<readonly Found[]>;

export interface WebhookSenderOptions {
  /** rekey's own `PUBLIC_URL`. Where that is on loopback, so may targets be, over http too: for the demo. */
  readonly ownUrl: string;
  /** For the whole attempt, whatever takes so long; shorter in tests. */
  readonly timeoutMs?: number;
  /** Another DNS, in tests. */
  readonly resolve?: Resolve;
  /** What counts as public, in tests, which can't have the internet. */
  readonly isPublic?: (address: string) => boolean;
  /** Another authority, in tests. */
  readonly ca?: string;
}

const TIMEOUT_MS = 10_000;
const LONGEST_URL = 2000;
/** Read, so that the target may finish its answer in peace, and thrown away. */
const MOST_BODY_BYTES = 4096;

interface Way {
  readonly mayReachLoopback: boolean;
  readonly mayReach: (address: string) => boolean;
  readonly resolve: Resolve;
  readonly timeoutMs: number;
  readonly agents: { readonly http: HttpAgent; readonly https: HttpsAgent };
}

/**
 * Posts over https. The address is judged where the connection is made: what the hook of `lookup` has let through is
 * what is connected to, so that a name can't lead elsewhere between the two. Agents of its own: no connection is kept,
 * and no proxy taken from the environment.
 */
export function httpsWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { ownUrl, ca, timeoutMs = TIMEOUT_MS, isPublic = isPublicAddress } = options;
  const mayReachLoopback = isLoopbackHost(hostOf(new URL(ownUrl)));
  const tls = { rejectUnauthorized: true, ...(ca ? { ca } : {}) };
  const way: Way = {
    ...{ mayReachLoopback, timeoutMs },
    mayReach: (address) => isPublic(address) || (mayReachLoopback && isLoopbackAddress(address)),
    resolve: options.resolve ?? ((host) => lookup(host, { all: true })),
    agents: {
      http: new HttpAgent({ keepAlive: false }),
      https: new HttpsAgent({ keepAlive: false, ...tls }),
    },
  };
  return {
    judge: (url) => judge(way, url),
    async send(request) {
      const fault = judge(way, request.url);
      if (fault) throw new WebhookFailed(fault);
      return exchange(way, request);
    },
  };
}

function judge({ mayReachLoopback, mayReach }: Way, text: string): TargetFault | null {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return 'malformed';
  const url = new URL(text);
  // As it is stored, and judged once more before every request: with what is escaped in it.
  if (url.href.length > LONGEST_URL) return 'malformed';
  const host = hostOf(url);
  const isLocal = isLoopbackHost(host);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal && mayReachLoopback))
    return 'not_https';
  if (url.username || url.password) return 'has_credentials';
  if (url.hash) return 'malformed';
  const isRefused = isAddress(host) ? !mayReach(host) : isLocal && !mayReachLoopback;
  return isRefused ? 'private_address' : null;
}

function exchange(way: Way, { url, headers, body }: WebhookRequest): Promise<WebhookAnswer> {
  const isTls = new URL(url).protocol === 'https:';
  const agent = isTls ? way.agents.https : way.agents.http;
  const length = { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    let answer: WebhookAnswer | null = null;
    const sending = (isTls ? httpsRequest : httpRequest)(url, {
      ...{ method: 'POST', agent, lookup: checkedLookup(way) },
      headers: { ...headers, ...length },
    });
    const end = (fault: WebhookFault) => {
      clearTimeout(timer);
      if (answer) resolve(answer);
      else reject(new WebhookFailed(fault));
      sending.destroy();
    };
    const timer = setTimeout(() => end('timed_out'), way.timeoutMs);
    sending.on('response', (response) => {
      answer = answerOf(response);
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BODY_BYTES) end('broken_off');
      });
      for (const event of ['end', 'error', 'close']) response.on(event, () => end('broken_off'));
    });
    sending.on('error', (error) => end(faultOf(error)));
    sending.on('close', () => end('broken_off'));
    sending.end(body);
  });
}

/** The addresses of a name. Every one must be allowed: of several nobody knows which is taken. */
async function addressesOf({ resolve, mayReach }: Way, host: string): Promise<[Found, ...Found[]]> {
  const [first, ...others] = await resolve(host).catch(() => []);
  if (!first) throw new WebhookFailed('unknown_name');
  if (![first, ...others].every(({ address }) => mayReach(address)))
    throw new WebhookFailed('private_address');
  return [first, ...others];
}

function checkedLookup(way: Way): LookupFunction {
  const find = callbackify((host: string) => addressesOf(way, host));
  return (host, { all }, callback) =>
    find(host, (error, found) => {
      if (error) return callback(error, '');
      const [{ address, family }] = found;
      return all ? callback(null, found) : callback(null, address, family);
    });
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): WebhookAnswer {
  const wish = headers['retry-after'] ?? '';
  return { status: statusCode, retryAfterSeconds: /^\d{1,9}$/.test(wish) ? Number(wish) : null };
}

const NO_WAY =
  /^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ENETDOWN|ETIMEDOUT|EADDRNOTAVAIL|EACCES|EPERM)$/;
/** OpenSSL's reasons against a certificate, Node's own, and a server that speaks no TLS. */
const NO_TLS =
  /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|INVALID_|HOSTNAME_|PATH_LENGTH)/;

function faultOf(error: Error & { code?: unknown }): WebhookFault {
  if (error instanceof WebhookFailed) return error.reason;
  const code = typeof error.code === 'string' ? error.code : '';
  if (NO_WAY.test(code)) return 'unreachable';
  return NO_TLS.test(code) ? 'no_tls' : 'broken_off';
}
