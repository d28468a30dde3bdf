import type { Db } from '../db/connection.ts';
import { homeVisitors } from '../db/people.ts';
import type { Package } from '../domain/package.ts';
import type { Participant } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import { homeWish, type Wish } from './messages.ts';

const DAYS_A_HOME_STAYS_FRESH = 7;

/** Whoever opened their App Home since then may be looking at it; the others' are rendered when they open them. */
export const homesFreshSince = (at: Moment): Moment => at.minus({ days: DAYS_A_HOME_STAYS_FRESH });

/** App Homes of those concerned who opened theirs lately: drawn again with the change that concerns them. */
export async function homeWishes(
  tx: Db,
  { workspaceId, concerned, at }: { workspaceId: string; concerned: readonly string[]; at: Moment },
): Promise<Wish[]> {
  const visitors = await homeVisitors(tx, workspaceId, homesFreshSince(at));
  return visitors.filter((userId) => concerned.includes(userId)).map(homeWish);
}

/** The package's admins, and the participants' contacts in Slack. */
export const concernedBy = (
  { admins }: Pick<Package, 'admins'>,
  participants: readonly Participant[] = [],
): string[] => [
  ...admins.map(({ userId }) => userId),
  ...participants.flatMap(({ contact }) => (contact.kind === 'slack' ? [contact.userId] : [])),
];
