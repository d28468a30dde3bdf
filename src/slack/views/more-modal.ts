import type { Button, KnownBlock, ModalView } from '@slack/types';
import { needsCopy } from '../../domain/decide-deposit.ts';
import { hasEnded, isLive, type Participant } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { actionId, valueOf } from '../action-ids.ts';
import { button, header, option, section, words } from './blocks.ts';
import { modal } from './inputs.ts';
import { bold, contact, oneLine } from './text.ts';
import { standingOf, vendorPaths, vendorValue, type VendorVerb } from './vendor-row.ts';

const path = (title: string, about: string, accessory: Button): KnownBlock =>
  section(`*${title}*\n${about}`, accessory);

/** All other paths of a rotation, each with a line that says when it is the right one. */
export function moreModal(facts: CardFacts): ModalView {
  const { rotation, package: pack } = facts;
  if (hasEnded(rotation))
    return modal('notice', {}, { title: 'More' }, [
      section('This rotation has ended. There is nothing more to do with it.'),
    ]);
  return modal('notice', {}, { title: 'More' }, [
    header(oneLine(pack.name, 120)),
    ...vendorMenu(facts),
    ...beforeActivate(facts),
    ...shelvedActivated(facts),
    ...whileLive(facts),
    path(
      'A vendor was forgotten',
      rotation.step === 'activated'
        ? 'Found late, it takes part from now on; the rotation is not done before it is served.'
        : 'Found late, it takes part from now on; Activate waits for it.',
      button('Add…', 'add_late_vendor', { rotationId: rotation.id }, { label: 'Add a vendor found late' }),
    ),
    ...ending(facts),
  ]);
}

const MOST_OPTIONS = 100;

function vendorMenu(facts: CardFacts): KnownBlock[] {
  const { rotation } = facts;
  const generationId = isLive(rotation) ? rotation.generation.id : undefined;
  const options = rotation.participants
    .slice(0, MOST_OPTIONS)
    .map(({ vendorId, name }) =>
      option(name, valueOf('vendor_paths', { rotationId: rotation.id, generationId, vendorId })),
    );
  if (options.length === 0) return [];
  const menu = {
    type: 'static_select',
    action_id: actionId('vendor_paths'),
    options,
    placeholder: words('Choose a vendor'),
  } as const;
  return [
    section('*One vendor*\nGet a link again, waive, change the contact, mark a problem as solved.', menu),
  ];
}

function beforeActivate({ rotation }: CardFacts): KnownBlock[] {
  if (rotation.step === 'activated') return [];
  const ids = { rotationId: rotation.id };
  return [
    path(
      'Plan Activate',
      'Set, move or remove the earliest time for Activate, for a maintenance window.',
      button('Plan…', 'plan_activate', ids, { label: 'Plan the time for Activate' }),
    ),
  ];
}

/** The last secret was never activated as far as rekey knows; if it was all the same, the secret before it is dead. */
function shelvedActivated({ rotation }: CardFacts): KnownBlock[] {
  if (rotation.step !== 'generating' || rotation.shelved === null) return [];
  const ids = { rotationId: rotation.id, generationId: rotation.shelved.id };
  return [
    path(
      'The earlier new secret was activated',
      `Activate was pressed in Setup for secret number ${rotation.shelved.number}: whoever uses the one before it is down.`,
      button('Report…', 'early_activate', ids, { label: 'Report that the earlier new secret was activated' }),
    ),
  ];
}

function whileLive({ rotation }: CardFacts): KnownBlock[] {
  if (!isLive(rotation)) return [];
  const ids = { rotationId: rotation.id, generationId: rotation.generation.id };
  const again = rotation.handoffs.some(needsCopy)
    ? [
        path(
          'Deposit the same secret again',
          'For a vendor found late, with a new contact, who lost it, or whose copy can’t be opened.',
          button('Deposit…', 'how_to_deposit_again', ids, { label: 'Deposit the same secret again' }),
        ),
      ]
    : [];
  if (rotation.step === 'activated') return again;
  return [
    ...again,
    path(
      'I generated again',
      'Generate was pressed once more in Setup: what was handed out is dead.',
      button('Report…', 'generated_again', ids, { label: 'Report that Generate was pressed again' }),
    ),
    path(
      'The secret is in wrong hands',
      'Somebody else has it, or may: it is void for everybody, at once.',
      button('Report…', 'compromised', ids, { label: 'Report that somebody else has the secret' }),
    ),
    path(
      'Activate was pressed early',
      'It happened in Setup before everybody had switched: show it truthfully and help.',
      button('Report…', 'early_activate', ids, { label: 'Report that Activate was pressed early' }),
    ),
  ];
}

function ending({ rotation, package: { id: packageId } }: CardFacts): KnownBlock[] {
  if (rotation.step === 'activated') return [];
  const ids = { rotationId: rotation.id };
  return [
    path(
      'Cancel the rotation',
      'With a reason. The old secret keeps its date.',
      button('Cancel…', 'cancel', ids, { label: 'Cancel this rotation' }),
    ),
    path(
      'Retire the package',
      'Nobody uses it any more: it is not rotated again.',
      button('Retire…', 'retire', { packageId }, { label: 'Retire the package instead of rotating it' }),
    ),
  ];
}

const PATH_WORDS: Record<VendorVerb, string> = {
  mail_link: 'rekey mails them the link; you get the code, to tell them another way.',
  pass_on: 'Link and code for you, to hand over by two different ways.',
  deposit_again: 'The same secret once more, for everybody without a copy.',
  resolve_problem: 'The reported problem is settled; they still confirm.',
  waive: 'Go on without their confirmation, with a reason.',
  take_back_waiver: 'They take part again, and Activate waits for them.',
  change_contact: 'Somebody else collects and confirms for them.',
};
const BUTTON_WORDS: Record<VendorVerb, string> = {
  mail_link: 'Mail link',
  pass_on: 'Get link',
  deposit_again: 'Deposit…',
  resolve_problem: 'Solved…',
  waive: 'Waive…',
  take_back_waiver: 'Take back',
  change_contact: 'Change…',
};

/** What can be done about one vendor: the card's menu, for rotations whose card can't show them all. */
export function vendorPathsModal(facts: CardFacts, vendor: Participant): ModalView {
  const { mark, words: standing } = standingOf(facts, vendor);
  const paths = vendorPaths(facts, vendor).map(({ verb, words: title }): KnownBlock => {
    const isDeposit = verb === 'deposit_again';
    return path(title, PATH_WORDS[verb], {
      type: 'button',
      text: words(BUTTON_WORDS[verb]),
      action_id: actionId(isDeposit ? 'how_to_deposit_again' : verb),
      value: vendorValue(facts, vendor, verb),
      accessibility_label: oneLine(`${title}: ${vendor.name}`, 75),
    });
  });
  const none = paths.length === 0 ? [section('There is nothing to do about them now.')] : [];
  return modal('notice', {}, { title: 'One vendor' }, [
    section(`${mark} ${bold(vendor.name, 80)} · ${contact(vendor.contact)}\n${standing}`),
    ...paths,
    ...none,
  ]);
}
