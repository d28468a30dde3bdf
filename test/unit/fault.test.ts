import { DrizzleQueryError } from 'drizzle-orm/errors';
import { describe, expect, test } from 'vitest';
import { faultOf } from '../../src/adapters/fault.ts';
import { KeyringUnavailable, SealBroken } from '../../src/adapters/keyring.ts';

const SECRET = 'Tk9x7QpL2vR8sW4nB6mZ1cYd';
const named = (name: string, facts: object = {}) => Object.assign(new Error(SECRET), { name }, facts);

describe('the name', () => {
  test.each<[string, unknown]>([
    ['Error', new Error(SECRET)],
    ['TypeError', new TypeError(SECRET)],
    ['SealBroken', new SealBroken()],
    ['KeyringUnavailable:ThrottlingException', new KeyringUnavailable('ThrottlingException')],
    ['ThrottlingException', named('ThrottlingException', { $metadata: { httpStatusCode: 400 } })],
    ['Error:ECONNREFUSED', Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' })],
    [
      'TypeError:ECONNRESET',
      new TypeError(SECRET, { cause: Object.assign(new Error(SECRET), { code: 'ECONNRESET' }) }),
    ],
    [
      'Error:slack_webapi_platform_error:invalid_blocks',
      Object.assign(new Error(SECRET), {
        code: 'slack_webapi_platform_error',
        data: { ok: false, error: 'invalid_blocks' },
      }),
    ],
    [
      'DrizzleQueryError:PostgresError:23505',
      new DrizzleQueryError('insert into t values ($1)', [SECRET], named('PostgresError', { code: '23505' })),
    ],
    ['thrown_string', SECRET],
    ['thrown_undefined', undefined],
    ['thrown_null', null],
    ['thrown_object', { message: SECRET, stack: SECRET }],
  ])('is %s', (fault, error) => {
    expect(faultOf(error).fault).toBe(fault);
  });
});

describe('a secret stays out of the name and the stack', () => {
  const frames = `${SECRET}\n    at ${SECRET}\n    at secret (/${SECRET}:1:2)\n`;
  const mutated = new Error(`${SECRET}\n    at ${SECRET}`);
  mutated.message = 'short';
  const circular = new Error(SECRET);
  circular.cause = circular;
  test.each<[string, unknown]>([
    ['in the message', new Error(SECRET)],
    ['in a message of many lines that look like frames', new Error(frames)],
    ['in a message that was changed later', mutated],
    ['in a nested cause', new Error('outer', { cause: new Error('middle', { cause: new Error(SECRET) }) })],
    ['in a cause that is a text', new Error('outer', { cause: SECRET })],
    ['in a circular cause', circular],
    ['in the parameters of a query', new DrizzleQueryError('select $1', [SECRET], new Error(SECRET))],
    ['in the name', named(SECRET)],
    [
      'in codes',
      Object.assign(new Error('x'), { code: SECRET, reason: `of ${SECRET}`, data: { error: SECRET } }),
    ],
    ['in an aggregate', new AggregateError([new Error(SECRET)], SECRET)],
    ['in a stack of its own making', Object.assign(new Error('x'), { stack: SECRET })],
    ['in a property', Object.assign(new Error('x'), { secret: SECRET, response: { body: SECRET } })],
  ])('%s', (_, error) => {
    expect(JSON.stringify(faultOf(error))).not.toContain(SECRET);
  });
});

test('the stack keeps its frames, asynchronous ones too', async () => {
  const fail = async () => {
    await Promise.resolve();
    throw new Error(SECRET);
  };
  const error: unknown = await fail().catch((reason: unknown) => reason);
  const { stack } = faultOf(error);
  expect(stack).toMatch(/^ {4}at fail \(.*fault\.test\.ts:\d+:\d+\)/);
  expect(stack).not.toContain(SECRET);
});
