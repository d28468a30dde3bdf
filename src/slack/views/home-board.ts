import type { ActionsBlock, Button, KnownBlock, Overflow } from '@slack/types';
import { EVERYTHING, type Shelf, type ShelfCounts } from '../../domain/board.ts';
import { may } from '../../domain/roles.ts';
import { dayOf } from '../../domain/schedule.ts';
import type { BoardRow } from '../../usecases/board-facts.ts';
import type { DoneLately, HomeBoard, HomeFacts, HomeShelf } from '../../usecases/home-facts.ts';
import { HOME_MENU, valueOf } from '../action-ids.ts';
import { writeLook } from '../board-look.ts';
import { actions, button, context, divider, header, option, plainLinkButton, section } from './blocks.ts';
import { bareLine, boardLine } from './board-line.ts';
import { SHELF_WORDS } from './filter-words.ts';
import { bold, count, number, oneLine } from './text.ts';

type Shelves = Extract<HomeBoard, { kind: 'shelves' }>;
/** Whose App Home it is: what is theirs has the button that acts. */
export type Viewer = Pick<HomeFacts, 'person' | 'mayAdd' | 'mayPlan' | 'boardUrl'>;

/** The shelves whose packages want something done, each with a row and a button of its own. */
const WITH_BUTTONS = ['overdue', 'in_progress', 'soon', 'unknown', 'unowned'] as const;
/** What comes later: to be read, in one block. */
const TO_READ = ['planned', 'later'] as const;

/** The board as it opens: the most urgent of each shelf, and the way to all of it. */
export function shelves(board: Shelves, viewer: Viewer): KnownBlock[] {
  return [
    divider,
    header('Packages'),
    context(overview(board)),
    ...actions(...tools(board, viewer)),
    ...WITH_BUTTONS.flatMap((shelf) =>
      shelfOf(board, shelf, (rows) => rows.map((row) => rowWithButton(row, shelf, viewer))),
    ),
    ...TO_READ.flatMap((shelf) => shelfOf(board, shelf, (rows) => [section(rows.map(bullet).join('\n'))])),
    ...doneLately(board),
  ];
}

const bullet = (row: BoardRow): string => `•  ${bareLine(row)}`;

/** How many there are, and what of them needs somebody. */
function overview({ counts }: Shelves): string {
  const all =
    counts.overdue + counts.in_progress + counts.due + counts.unknown + counts.planned + counts.later;
  const parts: [number, string][] = [
    [counts.overdue, 'overdue'],
    [counts.in_progress, 'in progress'],
    [counts.soon, 'to start within 30 days'],
    [counts.unknown, 'without a date'],
    [counts.unowned, 'owned by nobody'],
    [counts.planned, 'planned'],
  ];
  const said = parts.flatMap(([many, words]) => (many > 0 ? [`${number(many)} ${words}`] : []));
  return [`*${count(all, 'package')}*`, ...(said.length > 0 ? said : ['nothing needs anybody now'])].join(
    '  ·  ',
  );
}

/** Looking, and where there is more; what is done rarely is in the menu. */
const tools = ({ counts }: Shelves, { mayPlan, mayAdd, boardUrl }: Viewer): ActionsBlock['elements'] => [
  button('Search and filter…', 'filter_home', {}, { label: 'Search and filter the packages' }),
  look('All packages', null, 'Show all packages'),
  ...(mayPlan ? [button('Plan…', 'plan', {}, { label: 'Spread the rotations over the weeks' })] : []),
  ...(boardUrl ? [plainLinkButton('Web board', boardUrl, 'Open the board as a page in the browser')] : []),
  ...menu(counts, mayAdd),
];

function menu({ retired }: ShelfCounts, mayAdd: boolean): Overflow[] {
  const options = [
    ...(mayAdd ? [option('Import packages…', valueOf('import', {}))] : []),
    ...(mayAdd ? [option('Add a package…', valueOf('add', {}))] : []),
    ...(retired > 0
      ? [option(`Retired packages (${number(retired)})`, valueOf('home_look', toShelf('retired')))]
      : []),
  ];
  return options.length > 0 ? [{ type: 'overflow', action_id: HOME_MENU, options }] : [];
}

const toShelf = (shelf: Shelf | null) => ({
  look: writeLook({ filter: { ...EVERYTHING, shelf }, page: 0 }),
});

const look = (text: string, shelf: Shelf | null, label: string): Button =>
  button(text, 'home_look', toShelf(shelf), { label });

/** What is on these shelves stands on none before them. */
const REST: Partial<Record<HomeShelf, string>> = { planned: 'Planned after that', later: 'Later' };

const HINTS: Partial<Record<HomeShelf, string>> = {
  unknown: 'Somebody has to read them in Setup: without a date nobody can be reminded in time.',
  unowned: 'Whoever owned them has left, or is no package admin any more. Others are asked meanwhile.',
};

function shelfOf(
  { shelves: all, counts }: Shelves,
  shelf: HomeShelf,
  draw: (rows: readonly BoardRow[]) => KnownBlock[],
): KnownBlock[] {
  const { total, rows } = all[shelf];
  if (total === 0) return [];
  const title = `*${REST[shelf] ?? SHELF_WORDS[shelf]}*  ·  ${number(total)}`;
  const hint = HINTS[shelf];
  const way = `All ${number(counts[shelf])}`;
  return [
    divider,
    section(
      hint ? `${title}\n${hint}` : title,
      rows.length < total ? look(way, shelf, `Show all: ${SHELF_WORDS[shelf]}`) : undefined,
    ),
    ...draw(rows),
  ];
}

/** One package, and the button that does what it needs for whoever may. */
export const rowWithButton = (row: BoardRow, shelf: Shelf | null, { person }: Viewer): KnownBlock =>
  section(
    boardLine(row),
    buttonFor(row, shelf, may(person, 'rotate', { package: row }), person.isWorkspaceAdmin),
  );

function buttonFor(row: BoardRow, shelf: Shelf | null, isTheirs: boolean, mayAppoint: boolean): Button {
  const { packageId, state } = row;
  const name = oneLine(row.name, 50);
  if (shelf === 'unowned' && mayAppoint)
    return button('Name an owner…', 'hand_over', { packageId }, { label: `Name an owner of ${name}` });
  if (isTheirs && (state === 'overdue' || state === 'due'))
    return button('Start…', 'start', { packageId }, { label: `Start the rotation of ${name}` });
  if (isTheirs && state === 'unknown')
    return button('Enter the date…', 'edit_package', { packageId }, { label: `Enter the date of ${name}` });
  return button('Show', 'status', { packageId }, { label: `Show ${name}` });
}

function doneLately({ done: { total, latest } }: Shelves): KnownBlock[] {
  if (total === 0) return [];
  const rest = total - latest.length;
  const lines = latest.map(doneLine);
  return [
    divider,
    section(`*Done in the last 14 days*  ·  ${number(total)}`),
    section([...lines, ...(rest > 0 ? [`•  and ${number(rest)} more`] : [])].join('\n')),
  ];
}

const doneLine = ({ name, doneAt, expiresOn }: DoneLately): string =>
  `•  :white_check_mark: ${bold(name, 80)} · done ${dayOf(doneAt)}${expiresOn ? ` · its new secret expires ${expiresOn}` : ''}`;
