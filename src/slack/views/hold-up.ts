import type { BoardRow } from '../../usecases/board-facts.ts';
import type { HoldUp } from '../../domain/hold-up.ts';
import { listed, moment, person } from './text.ts';

const MOST_VENDORS = 2;

/** Whoever owns it is asked first; of a package that nobody owns any of its admins. */
const asked = ({ owners: [owner] }: BoardRow): string => (owner ? person(owner) : 'an admin');

const WHY = {
  cooling: 'live',
  frozen: 'frozen until',
  planned: 'Activate planned for',
} as const satisfies Record<Extract<HoldUp, { kind: 'time' }>['why'], string>;

/** Who or what a rotation waits for, and what they have to do. */
export function holdUpWords(row: BoardRow): string {
  const holdsUp = row.rotation?.holdsUp;
  if (!holdsUp) return 'goes on by itself';
  if (holdsUp.kind === 'time') return `${WHY[holdsUp.why]} ${moment(holdsUp.until)}`;
  const vendors = listed(holdsUp.vendors, MOST_VENDORS);
  const who = asked(row);
  switch (holdsUp.duty) {
    case 'deposit':
      return `waits for ${who}: generate and deposit`;
    case 'answer':
      return `${vendors} reported a problem: waits for ${who}`;
    case 'deposit_again':
      return `waits for ${who}: deposit again for ${vendors}`;
    case 'hand_over':
      return `waits for ${who}: pass the link on to ${vendors}`;
    case 'collect':
      return `waits for ${vendors} to collect`;
    case 'confirm':
      return `waits for ${vendors} to confirm`;
    case 'second_person':
      return 'waits for a second person, for Activate';
    case 'activate':
      return `waits for ${who}: Activate`;
    case 'record_date':
      return `waits for ${who}: record the new date`;
  }
}
