import { z } from 'zod';
import type { ContactDraft } from '../usecases/drafts.ts';
import { clean, oneLineOf } from '../domain/import-cells.ts';
import { isDay, type Day, type Moment } from '../domain/schedule.ts';
import type { BusinessUnit, FreezeWindow } from '../domain/package.ts';
import { LONGEST_SYSTEM, MOST_SYSTEMS } from '../domain/place.ts';
import { DateTime } from 'luxon';
import { INPUT } from './action-ids.ts';
import type { Field } from './fields.ts';
import type { StateValue, View } from './payloads.ts';

/** Field errors of a modal: block id to plain words. */
export type FieldErrors = Partial<Record<Field, string>>;

/** Reads a submitted modal field by field; an empty text is null. */
export class Form {
  readonly #values: Record<string, Record<string, StateValue>>;

  constructor(view: View) {
    this.#values = view.state?.values ?? {};
  }

  #input(field: Field): StateValue | undefined {
    const block = this.#values[field] ?? {};
    return block[INPUT] ?? Object.values(block)[0];
  }

  /** What was typed; half a character, which a database refuses, becomes the sign of one that is missing. */
  text(field: Field): string | null {
    return this.#input(field)?.value?.toWellFormed().trim() || null;
  }

  /** The same as the import keeps a cell: without marks that nobody sees, several lines where there are several. */
  cleaned(field: Field): string | null {
    return clean(this.text(field) ?? '') || null;
  }

  /** A name: the same on one line. */
  line(field: Field): string | null {
    return oneLineOf(this.text(field) ?? '') || null;
  }

  lines(field: Field): string[] {
    return (this.cleaned(field) ?? '').split('\n').filter((line) => line !== '');
  }

  day(field: Field): Day | null {
    const day = this.#input(field)?.selected_date ?? '';
    return isDay(day) ? day : null;
  }

  moment(field: Field): Moment | null {
    const seconds = this.#input(field)?.selected_date_time;
    const at = seconds ? DateTime.fromSeconds(seconds, { zone: 'utc' }) : null;
    return at?.isValid ? at : null;
  }

  user(field: Field): string | null {
    return this.#input(field)?.selected_user ?? null;
  }

  users(field: Field): string[] {
    return this.#input(field)?.selected_users ?? [];
  }

  channel(field: Field): string | null {
    return this.#input(field)?.selected_conversation ?? null;
  }

  choice(field: Field): string | null {
    return this.#input(field)?.selected_option?.value ?? null;
  }

  choices(field: Field): string[] {
    return this.#input(field)?.selected_options?.map(({ value }) => value) ?? [];
  }

  /** Whether the modal that was submitted asked for it. */
  has(field: Field): boolean {
    return this.#input(field) !== undefined;
  }

  isTicked(field: Field): boolean {
    return this.choices(field).includes('yes');
  }
}

type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors };

const email = z.email();
const EITHER = 'Choose somebody in Slack, or give a name and an e-mail address below.';

/** Somebody in Slack, or a name with an address: one of the two, not both. */
export function readContact(form: Form): Read<ContactDraft> {
  const userId = form.user('contact');
  const name = form.line('contact_name');
  const address = form.text('email');
  if (userId && (name || address))
    return {
      ok: false,
      errors: { contact: 'One of the two: either somebody in Slack or a name and an address.' },
    };
  if (userId) return { ok: true, value: { kind: 'slack', userId, channelId: form.channel('channel') } };
  if (!name && !address) return { ok: false, errors: { contact: EITHER } };
  if (!name) return { ok: false, errors: { contact_name: 'Whose address is it?' } };
  if (!address || !email.safeParse(address).success)
    return { ok: false, errors: { email: 'An e-mail address, such as vera@acme.example' } };
  return { ok: true, value: { kind: 'email', name, email: address } };
}

/** `12345 Retail UK` per line; the MID is digits. */
export function readUnits(lines: readonly string[]): Read<BusinessUnit[]> {
  const wrong = lines.find((line) => !/^\d{1,20}(\s|$)/.test(line));
  if (wrong !== undefined)
    return {
      ok: false,
      errors: {
        units: `“${wrong.slice(0, 40)}”: each line begins with the MID, digits only, then the name.`,
      },
    };
  const value = lines.map((line) => {
    const [mid = '', ...name] = line.split(/\s+/);
    return { mid, name: name.join(' ') || `MID ${mid}` };
  });
  return { ok: true, value };
}

/** `2026-12-20..2027-01-05` per line, both days included. */
export function readFreezeWindows(lines: readonly string[]): Read<FreezeWindow[]> {
  const value: FreezeWindow[] = [];
  for (const line of lines) {
    const [fromOn = '', toOn = fromOn, ...more] = line.split(/\s*\.\.\s*/);
    if (more.length > 0 || !isDay(fromOn) || !isDay(toOn) || toOn < fromOn) {
      return {
        ok: false,
        errors: { freeze: `“${line.slice(0, 40)}”: write first and last day as 2026-12-20..2027-01-05.` },
      };
    }
    value.push({ fromOn, toOn });
  }
  return { ok: true, value };
}

/** Each line once, in the order given; cut, if it must be, between two characters. */
export const readSystems = (form: Form): string[] =>
  [...new Set(form.lines('systems').map(cut))].slice(0, MOST_SYSTEMS);

const cut = (line: string): string => {
  const kept = line.slice(0, LONGEST_SYSTEM);
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)).trimEnd();
};
