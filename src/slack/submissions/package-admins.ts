import type { OwnerAway } from '../../usecases/set-package-admins.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { moment, person as mention } from '../views/text.ts';
import { close, errors, refusedSubmission, update, type Submission } from './handler.ts';

/** A workspace admin, or the present owner, names a package's owner and backups. */
export const setPackageAdmins: Submission<'package_admins'> = async (
  { edge, person },
  form,
  { packageId },
) => {
  const ownerId = form.user('owner');
  if (!ownerId) return errors({ owner: 'A package needs an owner.' });
  const set = await edge.usecases.setPackageAdmins({
    person,
    packageId,
    ownerId,
    backupIds: form.users('backups').filter((id) => id !== ownerId),
  });
  if (!set.ok) return refusedSubmission(set.refusal, { admin_unusable: 'owner', not_appointed: 'owner' });
  return set.away ? update(noticeOf(awayWords(ownerId, set.away), 'Handed over')) : close;
};

const awayWords = (ownerId: string, { until, standInId }: OwnerAway): string =>
  `Saved, and both are told. :warning: ${mention(ownerId)} is away until ${moment(until)}; ${mention(standInId)} hears of it meanwhile, if they are one of its admins. Otherwise its backups do.`;
