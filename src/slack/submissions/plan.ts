import { noticeModal } from '../views/notice-modal.ts';
import { plan } from '../views/plan.ts';
import { plain } from '../views/text.ts';
import { planModal, readChoice, rowFields } from '../views/plan-modal.ts';
import { acceptedWords } from '../views/plan-words.ts';
import { wordsFor } from '../words.ts';
import { readCapacity } from './reminders.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

/** One page of the plan is accepted; the next one follows. */
export const acceptPage: Submission<'plan'> = async ({ edge, person }, form, { page }) => {
  const rows = rowFields(Number(page)).flatMap((field) => {
    const choice = readChoice(form.choice(field) ?? '');
    return choice ? [{ field, choice }] : [];
  });
  const planned = await edge.usecases.planByHand({ person, choices: rows.map(({ choice }) => choice) });
  if (!planned.ok) {
    const { refusal } = planned;
    const row =
      'packageId' in refusal ? rows.find(({ choice }) => choice.packageId === refusal.packageId) : undefined;
    return row ? errors({ [row.field]: plain(wordsFor(refusal)) }) : refusedSubmission(refusal);
  }
  const read = await edge.usecases.readPlan({ person });
  if (!read.ok) return refusedSubmission(read.refusal);
  const done = planned.set.length > 0 ? acceptedWords(planned.set) : 'These were planned so already.';
  return update(planModal(read.plan, Number(page) + 1, done));
};

/** How many a week is said; what the plan comes to follows at once, without its chart: modals take none. */
export const setCapacity: Submission<'capacity'> = async ({ edge, person }, form) => {
  const capacity = readCapacity(form);
  if (!capacity.ok) return errors(capacity.errors);
  if (capacity.value === null) return errors({ weekly_capacity: 'How many? A whole number from 1 to 1000.' });
  const before = await edge.usecases.readPolicy({ person, packageId: null });
  if (!before.ok) return refusedSubmission(before.refusal);
  const { escalation, ...said } = before.said;
  const set = await edge.usecases.setPolicy({
    ...{ person, packageId: null, escalationId: escalation?.userId ?? null },
    said: { ...said, weeklyCapacity: capacity.value },
  });
  if (!set.ok) return refusedSubmission(set.refusal);
  const read = await edge.usecases.readPlan({ person });
  if (!read.ok) return refusedSubmission(read.refusal);
  const proposal = plan(read.plan, edge.command);
  return update(noticeModal(proposal.plain ?? proposal, 'Plan'));
};
