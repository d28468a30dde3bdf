import { handoffsOfContact } from '../db/handoffs.ts';
import { isAppointed, packagesByExpiry } from '../db/packages.ts';
import { recordHomeVisit } from '../db/people.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import type { Deps } from './deps.ts';
import type { HomeFacts, PackageLine, Waiting } from './facts.ts';
import { packageLines } from './package-lines.ts';
import { cardOf } from './read-card.ts';
import { readVendorMessage } from './read-vendor-message.ts';
import { sightOf } from './viewing.ts';
import { isForThem, waitingOnCard, waitingOnPackage, waitingOnTroubles, waitingOnVendor } from './waiting.ts';

/** One person's App Home: what waits for them now, and (for members) all packages by expiry. Notes the visit. */
export async function readHome(
  deps: Deps,
  { person, isVisit }: { person: Person; isVisit: boolean },
): Promise<HomeFacts> {
  const at = deps.clock.now();
  const { db, workspaceId } = deps;
  if (isVisit) await recordHomeVisit(db, workspaceId, person, at);
  const { sees, isWhole } = await sightOf(deps, person);
  const seen = (await packagesByExpiry(db, workspaceId)).filter(sees);
  const lines = await packageLines(db, seen, at);
  const isMember = isWhole || lines.length > 0;
  const own = lines.filter((line) => may(person, 'rotate', { package: line.package }));
  const asAdmin = await waitingForAdmin(deps, own);
  return {
    workspaceName: await workspaceName(db, workspaceId),
    isMember,
    mayAdd: may(person, 'add_package', { isAppointed: await isAppointed(db, workspaceId, person) }),
    waiting: [...asAdmin.filter((one) => isForThem(one, person)), ...(await waitingForContact(deps, person))],
    packages: lines,
    at,
  };
}

/** Alarms, then by expiry, soonest first: what waits further down is found when these are done. */
const MOST_LOOKED_AT = 60;

async function waitingForAdmin(deps: Deps, own: readonly PackageLine[]): Promise<Waiting[]> {
  const waiting: Waiting[] = [];
  for (const line of own.slice(0, MOST_LOOKED_AT)) {
    waiting.push(...waitingOnTroubles(line));
    if (line.rotation === null) {
      waiting.push(...waitingOnPackage(line));
      continue;
    }
    waiting.push(...waitingOnCard(await cardOf(deps, line.rotation, line.package)));
  }
  return waiting.toSorted((a, b) => Number(b.kind === 'alarm') - Number(a.kind === 'alarm'));
}

async function waitingForContact(deps: Deps, person: Person): Promise<Waiting[]> {
  const handoffIds = await handoffsOfContact(deps.db, deps.workspaceId, person);
  const messages = await Promise.all(handoffIds.map((handoffId) => readVendorMessage(deps, { handoffId })));
  return messages.flatMap((message) => (message ? waitingOnVendor(message) : []));
}
