import type { InputBlock, ModalView } from '@slack/types';
import { isLive, type Handoff, type ProblemKind } from '../../domain/rotation.ts';
import { RULES } from '../../domain/rules.ts';
import type { VendorMessageFacts } from '../../usecases/facts.ts';
import { FRESH_TOKEN_TOO, PROOFS } from '../../usecases/proofs.ts';
import type { Field } from '../fields.ts';
import { section } from './blocks.ts';
import { boxesField, consentField, modal, radioField, textField } from './inputs.ts';
import { choicesOf, PROBLEMS } from './terms.ts';
import { bold, count, say } from './text.ts';

const idsOf = ({ rotation, handoffId }: VendorMessageFacts) => ({
  rotationId: rotation.id,
  generationId: isLive(rotation) ? rotation.generation.id : '',
  handoffId,
});

const PER_GROUP = 10;

/** Boxes of ten; a box's value is the system's place in the vendor's list. */
export const systemFields = (
  systems: readonly string[],
): { id: Field; from: number; systems: readonly string[] }[] =>
  Array.from({ length: Math.ceil(systems.length / PER_GROUP) }, (_, n) => ({
    id: `systems_${n}` as const,
    from: n * PER_GROUP,
    systems: systems.slice(n * PER_GROUP, (n + 1) * PER_GROUP),
  }));

const systemBoxes = (systems: readonly string[]): InputBlock[] =>
  systemFields(systems).map(({ id, from, systems: some }) =>
    boxesField(
      id,
      from === 0 ? 'It works in' : 'and in',
      some.map((system, n) => [system, String(from + n)]),
      {
        hint: 'A confirmation covers each of them.',
      },
    ),
  );

/** Whole minutes since collection while a cached token may still answer (rule 12); null later. */
export function minutesOfDoubt(handoff: Handoff | null, at: VendorMessageFacts['at']): number | null {
  if (handoff?.status !== 'collected') return null;
  const minutes = Math.max(0, Math.floor(at.diff(handoff.collectedAt, 'minutes').minutes));
  return minutes < RULES.tokenLifeMinutes ? minutes : null;
}

/** *It works*: each system, how they made sure, and, soon after collection, the question about the cached token. */
export function confirmModal(facts: VendorMessageFacts, minutes: number | null): ModalView {
  const { package: pack, participant } = facts;
  const fresh =
    minutes === null
      ? []
      : [
          section(
            `:warning: You collected it ${minutes < 1 ? 'just now' : `${count(minutes, 'minute')} ago`}. Systems keep an access token for about ${RULES.tokenLifeMinutes} minutes, so it may still be the *old* secret at work. Force a new token first: restart, reconnect, or use Test Connection.`,
          ),
          boxesField('fresh', 'To be sure', [[FRESH_TOKEN_TOO, 'yes']], {
            isOptional: true,
            hint: `Not needed if you chose “${PROOFS.fresh_token.choice}”.`,
          }),
        ];
  return modal('confirm', idsOf(facts), { title: 'It works', submit: 'Confirm' }, [
    section(
      `${bold(participant.name, 80)} runs on the new secret of ${bold(pack.name, 80)}. ${facts.rotation.isOutage || facts.rotation.step === 'activated' ? 'The old one no longer works.' : 'When everybody is settled, the old one is switched off for good.'}`,
    ),
    ...systemBoxes(participant.systems),
    radioField('proof', 'How did you make sure?', choicesOf(PROOFS)),
    ...fresh,
  ]);
}

/** No problem of theirs, but an alarm (promise H13). */
export const NOT_ME = 'not_me';
const NOT_ME_CHOICE = [
  'It was opened, not by us',
  NOT_ME,
  'You are asked once more before anything is done',
] as const;

/** *Something is wrong*: guided causes first, words second. */
export const problemModal = (facts: VendorMessageFacts): ModalView =>
  modal('problem', idsOf(facts), { title: 'Something is wrong', submit: 'Report' }, [
    section(
      `With the new secret of ${bold(facts.package.name, 80)}, at ${say(facts.participant.name, 80)}. The admins are told${facts.rotation.isOutage || facts.rotation.step === 'activated' ? '. The old secret no longer works' : ', and rekey asks nobody to switch the old one off before this is solved'}.`,
    ),
    radioField('kind', 'What is it?', [...choicesOf(PROBLEMS), NOT_ME_CHOICE]),
    textField('note', 'What do you see?', {
      isOptional: true,
      isLong: true,
      most: 1000,
      hint: 'Never paste the secret or a token here.',
    }),
  ]);

/** What that does, before it is done: nobody else is asked. */
export const notMeModal = (facts: VendorMessageFacts): ModalView =>
  modal('not_me', idsOf(facts), { title: 'Opened, not by us', submit: 'Report it' }, [
    section(
      facts.rotation.step === 'activated'
        ? `Secret number ${facts.generationNumber} of ${bold(facts.package.name, 80)} is the one in force: it can’t be taken back, only rotated away. The admins are told that others may have it.`
        : `Then somebody else may have secret number ${facts.generationNumber} of ${bold(facts.package.name, 80)}. Reporting it makes it void *for everybody, at once*: nobody can collect it any more, Activate is blocked, and the admins generate another.`,
    ),
    consentField('accept', 'Only if it is so', 'Somebody else opened it, or may have'),
  ]);

/** After a report: what to look at meanwhile. */
export const tipsModal = (kind: ProblemKind): ModalView =>
  modal('notice', {}, { title: 'Reported' }, [
    section('The admins have been told. Meanwhile:'),
    section(PROBLEMS[kind].tips.map((tip) => `• ${tip}`).join('\n')),
    section('If it works after all, press *It works* in the message: that settles it.'),
  ]);
