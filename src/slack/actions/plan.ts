import { refuse, type Ask } from '../edge.ts';
import { note } from '../views/blocks.ts';
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

/** The whole proposal is accepted; if it is another by now, it is shown instead. */
export const acceptWhole: Handler<'accept_plan'> = async (ask, { proposal }) => {
  const { edge, person, tell } = ask;
  const accepted = await edge.usecases.acceptPlan({ person, proposal });
  if (accepted.ok) return tell(note(acceptedWords(accepted.set)));
  await refuse(ask, accepted.refusal);
  if (accepted.refusal.code === 'plan_has_changed') await showPlan(ask, {});
};

/** A page of it, package by package: on top of what was clicked in, or in place of the page before. */
export const openPlanPage: Handler<'plan_page'> = async (ask: Ask, { page }) => {
  const { edge, person, redraw } = ask;
  const read = await edge.usecases.readPlan({ person });
  await (read.ok ? redraw(planModal(read.plan, Number(page))) : refuse(ask, read.refusal));
};
