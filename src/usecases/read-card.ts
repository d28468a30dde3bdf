import { pageOpensOf, passedOnOf } from '../db/links.ts';
import { troubledMessages } from '../db/outbox.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { workspaceName } from '../db/workspaces.ts';
import { gateReasons } from '../domain/gate.ts';
import type { Package } from '../domain/package.ts';
import { isLive, type Rotation } from '../domain/rotation.ts';
import type { Deps } from './deps.ts';
import type { CardFacts } from './facts.ts';

/** Everything the rotation's card shows, as of now; null when there is no such rotation. */
export async function readCard(
  deps: Deps,
  { rotationId }: { rotationId: string },
): Promise<CardFacts | null> {
  const rotation = await findRotation(deps.db, deps.workspaceId, rotationId);
  const pkg = rotation && (await findPackage(deps.db, deps.workspaceId, rotation.packageId));
  return rotation && pkg && cardOf(deps, rotation, pkg);
}

/** The same for a rotation and its package already read. */
export async function cardOf(deps: Deps, rotation: Rotation, pkg: Package): Promise<CardFacts> {
  const at = deps.clock.now();
  const troubled = (await troubledMessages(deps.db, rotation.id)).filter(
    (message) => message.kind !== 'home',
  );
  return {
    workspaceName: await workspaceName(deps.db, deps.workspaceId),
    package: pkg,
    rotation,
    gate: isLive(rotation) ? gateReasons(rotation, pkg.freezeWindows, at) : [],
    pageOpenedAt: await pageOpensOf(deps.db, rotation.id),
    passedOn: await passedOnOf(deps.db, rotation.id, at),
    inDoubt: troubled.filter((message) => message.state === 'in_doubt').length,
    undelivered: troubled
      .filter((message) => message.state === 'refused')
      .map((one) => one.error ?? 'unknown'),
    at,
  };
}
