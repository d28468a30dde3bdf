import type { DateTime } from 'luxon';
import type { SetupRefusal } from './packages.ts';

/** `10:05 UTC`: the page's script turns it into the reader's own zone. */
export const timeOf = (at: DateTime) => at.toUTC().toFormat("HH:mm 'UTC'");

/** Setup's answer to a refused Generate or Activate; where a moment is named, it comes last. */
export function wordsOf(refusal: SetupRefusal): { text: string; at?: DateTime } {
  switch (refusal.kind) {
    case 'generated_recently':
      return { text: 'Generate is possible once per five minutes; next at', at: refusal.nextAt };
    case 'activated_recently':
      return { text: 'Activate is possible once per five minutes; next at', at: refusal.nextAt };
    case 'staged_not_live':
      return {
        text: 'A staged secret can’t be activated in its first five minutes; possible from',
        at: refusal.nextAt,
      };
    case 'nothing_staged':
      return { text: 'There is no staged secret to activate. Generate one first.' };
    case 'staged_expired':
      return { text: 'The staged secret has expired. Generate a new one.' };
  }
}

/** The same on one line, for tests and logs. */
export function sentenceOf(refusal: SetupRefusal): string {
  const { text, at } = wordsOf(refusal);
  return at ? `${text} ${timeOf(at)}.` : text;
}
