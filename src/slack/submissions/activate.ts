import { isLive, pendingParticipants } from '../../domain/rotation.ts';
import type { Refusal } from '../../usecases/refusals.ts';
import { button, actions, note } from '../views/blocks.ts';
import { nextStepModal, noticeModal } from '../views/notice-modal.ts';
import { recordDateModal } from '../views/activate-modals.ts';
import { listed } from '../views/text.ts';
import { wordsFor } from '../words.ts';
import { close, errors, refusedSubmission, update, type Submission, type Submitted } from './handler.ts';

/** "I pressed Activate": recorded at once; a date that was refused is asked for again, and nothing is taken back. */
export const activate: Submission<'activate'> = async ({ edge, person }, form, meta) => {
  const expiresOn = form.day('expires_on');
  const explanation = form.text('explanation');
  const recorded = await edge.usecases.activateRotation({ person, ...meta, expiresOn, explanation });
  if (!recorded.ok) return notRecorded(recorded.refusal, meta);
  if (recorded.date === 'not_given') return update(nextStepModal(DATE_STILL_NEEDED, 'Recorded'));
  if (recorded.date !== 'refused' || expiresOn === null) return close;
  const card = await edge.usecases.readCard(meta);
  if (!card || !isLive(card.rotation)) return close;
  return update(recordDateModal(card, card.rotation, { words: wordsFor(recorded.refusal), expiresOn }));
};

const DATE_STILL_NEEDED =
  'Recorded: the old secret is dead, the new one is the only one. *Still to do: read the new expiration date in Setup* (the summary table of Installed Packages) *and record it*: the button is on the card. Until then the rotation is not done.';

/** With the gate shut there is one honest way on, if it was pressed all the same. */
function notRecorded(refusal: Refusal, meta: { rotationId: string; generationId: string }): Submitted {
  if (refusal.code !== 'gate_shut') return refusedSubmission(refusal);
  const look = { style: 'danger', label: 'Report that Activate was pressed early' } as const;
  return update(
    noticeModal(
      note(wordsFor(refusal), ...actions(button('It was pressed early…', 'early_activate', meta, look))),
      'Not recorded',
    ),
  );
}

/** The date read in Setup, after Activate. */
export const recordDate: Submission<'record_date'> = async ({ edge, person }, form, { rotationId }) => {
  const expiresOn = form.day('expires_on');
  if (!expiresOn) return errors({ expires_on: 'Choose the date you read in Setup.' });
  const explanation = form.text('explanation');
  const recorded = await edge.usecases.recordExpiry({ person, rotationId, expiresOn, explanation });
  if (recorded.ok) return close;
  return refusedSubmission(recorded.refusal, {
    date_needs_explanation: 'explanation',
    date_in_the_past: 'expires_on',
  });
};

/** Told truthfully: who is down, and that there is no way back. */
export const reportEarly: Submission<'early_activate'> = async ({ edge, person }, form, meta) => {
  if (!form.isTicked('accept')) return errors({ accept: 'Only if Activate was really pressed.' });
  const reported = await edge.usecases.reportEarlyActivate({ person, ...meta });
  if (!reported.ok) return refusedSubmission(reported.refusal);
  const { affected } = reported;
  const rotation = (await edge.usecases.readCard(meta))?.rotation;
  if (rotation?.step === 'generating')
    return update(
      nextStepModal(
        'Recorded as it is. The secret before that one is dead; the card shows the outage, and the admins are told. Now generate and share another secret: the button is on the card.',
        'Recorded',
      ),
    );
  const pending = rotation && isLive(rotation) ? pendingParticipants(rotation) : [];
  const toCall = pending.filter(({ contact }) => contact.kind === 'email').map(({ name }) => name);
  const call =
    toCall.length > 0 ? ` Nobody without Slack hears of it by rekey, so call: *${listed(toCall, 10)}*.` : '';
  const who =
    affected.length > 0
      ? `Down until they use the new secret: *${listed(affected, 20)}*.`
      : 'Every vendor is settled.';
  return update(
    nextStepModal(
      `Recorded as it is. ${who} The card shows it, the admins are told, and those in Slack get a new message that says it is urgent.${call} Help them collect, switch and confirm; then record the new date.`,
      'Recorded',
    ),
  );
};
