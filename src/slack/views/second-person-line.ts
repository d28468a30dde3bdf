import type { EndOfRequest, RotationEvent } from '../../domain/event.ts';
import { RULES } from '../../domain/rules.ts';
import { person, say } from './text.ts';

type Told = Extract<RotationEvent, { what: unknown }>;

/** What was asked for, to be read after a colon. */
const about = ({ what, vendor }: Told): string =>
  what === 'activate' ? 'Activate' : `to waive ${say(vendor ?? 'a vendor', 80)}`;

const asker = ({ askedBy }: Told): string => (askedBy ? person(askedBy) : 'somebody');

/** One line of the thread about a request for a second person; `who` did it. */
export function secondPersonLine(event: Told, who: string): string {
  switch (event.kind) {
    case 'second_person_asked':
      return event.what === 'activate'
        ? `:raising_hand: ${who} asks for a second person: may Activate be pressed? Nothing is done before another admin agrees.`
        : `:raising_hand: ${who} asks for a second person: waive the confirmation of ${say(event.vendor ?? 'a vendor', 80)}? “${say(event.reason ?? '', 600)}” Nothing is done before another admin agrees.`;
    case 'second_person_agreed':
      return `${who} agrees with ${asker(event)}: ${about(event)}.`;
    case 'second_person_declined':
      return event.isWithdrawn
        ? `${who} took back what a second person was asked for: ${about(event)}. “${say(event.why, 600)}”`
        : `${who} does not agree with ${asker(event)}: ${about(event)}. “${say(event.why, 600)}” Nothing was done.`;
    case 'second_person_ended': {
      const [why, next] = ENDED[event.because];
      return `What ${asker(event)} asked a second person for has ended${why}: ${about(event)}. Nothing was done; ${next}.`;
    }
  }
}

/** Why, and what to do next. */
const ENDED = {
  time: [` after ${RULES.secondPersonHours} hours`, 'if it is still wanted, ask again'],
  changed: [', since something it rested on has changed', 'look at the card before asking again'],
  asker_left: [', since they are no admin of this package any more', 'if it is still wanted, ask anew'],
} as const satisfies Record<EndOfRequest, readonly [string, string]>;
