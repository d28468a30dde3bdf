import type { Audience } from '../../domain/ladder.ts';
import type { NextReminder } from '../../usecases/facts.ts';
import { moment } from './text.ts';

/** By their part, not by a mention: who is told next is not to be told now. */
const WHO = {
  vendor: 'the vendor',
  owner: 'the owner',
  backup: 'the backup',
  escalation: 'whoever is named to hear of it last',
} as const satisfies Record<Exclude<Audience, 'channel'>, string>;

const TO_VENDOR = { ...WHO, vendor: 'you', channel: 'the package’s channel' };

/** Each reminder says what the next one will be: nobody is surprised, and nobody need guess who else hears of it. */
export const nextWords = (next: NextReminder | null, channel = 'this channel'): string =>
  wordsOf(next, { ...WHO, channel });

/** The same to a vendor’s contact. */
export const nextWordsToVendor = (next: NextReminder | null): string => wordsOf(next, TO_VENDOR);

function wordsOf(next: NextReminder | null, names: Readonly<Record<Audience, string>>): string {
  if (!next) return '';
  const who = next.audiences.map((one) => names[one]);
  const all = who.length > 1 ? `${who.slice(0, -1).join(', ')} and ${who.at(-1)}` : (who[0] ?? 'somebody');
  return ` If nothing happens, rekey tells ${all} next, ${moment(next.at)}.`;
}
