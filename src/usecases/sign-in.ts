import { SignInRefused, SignInUnavailable, type SignInAttempt } from '../adapters/sign-in.ts';
import { insertBoardSession, revokeBoardSession } from '../db/board-sessions.ts';
import { findWorkspace } from '../db/workspaces.ts';
import type { Person, SlackIdentity } from '../domain/people.ts';
import { RULES } from '../domain/rules.ts';
import { auditBoard } from './audit-board.ts';
import { boardPerson } from './board-person.ts';
import { notLetIn, type BoardRefusal, type BoardResult } from './board-refusals.ts';
import type { Deps } from './deps.ts';
import { hashToken } from './link-hash.ts';
import { actorOf } from './rights.ts';

/** What a browser brings back from Slack. */
export interface SignInBack {
  readonly query: string;
  /** As the browser remembered it; null when it remembers none. */
  readonly attempt: SignInAttempt | null;
  /** The token of a session it had before, which ends. */
  readonly before: string | null;
}

/** Lets somebody in to the board whom Slack vouches for: the token of their session, which nobody is told again. */
export async function signIn(deps: Deps, back: SignInBack): Promise<BoardResult<{ token: string }>> {
  if (!deps.signIn) return notLetIn({ code: 'sign_in_not_set_up' });
  const { attempt } = back;
  if (!attempt) return notLetIn({ code: 'sign_in_not_genuine' });
  const vouched = await vouchedFor(deps, deps.signIn, { query: back.query, attempt });
  if (!vouched.ok) return vouched;
  const elsewhere = await isElsewhere(deps, vouched.who);
  if (elsewhere) return notLetIn(elsewhere);
  const found = await boardPerson(deps, vouched.who);
  if (!found.ok) return found;
  const token = await openSession(deps, { person: found.person, attempt, before: back.before });
  return token === null ? notLetIn({ code: 'sign_in_not_genuine' }) : { ok: true, token };
}

async function vouchedFor(
  deps: Deps,
  port: NonNullable<Deps['signIn']>,
  back: { query: string; attempt: SignInAttempt },
): Promise<BoardResult<{ who: SlackIdentity }>> {
  try {
    return { ok: true, who: await port.finish(back) };
  } catch (error) {
    if (error instanceof SignInUnavailable) {
      deps.log.warn('Slack could not be asked to sign somebody in', {}, error);
      return notLetIn({ code: 'slack_is_silent' });
    }
    if (!(error instanceof SignInRefused)) throw error;
    deps.log.info('a sign-in was refused', { code: error.why });
    return notLetIn({ code: error.why === 'cancelled' ? 'sign_in_cancelled' : 'sign_in_not_genuine' });
  }
}

async function isElsewhere(deps: Deps, who: SlackIdentity): Promise<BoardRefusal | null> {
  const home = await findWorkspace(deps.db, deps.workspaceId);
  if (!home) throw new Error('the workspace has no row');
  const isOtherOrg =
    who.enterpriseId !== null && home.enterpriseId !== null && who.enterpriseId !== home.enterpriseId;
  return who.teamId === home.teamId && !isOtherOrg
    ? null
    : { code: 'signed_in_elsewhere', workspaceName: home.name };
}

/** Null when the attempt was made use of before: then nothing is written. */
async function openSession(
  deps: Deps,
  { person, attempt, before }: { person: Person; attempt: SignInAttempt; before: string | null },
): Promise<string | null> {
  const at = deps.clock.now();
  const token = deps.ids.token();
  const { enterpriseId, teamId, userId } = person;
  return deps.db.transaction(async (tx) => {
    const isNew = await insertBoardSession(tx, {
      ...{ id: deps.ids.id(), workspaceId: deps.workspaceId, who: { enterpriseId, teamId, userId } },
      ...{ tokenHash: hashToken(token), attemptHash: hashToken(attempt.state) },
      ...{ madeAt: at, expiresAt: at.plus({ hours: RULES.boardSessionHours }) },
    });
    if (!isNew) return null;
    if (before !== null) await revokeBoardSession(tx, deps.workspaceId, { tokenHash: hashToken(before), at });
    await auditBoard(deps, tx, { at, by: actorOf(person), event: { kind: 'board_signed_in' } });
    return token;
  });
}
