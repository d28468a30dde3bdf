import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import { afterEach } from 'vitest';
import { CODE, newWorld, SECRET, servePages, TOKEN } from './in-memory.ts';

// Requests to the pages as any program can make them.

export const HELD = { token: TOKEN, code: CODE };
/** As a program collects: with a key of its own, to which the secret is sealed. */
export const COLLECT = { ...HELD, retry_key: 'ab'.repeat(32) };
export const DEPOSIT = { ...HELD, secret: SECRET, generatedAt: '2026-11-20T14:00:00Z' };
const SYSTEMS = ['Segment sync', 'Nightly export'];
/** What each act needs to be done, in the order in which one world allows it. */
export const ACTS: Record<string, object> = {
  '/deposit/peek': { token: TOKEN },
  '/deposit/open': HELD,
  '/deposit/accept': DEPOSIT,
  '/import/peek': { token: TOKEN },
  '/import/open': HELD,
  '/import/preview': { ...HELD, table: 'Package name\nESP Production' },
  '/import/apply': { ...HELD, table: 'Package name\nESP Production' },
  '/import/export': HELD,
  '/import/close': HELD,
  '/handoff/peek': { token: TOKEN },
  '/handoff/open': HELD,
  '/handoff/collect': COLLECT,
  '/handoff/stored': HELD,
  '/handoff/confirm': { ...HELD, systems: SYSTEMS, proof: 'fresh_token', isSureTokenIsFresh: true },
  '/handoff/alarm': HELD,
  '/handoff/report': { ...HELD, kind: 'other', note: 'It is slow.' },
};
export const PATHS_OF_ACTS = Object.keys(ACTS);
/** Those that take a whole table: up to three megabytes. */
export const TABLE_ACTS = ['/import/preview', '/import/apply'];
export const HELD_ACTS = PATHS_OF_ACTS.filter((path) => !path.endsWith('/peek'));
/** An alarm is heard whatever the link: all others open nothing without one. */
export const ACTS_OF_LINKS = PATHS_OF_ACTS.filter((path) => path !== '/handoff/alarm');
export const LOOKS = [
  '/',
  '/health',
  '/assets/page.js',
  '/assets/reader-key.js',
  '/assets/times.js',
  '/assets/page.css',
  '/assets/board.css',
  '/assets/import.js',
  '/assets/table-file.js',
  '/deposit',
  '/handoff',
  '/import',
];

/** Those of the board, of whoever is not signed in: what a GET answers with. */
export const VISITS: Readonly<Record<string, number>> = { '/board': 200, '/board/sign-in': 303 };
export const BOARD_PATHS = [...Object.keys(VISITS), '/board/signed-in', '/board/sign-out'];
/** A browser's word that a form was sent from our own page. */
export const OWN_FORM = {
  'sec-fetch-site': 'same-origin',
  'content-type': 'application/x-www-form-urlencoded',
};

export interface Asking {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Sent in pieces, without saying how long it is. */
  readonly isChunked?: boolean;
}
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request as it is, with no header of a client's own. */
export const ask = (
  url: string,
  { method = 'GET', headers = {}, body, isChunked }: Asking = {},
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const length =
      body === undefined || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asking = request(url, { method, headers: { ...length, ...headers }, agent: false });
    asking.once('error', reject).once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.end(body);
  });

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

/** The pages over a world of their own, until the test is over. */
export async function serve(options: Parameters<typeof servePages>[1] = {}) {
  const world = newWorld();
  const served = await servePages(world, options);
  open.push(served);
  const look = (path: string, asking: Asking = {}) => ask(`${served.url}${path}`, asking);
  const post = (path: string, body: string | Buffer | object, { headers = {}, ...rest }: Asking = {}) => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const asHtml = { 'content-type': 'application/json', accept: 'text/html' };
    return look(path, { method: 'POST', body: bytes, ...rest, headers: { ...asHtml, ...headers } });
  };
  return { world, url: served.url, connections: served.connections, look, post };
}
export type Served = Awaited<ReturnType<typeof serve>>;

export const JSON_PLEASE = { headers: { accept: 'application/json' } };
