import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const FOLDER = new URL('./ui/', import.meta.url);
const POLICY =
  "default-src 'self'; img-src 'self' data: https:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

/** The demo's page and its files; `/` and permalinks (`/archives/…`) are the page itself. */
export async function serveUiFile(response: ServerResponse, path: string): Promise<void> {
  const name = path === '/' || path.startsWith('/archives/') ? 'index.html' : path.slice(1);
  const type = TYPES[extname(name)];
  const isPlain = /^[\w-]+(?:[./][\w-]+)*$/.test(name);
  const content = type && isPlain ? await readFile(new URL(name, FOLDER)).catch(() => null) : null;
  const headers = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (!content) {
    response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('not found');
    return;
  }
  response
    .writeHead(200, { ...headers, 'content-type': type, 'content-security-policy': POLICY })
    .end(content);
}
