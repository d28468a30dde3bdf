import pino, { type DestinationStream } from 'pino';
import { faultOf } from './fault.ts';
import type { Log, LogFields } from './log.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** The compiler keeps this list equal to the port's. */
const FIELDS: { readonly [Name in keyof Required<LogFields>]: 'string' | 'number' } = {
  reference: 'string',
  workspaceId: 'string',
  packageId: 'string',
  rotationId: 'string',
  handoffId: 'string',
  outboxId: 'string',
  kind: 'string',
  action: 'string',
  code: 'string',
  fault: 'string',
  stack: 'string',
  status: 'number',
  method: 'string',
  route: 'string',
  attempt: 'number',
  count: 'number',
  ms: 'number',
  port: 'number',
  url: 'string',
};

/**
 * One JSON line per entry, to stdout unless a stream is given. Types can be got round (a spread object, a payload
 * believed too early), so unknown names and values of another type are dropped here as well.
 */
export function pinoLog({ level, stream }: { level: LogLevel; stream?: DestinationStream }): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream ?? pino.destination(1),
  );
  return {
    debug: (message, fields) => logger.debug(known(fields), message),
    info: (message, fields) => logger.info(known(fields), message),
    warn: (message, fields, cause) => logger.warn(known(withCause(fields, cause)), message),
    error: (message, fields, cause) => logger.error(known(withCause(fields, cause)), message),
  };
}

const withCause = (fields: LogFields | undefined, cause: unknown): LogFields =>
  cause === undefined ? { ...fields } : { ...fields, ...faultOf(cause) };

function known(fields: LogFields = {}): Record<string, unknown> {
  const given = Object.entries(FIELDS).map(([name, type]): [string, unknown] => {
    const value = Object.hasOwn(fields, name) ? fields[name as keyof LogFields] : undefined;
    return [name, typeof value === type ? value : undefined];
  });
  const kept = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return typeof kept.url === 'string' ? { ...kept, url: originOf(kept.url) } : kept;
}

/** A path or query may carry a token (promise H9: never logged). */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '[not a url]';
}
