import { and, eq, gt, inArray, lte, sql } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Reachable } from '../domain/recipients.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { absence, knownPerson } from './schema.ts';
import { identitySchema } from './stored.ts';

/** What is known of these people: zone, whether they are gone, whether they are away. Who was never asked about is left out. */
export async function reachableOf(
  db: Db,
  workspaceId: string,
  who: readonly SlackIdentity[],
  now: Moment,
): Promise<Reachable[]> {
  if (who.length === 0) return [];
  const userIds = [...new Set(who.map(({ userId }) => userId))];
  const known = await db
    .select()
    .from(knownPerson)
    .where(and(eq(knownPerson.workspaceId, workspaceId), inArray(knownPerson.userId, userIds)));
  const away = await db
    .select()
    .from(absence)
    .where(
      and(eq(absence.workspaceId, workspaceId), inArray(absence.userId, userIds), gt(absence.until, now)),
    );
  return who.flatMap((identity): Reachable[] => {
    const isTheirs = (row: { teamId: string; userId: string }) =>
      row.teamId === identity.teamId && row.userId === identity.userId;
    const facts = known.find(isTheirs);
    const absent = away.find(isTheirs);
    if (!facts && !absent) return [];
    const standIn = absent && identitySchema.parse(absent.standIn);
    return [
      {
        identity,
        zone: facts?.zone ?? null,
        isGone: facts?.isGone ?? false,
        away: absent && standIn ? { until: absent.until, standIn } : null,
      },
    ];
  });
}

/** Of these people, the user ids of those who are gone from Slack. */
export async function goneAmong(
  db: Db,
  workspaceId: string,
  who: readonly SlackIdentity[],
): Promise<Set<string>> {
  if (who.length === 0) return new Set();
  const userIds = [...new Set(who.map(({ userId }) => userId))];
  const { userId, isGone } = knownPerson;
  const rows = await db
    .select({ userId })
    .from(knownPerson)
    .where(and(eq(knownPerson.workspaceId, workspaceId), eq(isGone, true), inArray(userId, userIds)));
  return new Set(rows.map((row) => row.userId));
}

interface ToAsk extends Record<string, unknown> {
  enterprise_id: string | null;
  team_id: string;
  user_id: string;
}

/**
 * Who may have to be reminded, or holds a role, and of whom Slack was not asked since then: admins, contacts, stand-ins
 * and escalation contacts. The longest not asked first.
 */
export async function peopleToAskAbout(
  db: Db,
  { workspaceId, since, limit }: { workspaceId: string; since: Moment; limit: number },
): Promise<SlackIdentity[]> {
  const rows = await db.execute<ToAsk>(sql`
    with wanted as (
      select enterprise_id, team_id, user_id from package_admin where workspace_id = ${workspaceId}
      union select enterprise_id, team_id, user_id from appointed_admin where workspace_id = ${workspaceId}
      union select enterprise_id, team_id, user_id from viewer where workspace_id = ${workspaceId}
      union select contact->>'enterpriseId', contact->>'teamId', contact->>'userId' from vendor
        where workspace_id = ${workspaceId} and contact->>'kind' = 'slack'
      union select c.contact->>'enterpriseId', c.contact->>'teamId', c.contact->>'userId'
        from participant c join rotation r on r.id = c.rotation_id
        where r.workspace_id = ${workspaceId} and r.step not in ('done', 'cancelled') and c.contact->>'kind' = 'slack'
      union select escalation->>'enterpriseId', escalation->>'teamId', escalation->>'userId' from policy
        where workspace_id = ${workspaceId} and escalation is not null and escalation <> 'null'::jsonb
      union select stand_in->>'enterpriseId', stand_in->>'teamId', stand_in->>'userId' from absence
        where workspace_id = ${workspaceId})
    select w.enterprise_id, w.team_id, w.user_id from wanted w
    left join known_person k on k.workspace_id = ${workspaceId} and k.team_id = w.team_id and k.user_id = w.user_id
    where k.asked_at is null or k.asked_at < ${since.toISO()}
    order by k.asked_at nulls first, w.user_id limit ${limit}`);
  return rows.map((row) => ({ enterpriseId: row.enterprise_id, teamId: row.team_id, userId: row.user_id }));
}

