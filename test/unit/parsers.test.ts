import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { readCode } from '../../src/domain/link-code.ts';
import { dayOf, isDay, startOfDay } from '../../src/domain/schedule.ts';
import { findSecrets, readSecret } from '../../src/domain/secret-format.ts';
import { Secret } from '../../src/domain/secret.ts';
import { isWholeText } from '../../src/domain/whole-text.ts';
import { ALL_MODALS, ALL_VERBS, metaOf, readMeta, readValue, valueOf } from '../../src/slack/action-ids.ts';
import { Form, readContact, readFreezeWindows, readSystems, readUnits } from '../../src/slack/forms.ts';
import {
  actionBody,
  commandBody,
  homeEvent,
  submissionBody,
  suggestionBody,
  typedIn,
  unescaped,
} from '../../src/slack/payloads.ts';
import {
  collectBody,
  confirmBody,
  depositBody,
  heldBody,
  peekBody,
  readBody,
  reportBody,
} from '../../src/web/body.ts';
import { ACTS } from '../browser/asking.ts';

// Whatever comes in: no parser throws, and what one takes it takes again, unchanged.

/** Any text at all: lone surrogates, NULs, controls, and pieces of what is expected. */
const piece = fc.constantFrom(
  ...['', ' ', '\n', '\0', '\ud800', '\udc00', '-', '..', '~', '/', '=', '__proto__', 'constructor', 'SFMC_'],
  ...[
    '7K1X',
    'V0QZ',
    '2027-03-04',
    '0000-00-00',
    '2027-02-30',
    '12345 ',
    'vera@acme.example',
    '👩‍👩‍👧',
    '&amp;lt;',
  ],
  ...['https://', 'http://localhost', ':3000', '@', '?x', '#', '[::1]', 'xoxb-1', 'postgres://a/b', '99999'],
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
    .map((units) => String.fromCharCode(...units)),
  fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 12 }).map((parts) => parts.join('')),
);
const anyValue = fc.anything({
  withNullPrototype: true,
  withBigInt: true,
  values: [anyText, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.constant(undefined)],
  key: fc.oneof(piece, fc.string({ maxLength: 5 })),
});
const always = <T>(values: fc.Arbitrary<T>, holds: (value: T) => void, numRuns = 500) =>
  fc.assert(fc.property(values, holds), { numRuns });

describe('a body of a page', () => {
  const schemas: Record<string, z.ZodType<object>> = {
    ...{ '/deposit/peek': peekBody, '/deposit/open': heldBody, '/deposit/accept': depositBody },
    ...{ '/handoff/collect': collectBody, '/handoff/confirm': confirmBody, '/handoff/report': reportBody },
  };
  const read = (value: unknown, schema: z.ZodType<object>) =>
    readBody(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), schema);

  /** What a reading would look like as a body; a secret shows itself to this test alone. */
  const asBody = ({ reader, ...rest }: Record<string, unknown>): Record<string, unknown> => {
    const key = reader as
      { kind: string; retryKey?: Buffer; claimId?: string; publicKey?: object } | undefined;
    const { retryKey, kind: _, ...page } = key ?? { kind: '' };
    const secret = rest['secret'] instanceof Secret ? { secret: rest['secret'].reveal() } : {};
    return { ...rest, ...secret, ...(retryKey ? { retry_key: retryKey.toString('hex') } : page) };
  };

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
    const field = fc.constantFrom(...Object.keys(act), 'claimId', 'publicKey', 'note', '__proto__', 'more');
    const value = fc.oneof(
      { weight: 2, arbitrary: anyText },
      fc.jsonValue(),
      fc.constantFrom(...Object.values(act)),
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
      for (const text of [once['note'], ...((once['systems'] as string[]) ?? [])])
        if (typeof text === 'string') expect(isWholeText(text)).toBe(true);
    });
    expect(taken).toBeGreaterThan(10);
  });
});

