import { refuse } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { policyModal } from '../views/policy-modal.ts';
import { awayModal } from '../views/reminder-modals.ts';
import { say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey settings [package]`: when and how rekey reminds, in the workspace or of one package. */
export const settings: Command = async (ask, name) => {
  const { edge, person, show, tell } = ask;
  const named = name === '' ? null : await findNamed(ask, name);
  if (name !== '' && !named) return;
  if (named?.kind === 'none') return noneNamed(ask, name);
  if (named?.kind === 'several') {
    return tell(note(`“${say(name, 80)}” fits several packages. Nothing was changed. Give the whole name.`));
  }
  const packageId = named?.kind === 'one' ? named.package.id : null;
  const read = await edge.usecases.readPolicy({ person, packageId });
  await (read.ok ? show(policyModal(read)) : refuse(ask, read.refusal));
};

/** `/rekey away`: somebody else hears of what is mine. */
export const away: Command = ({ show }) => show(awayModal());
