import type { ModalView } from '@slack/types';
import { section } from './blocks.ts';
import { modal, peopleField } from './inputs.ts';

/** `/rekey admins`: a workspace admin says who may add packages. */
export const adminsModal = (appointed: readonly string[]): ModalView =>
  modal('admins', {}, { title: 'Package admins', submit: 'Save' }, [
    section(
      "People listed here may add packages and become their owners or backups. What they may do is bound to each package: they act on their own only, and keep those they have when they are taken off this list. Guests and people of other companies can't be appointed.",
    ),
    peopleField('admins', 'Package admins', { initial: appointed }),
  ]);
