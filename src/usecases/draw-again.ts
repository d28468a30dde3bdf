import type { Db } from '../db/connection.ts';
import type { Package } from '../domain/package.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { concernedBy, homeWishes } from './homes.ts';
import { cardWish } from './messages.ts';
import { enqueueWishes } from './save-move.ts';

/** What a rotation wants of its admins has changed beside its moves: its card, and the App Homes they look at, follow. */
export async function drawAgain(
  deps: Deps,
  tx: Db,
  { package: pkg, rotationId, at }: { package: Package; rotationId: string; at: Moment },
): Promise<void> {
  const { workspaceId } = deps;
  const homes = await homeWishes(tx, { workspaceId, concerned: concernedBy(pkg), at });
  await enqueueWishes(deps, tx, [cardWish(rotationId), ...homes], { rotationId, at });
}
