import { and, eq, sql } from 'drizzle-orm';
import type { BoardLook } from '../domain/board.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Contact } from '../domain/people.ts';
import type { Db } from './connection.ts';
import { appointedAdmin, homeVisit, vendor } from './schema.ts';
import { boardLookSchema, contactSchema } from './stored.ts';
import type { Vendor } from '../domain/package.ts';

/** Replaces nobody: adds those who are not appointed yet. */
export async function appoint(
  tx: Db,
  workspaceId: string,
  admins: readonly SlackIdentity[],
  by: { appointedBy: object; appointedAt: Moment },
): Promise<void> {
  if (admins.length === 0) return;
  await tx
    .insert(appointedAdmin)
    .values(
      admins.map(({ enterpriseId, teamId, userId }) => ({
        workspaceId,
        enterpriseId,
        teamId,
        userId,
        ...by,
      })),
    )
    .onConflictDoNothing();
}

/** Makes these and only these the appointed admins. */
export async function setAppointed(
  tx: Db,
  workspaceId: string,
  admins: readonly SlackIdentity[],
  by: { appointedBy: object; appointedAt: Moment },
): Promise<void> {
  await tx.delete(appointedAdmin).where(eq(appointedAdmin.workspaceId, workspaceId));
  await appoint(tx, workspaceId, admins, by);
}

export async function appointedAdmins(db: Db, workspaceId: string): Promise<SlackIdentity[]> {
  return db
    .select({
      enterpriseId: appointedAdmin.enterpriseId,
      teamId: appointedAdmin.teamId,
      userId: appointedAdmin.userId,
    })
    .from(appointedAdmin)
    .where(eq(appointedAdmin.workspaceId, workspaceId));
}

/** A vendor of the inventory by its name, any case. */
export async function findVendorByName(
  db: Db,
  workspaceId: string,
  name: string,
): Promise<Omit<Vendor, 'systems'> | null> {
  const [found] = await db
    .select()
    .from(vendor)
    .where(and(eq(vendor.workspaceId, workspaceId), sql`lower(${vendor.name}) = lower(${name})`));
  return found ? { id: found.id, name: found.name, contact: contactSchema.parse(found.contact) } : null;
}

export async function findVendor(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<Omit<Vendor, 'systems'> | null> {
  const [found] = await db
    .select()
    .from(vendor)
    .where(and(eq(vendor.workspaceId, workspaceId), eq(vendor.id, id)));
  return found ? { id: found.id, name: found.name, contact: contactSchema.parse(found.contact) } : null;
}

export async function insertVendor(
  tx: Db,
  row: { id: string; workspaceId: string; name: string; contact: Contact; createdAt: Moment },
): Promise<void> {
  await tx.insert(vendor).values(row);
}

export async function setContact(tx: Db, vendorId: string, contact: Contact): Promise<void> {
  await tx.update(vendor).set({ contact }).where(eq(vendor.id, vendorId));
}

/** They have opened it, which shows the board as it opens, not what they looked at last time. */
export async function recordHomeVisit(
  db: Db,
  workspaceId: string,
  who: SlackIdentity,
  at: Moment,
): Promise<void> {
  await db
    .insert(homeVisit)
    .values({ workspaceId, teamId: who.teamId, userId: who.userId, openedAt: at })
    .onConflictDoUpdate({
      target: [homeVisit.workspaceId, homeVisit.teamId, homeVisit.userId],
      set: { openedAt: at, look: null },
    });
}

const isVisitOf = (workspaceId: string, who: SlackIdentity) =>
  and(
    eq(homeVisit.workspaceId, workspaceId),
    eq(homeVisit.teamId, who.teamId),
    eq(homeVisit.userId, who.userId),
  );

/** Keeps what they look at there, so that it is drawn again as they left it. */
export async function keepHomeLook(
  db: Db,
  workspaceId: string,
  who: SlackIdentity,
  look: BoardLook | null,
): Promise<void> {
  await db.update(homeVisit).set({ look }).where(isVisitOf(workspaceId, who));
}

/** What they look at; null for the board as it opens, also when what was kept is of a version that is gone. */
export async function homeLookOf(db: Db, workspaceId: string, who: SlackIdentity): Promise<BoardLook | null> {
  const [found] = await db
    .select({ look: homeVisit.look })
    .from(homeVisit)
    .where(isVisitOf(workspaceId, who));
  return boardLookSchema.safeParse(found?.look).data ?? null;
}

/** Of these people, who has opened the App Home since then. */
export async function homeVisitors(db: Db, workspaceId: string, since: Moment): Promise<string[]> {
  const rows = await db
    .select({ userId: homeVisit.userId })
    .from(homeVisit)
    .where(and(eq(homeVisit.workspaceId, workspaceId), sql`${homeVisit.openedAt} >= ${since.toISO()}`))
    .orderBy(homeVisit.userId);
  return rows.map((row) => row.userId);
}
