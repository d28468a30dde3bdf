import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { Result } from '../usecases/refusals.ts';
import { sendDone, sendEdge, sendWords } from './answers.ts';
import { readBody } from './body.ts';
import { fieldWords } from './edge-words.ts';
import { answerUnexpected, type FaultPorts } from './errors.ts';
import type { Html } from './html.ts';
import { networkOf } from './network.ts';
import type { Origin } from './usecases.ts';
import { wordsFor } from './words.ts';

/** One thing a page can ask for: the body it must bring, the use case, and what is shown when it is done. */
interface Act<Body, Done> {
  readonly body: z.ZodType<Body>;
  readonly run: (body: Body & Origin) => Promise<Result<Done>>;
  /** Null for what no page shows: then programs' answer. */
  readonly page: (done: Done) => Html | null;
  /** For programs; the result itself unless something in it must be said differently. */
  readonly json?: (done: Done) => object;
  /** Where nothing may be told apart: the one answer to every link that opens nothing, be it malformed or unknown. */
  readonly ofNoLink?: (req: Request, res: Response) => void;
}

/** Parse, use case, answer. Each kind of refusal has its words; an unexpected one its reference. */
export function act<Body, Done extends object>(ports: FaultPorts, spec: Act<Body, Done>): RequestHandler {
  return async (req, res) => {
    const reading = readBody(req.body, spec.body);
    if (!reading.ok && reading.why === 'field_malformed') {
      return sendWords(req, res, reading.why, fieldWords(reading.field));
    }
    if (!reading.ok && reading.why !== 'link_malformed') return sendEdge(req, res, reading.why);
    if (!reading.ok) ports.log.info('link refused', { code: reading.why });
    const result: Result<Done> = reading.ok
      ? await spec.run({ ...reading.body, from: networkOf(req.ip) })
      : { ok: false, refusal: { code: 'link_not_usable' } };
    if (result.ok) {
      const { ok: _, ...facts } = result;
      return sendDone(
        req,
        res,
        () => spec.page(result),
        () => spec.json?.(result) ?? facts,
      );
    }
    if (spec.ofNoLink && result.refusal.code === 'link_not_usable') return spec.ofNoLink(req, res);
    const words = wordsFor(result.refusal);
    if (words === null) return answerUnexpected(ports, result.refusal)(req, res);
    sendWords(req, res, result.refusal.code, words);
  };
}
