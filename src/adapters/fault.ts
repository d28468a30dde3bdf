/** What may be known about an error without reading its message, which may quote parameters, URLs or input. */
export interface Fault {
  /** Names and codes from the outside in: `DrizzleQueryError:PostgresError:23505`, `TypeError:ECONNREFUSED`. */
  readonly fault: string;
  /** Stack frames only; empty when there are none. */
  readonly stack: string;
}

const DEEPEST_CAUSE = 4;
/** Names of classes, AWS's kinds among them: no digits, so that a generated secret does not pass for one. */
const NAME = /^[A-Z][A-Za-z]{1,60}$/;
/** SQLSTATE, `ECONNREFUSED` and `ERR_INVALID_URL`, `invalid_blocks`. */
const CODE = /^(?:[0-9A-Z]{5}|[A-Z]+\d?[A-Z]*(?:_[A-Z0-9]+)*|[a-z]+(?:_[a-z0-9]+)*)$/;
/** A frame ends in a place: `(file:///…:1:2)`, `node:internal/…:1:2)`, `/srv/main.js:1:2`, `(index 0)`. */
const FRAME = /^ {4}at (?:.+ \()?(?:(?:file:\/\/|node:|\/)[^\s()]+:\d+:\d+|<anonymous>|index \d+)\)?$/;

/** Names anything that was thrown. The result may be logged, whatever the error holds. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error))
    return { fault: `thrown_${error === null ? 'null' : typeof error}`, stack: '' };
  return { fault: namesOf(error).join(':'), stack: framesOf(error) };
}

function namesOf(error: Error): string[] {
  const names: string[] = [];
  let one: unknown = error;
  for (let depth = 0; depth < DEEPEST_CAUSE && one instanceof Error; depth += 1) {
    const name = nameOf(one);
    if (depth === 0 || name !== 'Error') names.push(name);
    names.push(...codesOf(one));
    one = one.cause;
  }
  return names;
}

/** AWS errors say their kind in `name`; our own classes leave it at `Error`. */
function nameOf(error: Error): string {
  const names = [error.name, error.constructor.name].filter((name) => NAME.test(name));
  return names.find((name) => name !== 'Error') ?? 'Error';
}

/** `code`: Postgres, Node, Slack's client. `reason`: the keyring. `data.error`: what Slack itself answered. */
function codesOf(error: Error): string[] {
  const { code, reason, data } = error as { code?: unknown; reason?: unknown; data?: unknown };
  const answer = typeof data === 'object' && data !== null && 'error' in data ? data.error : undefined;
  const texts = [code, reason, answer].filter((text) => typeof text === 'string');
  return texts.filter((text) => text.length <= 60 && (CODE.test(text) || NAME.test(text)));
}

/** The message comes first in a stack and may itself look like frames, so it is cut off before frames are picked. */
function framesOf(error: Error): string {
  const { stack, message } = error;
  if (typeof stack !== 'string') return '';
  const start = message ? stack.indexOf(message) : -1;
  const below = start < 0 ? stack : stack.slice(start + message.length);
  return below
    .split('\n')
    .filter((line) => FRAME.test(line))
    .join('\n');
}
