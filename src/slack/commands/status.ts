import { EVERYTHING } from '../../domain/board.ts';
import { showStatus } from '../actions/package-paths.ts';
import { answerList } from '../board-list.ts';
import { filterOf } from '../board-words.ts';
import { oneNamed, type Command } from './command.ts';

/** `/rekey status [package]`: one package as it stands, or all that is under way. */
export const status: Command = async (ask, name) => {
  if (name === '')
    return answerList(ask, { filter: { ...EVERYTHING, shelf: 'in_progress' }, page: 0 }, ask.tell);
  const found = await oneNamed(ask, name, 'status');
  if (found) await showStatus(ask, { packageId: found.id });
};

/** `/rekey list [words]`: packages, the most urgent first: all, or what the words narrow them to. */
export const listAll: Command = (ask, typed) =>
  answerList(ask, { filter: filterOf(typed, ask.person.userId), page: 0 }, ask.tell);
