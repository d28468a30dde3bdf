import { nextStepModal } from '../views/notice-modal.ts';
import { othersWords } from '../views/second-person.ts';
import {
  errors,
  refusedSubmission,
  update,
  type Submission,
  type Submitted,
  type Submitter,
} from './handler.ts';

/** It is asked, and nothing is done yet: who answers, and what not to do meanwhile. */
export async function askedOf({ edge, person }: Submitter, rotationId: string): Promise<Submitted> {
  const card = await edge.usecases.readCard({ rotationId });
  const others = card ? othersWords(card.package, { kind: 'slack', ...person }) : '';
  return update(
    nextStepModal(
      `Asked. *Nothing is done yet.* ${others} rekey tells you what they say; the card shows it too. Don’t press Activate in Setup meanwhile.`,
      'Asked',
    ),
  );
}

/** Before anybody presses Activate in Setup. */
export const askToActivate: Submission<'ask_to_activate'> = async (by, _form, meta) => {
  const asked = await by.edge.usecases.askToActivate({ person: by.person, ...meta });
  return asked.ok ? askedOf(by, meta.rotationId) : refusedSubmission(asked.refusal);
};

/** The second person agrees. */
export const agree: Submission<'second_agree'> = async ({ edge, person }, _form, { rotationId, request }) => {
  const agreed = await edge.usecases.agreeToRequest({ person, rotationId, request: Number(request) });
  if (!agreed.ok) return refusedSubmission(agreed.refusal);
  const isWaived = agreed.events.some(({ kind }) => kind === 'vendor_waived');
  return isWaived ? { kind: 'clear' } : update(nextStepModal(AGREED, 'Agreed'));
};

const AGREED =
  'Agreed: *Activate may be pressed now*, within a day, by any admin of the package. Whoever presses it in Setup records it with *Activate…* on the card.';

/** The second person does not agree, or whoever asked takes it back. */
export const decline: Submission<'second_decline'> = async (
  { edge, person },
  form,
  { rotationId, request },
) => {
  const reason = form.text('reason');
  if (!reason) return errors({ reason: 'A reason is needed: it stays on record.' });
  const declined = await edge.usecases.declineRequest({
    ...{ person, rotationId, request: Number(request), reason },
  });
  return declined.ok ? { kind: 'clear' } : refusedSubmission(declined.refusal);
};
