import { and, eq, isNull } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { importLink } from './schema.ts';

/** A link to the import page as it is kept. */
export interface ImportLink extends SlackIdentity {
  readonly id: string;
  readonly workspaceId: string;
  readonly channelId: string | null;
  readonly tokenHash: Uint8Array;
  readonly codeHash: Uint8Array;
  readonly mintedAt: Moment;
  readonly expiresAt: Moment;
  readonly closedAt: Moment | null;
}

export async function insertImportLink(tx: Db, row: Omit<ImportLink, 'closedAt'>): Promise<void> {
  await tx.insert(importLink).values(row);
}

/** The link of this token, alive or not. */
export async function findImportLink(db: Db, tokenHash: Uint8Array): Promise<ImportLink | null> {
  const [found] = await db.select().from(importLink).where(eq(importLink.tokenHash, tokenHash));
  return found ?? null;
}

/** Closes what somebody still has open: a new link ends the one before it. True when there was one. */
export async function closeImportLinks(
  tx: Db,
  { workspaceId, who, at }: { workspaceId: string; who: SlackIdentity; at: Moment },
): Promise<boolean> {
  const closed = await tx
    .update(importLink)
    .set({ closedAt: at })
    .where(
      and(
        eq(importLink.workspaceId, workspaceId),
        eq(importLink.teamId, who.teamId),
        eq(importLink.userId, who.userId),
        isNull(importLink.closedAt),
      ),
    )
    .returning({ id: importLink.id });
  return closed.length > 0;
}
