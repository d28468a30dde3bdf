import type { Db } from '../db/connection.ts';
import { findImportLink, type ImportLink } from '../db/import-links.ts';
import { addUpWrongCode, claimNews } from '../db/guesses.ts';
import { isAppointed } from '../db/packages.ts';
import type { Person } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import { dayOf, startOfDay, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { hashToken } from './link-hash.ts';
import { comeBack, tryCode, type LinkAndCode } from './open-link.ts';
import { refused, type Refusal, type Result } from './refusals.ts';

/** Whoever may add packages may bring them in by the table, and take the table out. */
export async function mayImport(deps: Deps, db: Db, person: Person): Promise<Refusal | null> {
  const isOneOfThem = await isAppointed(db, deps.workspaceId, person);
  return may(person, 'add_package', { isAppointed: isOneOfThem }) ? null : { code: 'only_workspace_admins' };
}

/** The living link of a token. Dead and unknown ones are the same to the outside (promise H10). */
export async function findLivingImport(
  deps: Pick<Deps, 'db' | 'log' | 'workspaceId'>,
  { token, at }: { token: string; at: Moment },
): Promise<Result<{ link: ImportLink }>> {
  const link = await findImportLink(deps.db, hashToken(token));
  const fault =
    link?.workspaceId !== deps.workspaceId
      ? 'link_unknown'
      : link.closedAt !== null
        ? 'link_revoked'
        : link.expiresAt <= at
          ? 'link_expired'
          : null;
  if (link && fault === null) return { ok: true, link };
  deps.log.info('a link did not open', { code: fault ?? 'link_unknown' });
  return refused({ code: 'link_not_usable' });
}

/** Lets somebody with link and code in as the person it was minted for, as long as they may still import. */
export async function enterImport(
  deps: Deps,
  held: LinkAndCode,
): Promise<Result<{ link: ImportLink; person: Person; at: Moment }>> {
  const at = deps.clock.now();
  const found = await findLivingImport(deps, { token: held.token, at });
  if (!found.ok) return found;
  const { link } = found;
  const verdict = await tryCode(deps.db, { ...link, about: link.id }, { ...held, at });
  if (verdict !== 'right') {
    deps.log.info('a link did not open', { code: verdict === 'wrong' ? 'code_wrong' : 'too_many_codes' });
    if (verdict === 'too_many') return refused(comeBack(at));
    await addUp(deps, link, at);
    return refused({ code: 'wrong_code' });
  }
  const person = await deps.directory.find(link.userId);
  if (!person) return refused({ code: 'only_workspace_admins' });
  const denied = await mayImport(deps, deps.db, person);
  return denied ? refused(denied) : { ok: true, link, person, at };
}

/** Wrong codes join the sums of the day, as for any link; only the workspace's sum is told, to the log. */
async function addUp(deps: Deps, { workspaceId, id }: ImportLink, at: Moment): Promise<void> {
  const sums = { workspaceId, about: id, day: startOfDay(dayOf(at)) };
  if (!(await addUpWrongCode(deps.db, sums))) return;
  const news = await deps.db.transaction((tx) => claimNews(tx, { ...sums, at }));
  if (news.ofWorkspace || news.ofLink)
    deps.log.warn('many wrong codes today', { workspaceId, count: RULES.wrongCodesToTellOf });
}
