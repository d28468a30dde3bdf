import { trailOf, type AuditRow } from '../db/audit.ts';
import type { Db } from '../db/connection.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { OpenAlarm } from './facts.ts';

/** An alarm without a code is raised, and what an admin answers (promise H13). */
const KINDS: readonly RotationEvent['kind'][] = [
  'alarm_raised',
  'links_suspended',
  'alarm_dismissed',
  'secret_exposed',
];

/** The alarms of a rotation that no admin has answered, earliest first: the audit trail is the only place that knows. */
export const openAlarmsOf = async (db: Db, rotation: Rotation): Promise<OpenAlarm[]> =>
  'generation' in rotation ? unanswered(await trailOf(db, rotation.id, KINDS), rotation.generation.id) : [];

/** One per vendor: the first that is open. Those about a generation that has ended need no answer any more. */
export function unanswered(
  trail: readonly Pick<AuditRow, 'event' | 'at'>[],
  generationId: string,
): OpenAlarm[] {
  const open = new Map<string, OpenAlarm>();
  for (const { event, at } of trail) {
    if (event.kind === 'alarm_raised' && event.generationId === generationId) {
      const { vendor, vendorId } = event;
      open.set(vendor, open.get(vendor) ?? { vendor, vendorId, generationId, at });
    }
    if (event.kind === 'links_suspended' || event.kind === 'alarm_dismissed') open.delete(event.vendor);
    if (event.kind === 'secret_exposed') open.clear();
  }
  return [...open.values()];
}
