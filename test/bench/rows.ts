import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Keyring } from '../../src/adapters/keyring.ts';
import type { Db } from '../../src/db/connection.ts';
import * as tables from '../../src/db/schema.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import * as values from './row-values.ts';
import { contactOf, newPlan, VENDORS, type Plan, type Rig } from './row-values.ts';

// Rotations in bulk, as the use cases would have left them: each with its own package, two vendors, the audit trail and
// the messages that came before, and a link.

/** Somebody's link and code, and the secret that belongs to it. */
export interface Held {
  readonly token: string;
  readonly code: string;
  readonly secret: string;
}

interface Asked {
  readonly db: Db;
  readonly count: number;
}

/** Rotations at a time: so many that KMS is asked for no more copies at once than it has connections. */
const CHUNK = 25;
/** Rotations whose secrets are live and wait to be collected by their first vendor. */
export const prepareCollects = ({ keyring, ...asked }: Asked & { keyring: Keyring }): Promise<Held[]> =>
  prepare(asked, keyring);

/** Rotations that wait for their deposit. */
export const prepareDeposits = (asked: Asked): Promise<Held[]> => prepare(asked, null);

async function prepare({ db, count }: Asked, keyring: Keyring | null): Promise<Held[]> {
  const [workspace] = await db.select({ id: tables.workspace.id }).from(tables.workspace);
  if (!workspace) throw new Error('rekey has not made its workspace yet');
  const at = systemClock.now();
  await db
    .insert(tables.appointedAdmin)
    .values(values.appointmentRow(workspace.id, at))
    .onConflictDoNothing();
  const vendorIds = await vendorsOf(db, workspace.id, at);
  const rig: Rig = { workspaceId: workspace.id, at, keyring, vendorIds };
  const held: Held[] = [];
  while (held.length < count) {
    const plans = Array.from({ length: Math.min(CHUNK, count - held.length) }, newPlan);
    await insertChunk(db, rig, plans);
    held.push(...plans);
  }
  return held;
}

async function vendorsOf(db: Db, workspaceId: string, createdAt: Moment): Promise<[string, string]> {
  const rows = VENDORS.map((name) => ({
    id: randomUUID(),
    workspaceId,
    name,
    contact: contactOf(name),
    createdAt,
  }));
  await db.insert(tables.vendor).values(rows).onConflictDoNothing();
  const kept = await db.select().from(tables.vendor);
  const idOf = (name: string) => kept.find((one) => one.name === name)?.id ?? '';
  return [idOf(VENDORS[0]), idOf(VENDORS[1])];
}

async function insertChunk(db: Db, rig: Rig, plans: readonly Plan[]): Promise<void> {
  await db.insert(tables.installedPackage).values(plans.map((plan) => values.packageRow(rig, plan)));
  await db.insert(tables.packageAdmin).values(plans.map(({ packageId }) => values.adminRow(rig, packageId)));
  await db.insert(tables.packageVendor).values(plans.flatMap((plan) => values.vendorRows(rig, plan)));
  await db.insert(tables.place).values(plans.flatMap((plan) => values.placeRows(rig, plan)));
  await db.insert(tables.rotation).values(plans.map((plan) => values.rotationRow(rig, plan)));
  await db.insert(tables.participant).values(plans.flatMap((plan) => values.participantRows(rig, plan)));
  if (rig.keyring) await insertSealed(db, rig, rig.keyring, plans);
  await db.insert(tables.link).values(plans.map((plan) => values.linkRow(rig, plan)));
  await db.insert(tables.audit).values(plans.map((plan) => values.auditRow(rig, plan)));
  await db.insert(tables.outbox).values(plans.flatMap((plan) => values.messageRows(rig, plan)));
}

async function insertSealed(db: Db, rig: Rig, keyring: Keyring, plans: readonly Plan[]): Promise<void> {
  await db.insert(tables.generation).values(plans.map((plan) => values.generationRow(rig, plan)));
  const rows = await Promise.all(plans.map((plan) => values.handoffRows(rig, keyring, plan)));
  await db.insert(tables.handoff).values(rows.flat());
}
