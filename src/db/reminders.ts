import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { reminder } from './schema.ts';

interface NewReminder {
  readonly id: string;
  readonly workspaceId: string;
  readonly packageId: string;
  readonly expiresOn: Day;
  readonly rungDays: number;
  readonly createdAt: Moment;
}

/** The unique rows that make a rung's reminder go out once; returns the ids of those that were not there already. */
export async function insertReminders(tx: Db, rows: readonly NewReminder[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await tx
    .insert(reminder)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: reminder.id });
  return made.map((row) => row.id);
}
