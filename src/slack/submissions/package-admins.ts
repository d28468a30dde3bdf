import { close, errors, refusedSubmission, type Submission } from './handler.ts';

/** A workspace admin names a package's owner and backups. */
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
    backupIds: form.users('backups'),
  });
  return set.ok ? close : refusedSubmission(set.refusal, { admin_unusable: 'owner' });
};
