import type { KnownBlock } from '@slack/types';
import { isEverything, type BoardFilter, type Shelf } from '../../domain/board.ts';
import type { FilterNames } from '../../usecases/home-facts.ts';
import type { Board } from '../../usecases/read-board.ts';
import { writeLook } from '../board-look.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { boardLine } from './board-line.ts';
import { filterWords, SHELF_WORDS } from './filter-words.ts';
import { count, number, sentence } from './text.ts';

const PER_SECTION = 10;

/** One page of what was looked for. */
interface Listed {
  readonly board: Board;
  readonly filter: BoardFilter;
  readonly names: FilterNames;
  readonly command: string;
}

/** Packages, the most urgent first, with the pages as buttons. */
export function list(listed: Listed): Message {
  const { board, command } = listed;
  if (board.total === 0) return nothing(listed);
  const lines = board.rows.map(boardLine);
  const parts = Array.from({ length: Math.ceil(lines.length / PER_SECTION) }, (_, n) =>
    section(lines.slice(n * PER_SECTION, (n + 1) * PER_SECTION).join('\n')),
  );
  const { title, said } = titleOf(listed);
  return message([title, ...said].join(', '), [
    header(title),
    ...(said.length > 0 ? [context(sentence(said.join('  ·  ')))] : []),
    ...parts,
    ...turning(listed),
    context(
      `_Sure until_ is the day before the printed date, and days are counted to it. \`${command} status\` and a name shows more. \`${command} list\` understands \`overdue\`, \`soon\`, \`mine\`, and names of packages, accounts, business units and vendors.`,
    ),
  ]);
}

const NOUN: Readonly<Record<Shelf, (many: string) => string>> = {
  overdue: (many) => `${many}, overdue`,
  in_progress: (many) => `${many} in progress`,
  due: (many) => `${many} to be started now`,
  unknown: (many) => `${many} whose date nobody knows`,
  planned: (many) => `${many}, planned`,
  later: (many) => `${many} for later`,
  retired: (many) => `${many}, retired`,
  soon: (many) => `${many} to be started within 30 days`,
  unowned: (many) => `${many} that nobody owns`,
};

function titleOf({ board: { total }, filter, names }: Listed) {
  const many = count(total, 'package');
  return { title: filter.shelf ? NOUN[filter.shelf](many) : many, said: filterWords(filter, names) };
}

function turning({ board: { page: at, pages }, filter }: Listed): KnownBlock[] {
  if (pages === 1) return [];
  const to = (text: string, page: number, n: number) =>
    button(text, 'list_look', { look: writeLook({ filter, page }) }, { n, label: `Go to page ${page + 1}` });
  return [
    context(`Page ${number(at + 1)} of ${number(pages)}`),
    ...actions(
      ...(at > 0 ? [to('Previous', at - 1, 0)] : []),
      ...(at < pages - 1 ? [to('Next', at + 1, 1)] : []),
    ),
  ];
}

const NONE: Readonly<Record<Shelf, string>> = {
  overdue: 'Nothing is overdue.',
  in_progress: 'No rotation is under way.',
  due: 'Nothing has to be started now.',
  unknown: 'Every date is known.',
  planned: 'Nothing is planned.',
  later: 'Nothing is left for later.',
  retired: 'No package is retired.',
  soon: 'Nothing has to be started within 30 days.',
  unowned: 'Every package has an owner.',
};

const ALL_GONE = 'There is no package that is not retired or archived.';

/** Nothing of this kind: said, with what there is instead. */
function nothing({ board: { counts }, filter, names, command }: Listed): Message {
  const said = filterWords(filter, names);
  const { shelf } = filter;
  const what = [...(shelf ? [SHELF_WORDS[shelf].toLowerCase()] : []), ...said].join(', ');
  const words = isEverything(filter)
    ? ALL_GONE
    : shelf && said.length === 0
      ? NONE[shelf]
      : `No package fits: ${what}.`;
  const others = (['overdue', 'in_progress', 'soon', 'unknown', 'later'] as const)
    .filter((one) => one !== shelf && counts[one] > 0)
    .map((one) => `${SHELF_WORDS[one].toLowerCase()}: ${number(counts[one])}`);
  const instead = others.length > 0 ? `${sentence(others.join(', '))}.` : '';
  const way = isEverything(filter) ? beginAgain(command, counts.retired) : `\`${command} list\` shows all.`;
  return message(words, [section(`${words} ${instead}`.trim()), context(way)]);
}

const beginAgain = (command: string, retired: number): string =>
  `Package admins bring some in: \`${command} import\` takes a table, \`${command} add\` one by hand.${retired > 0 ? ` \`${command} list retired\` shows ${number(retired)} to restore.` : ''}`;
