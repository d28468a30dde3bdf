import { eq, sql } from 'drizzle-orm';
import type { SlackIdentity } from '../domain/people.ts';
import type { Viewing } from '../domain/roles.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { policy, viewer } from './schema.ts';

/** Whether everybody may look in this workspace, and whether this person is named. */
export async function viewingOf(db: Db, workspaceId: string, who: SlackIdentity): Promise<Viewing> {
  const [row] = await db.execute<{ is_narrowed: boolean; is_named: boolean }>(sql`
    select coalesce((select is_viewing_narrowed from policy where scope = ${workspaceId}), false) as is_narrowed,
      exists (select from viewer where workspace_id = ${workspaceId} and team_id = ${who.teamId}
        and user_id = ${who.userId}) as is_named`);
  return { isNarrowed: row?.is_narrowed ?? false, isNamed: row?.is_named ?? false };
}

/** The packages of which this person is a vendor's contact: in the records, or in a rotation under way. */
export async function packagesOfContact(
  db: Db,
  workspaceId: string,
  { teamId, userId }: SlackIdentity,
): Promise<ReadonlySet<string>> {
  const rows = await db.execute<{ id: string }>(sql`
    select pv.package_id as id from package_vendor pv join vendor v on v.id = pv.vendor_id
      where pv.workspace_id = ${workspaceId} and v.contact->>'userId' = ${userId} and v.contact->>'teamId' = ${teamId}
    union select r.package_id from participant c join rotation r on r.id = c.rotation_id
      where r.workspace_id = ${workspaceId} and r.step not in ('done', 'cancelled')
        and c.contact->>'userId' = ${userId} and c.contact->>'teamId' = ${teamId}`);
  return new Set(rows.map(({ id }) => id));
}

export async function viewers(db: Db, workspaceId: string): Promise<SlackIdentity[]> {
  const { enterpriseId, teamId, userId } = viewer;
  return db
    .select({ enterpriseId, teamId, userId })
    .from(viewer)
    .where(eq(viewer.workspaceId, workspaceId))
    .orderBy(userId);
}

/** Makes these and only these the named viewers. */
export async function setViewers(
  tx: Db,
  workspaceId: string,
  named: readonly SlackIdentity[],
  by: { namedBy: object; namedAt: Moment },
): Promise<void> {
  await tx.delete(viewer).where(eq(viewer.workspaceId, workspaceId));
  if (named.length === 0) return;
  const rows = named.map(({ enterpriseId, teamId, userId }) => ({ enterpriseId, teamId, userId, ...by }));
  await tx.insert(viewer).values(rows.map((row) => ({ ...row, workspaceId })));
}

/** The workspace's rules on people: who may look, and what needs a second person. */
export interface PeopleRules {
  readonly isViewingNarrowed: boolean;
  readonly secondPersonFor: readonly ('activate' | 'waive')[];
}

export async function peopleRules(db: Db, workspaceId: string): Promise<PeopleRules> {
  const { isViewingNarrowed, secondPersonFor } = policy;
  const [row] = await db
    .select({ isViewingNarrowed, secondPersonFor })
    .from(policy)
    .where(eq(policy.scope, workspaceId));
  const kept = row?.secondPersonFor ?? [];
  return {
    isViewingNarrowed: row?.isViewingNarrowed ?? false,
    secondPersonFor: (['activate', 'waive'] as const).filter((what) => kept.includes(what)),
  };
}

/** The rotations under way follow at once, and the sweep looks at each: its gate may turn. */
export async function savePeopleRules(
  tx: Db,
  workspaceId: string,
  { isViewingNarrowed, secondPersonFor }: PeopleRules,
  by: { changedBy: object; changedAt: Moment },
): Promise<void> {
  const set = { isViewingNarrowed, secondPersonFor: [...secondPersonFor], ...by };
  await tx
    .insert(policy)
    .values({ scope: workspaceId, workspaceId, ...set })
    .onConflictDoUpdate({ target: policy.scope, set });
  const asked = sql`array(select jsonb_array_elements_text(${JSON.stringify(secondPersonFor)}::jsonb))`;
  await tx.execute(sql`
    update rotation set second_person_for = ${asked}, next_look_at = ${by.changedAt.toISO()}
    where workspace_id = ${workspaceId} and step not in ('done', 'cancelled') and second_person_for <> ${asked}`);
}
