import type { VendorEdited } from '../../usecases/edit-vendor.ts';
import { readContact } from '../forms.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { bold, listed } from '../views/text.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

/** A vendor's name and contact, for every package it serves. */
export const editVendor: Submission<'vendor_record'> = async ({ edge, person }, form, { vendorId }) => {
  const name = form.line('name') ?? '';
  if (!name) return errors({ name: 'A name is needed.' });
  const contact = readContact(form);
  if (!contact.ok) return errors(contact.errors);
  const isForRotations = form.isTicked('rotations');
  const given = { person, vendorId, name, contact: contact.value, isForRotations };
  const edited = await edge.usecases.editVendor(given);
  if (edited.ok) return update(noticeOf(editedWords(name, edited), 'Edit a vendor'));
  return refusedSubmission(edited.refusal, {
    ...{ vendor_named_so: 'name', contact_not_found: 'contact' },
    ...{ contact_unusable: 'contact', not_yourself: 'contact' },
  });
};

function editedWords(name: string, { changed, left }: VendorEdited): string {
  const taken =
    changed.length > 0 ? ` The new contact takes over in the rotation of ${listed(changed)}.` : '';
  const kept =
    left.length > 0
      ? ` :warning: In the rotation of ${listed(left)} nothing changed: this vendor is settled there already.`
      : '';
  return `${bold(name, 80)} is saved, for every package it serves.${taken}${kept}`;
}
