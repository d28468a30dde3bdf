import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { outbox } from './schema.ts';

const waiting = (workspaceId: string) =>
  and(eq(outbox.workspaceId, workspaceId), eq(outbox.kind, 'webhook'), eq(outbox.state, 'ready'));

/** What waits for a webhook goes at once: its target is another, perhaps one that answers. */
export async function hurryWebhooks(tx: Db, workspaceId: string, at: Moment): Promise<void> {
  await tx.update(outbox).set({ dueAt: at, attempts: 0, error: null }).where(waiting(workspaceId));
}

/** Nobody waits for it any more. Rows go whole: what is still so when a webhook is on again can then be wished for again. */
export async function dropWebhooks(tx: Db, workspaceId: string): Promise<void> {
  await tx.delete(outbox).where(waiting(workspaceId));
}

/** Of these keys those that were never wished for: what is looked at again and again is mostly known. */
export async function unknownKeys(db: Db, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const known = await db
    .select({ key: outbox.key })
    .from(outbox)
    .where(inArray(outbox.key, [...keys]));
  const isKnown = new Set(known.map(({ key }) => key));
  return new Set(keys.filter((key) => !isKnown.has(key)));
}

/** How much waits for the webhook, and how much was given up since then. */
export async function webhookQueue(
  db: Db,
  workspaceId: string,
  since: Moment,
): Promise<{ waiting: number; givenUp: number }> {
  const isOf = (...states: ('ready' | 'sending' | 'refused')[]) =>
    sql`count(*) filter (where ${inArray(outbox.state, states)})`.mapWith(Number);
  const [counted] = await db
    .select({ waiting: isOf('ready', 'sending'), givenUp: isOf('refused') })
    .from(outbox)
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        eq(outbox.kind, 'webhook'),
        sql`(${outbox.state} in ('ready', 'sending') or ${outbox.createdAt} >= ${since.toISO()})`,
      ),
    );
  return counted ?? { waiting: 0, givenUp: 0 };
}
