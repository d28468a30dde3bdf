import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../../src/db/connection.ts';
import * as tables from '../../src/db/schema.ts';
import type { Step } from '../../src/domain/rotation.ts';
import { computedExpiryOn, liveAt } from '../../src/domain/schedule.ts';
import { hashToken } from '../../src/usecases/link-hash.ts';
import { isOneIn, pick, type InventoryOf, type InventoryPackage } from './inventory-packages.ts';

/** Where the rotations of an inventory stand, and how their vendors' handoffs do, in turn. */
const STAGES = [
  ['sharing', ['confirmed', 'collected', 'sealed']],
  ['generating', []],
  ['ready', ['confirmed', 'confirmed', 'confirmed']],
  ['sharing', ['collected', 'sealed', 'sealed']],
  ['activated', ['confirmed', 'confirmed', 'confirmed']],
  ['done', ['confirmed', 'confirmed', 'confirmed']],
] as const satisfies readonly (readonly [Step, readonly string[]])[];

/** One package in ten is being rotated, or was lately: at every step there is. */
export async function insertRotations(
  db: Db,
  of: InventoryOf,
  packages: readonly InventoryPackage[],
): Promise<void> {
  const chosen = packages.filter((pkg, n) => pkg.expiresOn !== null && of.count > 1 && isOneIn(n, 10, 32));
  for (const [nth, pkg] of chosen.entries()) await insertRotation(db, of, pkg, nth);
}

async function insertRotation(db: Db, of: InventoryOf, pkg: InventoryPackage, nth: number): Promise<void> {
  const { workspaceId, at, owners, channelIds } = of;
  const [step, statuses] = STAGES[nth % STAGES.length] ?? STAGES[0];
  const by = { kind: 'slack', ...owners[0] };
  const ids = { rotationId: randomUUID(), generationId: randomUUID() };
  const startedAt = at.minus({ days: 1 + pick(nth, 6, 3) });
  const isLive = step !== 'generating';
  const isActivated = step === 'activated' || step === 'done';
  const expiresOn = computedExpiryOn(startedAt);
  await db.insert(tables.rotation).values({
    ...{ id: ids.rotationId, workspaceId, packageId: pkg.id, number: 1, step, startedAt, startedBy: by },
    ...{ oldExpiresOn: pkg.expiresOn, isOutage: false, cardChannel: channelIds[0] ?? '', cardTs: null },
    generationId: isLive ? ids.generationId : null,
    readyAt: step === 'ready' ? at.minus({ hours: 5 }) : null,
    ...(isActivated ? { activatedAt: at.minus({ hours: 4 }), activatedBy: by, isEarly: false } : {}),
    ...(step === 'done'
      ? { doneAt: at.minus({ hours: 3 }), dateRead: { expiresOn, by, at: at.toISO(), explanation: null } }
      : {}),
  });
  await db.insert(tables.participant).values(
    pkg.vendors.map(({ id: vendorId, name, contact }, position) => ({
      ...{ workspaceId, rotationId: ids.rotationId, vendorId, position, name, contact },
      ...{ systems: ['Middleware'], isLate: false },
    })),
  );
  if (step === 'done') {
    const replaced = { expiresOn, expirySource: 'read_in_setup' as const, plannedStartOn: null };
    await db.update(tables.installedPackage).set(replaced).where(eq(tables.installedPackage.id, pkg.id));
  }
  if (isLive) await insertHandoffs(db, of, { pkg, startedAt, statuses, isActivated, ...ids });
}

interface Live {
  readonly pkg: InventoryPackage;
  readonly rotationId: string;
  readonly generationId: string;
  readonly startedAt: InventoryOf['at'];
  readonly statuses: readonly ('confirmed' | 'collected' | 'sealed')[];
  readonly isActivated: boolean;
}

/** A sealed copy that opens with no key: nobody collects it here. */
async function insertHandoffs(db: Db, { workspaceId, owners }: InventoryOf, live: Live): Promise<void> {
  const { pkg, rotationId, generationId, startedAt, statuses, isActivated } = live;
  const generatedAt = startedAt.plus({ minutes: 20 });
  const by = { kind: 'slack', ...owners[0] };
  await db.insert(tables.generation).values({
    ...{ id: generationId, workspaceId, packageId: pkg.id, rotationId, number: 1, generatedAt },
    ...{ state: isActivated ? 'activated' : 'staged', fingerprint: hashToken(generationId) },
    ...{
      liveAt: liveAt(generatedAt),
      expiresOn: computedExpiryOn(generatedAt),
      depositedAt: generatedAt,
      depositedBy: by,
    },
  });
  const collectedAt = generatedAt.plus({ hours: 2 });
  const confirmation = {
    ...{
      at: collectedAt.plus({ hours: 3 }).toISO(),
      way: 'own_mail',
      systems: ['Middleware'],
      proof: 'fresh_token',
    },
    by: { kind: 'vendor_link', handoffId: generationId, passedOnBy: null },
  };
  await db.insert(tables.handoff).values(
    pkg.vendors.map(({ id: vendorId }, n) => {
      const status = statuses[n] ?? 'confirmed';
      return {
        ...{ id: randomUUID(), workspaceId, rotationId, generationId, vendorId, status },
        ...(status === 'sealed'
          ? { sealed: Buffer.from('sealed to no key'), sealedKeyArn: 'none' }
          : { collectedAt }),
        confirmation: status === 'confirmed' ? confirmation : null,
      };
    }),
  );
}
