import { appendAudit, type OtherEvent } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import { lockPackage } from '../db/packages.ts';
import { findPlace } from '../db/places.ts';
import type { Person } from '../domain/people.ts';
import type { Place } from '../domain/place.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { refused, type Result } from './refusals.ts';
import { actorOf, mayDo } from './rights.ts';

interface Keeping {
  readonly person: Person;
  readonly packageId: string;
}

/** What was done to the places of a package; a refusal undoes nothing, since it comes before anything is written. */
type Kept<T> = Result<T & { readonly events: readonly OtherEvent[] }>;

/**
 * The transaction of every change of where a package's secret sits: the package locked, its admin judged, what changed
 * audited in the package's chain. So nothing is ever lost by an edit, and two edits at once take turns.
 */
export async function keepPlaces<T>(
  deps: Deps,
  { person, packageId }: Keeping,
  change: (tx: Db, at: Moment) => Promise<Kept<T>>,
): Promise<Kept<T>> {
  const { workspaceId } = deps;
  const at = deps.clock.now();
  return deps.db.transaction(async (tx): Promise<Kept<T>> => {
    const pkg = await lockPackage(tx, workspaceId, packageId);
    if (!pkg) return refused({ code: 'unknown_package' });
    const denied = mayDo(person, 'keep_vendors', pkg);
    if (denied) return refused(denied);
    const kept = await change(tx, at);
    if (!kept.ok) return kept;
    const of = { workspaceId, packageId, rotationId: null, handoffId: null };
    const by = actorOf(person);
    await appendAudit(
      tx,
      kept.events.map((event) => ({ id: deps.ids.id(), at, by, event, ...of })),
    );
    return kept;
  });
}

/** The same for one place that is there; `change` is given it as it is under the lock. */
export async function keepPlace(
  deps: Deps,
  { person, placeId }: { person: Person; placeId: string },
  change: (tx: Db, place: Place, at: Moment) => Promise<Kept<object>>,
): Promise<Result<{ packageId: string }>> {
  const { db, workspaceId } = deps;
  const seen = await findPlace(db, workspaceId, placeId);
  if (!seen) return refused({ code: 'unknown_place' });
  const { packageId } = seen;
  const kept = await keepPlaces(deps, { person, packageId }, async (tx, at) => {
    const place = await findPlace(tx, workspaceId, placeId);
    return place ? change(tx, place, at) : refused({ code: 'unknown_place' });
  });
  return kept.ok ? { ok: true, packageId } : kept;
}
