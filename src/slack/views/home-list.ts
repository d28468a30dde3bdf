import type { KnownBlock } from '@slack/types';
import { isEverything, type BoardLook } from '../../domain/board.ts';
import type { HomeBoard } from '../../usecases/home-facts.ts';
import { writeLook } from '../board-look.ts';
import { actions, button, context, divider, header, section } from './blocks.ts';
import { filterWords, SHELF_WORDS } from './filter-words.ts';
import { rowWithButton, type Viewer } from './home-board.ts';
import { count, number } from './text.ts';

type List = Extract<HomeBoard, { kind: 'list' }>;

/** What was looked for, page by page, with the way back. */
export function listed(list: List, viewer: Viewer): KnownBlock[] {
  const { look, page } = list;
  const { shelf } = look.filter;
  return [
    divider,
    header(shelf ? SHELF_WORDS[shelf] : isEverything(look.filter) ? 'All packages' : 'Packages found'),
    context(foundWords(list)),
    ...actions(
      button('Back to the board', 'home_look', {}, { n: 9, label: 'Show the board as a whole' }),
      button(
        'Search and filter…',
        'filter_home',
        { look: writeLook(look) },
        { label: 'Change what is looked for' },
      ),
    ),
    ...(page.total === 0 ? [section('Nothing fits. Look for less: a part of a name is enough.')] : []),
    ...page.rows.map((row) => rowWithButton(row, shelf, viewer)),
    ...turning(look, page.pages),
  ];
}

function foundWords({ look: { filter }, names, page: { total } }: List): string {
  const said = filterWords(filter, names);
  return [`*${count(total, 'package')}*`, ...said].join('  ·  ');
}

function turning(look: BoardLook, pages: number): KnownBlock[] {
  if (pages === 1) return [];
  const { page: at } = look;
  const to = (text: string, page: number, n: number) =>
    button(text, 'home_look', { look: writeLook({ ...look, page }) }, { n, label: `Go to page ${page + 1}` });
  return [
    context(`Page ${number(at + 1)} of ${number(pages)}`),
    ...actions(
      ...(at > 1 ? [to('First', 0, 0)] : []),
      ...(at > 0 ? [to('Previous', at - 1, 1)] : []),
      ...(at < pages - 1 ? [to('Next', at + 1, 2)] : []),
      ...(at < pages - 2 ? [to('Last', pages - 1, 3)] : []),
    ),
  ];
}
