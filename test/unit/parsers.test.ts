import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
import { readCapacity, readHolidays } from '../../src/slack/submissions/reminders.ts';
import { confirmBody, readBody } from '../../src/web/body.ts';
import { ACTS } from '../browser/asking.ts';
import { always, anyText, anyValue, piece } from '../support/any-input.ts';

// Whatever people type and Slack sends: no parser throws, and what one takes it takes again, unchanged.

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

  test('holidays: days in order, each once, or the first line that is none', () => {
    const day = fc.oneof(
      { weight: 4, arbitrary: fc.nat(40).map((n) => dayOf(startOfDay('2027-02-20').plus({ days: n }))) },
      fc.oneof(piece, text),
    );
    let taken = 0;
    always(fc.array(day, { maxLength: 6 }), (typedDays) => {
      const given = formOf({ holidays: typed(typedDays.join('\n')) }).lines('holidays');
      const read = readHolidays(given);
      if (!read.ok) return expect([given.includes(read.line), isDay(read.line)]).toEqual([true, false]);
      taken += 1;
      expect(read.days).toEqual([...new Set(given)].toSorted());
      expect(readHolidays(read.days)).toEqual(read);
    });
    expect(taken).toBeGreaterThan(50);
  });

  test('capacity: a whole number from 1 to 1000, or nothing said', () => {
    const capacity = (value: string) => readCapacity(formOf({ weekly_capacity: typed(value) }));
    const numbers = fc.oneof(fc.integer({ min: -5, max: 1100 }), fc.double());
    always(fc.oneof(text, numbers.map(String)), (value) => {
      const read = capacity(value);
      if (!read.ok) return expect(value.trim()).not.toBe('');
      if (read.value === null) return expect(value.trim()).toBe('');
      expect([Number(value), Number.isInteger(read.value)]).toEqual([read.value, true]);
      expect([read.value >= 1, read.value <= 1000]).toEqual([true, true]);
      expect(capacity(String(read.value))).toEqual(read);
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
