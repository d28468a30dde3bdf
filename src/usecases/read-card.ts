import { linksGivenOut, pageOpensOf } from '../db/links.ts';
import { troubledMessages, type TroubledMessage } from '../db/outbox-doubts.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { escalationsGone } from '../db/troubles.ts';
import { workspaceName } from '../db/workspaces.ts';
import { gateReasons } from '../domain/gate.ts';
import type { Package } from '../domain/package.ts';
import { isLive, type Rotation } from '../domain/rotation.ts';
import type { Deps } from './deps.ts';
import type { CardFacts, Unmailed } from './facts.ts';
import { withFreezes } from './freezes.ts';
import { mailKey } from './mail-link.ts';
import { openAlarmsOf } from './open-alarms.ts';

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
export async function cardOf(deps: Deps, rotation: Rotation, found: Package): Promise<CardFacts> {
  const pkg = await withFreezes(deps.db, found);
  const at = deps.clock.now();
  const all = await troubledMessages(deps.db, rotation.id);
  const troubled = all.filter(({ kind }) => kind !== 'home' && kind !== 'link_mail');
  return {
    workspaceName: await workspaceName(deps.db, deps.workspaceId),
    package: pkg,
    rotation,
    gate: isLive(rotation) ? gateReasons(rotation, pkg.freezeWindows, at) : [],
    pageOpenedAt: await pageOpensOf(deps.db, rotation.id),
    givenOut: await linksGivenOut(deps.db, rotation.id, at),
    unmailed: unmailedOf(rotation, all),
    hasMail: deps.sendLinkMail !== null,
    alarms: await openAlarmsOf(deps.db, rotation),
    inDoubt: troubled.filter((message) => message.state === 'in_doubt').length,
    undelivered: troubled
      .filter((message) => message.state === 'refused')
      .map((one) => one.error ?? 'unknown'),
    escalationGone: (await escalationsGone(deps.db, [pkg.id])).get(pkg.id) ?? null,
    at,
  };
}

/** Per vendor: the mail with their link that did not leave, or may not have. */
function unmailedOf(rotation: Rotation, troubled: readonly TroubledMessage[]): Map<string, Unmailed> {
  const handoffs = 'handoffs' in rotation ? rotation.handoffs : [];
  return new Map(
    handoffs.flatMap(({ id, vendorId }): [string, Unmailed][] => {
      const mail = troubled.find(({ key }) => key === mailKey(id));
      return mail ? [[vendorId, { fault: mail.error, at: mail.triedAt }]] : [];
    }),
  );
}
