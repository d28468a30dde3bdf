import { refuse } from '../edge.ts';
import { actions, button, message, section } from '../views/blocks.ts';
import { adminsModal, packageAdminsModal } from '../views/admins-modal.ts';
import { say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey admins [package]`: a workspace admin says who may be a package admin, or who one package's admins are. */
export const admins: Command = async (ask, name) => {
  const { edge, person, show, tell } = ask;
  if (name === '') {
    const read = await edge.usecases.readAppointed({ person });
    return read.ok ? show(adminsModal(read.userIds)) : refuse(ask, read.refusal);
  }
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'none') return noneNamed(ask, name);
  if (named.kind === 'several') {
    const words = `“${say(name, 80)}” fits several packages. Give the whole name.`;
    const shown = named.packages.map(({ id: packageId, name: title }, n) =>
      button(title, 'status', { packageId }, { n, label: `Show ${title}` }),
    );
    return tell(message(words, [section(words), ...actions(...shown)]));
  }
  const read = await edge.usecases.readPackageAdmins({ person, packageId: named.package.id });
  await (read.ok ? show(packageAdminsModal(read.package)) : refuse(ask, read.refusal));
};
