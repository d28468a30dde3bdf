import type { ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import { section } from './blocks.ts';
import { modal, peopleField, personField } from './inputs.ts';
import { bold } from './text.ts';

/** `/rekey admins`: a workspace admin says who may be a package admin. */
export const adminsModal = (appointed: readonly string[], command: string): ModalView =>
  modal('admins', {}, { title: 'Package admins', submit: 'Save' }, [
    section(
      `People listed here may add packages and be their owners or backups; each acts on their own packages only. Whoever is taken off this list may do nothing more, so name somebody else for their packages first: \`${command} admins &lt;package&gt;\`. Guests and people of other companies can’t be appointed.`,
    ),
    peopleField('admins', 'Package admins', { initial: appointed }),
  ]);

/** `/rekey admins <package>` and *Hand over…*: a workspace admin, or its owner, names its owner and backups anew. */
export function packageAdminsModal({ id, name, admins }: Package): ModalView {
  const owner = admins.find(({ role }) => role === 'owner')?.userId;
  const backups = admins.filter(({ role }) => role !== 'owner').map(({ userId }) => userId);
  return modal('package_admins', { packageId: id }, { title: 'Hand over a package', submit: 'Save' }, [
    section(
      `Who rotates ${bold(name, 80)}. The owner and the backups may do the same; whoever is not named here may not any more, at once. A new owner and the one before are told.`,
    ),
    personField('owner', 'Owner', owner ? { initial: owner } : {}),
    peopleField('backups', 'Backups', { isOptional: true, initial: backups }),
  ]);
}
