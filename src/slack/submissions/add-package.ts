import { dayOf } from '../../domain/schedule.ts';
import { vendorsModal } from '../views/vendor-modals.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';
import { oddities, readRecord } from './package-form.ts';

/** Saves the package, then becomes the modal of its vendors, with what looked odd. */
export const addPackage: Submission<'add_package'> = async ({ edge, person }, form) => {
  const { draft, wrong } = readRecord({ form, today: dayOf(edge.clock.now()), before: null });
  const ownerId = form.user('owner');
  if (!ownerId) return errors({ ...wrong, owner: 'Somebody has to own it.' });
  if (!draft) return errors(wrong);
  const backupIds = form.users('backups').filter((id) => id !== ownerId);
  const added = await edge.usecases.addPackage({ person, draft: { ...draft, ownerId, backupIds } });
  if (added.ok) return update(vendorsModal({ id: added.packageId, name: draft.name }, [], oddities(draft)));
  return refusedSubmission(added.refusal, {
    package_name_taken: 'name',
    admin_unusable: 'owner',
    not_appointed: 'owner',
    unknown_account: 'account',
  });
};
