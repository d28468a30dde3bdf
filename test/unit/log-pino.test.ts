import { expect, test } from 'vitest';
import { faultOf } from '../../src/adapters/fault.ts';
import { pinoLog } from '../../src/adapters/log-pino.ts';
import { Secret } from '../../src/domain/secret.ts';

const SECRET = 'Tk9x7QpL2vR8sW4nB6mZ1cYd';

function recording(level: 'debug' | 'info' | 'silent' = 'debug') {
  const lines: string[] = [];
  return { lines, log: pinoLog({ level, stream: { write: (line) => void lines.push(line) } }) };
}

test('a line is a constant message, a time in ISO and the fields by name', () => {
  const { lines, log } = recording();

  log.warn('the message was not delivered', {
    outboxId: 'o1',
    attempt: 2,
    fault: 'Error:slack_webapi_platform_error',
  });

  const { time, ...rest } = JSON.parse(lines.join('')) as { time: string };
  expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(rest).toEqual({
    level: 'warn',
    outboxId: 'o1',
    attempt: 2,
    fault: 'Error:slack_webapi_platform_error',
    msg: 'the message was not delivered',
  });
});

test('what is below the level is not written', () => {
  const { lines, log } = recording('info');
  log.debug('quiet');
  log.info('loud');
  expect(lines).toHaveLength(1);
  const silent = recording('silent');
  silent.log.error('nothing');
  expect(silent.lines).toEqual([]);
});

test.each<[string, object]>([
  ['an unknown field', { secret: SECRET, kind: 'card' }],
  ['a Secret in a known field', { kind: new Secret(SECRET) }],
  ['an object in a known field', { kind: { secret: SECRET } }],
  ['an array in a known field', { kind: [SECRET] }],
  ['a text where a number belongs', { status: SECRET }],
  ['an error as err', { err: new Error(SECRET) }],
  ['an inherited field', Object.create({ kind: SECRET }) as object],
  ['a toJSON', { toJSON: () => ({ kind: SECRET }) }],
  [
    "a URL's path, query, fragment and password",
    { url: `https://u:${SECRET}@rekey.example/${SECRET}?t=${SECRET}#${SECRET}` },
  ],
  ['a URL that is none', { url: SECRET }],
])('%s does not get through', (_, fields) => {
  const { lines, log } = recording();
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]('it happened', fields);
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain(SECRET);
});

test('an error goes into the log by its name and frames', () => {
  const { lines, log } = recording();
  log.error('a click could not be answered', { reference: 'ABC123', ...faultOf(new TypeError(SECRET)) });
  expect(lines.join('')).toContain('"fault":"TypeError"');
  expect(lines.join('')).toContain('log-pino.test.ts');
  expect(lines.join('')).not.toContain(SECRET);
});
