import type { Audience } from '../domain/ladder.ts';
import type { Moment } from '../domain/schedule.ts';
import { chunksOf } from './chunks.ts';
import type { Db } from './connection.ts';
import { reminder } from './schema.ts';

export interface NewReminder {
  readonly id: string;
  readonly workspaceId: string;
  readonly packageId: string;
  readonly duty: string;
  readonly subject: string;
  readonly rung: string;
  readonly audience: Audience;
  /** A Slack user id, or `channel`. */
  readonly recipient: string;
  /** The key of the message that carries it, for a person. */
  readonly digest: string | null;
  readonly slot: Moment;
  readonly createdAt: Moment;
}

/** The unique rows that make a rung's reminder go out once; returns the ids of those that were not there already. */
export async function insertReminders(tx: Db, rows: readonly NewReminder[]): Promise<string[]> {
  const ids: string[] = [];
  for (const chunk of chunksOf(rows)) {
    const made = await tx.insert(reminder).values(chunk).onConflictDoNothing().returning({ id: reminder.id });
    ids.push(...made.map((row) => row.id));
  }
  return ids;
}
