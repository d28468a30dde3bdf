import { livingFeedOf } from '../db/calendar-feeds.ts';
import type { Moment } from '../domain/schedule.ts';
import { judgeCalendar, mintAddress, revokeAddress, scopeOf, type CalendarWish } from './calendar-address.ts';
import type { Deps } from './deps.ts';
import type { CalendarFeedFacts } from './facts.ts';
import { refused, type Result } from './refusals.ts';

/** The address of a calendar, for the first time; if there is one already, since when. */
export const subscribeCalendar = (
  deps: Deps,
  wish: CalendarWish,
): Promise<Result<{ feed: CalendarFeedFacts }>> => subscribe(deps, wish, false);

/** Another address in place of the one there is, which ends. */
export const renewCalendar = (deps: Deps, wish: CalendarWish): Promise<Result<{ feed: CalendarFeedFacts }>> =>
  subscribe(deps, wish, true);

async function subscribe(
  deps: Deps,
  wish: CalendarWish,
  isAnew: boolean,
): Promise<Result<{ feed: CalendarFeedFacts }>> {
  const at = deps.clock.now();
  return deps.db.transaction(async (tx): Promise<Result<{ feed: CalendarFeedFacts }>> => {
    const judged = await judgeCalendar(deps, tx, wish);
    if (!judged.ok) return judged;
    const { person, packageId } = wish;
    const scope = scopeOf(deps, wish, 'feed');
    const isReplacing = isAnew && (await revokeAddress(deps, tx, { person, scope, at }));
    const address = await mintAddress(deps, tx, { person, scope, at });
    const madeAt: Moment = address ? at : ((await livingFeedOf(tx, scope))?.madeAt ?? at);
    const packageName = judged.package?.name ?? null;
    return { ok: true, feed: { packageId, packageName, address, isReplacing, madeAt } };
  });
}

/** Ends one's own address, also for whoever may no longer have one. */
export async function switchOffCalendar(deps: Deps, wish: CalendarWish): Promise<Result> {
  const at = deps.clock.now();
  const { person } = wish;
  const scope = scopeOf(deps, wish, 'feed');
  const wasAlive = await deps.db.transaction((tx) => revokeAddress(deps, tx, { person, scope, at }));
  return wasAlive ? { ok: true } : refused({ code: 'nothing_to_do' });
}