describe('what is typed', () => {
  test('a code: eight letters and digits of the alphabet, or none', () => {
    const alphabet = fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZoOiIlL-_. –\n');
    const nearly = fc.array(alphabet, { maxLength: 14 }).map((letters) => letters.join(''));
    always(
      fc.oneof(anyText, nearly),
      (typed) => {
        const code = readCode(typed);
        if (code === null) return;
        expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
        expect([readCode(code), readCode(` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()}\n`)]).toEqual([
          code,
          code,
        ]);
      },
      3000,
    );
  });

  test('a deposit is read once and for all', () => {
    always(
      anyText,
      (pasted) => {
        const first = readSecret(new Secret(pasted));
        if (!first.ok) return;
        expect(readSecret(new Secret(first.text))).toEqual(first);
        expect(isWholeText(first.text)).toBe(true);
        expect(pasted).toContain(first.text);
      },
      2000,
    );
  });

  test('what looks like a secret stands in the text, each once', () => {
    const long = fc.stringMatching(/^[A-Za-z0-9_\-+/=.~]{0,200}$/);
    const texts = fc.array(fc.oneof(anyText, long, piece), { maxLength: 6 }).map((parts) => parts.join(''));
    always(texts, (text) => {
      const { certain, possible } = findSecrets(text);
      const all = [...certain, ...possible];
      for (const found of all) expect(text).toContain(found);
      expect(new Set(all).size).toBe(all.length);
    });
  });

  test('a day is a day: there and back', () => {
    const digits = fc.constantFrom(...'0123456789-');
    const nearly = fc.tuple(fc.nat(9999), fc.nat(14), fc.nat(33)).map(([year, month, day]) => {
      const padded = (number: number, width: number) => String(number).padStart(width, '0');
      return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
    });
    const typed = fc.oneof(
      anyText,
      nearly,
      fc.array(digits, { maxLength: 11 }).map((letters) => letters.join('')),
    );
    always(
      typed,
      (text) => {
        if (isDay(text)) expect(dayOf(startOfDay(text))).toBe(text);
      },
      2000,
    );
  });

  test('Slack’s three entities', () => {
    always(anyText, (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(unescaped(escaped)).toBe(text);
    });
  });
});

describe('a submitted modal', () => {
  const text = anyText.filter(isWholeText); // the door has turned away all others
  const formOf = (values: Record<string, object>): Form =>
    new Form({
      ...{ id: 'V1', type: 'modal', callback_id: '', private_metadata: '', blocks: [] },
      state: {
        values: Object.fromEntries(Object.entries(values).map(([name, one]) => [name, { in: one }])) as never,
      },
    });
  const typed = (value: string) => ({ type: 'plain_text_input', value });

  test('business units and freezes are read as they are written', () => {
    const lines = fc.array(
      fc.oneof(
        text,
        fc.tuple(fc.nat(), text).map(([mid, name]) => `${mid} ${name}`),
      ),
      { maxLength: 5 },
    );
    always(lines, (given) => {
      const units = readUnits(given);
      if (!units.ok) return;
      expect(readUnits(units.value.map(({ mid, name }) => `${mid} ${name}`))).toEqual(units);
    });
    const day = fc.oneof(
      piece,
      fc.nat(400).map((n) => dayOf(startOfDay('2027-01-01').plus({ days: n }))),
    );
    const spans = fc.array(
      fc.oneof(
        day,
        fc.tuple(day, day).map((both) => both.join(' .. ')),
      ),
      { maxLength: 4 },
    );
    always(fc.oneof(spans, fc.array(text, { maxLength: 3 })), (given) => {
      const windows = readFreezeWindows(given);
      if (!windows.ok) return;
      for (const { fromOn, toOn } of windows.value)
        expect([isDay(fromOn), fromOn <= toOn]).toEqual([true, true]);
      expect(readFreezeWindows(windows.value.map(({ fromOn, toOn }) => `${fromOn}..${toOn}`))).toEqual(
        windows,
      );
    });
  });

  test('systems: no name is broken where it is cut, and each fits the page that ticks it', () => {
    const long = fc.tuple(text, fc.nat(205)).map(([name, n]) => `${'x'.repeat(n)}${name}`);
    always(fc.array(fc.oneof(text, long), { maxLength: 5 }), (lines) => {
      const systems = readSystems(formOf({ systems: typed(lines.join('\n')) }));
      expect(readSystems(formOf({ systems: typed(systems.join('\n')) }))).toEqual(systems);
      const page = readBody(
        Buffer.from(JSON.stringify({ ...ACTS['/handoff/confirm'], systems })),
        confirmBody,
      );
      expect(page.ok).toBe(true);
    });
  });

  test('a contact', () => {
    const some = fc.option(fc.oneof(text, fc.constant('vera@acme.example')), { nil: '' });
    always(fc.tuple(some, some, some), ([user, name, address]) => {
      const contact = readContact(
        formOf({
          contact: { type: 'users_select', selected_user: user || null },
          ...{ contact_name: typed(name), email: typed(address) },
        }),
      );
      if (!contact.ok || contact.value.kind === 'slack') return;
      const again = formOf({ contact_name: typed(contact.value.name), email: typed(contact.value.email) });
      expect(readContact(again)).toEqual(contact);
    });
  });

  test('a moment is one, or none', () => {
    const seconds = fc.oneof(
      fc.double({ noNaN: true }),
      fc.integer(),
      fc.constantFrom(1e300, -1e300, 8.64e12, 8.65e12, 0.5),
    );
    always(seconds, (selected_date_time) => {
      const at = formOf({ planned_at: { type: 'datetimepicker', selected_date_time } }).moment('planned_at');
      expect(at === null || at.isValid).toBe(true);
    });
  });
});

