import { refuse } from '../edge.ts';
import { messageFor } from '../rights.ts';
import { confirmModal, minutesOfDoubt, problemModal } from '../views/answer-modals.ts';
import type { Handler } from './handler.ts';

/** **It works**: only what was collected can be confirmed. */
export const openConfirm: Handler<'confirm'> = async (ask, ref) => {
  const looked = await messageFor(ask, ref);
  if (!looked.ok) return refuse(ask, looked.refusal);
  const { handoff, at } = looked.facts;
  if (handoff?.status === 'sealed') return refuse(ask, { code: 'not_collected_yet' });
  if (handoff?.status === 'missing') return refuse(ask, { code: 'waiting_for_deposit' });
  if (handoff?.status === 'waived') return refuse(ask, { code: 'already_waived' });
  await ask.show(confirmModal(looked.facts, minutesOfDoubt(handoff, at)));
};

/** **Something is wrong**. */
export const openProblem: Handler<'problem'> = async (ask, ref) => {
  const looked = await messageFor(ask, ref);
  if (!looked.ok) return refuse(ask, looked.refusal);
  await ask.show(problemModal(looked.facts));
};
