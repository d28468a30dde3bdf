import type { HoldUp } from '../../domain/hold-up.ts';
import { hardStopOn } from '../../domain/schedule.ts';
import type { BoardRotation, BoardRow } from '../../usecases/board-facts.ts';
import { listed } from '../layout.ts';

/** Where a package stands, in a line: what has to happen next, and who is waited for. */
export function standingWords(row: BoardRow): string {
  const { state, rotation, dueOn, plannedStartOn, isDormant, hasSecret } = row;
  if (state === 'in_progress' && rotation) return rotationWords(rotation);
  if (state === 'retired') return 'no longer rotated';
  if (!hasSecret) return 'a public app: nothing to rotate';
  if (state === 'overdue') return 'no rotation was started in time';
  if (state === 'due') return isDormant ? 'switched off for not being used' : startWords(row);
  if (state === 'unknown') return 'read the expiration date in Setup';
  if (plannedStartOn) return `start planned on ${plannedStartOn}`;
  return dueOn ? `start due on ${dueOn}` : '';
}

const startWords = ({ dueOn, plannedStartOn }: BoardRow): string =>
  plannedStartOn && (!dueOn || plannedStartOn < dueOn)
    ? `to be started since ${plannedStartOn}, as planned`
    : `to be started since ${dueOn ?? 'now'}`;

/** How far a rotation is, and what holds it up. */
function rotationWords({ holdsUp, vendors, settled, isDown, step }: BoardRotation): string {
  const howFar = step === 'sharing' || step === 'activated' ? `${settled} of ${vendors} settled; ` : '';
  const down = isDown ? 'somebody is down; ' : '';
  return `${down}${howFar}${holdsUp ? holdUpWords(holdsUp) : 'goes on by itself'}`;
}

const DUTIES: Readonly<
  Record<Extract<HoldUp, { kind: 'duty' }>['duty'], (vendors: readonly string[]) => string>
> = {
  deposit: () => 'an admin generates and deposits',
  answer: (who) => `an admin answers what ${some(who)} reported`,
  deposit_again: (who) => `an admin deposits once more for ${some(who)}`,
  hand_over: (who) => `an admin gives ${some(who)} their ${who.length > 1 ? 'links' : 'link'}`,
  collect: (who) => `${some(who)} ${who.length > 1 ? 'collect' : 'collects'}`,
  confirm: (who) => `${some(who)} ${who.length > 1 ? 'confirm' : 'confirms'}`,
  second_person: () => 'everybody has confirmed: a second admin agrees to Activate',
  activate: () => 'everybody has confirmed: an admin presses Activate',
  record_date: () => 'an admin reads the new date in Setup',
};

/** More than two are counted: the card names them all. */
const some = (who: readonly string[]): string =>
  who.length > 2 ? `${who[0]} and ${who.length - 1} more` : listed(who);

export function holdUpWords(holdsUp: HoldUp): string {
  if (holdsUp.kind === 'duty') return DUTIES[holdsUp.duty](holdsUp.vendors);
  const until = holdsUp.until.toUTC().toFormat('yyyy-MM-dd HH:mm');
  if (holdsUp.why === 'cooling') return `the new secret is live at ${until} UTC`;
  return holdsUp.why === 'frozen' ? `frozen until ${until} UTC` : `Activate is planned for ${until} UTC`;
}

/** How long there is, counted to the hard stop, as everywhere. */
export function daysLeftWords({ daysLeft, expiresOn }: BoardRow): string {
  if (daysLeft === null || expiresOn === null) return '';
  if (daysLeft < 0) return `ended ${days(-daysLeft)} ago`;
  return daysLeft === 0 ? 'today is the last day' : `${days(daysLeft)} left`;
}

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

/** The last sure day, and that the date was not read in Setup where it was not. */
export const endWords = ({ expiresOn, expirySource }: BoardRow): { day: string; isCounted: boolean } => ({
  day: expiresOn === null ? '' : hardStopOn(expiresOn),
  isCounted: expirySource === 'computed',
});
