import type { ModalView } from '@slack/types';
import type { VendorFacts, VendorRecord } from '../../usecases/list-vendors.ts';
import { VENDOR_SEARCH, valueOf } from '../action-ids.ts';
import { actions, button, context, header, message, option, section, words, type Message } from './blocks.ts';
import { boxesField, modal, textField } from './inputs.ts';
import { bold, contact, count, listed, plain } from './text.ts';
import { contactFields } from './vendor-modals.ts';

/** As many as a message holds with a button each; the search finds the others. */
const MOST = 40;

/** A vendor as an option of the search. */
export const vendorOption = ({ id, name, contact: of }: VendorRecord) =>
  option(name, valueOf('vendor_record', { vendorId: id }), of.name);

const search = {
  type: 'external_select',
  action_id: VENDOR_SEARCH,
  min_query_length: 0,
  placeholder: words('Find a vendor'),
} as const;

const edit = ({ id: vendorId, name }: VendorRecord) =>
  button('Edit…', 'vendor_record', { vendorId }, { label: `Edit the vendor ${name}` });

const line = ({ name, contact: of, packages }: VendorRecord): string =>
  `${bold(name, 80)} · ${contact(of)} · ${packages === 0 ? 'serves no package' : `serves ${count(packages, 'package')}`}`;

/** `/rekey vendors`: each once, however many packages it serves. */
export function vendorList(vendors: readonly VendorRecord[], all: number): Message {
  if (all === 0) {
    const none = 'There is no vendor yet.';
    return message(none, [
      section(
        `${none} Vendors are recorded with the packages they use: *Where it sits…* on a package. Our own systems count as one.`,
      ),
    ]);
  }
  const shown = vendors.slice(0, MOST);
  const title = vendors.length < all ? `${vendors.length} of ${count(all, 'vendor')}` : count(all, 'vendor');
  const isCut = shown.length < all;
  return message(title, [
    header(title),
    ...(isCut ? actions(search) : []),
    ...shown.map((vendor) => section(line(vendor), edit(vendor))),
    ...(shown.length < vendors.length
      ? [context(`The first ${MOST}; the search above finds the others.`)]
      : []),
  ]);
}

/** One vendor, for every package at once. */
export function vendorRecordModal(vendor: VendorFacts): ModalView {
  const { id: vendorId, name, packages, rotating } = vendor;
  const serves = packages.map((one) => (one.isRetired ? `${one.name} (retired)` : one.name));
  return modal('vendor_record', { vendorId }, { title: 'Edit a vendor', submit: 'Save' }, [
    section(
      `${bold(name, 80)} serves ${packages.length === 0 ? 'no package yet' : `${count(packages.length, 'package')}: ${listed(serves, 12)}`}. Name and contact change for all of them, once.`,
    ),
    textField('name', 'Name', { most: 80, initial: name }),
    ...contactFields(vendor.contact),
    ...(rotating.length > 0 ? [forRotations(rotating)] : []),
  ]);
}

/** Not ticked beforehand: what the present contact was given stops working. */
const forRotations = (rotating: readonly string[]) =>
  boxesField(
    'rotations',
    plain(
      `A new contact takes over in ${rotating.length === 1 ? 'the rotation' : `${rotating.length} rotations`} under way`,
    ),
    [[`Yes, in ${rotating.join(', ')}`, 'yes', 'What the present contact was given stops working']],
    {
      isOptional: true,
      hint: 'Not ticked: these keep the contact and the name they began with. Ticked: if a secret is out, the new contact needs a second deposit of it.',
    },
  );
