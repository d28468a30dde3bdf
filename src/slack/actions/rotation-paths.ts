import type { ModalView } from '@slack/types';
import { isAsker } from '../../domain/second-person.ts';
import type { LiveRotation, Participant } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import type { RefOf, Verb } from '../action-ids.ts';
import { refuse, type Ask } from '../edge.ts';
import { cardFor, liveCardFor } from '../rights.ts';
import {
  activateModal,
  compromisedModal,
  earlyActivateModal,
  generatedAgainModal,
  planActivateModal,
  recordDateModal,
  shelvedActivatedModal,
} from '../views/activate-modals.ts';
import { moreModal, vendorPathsModal } from '../views/more-modal.ts';
import { cancelModal, dismissAlarmModal, resolveProblemModal, waiveModal } from '../views/reason-modals.ts';
import { addLateVendorModal, changeContactModal } from '../views/vendor-modals.ts';
import { openRequests, waitsForSecond } from '../views/second-person.ts';
import { agreeModal, askToActivateModal } from '../views/second-person-modals.ts';
import { wordsFor } from '../words.ts';
import { note } from '../views/blocks.ts';
import { nowOf } from '../views/card-now.ts';
import type { Handler } from './handler.ts';

type OfRotation = Extract<Verb, 'more' | 'plan_activate' | 'cancel'>;
type OfGeneration = Extract<Verb, 'early_activate' | 'record_date' | 'generated_again' | 'compromised'>;
type OfVendor = Extract<
  Verb,
  'vendor_paths' | 'waive' | 'change_contact' | 'resolve_problem' | 'dismiss_alarm'
>;

/** A button that opens a modal about a rotation, for its package's admins. */
const opens =
  (draw: (card: CardFacts) => ModalView): Handler<OfRotation> =>
  async (ask, ref) => {
    const looked = await cardFor(ask, ref);
    await (looked.ok ? ask.show(draw(looked.card)) : refuse(ask, looked.refusal));
  };

/** The same for what needs a living secret. */
const opensLive =
  (draw: (card: CardFacts, rotation: LiveRotation) => ModalView): Handler<OfGeneration> =>
  async (ask, ref) => {
    const looked = await liveCardFor(ask, ref);
    await (looked.ok ? ask.show(draw(looked.card, looked.rotation)) : refuse(ask, looked.refusal));
  };

/** The same for one of its vendors. */
const opensVendor =
  (draw: (ref: RefOf<OfVendor>, card: CardFacts, vendor: Participant) => ModalView): Handler<OfVendor> =>
  async (ask, ref) => {
    const looked = await cardFor(ask, ref);
    if (!looked.ok) return refuse(ask, looked.refusal);
    const vendor = looked.card.rotation.participants.find(({ vendorId }) => vendorId === ref.vendorId);
    await (vendor ? ask.show(draw(ref, looked.card, vendor)) : refuse(ask, { code: 'unknown_vendor' }));
  };

export const openMore = opens(moreModal);
export const openPlan = opens(planActivateModal);
export const openCancel = opens(cancelModal);
export const openRecordDate = opensLive((card, rotation) => recordDateModal(card, rotation));
export const openGeneratedAgain = opensLive(generatedAgainModal);
export const openVendorPaths = opensVendor((_, card, vendor) => vendorPathsModal(card, vendor));
export const openWaive = opensVendor((ref, card, { name }) => waiveModal(ref, card, name));
export const openChangeContact = opensVendor((ref, card, { name }) => changeContactModal(ref, card, name));
export const openDismiss = opensVendor((ref, card, { name }) => dismissAlarmModal(ref, card, name));
export const openCompromised = opensLive(compromisedModal);
export const openResolve = opensVendor((ref, card, { name }) => resolveProblemModal(ref, card, name));

/** Pressed too early: for the living secret, or for the earlier one while the next is still to be generated. */
export const openEarly: Handler<'early_activate'> = async (ask, ref) => {
  const looked = await cardFor(ask, { rotationId: ref.rotationId });
  if (!looked.ok) return refuse(ask, looked.refusal);
  const { rotation } = looked.card;
  const shelved = rotation.step === 'generating' ? rotation.shelved : null;
  return shelved?.id === ref.generationId
    ? ask.show(shelvedActivatedModal(looked.card, shelved))
    : openLiveEarly(ask, ref);
};
const openLiveEarly = opensLive(earlyActivateModal);

/** **Activate** invites only while the gate is open; otherwise it says what is missing, or that it is done. */
export const openActivate: Handler<'activate'> = async (ask, ref) => {
  const looked = await liveCardFor(ask, ref);
  if (!looked.ok) return refuse(ask, looked.refusal);
  const { card, rotation } = looked;
  if (rotation.step === 'ready') return ask.show(activateModal(card, rotation));
  if (rotation.step !== 'activated' && waitsForSecond(card)) return askOrAnswer(ask, card, rotation);
  if (rotation.step !== 'activated') return ask.tell(note(`Not yet. ${nowOf(card).words}`));
  const { activatedAt, activatedBy: by } = rotation;
  const who = by.kind === 'slack' ? by.userId : '';
  await ask.tell(note(wordsFor({ code: 'already_activated', at: activatedAt.toISO(), by: who })));
};

/** Where two admins are wanted: the first press asks, another admin's answers. */
async function askOrAnswer(ask: Ask, card: CardFacts, rotation: LiveRotation): Promise<void> {
  const asker = { kind: 'slack', ...ask.person } as const;
  const request = openRequests(card).find(({ what }) => what === 'activate');
  if (!request) return ask.show(askToActivateModal(card, rotation, asker));
  if (!isAsker(request, asker)) return ask.show(agreeModal(card, request));
  await ask.tell(note(`You have asked. ${nowOf(card).words}`));
}

/** A vendor found late: one the package knows, or a new one. */
export const openAddLateVendor: Handler<'add_late_vendor'> = async (ask, ref) => {
  const looked = await cardFor(ask, ref);
  if (!looked.ok) return refuse(ask, looked.refusal);
  const { edge, person } = ask;
  const read = await edge.usecases.readStatus({ person, packageId: looked.card.package.id });
  if (!read.ok) return refuse(ask, read.refusal);
  await ask.show(addLateVendorModal(looked.card, read.line.vendors));
};
