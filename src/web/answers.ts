import type { Request, Response } from 'express';
import { EDGE_WORDS, type EdgeCode } from './edge-words.ts';
import type { Html } from './html.ts';
import { wordsDocument, wordsNotice } from './pages/words-page.ts';
import { endAnswer } from './unread.ts';
import type { Words } from './words.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
}

/** Ends the answer by hand: `res.send` would add an ETag, which is a digest of a page that may hold a secret. */
export function send(res: Response, { status, type, body }: Answer): void {
  res.statusCode = status;
  res.setHeader('Content-Type', type);
  res.setHeader('Content-Length', Buffer.byteLength(body));
  endAnswer(res, body);
}

const HTML = 'text/html; charset=utf-8';
const JSON_TYPE = 'application/json; charset=utf-8';

export const sendDocument = (res: Response, status: number, body: string) =>
  send(res, { status, type: HTML, body });

export const sendJson = (res: Response, status: number, value: object) =>
  send(res, { status, type: JSON_TYPE, body: `${JSON.stringify(value)}\n` });

const wantsJson = (req: Request) => req.accepts(['html', 'json']) === 'json';

/** An act that was done: a fragment for the page's script, or the same facts for another program. */
export function sendDone(
  req: Request,
  res: Response,
  fragment: () => Html | null,
  facts: () => object,
): void {
  const shown = wantsJson(req) ? null : fragment();
  if (shown) return sendDocument(res, 200, shown.text);
  sendJson(res, 200, { ok: true, ...facts() });
}

/** An act that was not done. `code` is the refusal's, for programs. */
export function sendWords(req: Request, res: Response, code: string, words: Words): void {
  const { status, retryAfterSeconds, offers: _, ...said } = words;
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(retryAfterSeconds));
  if (wantsJson(req)) return sendJson(res, status, { ok: false, code, ...said });
  sendDocument(res, status, req.method === 'POST' ? wordsNotice(words).text : wordsDocument(words));
}

export const sendEdge = (req: Request, res: Response, code: EdgeCode) =>
  sendWords(req, res, code, EDGE_WORDS[code]);

/** Promise H10: one answer for every link that opens nothing by itself. */
export const sendTerminal =
  (page: Html) =>
  (req: Request, res: Response): void => {
    if (wantsJson(req)) return sendJson(res, 404, { ok: false, code: 'link_not_usable' });
    sendDocument(res, 404, page.text);
  };
