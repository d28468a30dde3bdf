import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { hostOf, isAddress, isLoopbackHost, isPublicAddress } from '../../src/adapters/public-address.ts';
import { httpsWebhookSender } from '../../src/adapters/webhook-sender-https.ts';
import { Secret } from '../../src/domain/secret.ts';
import { isWholeText } from '../../src/domain/whole-text.ts';
import { boardAddress, readBoardQuery } from '../../src/web/board/board-query.ts';
import { boardCookies } from '../../src/web/board/cookies.ts';
import {
  alarmBody,
  collectBody,
  confirmBody,
  depositBody,
  heldBody,
  peekBody,
  readBody,
  reportBody,
  tableBody,
} from '../../src/web/body.ts';
import { ACTS } from '../browser/asking.ts';
import { always, anyText, anyValue, piece } from '../support/any-input.ts';

// Whatever comes over HTTP: no parser throws, and what one takes it takes again, unchanged.

describe('a body of a page', () => {
  const schemas: Record<string, z.ZodType<object>> = {
    ...{ '/deposit/peek': peekBody, '/deposit/open': heldBody, '/deposit/accept': depositBody },
    ...{ '/handoff/collect': collectBody, '/handoff/confirm': confirmBody, '/handoff/report': reportBody },
    ...{ '/handoff/alarm': alarmBody, '/import/preview': tableBody, '/import/apply': tableBody },
  };
  const read = (value: unknown, schema: z.ZodType<object>) =>
    readBody(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), schema);

  /** What may be said with a table. */
  const TABLE = {
    columns: ['name', 'clientId', 'nonsense', ''],
    ...{ hasHeadings: 'yes', order: 'dmy', accountName: ' Northwind \t EMEA ', seen: 'ab'.repeat(32) },
  };

  /** What a reading would look like as a body; a secret shows itself to this test alone. */
  const asBody = ({ reader, ...rest }: Record<string, unknown>): Record<string, unknown> => {
    const key = reader as
      { kind: string; retryKey?: Buffer; claimId?: string; publicKey?: object } | undefined;
    const { retryKey, kind: _, ...page } = key ?? { kind: '' };
    const secret = rest['secret'] instanceof Secret ? { secret: rest['secret'].reveal() } : {};
    const table = 'table' in rest ? asTable(rest) : {};
    return { ...rest, ...secret, ...table, ...(retryKey ? { retry_key: retryKey.toString('hex') } : page) };
  };

  const asTable = ({ columns, hasHeadings, order, accountName }: Record<string, unknown>) => ({
    columns: ((columns ?? []) as (string | null)[]).map((name) => name ?? ''),
    hasHeadings: hasHeadings === null ? '' : hasHeadings ? 'yes' : 'no',
    order: order ?? '',
    accountName: accountName ?? '',
  });

  test.each(Object.entries(schemas))('%s: any bytes', (_path, schema) => {
    always(fc.uint8Array({ maxLength: 300 }), (bytes) => void readBody(Buffer.from(bytes), schema));
    always(anyText, (text) => void read(text, schema));
    always(fc.json(), (text) => void read(text, schema));
    always(anyValue, (value) => {
      expect(readBody(value, schema).ok).toBe(false);
    });
  });

  test.each(Object.entries(schemas))('%s: what is taken is taken again as it was read', (path, schema) => {
    const act = ACTS[path] as Record<string, unknown>;
    const optional = path.startsWith('/import') ? Object.keys(TABLE) : ['claimId', 'publicKey', 'note'];
    const field = fc.constantFrom(...Object.keys(act), ...optional, '__proto__', 'more');
    const value = fc.oneof(
      { weight: 2, arbitrary: anyText },
      fc.jsonValue(),
      fc.constantFrom(...Object.values(act), ...Object.values(TABLE)),
    );
    let taken = 0;
    always(fc.tuple(field, value), ([name, given]) => {
      const reading = read({ ...act, [name]: given }, schema);
      if (!reading.ok) return;
      taken += 1;
      const once = asBody(reading.body as Record<string, unknown>);
      const again = read(once, schema);
      if (!again.ok) throw new Error(`not taken again: ${again.why}`);
      expect(asBody(again.body as Record<string, unknown>)).toEqual(once);
      for (const text of [once['note'], once['accountName'], ...((once['systems'] as string[]) ?? [])])
        if (typeof text === 'string') expect(isWholeText(text)).toBe(true);
    });
    expect(taken).toBeGreaterThan(10);
  });
});

