import { appendAudit } from '../db/audit.ts';
import { generationOfHandoff } from '../db/generations.ts';
import { markAlarmed } from '../db/handoffs.ts';
import { findLink, type StoredLink } from '../db/links.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import { compromise } from './compromise.ts';
import type { Deps } from './deps.ts';
import { hashToken } from './link-hash.ts';
import { alarmWish, threadWish } from './messages.ts';
import { holderOf, openLink } from './open-link.ts';
import type { Result } from './refusals.ts';
import { anybody } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

/** `noted` says no more than that it was heard: the same for a link nobody knows. */
type Raised = Result<{ readonly outcome: 'void' | 'in_force' | 'noted' }>;

const NOTED = { ok: true, outcome: 'noted' } as const;

/**
 * "Opened, not by me", on the page (promise H13). With the code: the secret is compromised. With a known link alone nothing
 * changes and the admins are told, at most once an hour per handoff. Any other link: the same answer, only logged.
 */
export async function raiseAlarm(
  deps: Deps,
  { token, code, from }: { token: string; code: string | null; from: string },
): Promise<Raised> {
  const at = deps.clock.now();
  const link = await findLink(deps.db, hashToken(token));
  if (link?.workspaceId !== deps.workspaceId || link.handoffId === null) {
    deps.log.info('an alarm came without a known link', { code: 'link_unknown' });
    return NOTED;
  }
  const of = { link, handoffId: link.handoffId, at };
  if (code !== null) {
    const opened = await openLink(deps, { token, code, from, purposes: ['handoff'], at });
    if (opened.ok) return withCode(deps, of);
    if (opened.refusal.code !== 'link_not_usable') return opened;
  }
  await tellAdmins(deps, of);
  return NOTED;
}

interface Alarm {
  readonly link: StoredLink;
  readonly handoffId: string;
  readonly at: Moment;
}

async function withCode(deps: Deps, { link, handoffId, at }: Alarm): Promise<Raised> {
  const known = await generationOfHandoff(deps.db, handoffId);
  if (!known) return NOTED;
  if (known.state === 'activated' && !(await isFirst(deps, handoffId, at)))
    return { ok: true, outcome: 'in_force' };
  return compromise(deps, known, { by: holderOf(link, handoffId), allow: anybody });
}

const isFirst = (deps: Deps, handoffId: string, at: Moment) =>
  markAlarmed(deps.db, handoffId, { at, quietSince: at.minus({ minutes: RULES.alarmQuietMinutes }) });

/** The admins decide: suspend the links, call the secret compromised, or dismiss it. */
async function tellAdmins(deps: Deps, { link, handoffId, at }: Alarm): Promise<void> {
  const { workspaceId } = deps;
  const { rotationId } = link;
  const known = await generationOfHandoff(deps.db, handoffId);
  const quietSince = at.minus({ minutes: RULES.alarmQuietMinutes });
  if (known?.alarmedAt && known.alarmedAt > quietSince) return;
  const rotation = await findRotation(deps.db, workspaceId, rotationId);
  const pkg = known && (await findPackage(deps.db, workspaceId, known.packageId));
  const vendor = rotation?.participants.find(({ vendorId }) => vendorId === known?.vendorId);
  if (!pkg || !vendor) return;
  const auditId = deps.ids.id();
  const alarms = pkg.admins.map((admin) => alarmWish(rotationId, auditId, admin.userId));
  const by = holderOf(link, handoffId);
  const event = { kind: 'alarm_raised', vendor: vendor.name, vendorId: vendor.vendorId } as const;
  await deps.db.transaction(async (tx) => {
    if (!(await markAlarmed(tx, handoffId, { at, quietSince }))) return;
    const place = { packageId: pkg.id, rotationId, handoffId };
    await appendAudit(tx, [{ id: auditId, workspaceId, at, by, event, ...place }]);
    await enqueueWishes(deps, tx, [threadWish(rotationId, auditId), ...alarms], { rotationId, at });
  });
  deps.wake();
}
