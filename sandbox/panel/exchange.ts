import type { IncomingMessage, ServerResponse } from 'node:http';

const LIMIT_BYTES = 64 * 1024;

/** A request that deserves an answer of its own rather than a 500. */
export class BadRequest extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body as text; throws BadRequest (413) above 64 KB. */
export async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LIMIT_BYTES) chunks.push(chunk);
  }
  if (size > LIMIT_BYTES) throw new BadRequest(413, 'The request is too large.');
  return Buffer.concat(chunks).toString('utf8');
}

/** Browsers name the page a POST comes from: it must be one of this server's. Programs name none and may pass. */
export function isFromHere(req: IncomingMessage): boolean {
  const { origin, host } = req.headers;
  if (origin === undefined) return req.headers['sec-fetch-site'] !== 'cross-site';
  return URL.canParse(origin) && new URL(origin).host === host;
}

export function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // Not no-referrer: forms would then come with `Origin: null`.
    'referrer-policy': 'same-origin',
  });
  res.end(body);
}

export const sendJson = (res: ServerResponse, status: number, value: unknown) =>
  send(res, status, 'application/json', JSON.stringify(value));
