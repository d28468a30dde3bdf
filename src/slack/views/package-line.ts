import type { PackageLine } from '../../usecases/facts.ts';
import { hasEnded, pendingParticipants } from '../../domain/rotation.ts';
import { stepWords } from './plan-block.ts';
import { bold, sureUntil } from './text.ts';

/** One package in one line: name, date, days left, rotation under way. */
export function packageLine({ package: pack, rotation, daysLeft, dueOn }: PackageLine): string {
  return `${isDown(rotation) ? ':rotating_light:' : mark(daysLeft, pack.isDormant)} ${bold(pack.name, 80)} · ${dateWords(pack, daysLeft)}${stateWords(rotation, dueOn)}${ownerWords(pack)}`;
}

/** Never named, left, or taken off the list of package admins: nobody would be asked first. */
const ownerWords = ({ admins, isRetired }: PackageLine['package']): string =>
  isRetired || admins.some(({ role }) => role === 'owner') ? '' : ' · *nobody owns it*';

const mark = (daysLeft: number | null, isDormant: boolean): string => {
  if (isDormant || daysLeft === null) return ':warning:';
  if (daysLeft < 0) return ':rotating_light:';
  return daysLeft <= 7 ? ':hourglass_flowing_sand:' : ':key:';
};

function dateWords(
  { expiresOn, expirySource, isDormant, isRetired }: PackageLine['package'],
  daysLeft: number | null,
): string {
  if (isRetired) return 'retired';
  if (isDormant) return 'invalidated as unused: works again after a rotation';
  if (expiresOn === null || daysLeft === null) return 'expiration date unknown: read it in Setup';
  return sureUntil(expiresOn, daysLeft, expirySource === 'computed' ? ' (unconfirmed)' : '');
}

/** No overlap, or Activate came before everybody had switched. */
const isDown = (rotation: PackageLine['rotation']): boolean =>
  rotation !== null &&
  !hasEnded(rotation) &&
  (rotation.step === 'activated' ? pendingParticipants(rotation).length > 0 : rotation.isOutage);

function stateWords(rotation: PackageLine['rotation'], dueOn: string | null): string {
  if (rotation) return ` · ${isDown(rotation) ? '*outage*, ' : ''}${stepWords(rotation).toLowerCase()}`;
  return dueOn ? ` · rotation due ${dueOn}` : '';
}
