import express, { type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sendEdge } from './answers.ts';
import { BODY_LIMIT } from './body.ts';

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

/** The bytes as they came: decoding is ours, as the parser's would replace what is not UTF-8. */
export const rawBody: RequestHandler = express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false });

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