describe('what Slack sends', () => {
  test('payloads: taken as they were read, or refused', () => {
    const schemas = { actionBody, commandBody, homeEvent, submissionBody, suggestionBody };
    const id = fc.oneof(fc.constantFrom('U1', 'T1'), anyText);
    const state = fc.record({
      values: fc.dictionary(piece, fc.dictionary(piece, fc.record({ type: id, value: anyText }))),
    });
    const nearly = fc.record({
      ...{ user: fc.oneof(id, fc.record({ id, team_id: id })), user_id: id, team_id: id, trigger_id: id },
      ...{
        tab: id,
        action_id: id,
        actions: fc.array(fc.record({ action_id: id, type: id, value: anyText })),
        state,
      },
      view: fc.record({ id, type: fc.constantFrom('modal', 'home', 'x'), state }),
    });
    const taken = new Set<string>();
    always(fc.oneof(anyValue, fc.jsonValue(), nearly), (value) => {
      for (const [name, schema] of Object.entries(schemas)) {
        const read = schema.safeParse(value);
        if (!read.success) continue;
        taken.add(name);
        expect(schema.parse(read.data)).toEqual(read.data);
        if ('view' in read.data)
          for (const text of typedIn(read.data.view?.state?.values)) expect(text).toBeTypeOf('string');
      }
    });
    expect([...taken].toSorted()).toEqual(Object.keys(schemas).toSorted());
  });

  test('values and metadata: what is read is written and read the same', () => {
    const id = fc.oneof(fc.uuid(), piece);
    const parts = fc.array(
      fc.tuple(fc.constantFrom(...'prgvhnx'), id).map((both) => both.join('')),
      { maxLength: 4 },
    );
    const value = fc.tuple(fc.constantFrom(...ALL_VERBS, ...ALL_MODALS, '__proto__', 'constructor'), parts);
    always(
      fc.oneof(
        anyText,
        value.map(([name, ids]) => [name, ...ids].join('~')),
      ),
      (text) => {
        const clicked = readValue(text);
        if (clicked) expect(readValue(valueOf(clicked.verb, clicked.ref as never))).toEqual(clicked);
        for (const modal of ALL_MODALS) {
          const meta = readMeta(modal, text);
          if (meta) expect(readMeta(modal, metaOf(modal, meta))).toEqual(meta);
        }
      },
      2000,
    );
  });
});

describe('the environment', () => {
  const right = {
    SLACK_BOT_TOKEN: 'xoxb-1-2-abc',
    SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
    PUBLIC_URL: 'https://rekey.example.com',
  };
  const url = fc.tuple(
    fc.constantFrom('http://', 'https://', 'HTTPS://', 'ftp://', ''),
    fc.oneof(anyText, piece),
    anyText,
  );
  const values = fc.oneof(
    anyText,
    fc.nat(100_000).map(String),
    fc.webUrl(),
    url.map((parts) => parts.join('')),
  );

  test('any values: a configuration or problems by name, never the value', () => {
    always(fc.dictionary(fc.constantFrom(...VARIABLES), values), (given) => {
      const reading = readConfig({ ...right, ...given });
      if (reading.ok) return;
      expect(reading.problems.length).toBeGreaterThan(0);
      for (const problem of reading.problems) expect(problem).toMatch(/^[A-Z_]+ /);
    });
  });

  test('what is taken is taken again as it was read', () => {
    always(values, (text) => {
      const numbers = ['PORT', 'TRUSTED_PROXIES', 'LINK_HOURS'] as const;
      for (const name of [...numbers, 'PUBLIC_URL', 'COMMAND', 'LOG_LEVEL'] as const) {
        const reading = readConfig({ ...right, [name]: text });
        if (!reading.ok) continue;
        const { port, trustedProxies, linkHours, publicUrl, command, logLevel } = reading.config;
        const read = {
          PORT: port,
          TRUSTED_PROXIES: trustedProxies,
          LINK_HOURS: linkHours,
          PUBLIC_URL: publicUrl,
        };
        const written = { ...read, COMMAND: command, LOG_LEVEL: logLevel };
        expect(readConfig({ ...right, [name]: String(written[name]) })).toEqual(reading);
      }
    });
  });
});
