import { dayOf, type Day, type Moment } from '../../src/domain/schedule.ts';
import type { ContactDraft } from '../../src/usecases/drafts.ts';
import type { Dice } from './dice.ts';
import { contactNumber, STAFF } from './people.ts';

/** What somebody does to the package's rotation, so many hours after the script began. `vendor` counts from 0. */
export type Act = { readonly afterHours: number } & (
  | { readonly kind: 'start' | 'deposit' | 'activate' | 'finish' | 'cancel' }
  | { readonly kind: 'snooze' }
  | { readonly kind: 'collect' | 'confirm' | 'waive' | 'report' | 'resolve'; readonly vendor: number }
);

/** One package of the script and everything that will be done for it, in this order. */
export interface Part {
  readonly name: string;
  readonly expiresOn: Day;
  readonly leadDays: number;
  readonly channelId: string;
  readonly ownerId: string;
  readonly backupId: string;
  readonly contacts: readonly ContactDraft[];
  readonly acts: readonly Act[];
}

export interface ScriptSize {
  readonly packages: number;
  readonly days: number;
}

const CHANNELS = 6;
const EXPIRES_FROM_DAYS = 4;
const EXPIRES_AFTER_THE_END_DAYS = 25;

/** The whole month: packages that expire all over it, and what people do for each, or leave undone. Pure, but for the dice. */
export function writeScript({ packages, days }: ScriptSize, startAt: Moment, dice: Dice): Part[] {
  return Array.from({ length: packages }, (_, n) => {
    const contacts = Array.from({ length: 1 + (n % 3) }, (_none, v) => contactNumber(n * 2 + v));
    const expires = Math.floor(dice.between(EXPIRES_FROM_DAYS, days + EXPIRES_AFTER_THE_END_DAYS));
    return {
      name: `Package ${String(n + 1).padStart(3, '0')}`,
      expiresOn: dayOf(startAt.plus({ days: expires })),
      leadDays: dice.pick([7, 7, 7, 10, 5]),
      channelId: `C0ROT${n % CHANNELS}`,
      ownerId: STAFF[n % STAFF.length]?.userId ?? '',
      backupId: STAFF[(n + 5) % STAFF.length]?.userId ?? '',
      contacts,
      acts: actsFor(contacts, days * 24, dice),
    };
  });
}

/** How often people leave something undone, so that somebody must be reminded of it. */
const UNDONE = { start: 0.08, deposit: 0.08, collect: 0.1, confirm: 0.12, activate: 0.15, finish: 0.1 };

function actsFor(contacts: readonly ContactDraft[], mostHours: number, dice: Dice): Act[] {
  const acts: Act[] = [];
  if (dice.isBelow(0.1)) acts.push({ kind: 'snooze', afterHours: dice.between(0, mostHours / 4) });
  if (dice.isBelow(UNDONE.start)) return acts;
  const start = dice.between(1, mostHours * 0.7);
  acts.push({ kind: 'start', afterHours: start });
  const deposit = start + dice.between(0.5, 60);
  if (dice.isBelow(UNDONE.deposit)) return acts;
  acts.push({ kind: 'deposit', afterHours: deposit });
  if (dice.isBelow(0.06)) return [...acts, { kind: 'cancel', afterHours: deposit + dice.between(1, 70) }];
  const each = contacts.map((contact, vendor) => actsOfVendor(contact, { vendor, from: deposit + 1 }, dice));
  acts.push(...each.flatMap((one) => one.acts));
  if (each.some((one) => !one.isSettled)) return inOrder(acts);
  const last = Math.max(...acts.map(({ afterHours }) => afterHours));
  const activate = last + dice.between(1, 80);
  if (!dice.isBelow(UNDONE.activate)) acts.push({ kind: 'activate', afterHours: activate });
  if (!dice.isBelow(UNDONE.activate + UNDONE.finish)) {
    const isActivated = acts.some(({ kind }) => kind === 'activate');
    if (isActivated) acts.push({ kind: 'finish', afterHours: activate + dice.between(0.5, 50) });
  }
  return inOrder(acts);
}

const inOrder = (acts: readonly Act[]): Act[] => acts.toSorted((a, b) => a.afterHours - b.afterHours);

function actsOfVendor(
  contact: ContactDraft,
  { vendor, from }: { vendor: number; from: number },
  dice: Dice,
): { acts: Act[]; isSettled: boolean } {
  const collect = from + dice.between(0, 90);
  const waive: Act = { kind: 'waive', vendor, afterHours: collect + dice.between(30, 120) };
  if (dice.isBelow(UNDONE.collect)) return orWaived([], waive, dice);
  const acts: Act[] = [{ kind: 'collect', vendor, afterHours: collect }];
  const confirm = collect + dice.between(0.5, 100);
  if (contact.kind === 'slack' && dice.isBelow(0.1)) {
    acts.push({ kind: 'report', vendor, afterHours: collect + 0.2 });
    acts.push({ kind: 'resolve', vendor, afterHours: collect + dice.between(2, 60) });
    return orWaived(acts, { ...waive, afterHours: waive.afterHours + 80 }, dice);
  }
  if (dice.isBelow(UNDONE.confirm)) return orWaived(acts, waive, dice);
  return { acts: [...acts, { kind: 'confirm', vendor, afterHours: confirm }], isSettled: true };
}

const orWaived = (acts: Act[], waive: Act, dice: Dice): { acts: Act[]; isSettled: boolean } =>
  dice.isBelow(0.4) ? { acts: [...acts, waive], isSettled: true } : { acts, isSettled: false };