/** Notes what Slack said. True when it matters to reminders: another zone, or somebody who left or came back. */
export async function notePerson(
  tx: Db,
  workspaceId: string,
  { identity, zone, name, isGone }: Pick<Reachable, 'identity' | 'zone' | 'isGone'> & { name: string | null },
  askedAt: Moment,
): Promise<boolean> {
  const { teamId, userId } = identity;
  const mine = and(
    eq(knownPerson.workspaceId, workspaceId),
    eq(knownPerson.teamId, teamId),
    eq(knownPerson.userId, userId),
  );
  const [before] = await tx.select().from(knownPerson).where(mine).for('update');
  const row = { workspaceId, teamId, userId, zone, name, isGone, askedAt };
  await tx
    .insert(knownPerson)
    .values(row)
    .onConflictDoUpdate({
      target: [knownPerson.workspaceId, knownPerson.teamId, knownPerson.userId],
      set: { zone, isGone, askedAt, name: name ?? sql`${knownPerson.name}` },
    });
  return before === undefined ? zone !== null || isGone : before.zone !== zone || before.isGone !== isGone;
}

/** Slack said nothing of them: what is known holds, and they count as asked then. */
export async function noteUnanswered(
  db: Db,
  workspaceId: string,
  { teamId, userId }: SlackIdentity,
  askedAt: Moment,
): Promise<void> {
  await db
    .insert(knownPerson)
    .values({ workspaceId, teamId, userId, zone: null, isGone: false, askedAt })
    .onConflictDoUpdate({
      target: [knownPerson.workspaceId, knownPerson.teamId, knownPerson.userId],
      set: { askedAt },
    });
}

/** What these people are called, by user id, as far as Slack has said. */
export async function namesOfPeople(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map();
  const found = await db
    .select({ userId: knownPerson.userId, name: knownPerson.name })
    .from(knownPerson)
    .where(and(eq(knownPerson.workspaceId, workspaceId), inArray(knownPerson.userId, [...userIds])));
  return new Map(found.flatMap(({ userId, name }) => (name === null ? [] : [[userId, name] as const])));
}

/** The sweep looks again at the packages that somebody is an admin or a contact of. */
export async function lookAgainAtPackagesOf(
  tx: Db,
  workspaceId: string,
  { teamId, userId }: SlackIdentity,
  at: Moment,
): Promise<void> {
  await tx.execute(sql`
    update package set next_look_at = ${at.toISO()} where workspace_id = ${workspaceId} and not is_retired and id in (
      select package_id from package_admin where workspace_id = ${workspaceId} and team_id = ${teamId} and user_id = ${userId}
      union select r.package_id from rotation r join participant c on c.rotation_id = r.id
        where r.workspace_id = ${workspaceId} and r.step not in ('done', 'cancelled')
          and c.contact->>'teamId' = ${teamId} and c.contact->>'userId' = ${userId})`);
}

export async function setAbsence(
  tx: Db,
  workspaceId: string,
  { teamId, userId }: SlackIdentity,
  away: { until: Moment; standIn: SlackIdentity },
): Promise<void> {
  const { enterpriseId, teamId: team, userId: user } = away.standIn;
  const columns = { until: away.until, standIn: { enterpriseId, teamId: team, userId: user } };
  await tx
    .insert(absence)
    .values({ workspaceId, teamId, userId, ...columns })
    .onConflictDoUpdate({ target: [absence.workspaceId, absence.teamId, absence.userId], set: columns });
}

/** Who is back by now. */
export async function endedAbsences(db: Db, workspaceId: string, now: Moment): Promise<SlackIdentity[]> {
  const rows = await db
    .select({ teamId: absence.teamId, userId: absence.userId })
    .from(absence)
    .where(and(eq(absence.workspaceId, workspaceId), lte(absence.until, now)));
  return rows.map((row) => ({ ...row, enterpriseId: null }));
}

export async function endAbsence(
  tx: Db,
  workspaceId: string,
  { teamId, userId }: SlackIdentity,
): Promise<void> {
  await tx
    .delete(absence)
    .where(and(eq(absence.workspaceId, workspaceId), eq(absence.teamId, teamId), eq(absence.userId, userId)));
}

/** The packages that somebody is an admin of, or a vendor's contact in a rotation under way. */
export async function packagesOfPerson(db: Db, workspaceId: string, userId: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select package_id as id from package_admin where workspace_id = ${workspaceId} and user_id = ${userId}
    union select r.package_id from rotation r join participant c on c.rotation_id = r.id
      where r.workspace_id = ${workspaceId} and r.step not in ('done', 'cancelled') and c.contact->>'userId' = ${userId}`);
  return rows.map(({ id }) => id);
}

/** Slack is asked about somebody again at the next round, however lately it was. */
export async function askAgainAbout(db: Db, workspaceId: string, userId: string): Promise<void> {
  await db
    .delete(knownPerson)
    .where(and(eq(knownPerson.workspaceId, workspaceId), eq(knownPerson.userId, userId)));
}
