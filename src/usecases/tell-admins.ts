import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Package } from '../domain/package.ts';
import type { Actor } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { alarmWish, threadWish } from './messages.ts';
import { enqueueWishes } from './save-move.ts';

interface News {
  readonly package: Package;
  readonly rotationId: string;
  readonly handoffId: string | null;
  readonly by: Actor;
  readonly event: RotationEvent;
  readonly at: Moment;
}

/**
 * What admins must hear of at once, though no rotation has moved: its audit row, its line in the thread, a message to each of
 * them. In the transaction that decides that it is news: told and noted, or neither.
 */
export async function tellAdmins(deps: Deps, tx: Db, news: News): Promise<void> {
  const { package: pkg, rotationId, handoffId, by, event, at } = news;
  const { workspaceId } = deps;
  const auditId = deps.ids.id();
  const place = { packageId: pkg.id, rotationId, handoffId };
  await appendAudit(tx, [{ id: auditId, workspaceId, at, by, event, ...place }]);
  const alarms = pkg.admins.map(({ userId }) => alarmWish(rotationId, auditId, userId));
  await enqueueWishes(deps, tx, [threadWish(rotationId, auditId), ...alarms], { rotationId, at });
}
