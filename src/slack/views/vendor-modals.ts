import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Package, Vendor } from '../../domain/package.ts';
import type { Contact } from '../../domain/people.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { actions, button, context, section } from './blocks.ts';
import { channelField, emailField, modal, personField, selectField, textField } from './inputs.ts';
import { namesOf, PLACE_KIND_WORDS } from './terms.ts';
import { bold, contact, count, say } from './text.ts';

const PER_SECTION = 10;

/** A package's vendors; *Add a vendor* puts its modal on top, and this one is drawn again when that is saved. */
export function vendorsModal(
  pack: Pick<Package, 'id' | 'name'>,
  vendors: readonly Vendor[],
  warnings: readonly string[] = [],
): ModalView {
  const lines = vendors.map(vendorLine);
  const parts = Array.from({ length: Math.ceil(lines.length / PER_SECTION) }, (_, n) =>
    section(lines.slice(n * PER_SECTION, (n + 1) * PER_SECTION).join('\n')),
  ).slice(0, 40);
  const intro =
    vendors.length === 0
      ? `${bold(pack.name, 80)} is saved. *Who uses its secret?* Vendors, agencies, middleware, and our own systems: scheduled jobs, CloudPages, scripts.`
      : `${bold(pack.name, 80)} has ${count(vendors.length, 'vendor')}. Is one missing? Think of our own systems too.`;
  const look = { style: 'primary', label: `Add a vendor to ${pack.name}` } as const;
  return modal('vendors', { packageId: pack.id }, { title: 'Vendors', close: 'Done' }, [
    ...warnings.map((warning): KnownBlock => section(`:warning: ${warning}`)),
    section(intro),
    ...parts,
    ...actions(button('Add a vendor…', 'new_vendor', { packageId: pack.id }, look)),
  ]);
}

const vendorLine = (vendor: Vendor): string => {
  const systems = vendor.systems.length > 0 ? `: ${say(vendor.systems.join(', '), 120)}` : '';
  return `${bold(vendor.name, 60)} · ${contact(vendor.contact)}${systems}`;
};

/** Somebody in Slack, or a name and an address: one of the two. */
export function contactFields(of: Contact | null = null): InputBlock[] {
  const slack = of?.kind === 'slack' ? of : null;
  const mail = of?.kind === 'email' ? of : null;
  return [
    personField('contact', 'Contact in Slack', {
      isOptional: true,
      hint: 'Members, guests, people from Slack Connect. Only the person named here can collect.',
      ...(slack ? { initial: slack.userId } : {}),
    }),
    channelField('channel', 'Shared channel', {
      isOptional: true,
      hint: 'For a contact from another company: rekey writes there and mentions them. Without it, a direct message.',
      ...(slack?.channelId ? { initial: slack.channelId } : {}),
    }),
    textField('contact_name', 'Or, without Slack: name', {
      isOptional: true,
      most: 80,
      ...(mail ? { initial: mail.name } : {}),
    }),
    emailField('email', 'and e-mail address', {
      isOptional: true,
      hint: 'An admin is then given link and code, to pass on by two different ways.',
      ...(mail ? { initial: mail.email } : {}),
    }),
  ];
}

/** The vendor that stands for what we run ourselves. */
export const OWN_SYSTEMS = 'Our own systems';

const OWN_WORDS =
  'Our own CloudPages, automations, scripts and jobs count as a vendor too: in each rotation somebody changes the secret there and says that it works. *Choose a colleague who does*; nobody can choose themselves.';

/** One vendor of a package; with a rotation, one that was found late and takes part at once. */
export const vendorModal = (packageId: string, rotationId?: string, { isOwn = false } = {}): ModalView =>
  modal(
    'vendor',
    { packageId, rotationId },
    {
      title: isOwn ? OWN_SYSTEMS : rotationId ? 'Vendor found late' : 'Add a vendor',
      submit: 'Save',
    },
    [
      ...(isOwn ? [section(OWN_WORDS)] : []),
      textField('name', 'Vendor', {
        most: 80,
        placeholder: 'Acme Analytics',
        ...(isOwn ? { initial: OWN_SYSTEMS } : {}),
      }),
      ...contactFields(),
      textField('systems', 'Systems in which the secret sits', {
        isOptional: true,
        isLong: true,
        most: 2000,
        hint: 'One per line. The vendor confirms each of them.',
        placeholder: isOwn
          ? 'Preference centre\nWelcome journey’s script'
          : 'Nightly import\nPreference centre',
      }),
      selectField('kind', 'What these are', namesOf(PLACE_KIND_WORDS), {
        initial: isOwn ? 'cloudpage' : 'vendor_system',
        hint: 'Can be told one by one later: Where it sits…',
      }),
    ],
  );

interface OfVendor {
  readonly rotationId: string;
  readonly generationId?: string | undefined;
  readonly vendorId: string;
}

/** A new contact for one vendor of a rotation under way (promise R3). */
export const changeContactModal = (
  ids: OfVendor,
  { package: pack }: CardFacts,
  vendorName: string,
): ModalView =>
  modal('change_contact', ids, { title: 'Change the contact', submit: 'Change' }, [
    section(
      `${bold(vendorName, 80)}, for ${bold(pack.name, 80)}. What the present contact was given stops working; if a secret is out already, the new contact needs a second deposit of it. The thread says who changed it. Nobody can choose themselves.`,
    ),
    ...contactFields(),
  ]);

const MOST_CHOICES = 100;

/** A vendor found in mid-rotation: one the package knows, or a new one. */
export function addLateVendorModal(facts: CardFacts, known: readonly Vendor[]): ModalView {
  const { rotation, package: pack } = facts;
  const others = known.filter(
    ({ id }) => !rotation.participants.some((participant) => participant.vendorId === id),
  );
  const isStaged = 'generation' in rotation;
  const words = `A vendor of ${bold(pack.name, 80)} who was forgotten. Activate waits for them.${isStaged ? ' They need a second deposit of the same secret.' : ''}`;
  const look = { label: `Add a new vendor to ${pack.name}` };
  const create = actions(
    button('Somebody new…', 'new_vendor', { packageId: pack.id, rotationId: rotation.id }, look),
  );
  const meta = { rotationId: rotation.id };
  if (others.length === 0) {
    return modal('notice', {}, { title: 'Vendor found late' }, [
      section(`${words} Every vendor on record takes part already.`),
      ...create,
    ]);
  }
  const choices = others.slice(0, MOST_CHOICES).map(({ id, name }) => [name, id] as const);
  return modal('add_late_vendor', meta, { title: 'Vendor found late', submit: 'Add' }, [
    section(words),
    selectField('vendor', 'One we know', choices),
    context('Or:'),
    ...create,
  ]);
}
