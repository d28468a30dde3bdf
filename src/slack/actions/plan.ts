import { refuse, type Ask } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { capacityModal } from '../views/capacity-modal.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { planModal } from '../views/plan-modal.ts';
import { acceptedWords } from '../views/plan-words.ts';
import { plan } from '../views/plan.ts';
import type { Handler } from './handler.ts';

/** The proposal, to whoever asked alone. */
export const showPlan: Handler<'plan'> = async (ask) => {
  const { edge, person, tell } = ask;
  const read = await edge.usecases.readPlan({ person });
  await (read.ok ? tell(plan(read.plan, edge.command)) : refuse(ask, read.refusal));
};

/** How many rotations a week, for whoever may say so. */
export const openCapacity: Handler<'capacity'> = async (ask) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readPolicy({ person, packageId: null });
  await (read.ok ? show(capacityModal(read.said)) : refuse(ask, read.refusal));
};

/** The whole proposal is accepted; if it is another by now, it is shown instead. */
export const acceptWhole: Handler<'accept_plan'> = async (ask, { proposal }) => {
  const { edge, person, message, tell, redraw } = ask;
  const accepted = await edge.usecases.acceptPlan({ person, proposal });
  if (accepted.ok) {
    const words = acceptedWords(accepted.set);
    // In a modal the proposal gives way to what came of it.
    return message ? tell(note(words)) : redraw(noticeOf(words, 'Plan'));
  }
  await refuse(ask, accepted.refusal);
  if (accepted.refusal.code === 'plan_has_changed') await showPlan(ask, {});
};

/** A page of it, package by package: on top of what was clicked in, or in place of the page before. */
export const openPlanPage: Handler<'plan_page'> = async (ask: Ask, { page }) => {
  const { edge, person, redraw } = ask;
  const read = await edge.usecases.readPlan({ person });
  await (read.ok ? redraw(planModal(read.plan, Number(page))) : refuse(ask, read.refusal));
};
