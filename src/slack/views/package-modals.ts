import type { ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import { recordSeen } from '../../usecases/record-seen.ts';
import { actions, button, context, section } from './blocks.ts';
import { modal } from './inputs.ts';
import { identityFields, ownerFields, recordFields } from './package-fields.ts';
import { bold, channel } from './text.ts';

/** `/rekey add`: the package's record. What is needed comes first; the rest may stay empty. */
export const addPackageModal = (userId: string, leadDays: number): ModalView =>
  modal('add_package', {}, { title: 'Add a package', submit: 'Save and add vendors' }, [
    section(
      'An Installed Package of Marketing Cloud whose client secret is to be rotated. *Never type the secret here.*',
    ),
    ...identityFields(null),
    ...actions(button('New account…', 'new_account', {}, { label: 'Add a Marketing Cloud account' })),
    ...ownerFields(userId),
    context('Everything below may stay empty.'),
    ...recordFields(null, { leadDays }),
  ]);

/** *Edit…*: the same form with what is on record. While a rotation is under way the dates are its own. */
export const editPackageModal = (pack: Package, { isRotating }: { isRotating: boolean }): ModalView =>
  modal(
    'edit_package',
    { packageId: pack.id, seenId: recordSeen(pack) },
    { title: 'Edit a package', submit: 'Save' },
    [
      section(
        isRotating
          ? `${bold(pack.name, 80)} is being rotated: its dates come with the end of the rotation. If you choose another channel, the card stays where it is; reminders and the next card go to the new one.`
          : `What is on record of ${bold(pack.name, 80)}. If you choose another channel, reminders and the next card go there from now on, not to ${channel(pack.channelId)}.`,
      ),
      ...identityFields(pack, { isRotating }),
      ...actions(button('New account…', 'new_account', {}, { label: 'Add a Marketing Cloud account' })),
      ...recordFields(pack, { leadDays: pack.leadDays }),
    ],
  );
