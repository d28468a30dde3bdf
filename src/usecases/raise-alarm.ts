import { generationOfHandoff } from '../db/generations.ts';
import { markAlarmed } from '../db/handoffs.ts';
import { findLink, type StoredLink } from '../db/links.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { RULES } from '../domain/rules.ts';
import type { Moment } from '../domain/schedule.ts';
import { compromise, type Compromised } from './compromise.ts';
import type { Deps } from './deps.ts';
import { drawAgain } from './draw-again.ts';
import { hashToken } from './link-hash.ts';
import { holderOf, openLink } from './open-link.ts';
import type { Result } from './refusals.ts';
import { anybody } from './rights.ts';
import { tellAdmins } from './tell-admins.ts';

/** `noted` says no more than that it was heard: the same for a link nobody knows, and for a code that does not fit. */
export type Raised = Compromised | Result<{ readonly outcome: 'noted' }>;

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
  const { handoffId } = link;
  const opened = code !== null && (await openLink(deps, { token, code, from, purposes: ['handoff'], at }));
  const known = opened && opened.ok ? await generationOfHandoff(deps.db, handoffId) : null;
  if (known) return compromise(deps, known, { by: holderOf(link, handoffId), allow: anybody });
  await note(deps, link, handoffId, at);
  return NOTED;
}

/** The admins decide: suspend the links, call the secret compromised, or dismiss it. Until then card and App Home ask them to. */
async function note(deps: Deps, link: StoredLink, handoffId: string, at: Moment): Promise<void> {
  const { workspaceId } = deps;
  const { rotationId } = link;
  const known = await generationOfHandoff(deps.db, handoffId);
  const quietSince = at.minus({ minutes: RULES.alarmQuietMinutes });
  if (!known || (known.alarmedAt && known.alarmedAt > quietSince)) return;
  const rotation = await findRotation(deps.db, workspaceId, rotationId);
  const pkg = await findPackage(deps.db, workspaceId, known.packageId);
  const vendor = rotation?.participants.find(({ vendorId }) => vendorId === known.vendorId);
  if (!pkg || !vendor) return;
  const { name, vendorId } = vendor;
  const event = { kind: 'alarm_raised', vendor: name, vendorId, generationId: known.id } as const;
  const by = holderOf(link, handoffId);
  await deps.db.transaction(async (tx) => {
    if (!(await markAlarmed(tx, handoffId, { at, quietSince }))) return;
    await tellAdmins(deps, tx, { package: pkg, rotationId, handoffId, by, event, at });
    await drawAgain(deps, tx, { package: pkg, rotationId, at });
  });
  deps.wake();
}
