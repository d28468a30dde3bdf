import { openHandOver } from '../actions/records.ts';
import { refuse } from '../edge.ts';
import { adminsModal } from '../views/admins-modal.ts';
import { oneNamed, type Command } from './command.ts';

/** `/rekey admins [package]`: a workspace admin says who may be a package admin, or who one package's admins are. */
export const admins: Command = async (ask, name) => {
  const { edge, person, show } = ask;
  if (name === '') {
    const read = await edge.usecases.readAppointed({ person });
    return read.ok ? show(adminsModal(read.userIds, edge.command)) : refuse(ask, read.refusal);
  }
  const found = await oneNamed(ask, name, 'hand_over', 'Whose admins?');
  if (found) await openHandOver(ask, { packageId: found.id });
};
