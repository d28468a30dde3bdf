import { nextStepModal } from '../views/notice-modal.ts';
import { COMPROMISED_WORDS } from '../words.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

/** An alarm that was none, for a reason that stays on record. */
export const dismissAlarm: Submission<'dismiss_alarm'> = async (
  { edge, person },
  form,
  { rotationId, vendorId },
) => {
  const reason = form.text('reason');
  if (!reason) return errors({ reason: 'A reason is needed: it stays on record.' });
  const dismissed = await edge.usecases.dismissAlarm({ person, rotationId, vendorId, reason });
  return dismissed.ok ? { kind: 'clear' } : refusedSubmission(dismissed.refusal);
};

/** The secret is in wrong hands: void, or told where it can't be voided any more. */
export const reportCompromised: Submission<'compromised'> = async ({ edge, person }, form, meta) => {
  if (!form.isTicked('accept')) return errors({ accept: 'Only if it is so.' });
  const { generationId } = meta;
  const reported = await edge.usecases.reportCompromised({ person, generationId });
  if (!reported.ok) return refusedSubmission(reported.refusal);
  return update(nextStepModal(COMPROMISED_WORDS[reported.outcome], 'Recorded'));
};
