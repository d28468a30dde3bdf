import { refuse } from '../edge.ts';
import { adminsModal } from '../views/admins-modal.ts';
import type { Command } from './command.ts';

/** `/rekey admins`: a workspace admin says who may add packages. */
export const admins: Command = async (ask) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readAppointed({ person });
  await (read.ok ? show(adminsModal(read.userIds)) : refuse(ask, read.refusal));
};
