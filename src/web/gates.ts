import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sendEdge } from './answers.ts';
import { BODY_LIMIT } from './body.ts';
import { readNoFurther } from './unread.ts';

/** Trap 13 of dependencies.md: with no-referrer a browser's Origin is `null`, so the fetch metadata decides. Programs send none. */
export const sameOriginOnly: RequestHandler = (req, res, next) => {
  const site = req.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return next();
  sendEdge(req, res, 'other_site');
};

/** A form of another site can't send this type without asking first; together with the absence of cookies that is the guard. */
export const jsonOnly: RequestHandler = (req, res, next) => {
  const type = req.headers['content-type'] ?? '';
  if (/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) return next();
  sendEdge(req, res, 'wrong_type');
};

/**
 * The bytes as they came: decoding is ours, as a parser's would replace what is not UTF-8. What is said, or found, to be more
 * than any page sends is not read to its end: Express's parser would, before it says so.
 */
export const rawBody: RequestHandler = (req, res, next) => {
  if ((req.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
    return sendEdge(req, res, 'wrong_type');
  if (Number(req.headers['content-length'] ?? 0) > BODY_LIMIT) return sendTooLarge(req, res);
  const parts: Buffer[] = [];
  let bytes = 0;
  const over = (then: () => void) => () => {
    req.off('data', onData).off('end', onEnd).off('error', onCut);
    then();
  };
  const onEnd = over(() => {
    req.body = Buffer.concat(parts, bytes);
    next();
  });
  const onCut = over(() => sendEdge(req, res, 'cut_short'));
  const onTooLarge = over(() => sendTooLarge(req, res));
  const onData = (part: Buffer) => {
    bytes += part.length;
    if (bytes > BODY_LIMIT) return onTooLarge();
    parts.push(part);
  };
  req.on('data', onData).on('end', onEnd).on('error', onCut);
};

function sendTooLarge(req: Request, res: Response): void {
  readNoFurther(res);
  sendEdge(req, res, 'too_large');
}

/** An outer brake per address (IPv6: per /56). It is per process and only slows a flood: guessing is bounded in the database (promise H11). */
export const brake = (actsPerMinute: number): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit: actsPerMinute,
    standardHeaders: false,
    legacyHeaders: false,
    // Whom to believe about addresses is the app's `trust proxy`; the package would print its own opinion.
    validate: false,
    handler: (req, res) => {
      res.setHeader('Retry-After', '60');
      sendEdge(req, res, 'too_many');
    },
  });
