import type { Db } from '../db/connection.ts';
import { revokePassedOn } from '../db/links.ts';
import { lockRotation, lookAtRequests, openRotationsOfAdmins } from '../db/rotations.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { cardWish } from './messages.ts';
import { enqueueWishes } from './save-move.ts';

interface LettingGo {
  /** Slack user ids of those who are admins no more. */
  readonly userIds: readonly string[];
  readonly at: Moment;
}

/** A rotation under way, which is locked: what they were to pass on opens nothing, and what they asked for is looked at. */
export async function letGoOf(
  tx: Db,
  { rotationId, userIds, at }: LettingGo & { rotationId: string },
): Promise<void> {
  if (userIds.length === 0) return;
  await revokePassedOn(tx, { rotationId, userIds, at });
  await lookAtRequests(tx, rotationId, at);
}

/** The same in every rotation under way of their packages, whose cards are drawn again. The workspace is locked. */
export async function letGoEverywhere(deps: Deps, tx: Db, { userIds, at }: LettingGo): Promise<void> {
  const { workspaceId } = deps;
  for (const rotationId of await openRotationsOfAdmins(tx, workspaceId, userIds)) {
    if (!(await lockRotation(tx, workspaceId, rotationId))) continue;
    await letGoOf(tx, { rotationId, userIds, at });
    await enqueueWishes(deps, tx, [cardWish(rotationId)], { rotationId, at });
  }
}
