import type { BoardFilter, Shelf } from '../../domain/board.ts';
import type { FilterNames } from '../../usecases/home-facts.ts';
import { channel, person, say } from './text.ts';

/** What stands on a shelf, as a heading. */
export const SHELF_WORDS = {
  overdue: 'Overdue',
  in_progress: 'In progress',
  due: 'To be started now',
  unknown: 'Dates nobody knows',
  planned: 'Planned',
  later: 'Later',
  retired: 'Retired',
  soon: 'Next 30 days',
  unowned: 'Packages nobody owns',
} as const satisfies Record<Shelf, string>;

/** What is looked for beside the shelf, as words; empty for everything. */
export function filterWords(filter: BoardFilter, names: FilterNames): string[] {
  const { text, accountId, mid, vendorId, channelId, ownerId } = filter;
  return [
    ...(accountId === null ? [] : [`account ${say(names.account ?? 'that is gone', 60)}`]),
    ...(mid === null ? [] : [`business unit ${say(mid)}`]),
    ...(vendorId === null ? [] : [`vendor ${say(names.vendor ?? 'that is gone', 60)}`]),
    ...(channelId === null ? [] : [`in ${channel(channelId)}`]),
    ...(ownerId === null ? [] : [`owned by ${person(ownerId)}`]),
    ...(text === null ? [] : [`“${say(text, 80)}”`]),
  ];
}
