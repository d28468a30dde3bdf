import { EVERYTHING, type BoardFilter, type Shelf } from '../domain/board.ts';
import { searched } from './board-look.ts';

/** What people call the shelves. */
const SHELF_OF: Readonly<Record<string, Shelf>> = {
  overdue: 'overdue',
  expired: 'overdue',
  due: 'due',
  soon: 'soon',
  'in progress': 'in_progress',
  running: 'in_progress',
  unknown: 'unknown',
  planned: 'planned',
  later: 'later',
  retired: 'retired',
  unowned: 'unowned',
  'owned by nobody': 'unowned',
};
const MINE = ['mine', 'my'];

const startsWith = (text: string, word: string): boolean =>
  text.toLowerCase() === word || text.toLowerCase().startsWith(`${word} `);

/** What was typed after `list`: words of ours first, in any order; whatever follows is looked for in names. */
export function filterOf(typed: string, userId: string): BoardFilter {
  let filter: BoardFilter = EVERYTHING;
  let rest = typed.trim();
  for (;;) {
    const word = [...Object.keys(SHELF_OF), ...MINE].find((one) => startsWith(rest, one));
    if (word === undefined) break;
    filter = MINE.includes(word)
      ? { ...filter, ownerId: userId }
      : { ...filter, shelf: SHELF_OF[word] ?? null };
    rest = rest.slice(word.length).trim();
  }
  return { ...filter, text: searched(rest) };
}
