import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { sendEdge } from './answers.ts';
import { BODY_LIMIT } from './body.ts';
import type { EdgeCode } from './edge-words.ts';
import { networkOf } from './network.ts';
import { readNoFurther } from './unread.ts';

/**
 * With no-referrer a browser's Origin is `null`, so the fetch metadata decides: our own pages say `same-origin`, and whatever
 * else is said is refused, `none` too. Programs send no such header.
 */
export const sameOriginOnly: RequestHandler = (req, res, next) => {
  const site = req.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return next();
  sendEdge(req, res, 'other_site');
};

/** For what a session's cookie stands behind: only a browser that says the form was on our own page. One that does not say is refused too. */
export const ownFormOnly: RequestHandler = (req, res, next) => {
  if (req.headers['sec-fetch-site'] === 'same-origin') return next();
  sendEdge(req, res, 'other_site');
};

/** A form of another site can't send this type without asking first; together with the absence of cookies there that is the guard. */
export const jsonOnly: RequestHandler = (req, res, next) => {
  const type = req.headers['content-type'] ?? '';
  if (/^application\/json(?:\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) return next();
  sendEdge(req, res, 'wrong_type');
};

/** How large a body may be, and what is said of a larger one. */
export interface BodyRule {
  readonly most: number;
  readonly tooLarge: EdgeCode;
  /** Where many large ones could come at once: what may be held of all together. */
  readonly room?: Room;
}

/** Bytes that are held for bodies on their way, of which no network has more than two at once: it would keep all others out. */
export class Room {
  #left: number;
  readonly #bodies = new Map<string, number>();
  constructor(bytes: number) {
    this.#left = bytes;
  }
  take(bytes: number, network: string): boolean {
    const bodies = this.#bodies.get(network) ?? 0;
    if (bytes > this.#left || bodies >= MOST_BODIES) return false;
    this.#left -= bytes;
    this.#bodies.set(network, bodies + 1);
    return true;
  }
  give(bytes: number, network: string): void {
    this.#left += bytes;
    const bodies = (this.#bodies.get(network) ?? 0) - 1;
    if (bodies > 0) this.#bodies.set(network, bodies);
    else this.#bodies.delete(network);
  }
}

const MOST_BODIES = 2;

export const SMALL_BODY: BodyRule = { most: BODY_LIMIT, tooLarge: 'too_large' };

/**
 * The bytes as they came: decoding is ours, as a parser's would replace what is not UTF-8. What is said, or found, to be more
 * than any page sends is not read to its end: Express's parser would, before it says so.
 */
export const rawBody =
  (rule: BodyRule): RequestHandler =>
  (req, res, next) => {
    if ((req.headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity')
      return sendEdge(req, res, 'wrong_type');
    const said = Number(req.headers['content-length'] ?? rule.most);
    if (said > rule.most) return refuseUnread(req, res, rule.tooLarge);
    if (rule.room) {
      const { room } = rule;
      const network = networkOf(req.ip);
      if (!room.take(said, network)) return refuseUnread(req, res, 'no_room');
      res.once('close', () => room.give(said, network));
    }
    readBytes(req, res, { rule, next });
  };

function readBytes(req: Request, res: Response, { rule, next }: { rule: BodyRule; next: () => void }): void {
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
  const onTooLarge = over(() => refuseUnread(req, res, rule.tooLarge));
  const onData = (part: Buffer) => {
    bytes += part.length;
    if (bytes > rule.most) return onTooLarge();
    parts.push(part);
  };
  req.on('data', onData).on('end', onEnd).on('error', onCut);
}

function refuseUnread(req: Request, res: Response, code: EdgeCode): void {
  readNoFurther(res);
  sendEdge(req, res, code);
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
