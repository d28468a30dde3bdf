import { randomUUID } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import { randomIds } from '../../src/adapters/ids.ts';
import type { Keyring, Sealed } from '../../src/adapters/keyring.ts';
import type { Db } from '../../src/db/connection.ts';
import { auditValues, type OtherEvent } from '../../src/db/audit.ts';
import * as tables from '../../src/db/schema.ts';
import type { Actor } from '../../src/domain/people.ts';
import { computedExpiryOn, liveAt, type Moment } from '../../src/domain/schedule.ts';
import { hashCode, hashToken } from '../../src/usecases/link-hash.ts';
import { sealContext } from '../../src/usecases/seal.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';

// Rotations in bulk, as the use cases would have left them: each with its own package, two vendors, the audit trail and
// the messages that came before, and a link.

/** Somebody's link and code, and the secret that belongs to it. */
export interface Held {
  readonly token: string;
  readonly code: string;
  readonly secret: string;
}

interface Rig {
  readonly db: Db;
  readonly workspaceId: string;
  readonly at: Moment;
  readonly vendorIds: readonly [string, string];
  /** Null while the secrets are still to be deposited. */
  readonly keyring: Keyring | null;
}

interface Asked {
  readonly db: Db;
  readonly count: number;
}

const CHUNK = 200;
const ADA = { enterpriseId: null, teamId: TEAM_ID, userId: PEOPLE.ada };
const BY_ADA: Actor = { kind: 'slack', ...ADA };
const VENDORS = ['Acme', 'Birch'] as const;
const SYSTEMS = ['middleware'];
const contactOf = (name: string) => ({ kind: 'email', name, email: `${name.toLowerCase()}@example.com` });

/** A secret as Marketing Cloud makes them: the prefix and 64 characters in all. */
const newSecret = () => `SFMC_${randomIds.token()}${randomIds.token()}`.slice(0, 64);

/** Rotations whose secrets are live and wait to be collected by their first vendor. */
export const prepareCollects = ({ keyring, ...asked }: Asked & { keyring: Keyring }): Promise<Held[]> =>
  prepare(asked, keyring);

/** Rotations that wait for their deposit. */
export const prepareDeposits = (asked: Asked): Promise<Held[]> => prepare(asked, null);

