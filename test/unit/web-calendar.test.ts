import { METHODS } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextDatesOf } from '../../src/domain/calendar.ts';
import { serve } from '../browser/asking.ts';
import { AT, TOKEN } from '../browser/in-memory.ts';
import { calendarPackage, readByBoth } from '../support/calendars.ts';

const HERE = `/calendar/${TOKEN}.ics`;
const facts = (isFile: boolean) => ({
  ...{ name: 'Northwind', isFile, at: AT },
  events: nextDatesOf(calendarPackage(), '/rekey', AT),
});

test('a calendar program gets text/calendar, by GET and the same by HEAD; a file is to be kept', async () => {
  const { world, look } = await serve();
  world.calendar = facts(false);
  const got = await look(HERE);
  expect([got.status, got.headers['content-type']]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(got.headers).not.toHaveProperty('content-disposition');
  expect(readByBoth(got.text).events).toHaveLength(2);
  const { date: _, ...headers } = got.headers;
  const head = await look(HERE, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  expect(head.headers).toMatchObject(headers);
  world.calendar = facts(true);
  expect((await look(`${HERE}?x=1`)).headers['content-disposition']).toBe('attachment; filename="rekey.ics"');
  expect(world.calls.map(({ name, input }) => [name, input])).toEqual(
    Array.from({ length: 3 }, () => ['readCalendar', { token: TOKEN }]),
  );
});

test('no other method does anything', async () => {
  const { world, look } = await serve();
  for (const method of METHODS.filter((one) => !['GET', 'HEAD', 'CONNECT'].includes(one))) {
    const { status, headers } = await look(HERE, { method });
    expect([method, status, headers.allow]).toEqual([method, 405, 'GET, HEAD']);
  }
  expect(world.calls).toEqual([]);
});

test('an address cut short anywhere, or junk: the same bytes as an unknown one, and no use case is asked', async () => {
  const { world, look } = await serve();
  world.isLinkDead = true;
  const answerOf = async (path: string) => {
    const { date: _, ...headers } = (await look(path)).headers;
    const { status, text } = await look(path);
    return { status, headers, text };
  };
  const golden = await answerOf(HERE);
  expect(golden.status).toBe(404);
  world.calls.length = 0;
  const cut = Array.from({ length: HERE.length - '/calendar'.length }, (_, n) =>
    HERE.slice(0, HERE.length - n - 1),
  );
  const junk = [
    ...[
      '%00',
      '%zz',
      '%',
      '%2e%2e%2f',
      '..%2f..',
      '%ff.ics',
      '%25',
      'x'.repeat(6000),
      `${'x'.repeat(6000)}.ics`,
    ],
    ...[
      `${TOKEN}.ICS`,
      `${TOKEN}.ics/`,
      `${TOKEN}.ics%00`,
      `${TOKEN}.ics%0a`,
      `/${TOKEN}.ics`,
      `a/${TOKEN}.ics`,
    ],
    ...[
      `${TOKEN}x.ics`,
      `${TOKEN.slice(1)}.ics`,
      `%20${TOKEN}.ics`,
      `${TOKEN.slice(1)}%41.ics`,
      '__proto__',
      '👍',
    ],
  ].map((rest) => `/calendar/${rest.replace('👍', '%F0%9F%91%8D')}`);
  for (const path of [...cut, ...junk])
    expect([path.slice(0, 80), await answerOf(path)]).toEqual([path.slice(0, 80), golden]);
  const letters = fc.stringMatching(/^(?:[A-Za-z0-9_.~%\-/?&=;:@!$'()*+,]|%[0-9a-f]{2}){0,200}$/);
  await fc.assert(
    fc.asyncProperty(letters, async (rest) => {
      // What climbs out of here (`..`, `%2e%2e`) is another address before it is sent.
      fc.pre(new URL(`/calendar/${rest}`, 'https://rekey.test').pathname.startsWith('/calendar/'));
      const { status, text } = await look(`/calendar/${rest}`);
      expect([status, text]).toEqual([404, golden.text]);
    }),
    { numRuns: 200 },
  );
  expect(world.calls).toEqual([]);
  expect(new Set(world.log.map(({ level }) => level))).toEqual(new Set(['info']));
  expect(JSON.stringify(world.log)).not.toContain(TOKEN.slice(0, 12));
});

test('what goes wrong is logged without the address', async () => {
  const { world, look } = await serve();
  world.throwNext = Object.assign(new Error(HERE), { code: '57P01' });
  expect((await look(HERE)).status).toBe(503);
  world.throwNext = new Error(HERE);
  expect((await look(HERE)).status).toBe(500);
  expect(world.log).toHaveLength(2);
  expect(JSON.stringify(world.log)).not.toContain(TOKEN.slice(0, 12));
});

test('a brake of its own: whoever asks for too many calendars takes no act from anybody', async () => {
  const { look, post } = await serve({ actsPerMinute: 2 });
  for (const status of [200, 200, 429]) expect((await look(HERE)).status).toBe(status);
  expect((await look(HERE)).headers['retry-after']).toBe('60');
  expect((await post('/handoff/peek', { token: TOKEN })).status).toBe(200);
});
