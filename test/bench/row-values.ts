import { randomUUID } from 'node:crypto';
import { randomIds } from '../../src/adapters/ids.ts';
import type { Keyring, Sealed } from '../../src/adapters/keyring.ts';
import { auditValues, type OtherEvent } from '../../src/db/audit.ts';
import type { Actor } from '../../src/domain/people.ts';
import { computedExpiryOn, liveAt, type Moment } from '../../src/domain/schedule.ts';
import { hashCode, hashToken } from '../../src/usecases/link-hash.ts';
import { sealContext } from '../../src/usecases/seal.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';

// The rows of one rotation, table by table.

/** What all rotations of a load have in common. */
export interface Rig {
  readonly workspaceId: string;
  readonly at: Moment;
  readonly vendorIds: readonly [string, string];
  /** Null while the secrets are still to be deposited. */
  readonly keyring: Keyring | null;
}

export const ADA = { enterpriseId: null, teamId: TEAM_ID, userId: PEOPLE.ada };
const BY_ADA: Actor = { kind: 'slack', ...ADA };
export const VENDORS = ['Acme', 'Birch'] as const;
const SYSTEMS = ['middleware'];
export const contactOf = (name: string) => ({
  kind: 'email',
  name,
  email: `${name.toLowerCase()}@example.com`,
});

/** A secret as Marketing Cloud makes them: the prefix and 64 characters in all. */
const newSecret = () => `SFMC_${randomIds.token()}${randomIds.token()}`.slice(0, 64);

/** One rotation to come: its ids, its link and its secret. */
export const newPlan = () => ({
  ...{ token: randomIds.token(), code: randomIds.code(), secret: newSecret() },
  ...{ packageId: randomUUID(), rotationId: randomUUID(), generationId: randomUUID(), auditId: randomUUID() },
  handoffIds: [randomUUID(), randomUUID()] as const,
});
export type Plan = ReturnType<typeof newPlan>;

export const packageRow = ({ workspaceId, at }: Rig, { packageId }: Plan) => ({
  ...{ id: packageId, workspaceId, name: `Journeys ${packageId}`, sfmcPackageId: packageId.slice(0, 18) },
  ...{ clientId: packageId.slice(0, 24), integrationType: 'server_to_server' as const, scopes: null },
  businessUnits: [{ mid: '1234567', name: 'Home' }],
  ...{
    criticality: 'normal' as const,
    secretGeneratedOn: null,
    expiresOn: computedExpiryOn(at),
    isDormant: false,
  },
  ...{ expirySource: 'computed' as const, channelId: CHANNELS.marketingOps, runbookUrl: null, notes: null },
  ...{ leadDays: 7, freezeWindows: [], nextLookAt: null, createdAt: at },
});

export const appointmentRow = (workspaceId: string, appointedAt: Moment) => ({
  ...{ workspaceId, ...ADA, appointedAt },
  appointedBy: BY_ADA,
});

export const adminRow = ({ workspaceId }: Rig, packageId: string) => ({
  ...{ workspaceId, packageId, ...ADA },
  role: 'owner' as const,
});

export const vendorRows = ({ workspaceId, vendorIds, at }: Rig, { packageId }: Plan) =>
  vendorIds.map((vendorId) => ({ workspaceId, packageId, vendorId, addedAt: at }));

export const placeRows = ({ workspaceId, vendorIds, at }: Rig, { packageId }: Plan) =>
  vendorIds.flatMap((vendorId) =>
    SYSTEMS.map((system, n) => ({
      ...{ id: randomUUID(), workspaceId, packageId, vendorId, system, position: n + 1 },
      ...{ kind: 'vendor_system' as const, addedAt: at },
    })),
  );

export const rotationRow = (
  { workspaceId, at, keyring }: Rig,
  { packageId, rotationId, generationId }: Plan,
) => ({
  ...{ id: rotationId, workspaceId, packageId, number: 1, startedAt: at, startedBy: BY_ADA, isOutage: false },
  step: keyring ? ('sharing' as const) : ('generating' as const),
  generationId: keyring ? generationId : null,
  ...{ oldExpiresOn: computedExpiryOn(at), cardChannel: CHANNELS.marketingOps, cardTs: '1700000000.000001' },
});

export const participantRows = ({ workspaceId, vendorIds }: Rig, { rotationId }: Plan) =>
  VENDORS.map((name, position) => ({
    ...{ workspaceId, rotationId, vendorId: vendorIds[position] ?? '', position, name },
    ...{ contact: contactOf(name), systems: SYSTEMS, isLate: false },
  }));

export function generationRow({ workspaceId, at }: Rig, { packageId, rotationId, generationId }: Plan) {
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

export async function handoffRows({ workspaceId, vendorIds }: Rig, keyring: Keyring, plan: Plan) {
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

export const linkRow = (
  { workspaceId, at, keyring }: Rig,
  { rotationId, handoffIds, token, code }: Plan,
) => ({
  ...{ id: randomUUID(), workspaceId, rotationId, handoffId: keyring ? handoffIds[0] : null },
  purpose: keyring ? ('handoff' as const) : ('deposit' as const),
  way: keyring ? ('passed_on' as const) : ('slack' as const),
  ...{ tokenHash: hashToken(token), codeHash: hashCode(token, code), mintedFor: ADA },
  ...{ mintedAt: at, expiresAt: at.plus({ hours: 24 }) },
});

export function auditRow({ workspaceId, at, keyring }: Rig, { auditId, packageId, rotationId }: Plan) {
  const purpose = keyring ? 'handoff' : 'deposit';
  const event: OtherEvent = { kind: 'link_minted', purpose, way: 'slack', mintedFor: ADA.userId };
  const row = auditValues({
    id: auditId,
    workspaceId,
    at,
    by: BY_ADA,
    event,
    packageId,
    rotationId,
    handoffId: null,
  });
  return { ...row, seq: 0, previousHash: new Uint8Array(), hash: new Uint8Array() };
}

/** What was sent before: a collect or deposit makes the card and the vendor's message due again. */
export function messageRows({ workspaceId, at, keyring }: Rig, { rotationId, handoffIds }: Plan) {
  const sent = {
    workspaceId,
    rotationId,
    state: 'sent' as const,
    ...{ dueAt: at, firstDueAt: at, createdAt: at },
  };
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
