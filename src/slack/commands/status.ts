import { EVERYTHING } from '../../domain/board.ts';
import { answerList } from '../board-list.ts';
import { filterOf } from '../board-words.ts';
import { refuse } from '../edge.ts';
import { actions, button, message, section } from '../views/blocks.ts';
import { status as statusOf } from '../views/status.ts';
import { say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey status [package]`: one package as it stands, or all that is under way. */
export const status: Command = async (ask, name) => {
  const { edge, person, tell } = ask;
  if (name === '') return answerList(ask, { filter: { ...EVERYTHING, shelf: 'in_progress' }, page: 0 }, tell);
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'none') return noneNamed(ask, name);
  if (named.kind === 'several') {
    const words = `“${say(name, 80)}” fits several packages. Which one?`;
    const buttons = named.packages.map(({ id: packageId, name: title }, n) =>
      button(title, 'status', { packageId }, { n, label: `Show ${title}` }),
    );
    return tell(message(words, [section(words), ...actions(...buttons)]));
  }
  const read = await edge.usecases.readStatus({ person, packageId: named.package.id });
  await (read.ok ? tell(statusOf(read)) : refuse(ask, read.refusal));
};

/** `/rekey list [words]`: packages, the most urgent first: all, or what the words narrow them to. */
export const listAll: Command = (ask, typed) =>
  answerList(ask, { filter: filterOf(typed, ask.person.userId), page: 0 }, ask.tell);
