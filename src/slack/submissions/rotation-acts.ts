import { nextStepModal } from '../views/notice-modal.ts';
import { close, errors, refusedSubmission, update, type Submission } from './handler.ts';
import { askedOf } from './second-person.ts';

const NEEDED = { reason: 'A reason is needed: it stays on record.' };

/** Goes on without a vendor's confirmation; where two admins are wanted for it, it is only asked. */
export const waive: Submission<'waive'> = async (by, form, { rotationId, vendorId }) => {
  const { edge, person } = by;
  const reason = form.text('reason');
  if (!reason) return errors(NEEDED);
  const waived = await edge.usecases.waiveVendor({ person, rotationId, vendorId, reason });
  if (!waived.ok) return refusedSubmission(waived.refusal);
  const isAsked = waived.events.some(({ kind }) => kind === 'second_person_asked');
  return isAsked ? askedOf(by, rotationId) : { kind: 'clear' };
};

/** A reported problem is settled. */
export const resolveProblem: Submission<'resolve_problem'> = async (
  { edge, person },
  form,
  { rotationId, vendorId },
) => {
  const reason = form.text('reason');
  if (!reason) return errors(NEEDED);
  const resolved = await edge.usecases.resolveProblem({ person, rotationId, vendorId, reason });
  return resolved.ok ? { kind: 'clear' } : refusedSubmission(resolved.refusal);
};

/** Ends the rotation before Activate. */
export const cancel: Submission<'cancel'> = async ({ edge, person }, form, { rotationId }) => {
  const reason = form.text('reason');
  if (!reason) return errors(NEEDED);
  const cancelled = await edge.usecases.cancelRotation({ person, rotationId, reason });
  return cancelled.ok ? { kind: 'clear' } : refusedSubmission(cancelled.refusal);
};

/** Retired instead of rotated. */
export const retire: Submission<'retire'> = async ({ edge, person }, form, { packageId }) => {
  const reason = form.text('reason');
  if (!reason) return errors(NEEDED);
  const retired = await edge.usecases.retirePackage({ person, packageId, reason });
  return retired.ok ? { kind: 'clear' } : refusedSubmission(retired.refusal);
};

/** The maintenance window moves, or there is none any more. */
export const planActivate: Submission<'plan_activate'> = async ({ edge, person }, form, { rotationId }) => {
  const plannedActivateAt = form.moment('planned_at');
  if (plannedActivateAt && plannedActivateAt <= edge.clock.now())
    return errors({ planned_at: 'That time has passed.' });
  const planned = await edge.usecases.planActivate({ person, rotationId, plannedActivateAt });
  return planned.ok ? { kind: 'clear' } : refusedSubmission(planned.refusal);
};

/** Rule 4: what was handed out is void. */
export const generatedAgain: Submission<'generated_again'> = async ({ edge, person }, form, meta) => {
  if (!form.isTicked('accept')) return errors({ accept: 'Only if Generate was really pressed again.' });
  const voided = await edge.usecases.generateAgain({ person, ...meta });
  return voided.ok ? update(nextStepModal(GENERATED_AGAIN, 'Recorded')) : refusedSubmission(voided.refusal);
};

const GENERATED_AGAIN =
  'Recorded: the earlier new secret is void, with its links, copies and confirmations. *Next: deposit the secret that Generate showed last.* The button is on the card. If nobody has it any more, press Generate once more first.';

/** Who may add packages. */
export const appointAdmins: Submission<'admins'> = async ({ edge, person }, form) => {
  const appointed = await edge.usecases.appointAdmins({ person, userIds: form.users('admins') });
  return appointed.ok ? close : refusedSubmission(appointed.refusal, { admin_unusable: 'admins' });
};
