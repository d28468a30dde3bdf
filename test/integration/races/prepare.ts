import { randomUUID } from 'node:crypto';
import { appoint } from '../../../src/db/people.ts';
import {
  generation,
  handoff,
  installedPackage,
  link,
  packageAdmin,
  participant,
  rotation,
  vendor,
} from '../../../src/db/schema.ts';
import { hashCode, hashToken } from '../../../src/usecases/link-hash.ts';
import { sealCopies } from '../../../src/usecases/seal.ts';
import { DRAFT, freshSecret, PEOPLE, type World } from '../../support/world.ts';

/** One handoff that waits to be collected, with a living link. */
export interface Waiting {
  readonly packageId: string;
  readonly rotationId: string;
  readonly generationId: string;
  readonly handoffId: string;
  readonly token: string;
  readonly code: string;
  readonly secret: string;
}

const AT_ONCE = 250;
const ADA = { kind: 'slack', enterpriseId: null, teamId: PEOPLE.ada.teamId, userId: PEOPLE.ada.userId };

/**
 * Many packages, each with a rotation whose secret is live and waits for Vera. Written straight into the tables: by way
 * of the use cases the preparation would take longer than the race.
 */
export async function prepareWaiting(world: World, count: number): Promise<Waiting[]> {
  const vendorId = randomUUID();
  const { db, workspaceId, clock } = world.deps;
  await appoint(db, workspaceId, [PEOPLE.ada], { appointedBy: ADA, appointedAt: clock.now() });
  const { enterpriseId, teamId, userId, name } = PEOPLE.vera;
  const contact = { kind: 'slack', enterpriseId, teamId, userId, name, channelId: null };
  await db
    .insert(vendor)
    .values({ id: vendorId, workspaceId, name: `Vera ${vendorId}`, contact, createdAt: clock.now() });
  const all: Waiting[] = [];
  for (let done = 0; done < count; done += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - done) }, () => waiting(world));
    await write(world, some, { vendorId, contact });
    all.push(...some);
  }
  return all;
}

const waiting = ({ deps: { ids } }: World): Waiting => ({
  packageId: randomUUID(),
  rotationId: randomUUID(),
  generationId: randomUUID(),
  handoffId: randomUUID(),
  token: ids.token(),
  code: ids.code(),
  secret: freshSecret(),
});

async function write(
  world: World,
  some: readonly Waiting[],
  of: { vendorId: string; contact: object },
): Promise<void> {
  const { db } = world.deps;
  await writePackages(world, some);
  await writeRotations(world, some, of);
  await db.insert(handoff).values(await Promise.all(some.map((one) => handoffRow(world, one, of.vendorId))));
  await db.insert(link).values(some.map((one) => linkRow(world, one)));
}

async function writePackages({ deps }: World, some: readonly Waiting[]): Promise<void> {
  const { db, workspaceId, clock } = deps;
  const { ownerId: _o, backupIds: _b, ...draft } = DRAFT;
  const jsons = { businessUnits: [], freezeWindows: [], createdAt: clock.now() };
  await db.insert(installedPackage).values(
    some.map(({ packageId: id }) => ({
      ...draft,
      ...jsons,
      id,
      workspaceId,
      name: `Race ${id}`,
      nextLookAt: null,
    })),
  );
  const { teamId, userId } = PEOPLE.ada;
  const admin = { workspaceId, enterpriseId: null, teamId, userId, role: 'owner' as const };
  await db.insert(packageAdmin).values(some.map(({ packageId }) => ({ ...admin, packageId })));
}

async function writeRotations(
  { deps }: World,
  some: readonly Waiting[],
  { vendorId, contact }: { vendorId: string; contact: object },
): Promise<void> {
  const { db, workspaceId, clock } = deps;
  const at = clock.now();
  const rotating = {
    number: 1,
    step: 'sharing' as const,
    startedBy: ADA,
    isOutage: false,
    cardChannel: 'C0RACE',
  };
  await db.insert(rotation).values(
    some.map(({ rotationId: id, packageId, generationId }) => ({
      ...{ ...rotating, id, workspaceId, packageId, generationId, startedAt: at },
    })),
  );
  const taking = { workspaceId, vendorId, contact, position: 0, name: 'Vera', systems: [], isLate: false };
  await db.insert(participant).values(some.map(({ rotationId }) => ({ ...taking, rotationId })));
  const generatedAt = at.minus({ minutes: 10 });
  const live = {
    number: 1,
    state: 'staged' as const,
    generatedAt,
    depositedAt: generatedAt,
    depositedBy: ADA,
  };
  const times = { ...live, liveAt: at.minus({ minutes: 5 }), expiresOn: '2099-01-01' };
  await db.insert(generation).values(
    await Promise.all(
      some.map(async ({ generationId: id, packageId, rotationId, secret }) => ({
        ...{ ...times, id, workspaceId, packageId, rotationId },
        fingerprint: await deps.fingerprintKey.fingerprint(secret),
      })),
    ),
  );
}

async function handoffRow({ deps }: World, one: Waiting, vendorId: string) {
  const { workspaceId } = deps;
  const { packageId, rotationId, generationId, handoffId } = one;
  const copies = await sealCopies(deps.keyring, one.secret, [
    { workspaceId, packageId, rotationId, generationId, handoffId },
  ]);
  const sealed = copies.get(handoffId);
  const copy = { sealed: sealed?.ciphertext ?? null, sealedKeyArn: sealed?.keyArn ?? null };
  return {
    id: handoffId,
    workspaceId,
    rotationId,
    generationId,
    vendorId,
    status: 'sealed' as const,
    ...copy,
  };
}

function linkRow({ deps }: World, { rotationId, handoffId, token, code }: Waiting) {
  const at = deps.clock.now();
  const { enterpriseId, teamId, userId } = PEOPLE.vera;
  return {
    ...{ id: randomUUID(), workspaceId: deps.workspaceId, rotationId, handoffId },
    ...{ purpose: 'handoff' as const, way: 'slack' as const, mintedFor: { enterpriseId, teamId, userId } },
    ...{ tokenHash: hashToken(token), codeHash: hashCode(token, code) },
    ...{ mintedAt: at, expiresAt: at.plus({ hours: deps.linkHours }) },
  };
}
