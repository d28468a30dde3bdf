import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file the pages load, read once at start: from beside the sources, or beside the bundle. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly etag: string;
}

function load(name: string, type: string): Asset {
  const bytes = readFileSync(new URL(`./assets/${name}`, import.meta.url));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  return { path: `/assets/${name}`, type: `${type}; charset=utf-8`, bytes, etag };
}

export const ASSETS: readonly Asset[] = [
  load('page.js', 'text/javascript'),
  load('reader-key.js', 'text/javascript'),
  load('times.js', 'text/javascript'),
  load('import.js', 'text/javascript'),
  load('table-file.js', 'text/javascript'),
  load('page.css', 'text/css'),
  load('board.css', 'text/css'),
];
