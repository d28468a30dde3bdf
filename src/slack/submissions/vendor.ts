import { PLACE_KINDS } from '../../domain/place.ts';
import { readContact, readSystems, type Form } from '../forms.ts';
import type { VendorDraft } from '../../usecases/drafts.ts';
import { nextStepModal } from '../views/notice-modal.ts';
import { vendorsModal } from '../views/vendor-modals.ts';
import {
  close,
  errors,
  refusedSubmission,
  update,
  type Submission,
  type Submitted,
  type Submitter,
} from './handler.ts';

const AT = {
  vendor_name_taken: 'name',
  contact_not_found: 'contact',
  contact_unusable: 'contact',
  not_yourself: 'contact',
} as const;

/** A vendor of the inventory; with a rotation, one that was found late and takes part from now on. */
export const addVendor: Submission<'vendor'> = async (by, form, { packageId, rotationId }) => {
  const { edge, person } = by;
  const read = readVendor(form);
  if (!read.ok) return read.submitted;
  const added = await edge.usecases.addVendor({ person, packageId, draft: read.draft });
  if (!added.ok) return refusedSubmission(added.refusal, AT);
  if (!rotationId) return { kind: 'close', afterwards: () => drawList(by, packageId) };
  const late = await edge.usecases.addLateVendor({ person, rotationId, vendorId: added.vendorId });
  return late.ok ? joined(late) : refusedSubmission(late.refusal);
};

function readVendor(form: Form): { ok: true; draft: VendorDraft } | { ok: false; submitted: Submitted } {
  const name = form.line('name') ?? '';
  const contact = readContact(form);
  if (!name) return { ok: false, submitted: errors({ name: 'A name is needed.' }) };
  if (!contact.ok) return { ok: false, submitted: errors(contact.errors) };
  const kind = PLACE_KINDS.find((one) => one === form.choice('kind')) ?? 'vendor_system';
  return { ok: true, draft: { name, contact: contact.value, systems: readSystems(form), kind } };
}

/** The list below shows the new one. */
async function drawList({ edge, person, redrawBelow }: Submitter, packageId: string): Promise<void> {
  const read = await edge.usecases.readStatus({ person, packageId });
  if (read.ok) await redrawBelow(vendorsModal(read.line.package, read.line.vendors));
}

/** One that the package knows, found late. */
export const addLateVendor: Submission<'add_late_vendor'> = async (
  { edge, person },
  form,
  { rotationId },
) => {
  const vendorId = form.choice('vendor');
  if (!vendorId) return errors({ vendor: 'Choose one.' });
  const added = await edge.usecases.addLateVendor({ person, rotationId, vendorId });
  return added.ok
    ? joined(added)
    : refusedSubmission(added.refusal, { vendor_already_in: 'vendor', unknown_vendor: 'vendor' });
};

const JOINED =
  'They take part now, and Activate waits for them. *Next: deposit the same secret once more*, so that there is a copy for them too: the button is on the card.';

const joined = ({ needsDeposit }: { needsDeposit: boolean }): Submitted =>
  needsDeposit ? update(nextStepModal(JOINED, 'Vendor added')) : { kind: 'clear' };

/** Somebody else collects and confirms from now on. */
export const changeContact: Submission<'change_contact'> = async (
  { edge, person },
  form,
  { rotationId, vendorId },
) => {
  const contact = readContact(form);
  if (!contact.ok) return errors(contact.errors);
  const changed = await edge.usecases.changeContact({ person, rotationId, vendorId, contact: contact.value });
  return changed.ok ? close : refusedSubmission(changed.refusal, AT);
};
