import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Sealed } from '../adapters/keyring.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { workspace } from './schema.ts';

export interface Workspace {
  readonly id: string;
  readonly enterpriseId: string | null;
  readonly teamId: string;
  readonly name: string;
}

/** The workspace's row, made at the first start; a changed name is taken over. */
export async function ensureWorkspace(
  db: Db,
  { id, enterpriseId, teamId, name }: Workspace,
  createdAt: Moment,
): Promise<Workspace> {
  // A workspace that joins an enterprise stays the same workspace.
  if (enterpriseId !== null) {
    await db
      .update(workspace)
      .set({ enterpriseId })
      .where(and(eq(workspace.teamId, teamId), isNull(workspace.enterpriseId)));
  }
  const [row] = await db
    .insert(workspace)
    .values({ id, enterpriseId, teamId, name, createdAt })
    .onConflictDoUpdate({ target: [workspace.enterpriseId, workspace.teamId], set: { name } })
    .returning();
  if (!row) throw new Error('the workspace row was not made');
  return row;
}

/** Until the transaction ends nobody else passes here: for what no unique index can tell apart. */
export async function lockWorkspace(tx: Db, id: string): Promise<void> {
  await tx.select({ id: workspace.id }).from(workspace).where(eq(workspace.id, id)).for('no key update');
}

/** Nobody changes the workspace's rules until the transaction ends; others may read them with us. */
export async function shareWorkspace(tx: Db, id: string): Promise<void> {
  await tx.select({ id: workspace.id }).from(workspace).where(eq(workspace.id, id)).for('share');
}

export async function findWorkspace(db: Db, id: string): Promise<Workspace | null> {
  const { enterpriseId, teamId, name } = workspace;
  const columns = { id: workspace.id, enterpriseId, teamId, name };
  const [row] = await db.select(columns).from(workspace).where(eq(workspace.id, id));
  return row ?? null;
}

export async function workspaceName(db: Db, id: string): Promise<string> {
  const [row] = await db.select({ name: workspace.name }).from(workspace).where(eq(workspace.id, id));
  return row?.name ?? 'rekey';
}

/** The sealed fingerprint key; null before the first one was made. */
export async function sealedFingerprintKey(db: Db, id: string): Promise<Sealed | null> {
  const [row] = await db
    .select({ ciphertext: workspace.fingerprintKey, keyArn: workspace.fingerprintKeyArn })
    .from(workspace)
    .where(and(eq(workspace.id, id), sql`${workspace.fingerprintKey} is not null`));
  return row?.ciphertext && row.keyArn ? { ciphertext: row.ciphertext, keyArn: row.keyArn } : null;
}

/** Keeps the first key ever sealed: of two instances that start at once, one wins and the other reads it. */
export async function keepFingerprintKey(db: Db, id: string, sealed: Sealed): Promise<void> {
  await db
    .update(workspace)
    .set({ fingerprintKey: sealed.ciphertext, fingerprintKeyArn: sealed.keyArn })
    .where(and(eq(workspace.id, id), isNull(workspace.fingerprintKey)));
}
