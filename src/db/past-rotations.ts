import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { generation, rotation } from './schema.ts';
import { dateReadSchema } from './stored.ts';

/** One rotation that has ended, in short. */
export interface PastRotation {
  readonly number: number;
  readonly startedAt: Moment;
  readonly endedAt: Moment;
  readonly outcome: 'done' | 'cancelled' | 'retired';
  /** Of the secret it brought; null when it brought none. */
  readonly expiresOn: Day | null;
  readonly isEarly: boolean;
}

/** The package's last rotations that have ended, the latest first. */
export async function pastRotations(db: Db, packageId: string, limit: number): Promise<PastRotation[]> {
  const rows = await db
    .select({ rotation, expiresOn: generation.expiresOn })
    .from(rotation)
    .leftJoin(generation, eq(generation.id, rotation.generationId))
    .where(and(eq(rotation.packageId, packageId), inArray(rotation.step, ['done', 'cancelled'])))
    .orderBy(desc(rotation.number))
    .limit(limit);
  return rows.map(({ rotation: row, expiresOn }) => {
    const isDone = row.step === 'done';
    const read = isDone ? dateReadSchema.nullable().parse(row.dateRead) : null;
    return {
      number: row.number,
      startedAt: row.startedAt,
      endedAt: row.doneAt ?? row.cancelledAt ?? row.startedAt,
      outcome: isDone ? 'done' : row.isRetired ? 'retired' : 'cancelled',
      expiresOn: isDone ? (read?.expiresOn ?? expiresOn) : null,
      isEarly: row.isEarly ?? false,
    };
  });
}
