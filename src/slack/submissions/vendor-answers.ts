import type { ProblemKind, Proof } from '../../domain/rotation.ts';
import { RULES } from '../../domain/rules.ts';
import type { Form } from '../forms.ts';
import { confirmModal, NOT_ME, notMeModal, systemFields, tipsModal } from '../views/answer-modals.ts';
import { notMeWords } from '../words.ts';
import { PROOFS } from '../../usecases/proofs.ts';
import { PROBLEMS } from '../views/terms.ts';
import type { Edge } from '../edge.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { close, errors, refusedSubmission, update, type Submission, type Submitted } from './handler.ts';

/** The systems that were ticked, by their place in the vendor's list. */
const ticked = (form: Form, systems: readonly string[]): string[] => {
  const places = new Set(systemFields(systems).flatMap(({ id }) => form.choices(id)));
  return systems.filter((_, n) => places.has(String(n)));
};

const isProof = (text: string | null): text is Proof => text !== null && Object.hasOwn(PROOFS, text);
const isProblem = (text: string | null): text is ProblemKind =>
  text !== null && Object.hasOwn(PROBLEMS, text);

const NOT_FRESH = `Not confirmed: it may still be the old token. Tick this once it is so, or choose “${PROOFS.fresh_token.choice}”.`;

/** *It works*: every system, how they made sure, and whether a cached token may have spoken. */
export const confirm: Submission<'confirm'> = async ({ edge, person }, form, { handoffId }) => {
  const facts = await edge.usecases.readVendorMessage({ handoffId });
  if (!facts) return refusedSubmission({ code: 'handoff_closed' });
  const proof = form.choice('proof');
  if (!isProof(proof)) return errors({ proof: 'How did you make sure?' });
  const systems = ticked(form, facts.participant.systems);
  const isSureTokenIsFresh = form.isTicked('fresh');
  const confirmed = await edge.usecases.confirmHandoff({
    person,
    handoffId,
    systems,
    proof,
    isSureTokenIsFresh,
  });
  if (confirmed.ok) return close;
  const { refusal } = confirmed;
  if (refusal.code !== 'token_may_be_cached')
    return refusedSubmission(refusal, { systems_missing: 'systems_0' });
  if (form.has('fresh')) return errors({ fresh: NOT_FRESH });
  return update(confirmModal(facts, Math.min(refusal.minutesSinceCollected, RULES.tokenLifeMinutes)));
};

/** *Something is wrong*: reported, and answered with what to look at. */
export const reportProblem: Submission<'problem'> = async ({ edge, person }, form, { handoffId }) => {
  const kind = form.choice('kind');
  if (kind === NOT_ME) return askNotMe(edge, handoffId);
  if (!isProblem(kind)) return errors({ kind: 'Choose what comes closest.' });
  const reported = await edge.usecases.reportProblem({ person, handoffId, kind, note: form.text('note') });
  return reported.ok ? update(tipsModal(kind)) : refusedSubmission(reported.refusal);
};

async function askNotMe({ usecases }: Edge, handoffId: string): Promise<Submitted> {
  const facts = await usecases.readVendorMessage({ handoffId });
  return facts ? update(notMeModal(facts)) : refusedSubmission({ code: 'handoff_closed' });
}

/** Promise H13: the vendor's own word is enough. */
export const notMe: Submission<'not_me'> = async ({ edge, person }, form, { handoffId }) => {
  if (!form.isTicked('accept')) return errors({ accept: 'Only if it is so.' });
  const reported = await edge.usecases.reportNotMe({ person, handoffId });
  return reported.ok ? update(noticeOf(notMeWords(reported))) : refusedSubmission(reported.refusal);
};
