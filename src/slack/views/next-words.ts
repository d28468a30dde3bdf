import type { NextReminder } from '../../usecases/facts.ts';
import { moment, person } from './text.ts';

/** Each reminder says what the next one will be: nobody is surprised, and nobody need guess who else hears of it. */
export function nextWords(next: NextReminder | null): string {
  if (!next) return '';
  const people = next.people.map(person);
  const who = [...people, ...(next.isInChannel ? ['this channel'] : [])];
  const all = who.length > 1 ? `${who.slice(0, -1).join(', ')} and ${who.at(-1)}` : (who[0] ?? 'somebody');
  return ` If nothing happens, rekey tells ${all} next, ${moment(next.at)}.`;
}
