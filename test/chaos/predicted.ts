import type { AuditRow } from '../../src/db/audit.ts';
import type { RotationEvent } from '../../src/domain/event.ts';
import { cardWish, wishesFor } from '../../src/usecases/messages.ts';
import { carriersOf, type Model } from './model.ts';
import type { OutboxRow, Records } from './records.ts';

/** The keys under which the outbox must hold something, and what speaks against the reminders that were made. */
export interface Predicted {
  readonly keys: ReadonlySet<string>;
  readonly problems: readonly string[];
}

/** The messages of reminders that must be there, then a card for each rotation, its thread's lines, vendors' messages and prompts. */
export function predict(model: Model, records: Records): Predicted {
  const { reminders, audits, rotationIds } = records;
  const keys = new Set<string>();
  const problems: string[] = [];
  for (const [id, called] of model.must) {
    const row = reminders.get(id);
    const of = `${id} (${called.reminded.package.name})`;
    if (!row) {
      problems.push(`missing: no reminder for ${of}`);
      continue;
    }
    const allowed = carriersOf(called, row.createdAt);
    const key = row.digest ?? allowed[0] ?? '';
    if (allowed.includes(key) || isHandedOn(records, allowed, key)) keys.add(key);
    else problems.push(`carried elsewhere: ${of} by ${key}, not ${allowed.join(' or ')}`);
  }
  for (const id of reminders.keys()) {
    if (!model.may.has(id)) problems.push(`unexpected: a reminder for ${id}`);
  }
  for (const rotationId of rotationIds) keys.add(cardWish(rotationId).key);
  for (const row of audits) for (const key of keysOfEvent(model, row)) keys.add(key);
  for (const key of model.vendorKeys) keys.add(key);
  return { keys, problems };
}

/** Of several that waited for one person in one place, the newest says what the others would (R6: ten days down, one message each). */
function isHandedOn({ outbox }: Records, allowed: readonly string[], key: string): boolean {
  const carrier = outbox.get(key);
  if (carrier?.kind !== 'digest') return false;
  return allowed.some((one) => {
    const before = outbox.get(one);
    if (before?.state !== 'gone' || !isNewer(carrier, before)) return false;
    return before.userId === carrier.userId && before.channelId === carrier.channelId;
  });
}

/** Newer is what was to leave later, whenever it was wished for. */
const isNewer = (one: OutboxRow, other: OutboxRow): boolean =>
  one.firstDueAt > other.firstDueAt || (+one.firstDueAt === +other.firstDueAt && one.place > other.place);

const OF_EVENTS = ['thread', 'receipt', 'alarm', 'activate_prompt'];

/** The thread's line of an event, and what single people must know of it. */
function keysOfEvent({ rotations }: Model, row: AuditRow & { readonly event: RotationEvent }): string[] {
  const known = row.rotationId === null ? undefined : rotations.get(row.rotationId);
  if (!known) return [];
  const moved = { before: null, next: known.rotation, package: known.package, audits: [row] };
  return wishesFor(moved).flatMap(({ key, subject }) => (OF_EVENTS.includes(subject.kind) ? [key] : []));
}
