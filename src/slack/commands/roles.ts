import { refuse } from '../edge.ts';
import { rolesModal } from '../views/roles-modal.ts';
import type { Command } from './command.ts';

/** `/rekey roles`: who is what, who may look, and what needs two admins. */
export const roles: Command = async (ask) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readRoles({ person });
  await (read.ok ? show(rolesModal({ ...read.facts, command: edge.command })) : refuse(ask, read.refusal));
};
