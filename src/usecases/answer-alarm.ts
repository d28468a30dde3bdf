import { appendAudit } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { generationOfHandoff, generationWithId } from '../db/generations.ts';
import { dropLease, revokeLinksOf } from '../db/handoffs.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Person } from '../domain/people.ts';
import { isLive, type Generation, type Handoff } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import { lockScene } from './advance.ts';
import { compromise, type Compromised } from './compromise.ts';
import type { Deps } from './deps.ts';
import { drawAgain } from './draw-again.ts';
import { threadWish } from './messages.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, allowing, onlyContact } from './rights.ts';
import { enqueueWishes } from './save-move.ts';

interface OfVendor {
  readonly person: Person;
  readonly rotationId: string;
  readonly vendorId: string;
}

/** An admin stops a vendor's links, and the claim of whoever is just collecting. The vendor may get new ones. */
export const suspendLinks = (
  deps: Deps,
  { generationId, ...of }: OfVendor & { generationId: string | undefined },
): Promise<Result> =>
  answer(deps, of, 'suspend_links', async (tx, { vendor, handoff, generation, at }) => {
    if (!handoff || !generation) return refused({ code: 'handoff_closed' });
    if (generationId !== undefined && generation.id !== generationId)
      return refused({ code: 'stale_generation', current: generation.number });
    await dropLease(tx, handoff.id);
    const revoked = await revokeLinksOf(tx, handoff.id, at);
    if (revoked === 0) return refused({ code: 'nothing_to_do' });
    return { ok: true, event: { kind: 'links_suspended', vendor } };
  });

/** An admin knows better, for a reason that stays on record. */
export const dismissAlarm = (deps: Deps, { reason, ...of }: OfVendor & { reason: string }): Promise<Result> =>
  answer(deps, of, 'dismiss_alarm', async (_tx, { vendor }) => ({
    ok: true,
    event: { kind: 'alarm_dismissed', vendor, reason },
  }));

/** An admin says that the secret is in wrong hands. */
export async function reportCompromised(
  deps: Deps,
  { person, generationId }: { person: Person; generationId: string },
): Promise<Compromised> {
  const known = await generationWithId(deps.db, deps.workspaceId, generationId);
  if (!known) return refused({ code: 'unknown_rotation' });
  return compromise(deps, known, { by: actorOf(person), allow: allowing(person, 'compromise') });
}

/** "Opened, not by me", by the vendor in Slack. */
export async function reportNotMe(
  deps: Deps,
  { person, handoffId }: { person: Person; handoffId: string },
): Promise<Compromised> {
  const known = await generationOfHandoff(deps.db, handoffId);
  if (known?.workspaceId !== deps.workspaceId) return refused({ code: 'handoff_closed' });
  return compromise(deps, known, { by: actorOf(person), allow: onlyContact(person, handoffId) });
}

interface Found {
  readonly vendor: string;
  /** Null once its generation has ended. */
  readonly handoff: Handoff | null;
  readonly generation: Generation | null;
  readonly at: Moment;
}

async function answer(
  deps: Deps,
  { person, rotationId, vendorId }: OfVendor,
  action: 'suspend_links' | 'dismiss_alarm',
  act: (tx: Db, found: Found) => Promise<Result<{ event: RotationEvent }>>,
): Promise<Result> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  const answered = await deps.db.transaction(async (tx): Promise<Result> => {
    const locked = await lockScene(deps, tx, { rotationId, allow: allowing(person, action), at });
    if (!locked.ok) return locked;
    const { rotation, package: pkg } = locked.scene;
    const vendor = rotation.participants.find((one) => one.vendorId === vendorId);
    if (!vendor) return refused({ code: 'unknown_vendor' });
    const live = isLive(rotation) ? rotation : null;
    const handoff = live?.handoffs.find((one) => one.vendorId === vendorId) ?? null;
    const acted = await act(tx, { vendor: vendor.name, handoff, generation: live?.generation ?? null, at });
    if (!acted.ok) return acted;
    const { event } = acted;
    const id = deps.ids.id();
    const place = { packageId: pkg.id, rotationId, handoffId: handoff?.id ?? null };
    await appendAudit(tx, [{ id, workspaceId, at, by: actorOf(person), event, ...place }]);
    await enqueueWishes(deps, tx, [threadWish(rotationId, id)], { rotationId, at });
    await drawAgain(deps, tx, { package: pkg, rotationId, at });
    return { ok: true };
  });
  if (answered.ok) deps.wake();
  return answered;
}
