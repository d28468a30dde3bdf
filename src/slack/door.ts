import { findSecrets } from '../domain/secret-format.ts';
import type { Person } from '../domain/people.ts';
import { isWholeText } from '../domain/whole-text.ts';
import { DAMAGED_TEXT_WORDS, DIRECTORY_WORDS, OTHER_WORKSPACE_WORDS, STRANGER_WORDS } from './door-words.ts';
import type { Edge } from './edge.ts';
import { wordsFor } from './words.ts';

/** Who knocks, and with what in their hands. */
export interface Knock {
  readonly userId: string;
  /** Their own workspace, as the payload names it; null where Slack names none. */
  readonly teamId: string | null;
  /** Which installation Slack addressed. */
  readonly addressed: { readonly teamId?: string | undefined; readonly enterpriseId?: string | undefined };
  /** Everything that was typed. */
  readonly texts: readonly string[];
  /** Where it was typed: a command or a modal, never its content. */
  readonly where: string;
}

/** `isSecret`: something typed was refused for its looks; the edge says so where it was typed. */
export type Admission =
  | { readonly ok: true; readonly person: Person }
  | { readonly ok: false; readonly words: string; readonly isSecret: boolean };

const shut = (words: string, isSecret = false): Admission => ({ ok: false, words, isSecret });

/**
 * The one door: our workspace, no secret among what was typed (promise H1, before anything else), nothing that would be
 * kept otherwise than it was typed, and a person whose
 * team is the one the payload names. Nothing is stored or logged for anybody who is not let in.
 */
export async function admit(edge: Edge, knock: Knock): Promise<Admission> {
  const { userId, teamId } = knock;
  if (!isOurs(edge, knock.addressed)) return shut(OTHER_WORKSPACE_WORDS);
  if (knock.texts.length > 0) {
    const identity = { enterpriseId: null, teamId: teamId ?? edge.workspace.teamId, userId };
    const guarded = await edge.usecases.guardText({
      person: identity,
      texts: knock.texts,
      where: knock.where,
    });
    if (!guarded.ok) return shut(wordsFor(guarded.refusal), true);
    if (!knock.texts.every(isWholeText)) return shut(DAMAGED_TEXT_WORDS);
  }
  const found = await find(edge, userId);
  if (found === 'unavailable') return shut(DIRECTORY_WORDS);
  if (!found || (teamId !== null && found.teamId !== teamId)) return shut(STRANGER_WORDS);
  return { ok: true, person: found };
}

function isOurs({ workspace }: Edge, { teamId, enterpriseId }: Knock['addressed']): boolean {
  if (teamId !== undefined) return teamId === workspace.teamId;
  return enterpriseId !== undefined && enterpriseId === workspace.enterpriseId;
}

/** Without Slack's word on who this is nobody's rights can be told, so nothing is done. */
async function find({ directory, log }: Edge, userId: string): Promise<Person | null | 'unavailable'> {
  try {
    return await directory.find(userId);
  } catch (error) {
    log.warn('Slack could not say who somebody is', {}, error);
    return 'unavailable';
  }
}

/** True when this text alone is reason enough to refuse: for pointing at the field it was typed into. */
export const looksLikeSecret = (text: string): boolean => findSecrets(text).certain.length > 0;
