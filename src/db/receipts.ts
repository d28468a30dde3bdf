import { sql } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';

/** At a time: a round is not to hold others up, and the next one goes on. */
const MOST = 50;

/** Deletes handoffs, links and page openings of rotations that ended before this moment; says of how many rotations. */
export async function deleteReceipts(db: Db, endedBefore: Moment): Promise<number> {
  const old = await db.execute(sql`
    with old as (
      select r.id from rotation r
      where r.step in ('done', 'cancelled') and not r.is_without_receipts
        and coalesce(r.done_at, r.cancelled_at) <= ${endedBefore.toISO()}
      order by coalesce(r.done_at, r.cancelled_at) limit ${MOST} for no key update skip locked),
    marked as (
      update rotation r set is_without_receipts = true from old where r.id = old.id returning r.id),
    opened as (
      delete from page_open o using link l, old where l.rotation_id = old.id and o.link_id = l.id returning o.link_id),
    linked as (
      delete from link l using old where l.rotation_id = old.id returning l.id),
    handed as (
      delete from handoff h using old where h.rotation_id = old.id returning h.id)
    select id from old`);
  return old.length;
}
