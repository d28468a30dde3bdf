import { packagesDueBy, type PackageDue } from '../db/package-dates.ts';
import { unknownKeys } from '../db/webhook-queue.ts';
import { takeDatesLook, wantedEvents } from '../db/webhooks.ts';
import { dayOf, type Moment } from '../domain/schedule.ts';
import { dateEvent, type WebhookEvent } from '../domain/webhook.ts';
import type { Deps } from './deps.ts';
import type { Wish } from './messages.ts';
import { enqueueWishes } from './save-move.ts';
import { webhookWish } from './webhook-wishes.ts';

/**
 * Tells the webhook of packages that became due or overdue: once for each date, looked at every full hour, since what is
 * due is a day and not a reminder. Cut off in the middle, the next look finds the same. Returns 1 when it looked.
 */
export async function tellOfDates(deps: Deps): Promise<number> {
  const { db, workspaceId } = deps;
  const at = deps.clock.now();
  const nextLookAt = at.startOf('hour').plus({ hours: 1 });
  if (!(await takeDatesLook(db, workspaceId, { now: at, nextLookAt }))) return 0;
  const wanted = await wantedEvents(db, workspaceId);
  const due = await packagesDueBy(db, workspaceId, dayOf(at));
  const wishes = due.flatMap((pack) => wishOf(pack, wanted, at));
  const keys = wishes.map(({ key }) => key);
  const unknown = await unknownKeys(db, keys);
  const fresh = wishes.filter(({ key }) => unknown.has(key));
  await enqueueWishes(deps, db, fresh, { rotationId: null, at });
  return 1;
}

function wishOf(pack: PackageDue, wanted: readonly WebhookEvent[], at: Moment): Wish[] {
  const { rotation } = pack;
  const event = dateEvent({ ...pack, isRotating: rotation !== null }, at);
  if (event === null || !wanted.includes(event)) return [];
  return [webhookWish(event, { of: `${pack.id}:${pack.expiresOn}`, package: pack, rotation, at })];
}