describe('the board', () => {
  test('an address: whatever can’t be read asks for nothing, and what was read is written and read the same', () => {
    const name = fc.constantFrom(
      ...['q', 'account', 'unit', 'vendor', 'channel', 'owner', 'state', 'sort', 'down', 'page', 'x'],
    );
    const right = [
      'overdue',
      'name',
      'expiry',
      '1',
      '7',
      '1e3',
      '100001',
      'U0ADA',
      '510001234',
      ' ESP  a+b ',
    ];
    const value = fc.oneof(anyText, fc.uuid(), fc.constantFrom(...right));
    const pair = fc.tuple(name, value);
    const escaped = pair.map(([one, other]) => new URLSearchParams([[one, other]]).toString());
    const raw = pair.map((both) => both.join('='));
    const queries = fc.array(fc.oneof(escaped, raw), { maxLength: 6 }).map((parts) => parts.join('&'));
    let asked = 0;
    always(
      fc.oneof(queries, anyText),
      (query) => {
        const read = readBoardQuery(query);
        if (Object.values(read.filter).some((one) => one !== null)) asked += 1;
        expect(isWholeText(read.filter.text ?? '')).toBe(true);
        expect([Number.isInteger(read.page), read.page >= 0, read.page < 100_000]).toEqual([
          true,
          true,
          true,
        ]);
        const [, written = ''] = boardAddress(read).split('?');
        expect(readBoardQuery(written)).toEqual(read);
      },
      2000,
    );
    expect(asked).toBeGreaterThan(200);
  });

  test.each(['https://rekey.example', 'http://localhost:3000'])('cookies of %s: any header', (publicUrl) => {
    const cookies = boardCookies(publicUrl);
    const kept = (keep: (res: never) => void): never => {
      let said = '';
      const res = { appendHeader: (_: string, value: string) => (said = value) };
      keep(res as never);
      return { headers: { cookie: said.split(';')[0] } } as never;
    };
    const token = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
    const three = fc.tuple(token, token, token).map((parts) => parts.join('.'));
    const name = fc
      .tuple(fc.constantFrom('', '__Host-'), fc.constantFrom('rekey-board', 'rekey-sign-in', '__proto__'))
      .map((parts) => parts.join(''));
    const pair = fc.tuple(name, fc.oneof(token, three, anyText)).map((both) => both.join('='));
    const headers = fc.array(fc.oneof(pair, piece), { maxLength: 4 }).map((pairs) => pairs.join('; '));
    const taken = { session: 0, attempt: 0 };
    always(
      fc.oneof(headers, anyText),
      (cookie) => {
        const req = { headers: { cookie } } as never;
        const [session, attempt] = [cookies.session(req), cookies.attempt(req)];
        if (session !== null) {
          taken.session += 1;
          expect(session).toMatch(/^[A-Za-z0-9_-]{43}$/);
          expect(cookies.session(kept((res) => cookies.keepSession(res, session)))).toBe(session);
        }
        if (attempt !== null) {
          taken.attempt += 1;
          expect(cookies.attempt(kept((res) => cookies.keepAttempt(res, attempt)))).toEqual(attempt);
        }
        // Over https a name without its prefix could have been set by another host or over http.
        if (publicUrl.startsWith('https:') && !cookie.includes('__Host-'))
          expect([session, attempt]).toEqual([null, null]);
      },
      1000,
    );
    expect([taken.session > 10, taken.attempt > 10]).toEqual([true, true]);
  });
});

test('the address of a webhook: what is taken is https to the public, and is taken again as it is stored', () => {
  const { judge } = httpsWebhookSender({ ownUrl: 'https://rekey.example' });
  const scheme = fc.constantFrom('https://', 'https://', 'HTTPS://', 'https:', 'http://', 'ftp://', '//', '');
  const user = fc.constantFrom('', '', '', 'a@', 'a:b@', '@');
  const hosts = [
    ...['hooks.example', 'münchen.example', 'localhost', 'a.localhost.', '127.0.0.1', '0x7f.1', '2130706433'],
    ...['10.0.0.1', '169.254.169.254', '8.8.8.8', '[::1]', '[::ffff:127.0.0.1]', '[2606:4700::1111]'],
  ];
  const host = fc.oneof(fc.constantFrom(...hosts), fc.domain(), anyText);
  const long = fc.nat(700).map((n) => `/${'ü'.repeat(n)}`);
  const rest = fc.oneof(fc.constantFrom('', '/', '/in?x=1', '/in#x', ':8443/'), long, anyText);
  const url = fc.tuple(scheme, user, host, rest).map((parts) => parts.join(''));
  let taken = 0;
  always(
    fc.oneof(url, anyText, fc.webUrl()),
    (text) => {
      if (judge(text) !== null) return;
      taken += 1;
      const { protocol, username, password, hash, href } = new URL(text);
      expect([protocol, username, password, hash]).toEqual(['https:', '', '', '']);
      const at = hostOf(new URL(text));
      expect(isAddress(at) ? isPublicAddress(at) : !isLoopbackHost(at)).toBe(true);
      expect(judge(href)).toBeNull();
    },
    2000,
  );
  expect(taken).toBeGreaterThan(100);
});