async function prepare({ db, count }: Asked, keyring: Keyring | null): Promise<Held[]> {
  const [workspace] = await db.select({ id: tables.workspace.id }).from(tables.workspace);
  if (!workspace) throw new Error('rekey has not made its workspace yet');
  const at = systemClock.now();
  const rig: Rig = {
    db,
    workspaceId: workspace.id,
    at,
    keyring,
    vendorIds: await vendorsOf(db, workspace.id, at),
  };
  const held: Held[] = [];
  while (held.length < count) {
    const plans = Array.from({ length: Math.min(CHUNK, count - held.length) }, newPlan);
    await insertChunk(rig, plans);
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

const newPlan = () => ({
  ...{ token: randomIds.token(), code: randomIds.code(), secret: newSecret() },
  ...{ packageId: randomUUID(), rotationId: randomUUID(), generationId: randomUUID(), auditId: randomUUID() },
  handoffIds: [randomUUID(), randomUUID()] as const,
});
type Plan = ReturnType<typeof newPlan>;

async function insertChunk(rig: Rig, plans: readonly Plan[]): Promise<void> {
  const { db } = rig;
  await db.insert(tables.installedPackage).values(plans.map((plan) => packageRow(rig, plan)));
  await db.insert(tables.packageAdmin).values(plans.map(({ packageId }) => adminRow(rig, packageId)));
  await db.insert(tables.packageVendor).values(plans.flatMap((plan) => vendorRows(rig, plan)));
  await db.insert(tables.rotation).values(plans.map((plan) => rotationRow(rig, plan)));
  await db.insert(tables.participant).values(plans.flatMap((plan) => participantRows(rig, plan)));
  if (rig.keyring) await insertSealed(rig, rig.keyring, plans);
  await db.insert(tables.link).values(plans.map((plan) => linkRow(rig, plan)));
  await db.insert(tables.audit).values(plans.map((plan) => auditRow(rig, plan)));
  await db.insert(tables.outbox).values(plans.flatMap((plan) => messageRows(rig, plan)));
}

async function insertSealed(rig: Rig, keyring: Keyring, plans: readonly Plan[]): Promise<void> {
  await rig.db.insert(tables.generation).values(plans.map((plan) => generationRow(rig, plan)));
  const rows = await Promise.all(plans.map((plan) => handoffRows(rig, keyring, plan)));
  await rig.db.insert(tables.handoff).values(rows.flat());
}

const packageRow = ({ workspaceId, at }: Rig, { packageId }: Plan) => ({
  ...{ id: packageId, workspaceId, name: `Journeys ${packageId}`, sfmcPackageId: packageId.slice(0, 18) },
  ...{ clientId: packageId.slice(0, 24), integrationType: 'server_to_server' as const, scopes: null },
  ...{
    subdomain: 'mc563885gzs27c5t9-63k636ttgm',
    enterpriseId: '1234567',
    businessUnits: [{ mid: '1234567', name: 'Home' }],
  },
  ...{
    criticality: 'normal' as const,
    secretGeneratedOn: null,
    expiresOn: computedExpiryOn(at),
    isDormant: false,
  },
  ...{ expirySource: 'computed' as const, channelId: CHANNELS.marketingOps, runbookUrl: null, notes: null },
  ...{ leadDays: 7, freezeWindows: [], nextLookAt: null, createdAt: at },
});

const adminRow = ({ workspaceId }: Rig, packageId: string) => ({
  ...{ workspaceId, packageId, ...ADA },
  role: 'owner' as const,
});

const vendorRows = ({ workspaceId, vendorIds, at }: Rig, { packageId }: Plan) =>
  vendorIds.map((vendorId) => ({ workspaceId, packageId, vendorId, systems: SYSTEMS, addedAt: at }));

const rotationRow = ({ workspaceId, at, keyring }: Rig, { packageId, rotationId, generationId }: Plan) => ({
  ...{ id: rotationId, workspaceId, packageId, number: 1, startedAt: at, startedBy: BY_ADA, isOutage: false },
  step: keyring ? ('sharing' as const) : ('generating' as const),
  generationId: keyring ? generationId : null,
  ...{ oldExpiresOn: computedExpiryOn(at), cardChannel: CHANNELS.marketingOps, cardTs: '1700000000.000001' },
});

const participantRows = ({ workspaceId, vendorIds }: Rig, { rotationId }: Plan) =>
  VENDORS.map((name, position) => ({
    ...{ workspaceId, rotationId, vendorId: vendorIds[position] ?? '', position, name },
    ...{ contact: contactOf(name), systems: SYSTEMS, isLate: false },
  }));

function generationRow({ workspaceId, at }: Rig, { packageId, rotationId, generationId }: Plan) {
  const generatedAt = at.minus({ minutes: 30 });
  return {
    ...{ id: generationId, workspaceId, packageId, rotationId, number: 1, state: 'staged' as const },
    ...{
      fingerprint: hashToken(generationId),
      generatedAt,
      liveAt: liveAt(generatedAt),
      depositedAt: generatedAt,
    },
    ...{ expiresOn: computedExpiryOn(generatedAt), depositedBy: BY_ADA },
  };
}

async function handoffRows({ workspaceId, vendorIds }: Rig, keyring: Keyring, plan: Plan) {
  const { packageId, rotationId, generationId, handoffIds, secret } = plan;
  const seal = (handoffId: string): Promise<Sealed> =>
    keyring.seal(
      Buffer.from(secret),
      sealContext({ workspaceId, packageId, rotationId, generationId, handoffId }),
    );
  const sealed = await Promise.all(handoffIds.map(seal));
  return handoffIds.map((id, index) => ({
    ...{
      id,
      workspaceId,
      rotationId,
      generationId,
      vendorId: vendorIds[index] ?? '',
      status: 'sealed' as const,
    },
    ...{ sealed: sealed[index]?.ciphertext ?? null, sealedKeyArn: sealed[index]?.keyArn ?? null },
  }));
}

const linkRow = ({ workspaceId, at, keyring }: Rig, { rotationId, handoffIds, token, code }: Plan) => ({
  ...{ id: randomUUID(), workspaceId, rotationId, handoffId: keyring ? handoffIds[0] : null },
  purpose: keyring ? ('handoff' as const) : ('deposit' as const),
  way: keyring ? ('passed_on' as const) : ('slack' as const),
  ...{ tokenHash: hashToken(token), codeHash: hashCode(token, code), mintedFor: ADA },
  ...{ mintedAt: at, expiresAt: at.plus({ hours: 24 }) },
});

function auditRow({ workspaceId, at, keyring }: Rig, { auditId, packageId, rotationId }: Plan) {
  const purpose = keyring ? 'handoff' : 'deposit';
  const event: OtherEvent = { kind: 'link_minted', purpose, way: 'slack', mintedFor: ADA.userId };
  return auditValues({
    id: auditId,
    workspaceId,
    at,
    by: BY_ADA,
    event,
    packageId,
    rotationId,
    handoffId: null,
  });
}

/** What was sent before: a collect or deposit makes the card and the vendor's message due again. */
function messageRows({ workspaceId, at, keyring }: Rig, { rotationId, handoffIds }: Plan) {
  const sent = { workspaceId, rotationId, state: 'sent' as const, dueAt: at, createdAt: at };
  const card = {
    ...sent,
    id: randomUUID(),
    key: `card:${rotationId}`,
    kind: 'card',
    payload: { rotationId },
  };
  const [handoffId] = handoffIds;
  const vendor = {
    ...sent,
    id: randomUUID(),
    key: `vendor:${handoffId}`,
    kind: 'vendor_message',
    payload: { handoffId },
  };
  return keyring ? [card, vendor] : [card];
}
