import { timeMovesAt } from '../domain/gate-turn.ts';
import type { Package } from '../domain/package.ts';
import { hasEnded, type Rotation } from '../domain/rotation.ts';
import { dayAfter, dayOf, startOfDay, type Moment } from '../domain/schedule.ts';

/** When the sweep looks at a rotation again: when time moves it, and once a day, since its card counts days. */
export function nextLookOf(
  rotation: Rotation,
  { freezeWindows }: Pick<Package, 'freezeWindows'>,
  at: Moment,
): Moment | null {
  if (hasEnded(rotation)) return null;
  const tomorrow = startOfDay(dayAfter(dayOf(at)));
  const moves = timeMovesAt(rotation, freezeWindows, at);
  return moves !== null && moves < tomorrow ? moves : tomorrow;
}
