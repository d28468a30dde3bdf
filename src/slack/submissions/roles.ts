import { noticeOf } from '../views/notice-modal.ts';
import { aloneWords } from '../views/roles-modal.ts';
import { close, refusedSubmission, update, type Submission } from './handler.ts';

/** Who may look, and what needs two admins. */
export const setRoles: Submission<'roles'> = async ({ edge, person }, form) => {
  const wanted = form.choices('second_person');
  const set = await edge.usecases.setRoles({
    person,
    viewerIds: form.users('viewers'),
    isViewingNarrowed: form.choice('viewing') === 'named',
    secondPersonFor: (['activate', 'waive'] as const).filter((what) => wanted.includes(what)),
  });
  if (!set.ok) return refusedSubmission(set.refusal, { viewer_unusable: 'viewers' });
  const { withoutSecond } = set;
  return withoutSecond.length === 0
    ? close
    : update(noticeOf(`Saved. ${aloneWords(withoutSecond, edge.command)}`, 'Saved'));
};
