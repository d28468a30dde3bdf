import { plain } from '../views/text.ts';
import { planModal, readChoice, rowFields } from '../views/plan-modal.ts';
import { acceptedWords } from '../views/plan-words.ts';
import { wordsFor } from '../words.ts';
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
