import { showPlan } from '../actions/plan.ts';
import type { Command } from './command.ts';

/** `/rekey plan`: the proposal, whatever follows the word. */
export const plan: Command = (ask) => showPlan(ask, {});
