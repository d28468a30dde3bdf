import type { ErrorRequestHandler, Request, Response } from 'express';
import type { Fault } from '../adapters/fault.ts';
import type { Ids } from '../adapters/ids.ts';
import type { Log } from '../adapters/log.ts';
import type { Refusal } from '../usecases/refusals.ts';
import { sendWords } from './answers.ts';
import { EDGE_WORDS } from './edge-words.ts';

export interface FaultPorts {
  readonly log: Log;
  readonly ids: Pick<Ids, 'reference'>;
  /** `faultOf` of the adapters: names an error without its message. */
  readonly faultOf: (error: unknown) => Fault;
}

/** The database or Slack's directory out of reach, by class name or SQLSTATE: worth another try soon. */
const OUT_OF_REACH = /ECONN|ENOENT|ETIMEDOUT|EPIPE|CONNECT_TIMEOUT|CONNECTION_|Unavailable|:(?:08|53|57P)\w/;

/** The one boundary of this edge: whatever was thrown is logged by name and answered with a reference. */
export function errorBoundary({ log, ids, faultOf }: FaultPorts): ErrorRequestHandler {
  return (error, req, res, _next) => {
    const reference = ids.reference();
    const { fault, stack } = faultOf(error);
    const code = OUT_OF_REACH.test(fault) ? 'out_of_order' : 'broken';
    log.error('a page request failed', { reference, fault, stack, code, ...about(req) });
    if (res.headersSent) return void res.destroy();
    sendWords(req, res, code, { ...EDGE_WORDS[code], reference });
  };
}

/** A refusal that no page should meet: a fault of ours, told like one. */
export function answerUnexpected({ log, ids }: FaultPorts, refusal: Refusal) {
  return (req: Request, res: Response): void => {
    const reference = ids.reference();
    log.error('a page met a refusal it has no words for', { reference, code: refusal.code, ...about(req) });
    sendWords(req, res, 'broken', { ...EDGE_WORDS.broken, reference });
  };
}

/** The route as declared: what stands in a request's URL may be anything. */
const about = (req: Request) => {
  const path: unknown = (req.route as { path?: unknown } | undefined)?.path;
  return { method: req.method, ...(typeof path === 'string' ? { route: path } : {}) };
};
