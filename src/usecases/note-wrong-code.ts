import type { Db } from '../db/connection.ts';
import { addUpWrongCode, claimNews } from '../db/guesses.ts';
import { placeOfHandoff } from '../db/handoffs.ts';
import { guessedAt, type StoredLink } from '../db/links.ts';
import { findPackage } from '../db/packages.ts';
import { findRotation } from '../db/rotations.ts';
import { RULES } from '../domain/rules.ts';
import { dayOf, startOfDay, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { tellAdmins } from './tell-admins.ts';

/**
 * Adds a wrong code to the sums of the day. Too many on one handoff, from wherever, are told to its package's admins, once a
 * day; too many in the workspace only to the log. Neither stops anybody nor undoes anything (promise H11).
 */
export async function noteWrongCode(deps: Deps, link: StoredLink, at: Moment): Promise<void> {
  const { workspaceId } = link;
  const sums = { workspaceId, about: guessedAt(link), day: startOfDay(dayOf(at)) };
  if (!(await addUpWrongCode(deps.db, sums))) return;
  const news = await deps.db.transaction(async (tx) => {
    const claimed = await claimNews(tx, { ...sums, at });
    if (claimed.ofLink) await tellOf(deps, tx, link, at);
    return claimed;
  });
  if (news.ofLink) deps.wake();
  if (news.ofWorkspace) {
    deps.log.warn('many wrong codes today', { workspaceId, count: RULES.wrongCodesToWarnOf });
  }
}

async function tellOf(deps: Deps, tx: Db, link: StoredLink, at: Moment): Promise<void> {
  const { workspaceId, rotationId, handoffId } = link;
  const rotation = await findRotation(tx, workspaceId, rotationId);
  const pkg = rotation && (await findPackage(tx, workspaceId, rotation.packageId));
  if (!rotation || !pkg) return;
  const place = handoffId && (await placeOfHandoff(tx, workspaceId, handoffId));
  const vendor = place && rotation.participants.find(({ vendorId }) => vendorId === place.vendorId);
  const event = {
    kind: 'codes_guessed',
    vendor: vendor ? vendor.name : null,
    wrong: RULES.wrongCodesToTellOf,
  } as const;
  const by = { kind: 'job', job: 'note_wrong_code' } as const;
  await tellAdmins(deps, tx, { package: pkg, rotationId, handoffId, by, event, at });
}
