import type { AccountDraft } from '../../usecases/drafts.ts';
import type { FieldErrors, Form } from '../forms.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { bold } from '../views/text.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

/** A Marketing Cloud account, new or changed. */
export const saveAccount: Submission<'account'> = async ({ edge, person }, form, { accountId = null }) => {
  const wrong = wrongIn(form);
  if (Object.keys(wrong).length > 0) return errors(wrong);
  const draft = draftOf(form);
  const saved = await edge.usecases.saveAccount({ person, accountId, draft });
  return saved.ok
    ? update(noticeOf(savedWords(draft), 'Accounts'))
    : refusedSubmission(saved.refusal, { account_name_taken: 'name' });
};

function wrongIn(form: Form): FieldErrors {
  const subdomain = form.text('subdomain');
  const enterpriseId = form.text('enterprise_id');
  return {
    ...(form.line('name') ? {} : { name: 'A name is needed.' }),
    ...(subdomain && !/^[a-zA-Z0-9-]+$/.test(subdomain)
      ? { subdomain: 'Letters, digits and hyphens only: the part before .auth.marketingcloudapis.com.' }
      : {}),
    ...(enterpriseId && !/^\d+$/.test(enterpriseId) ? { enterprise_id: 'Digits only.' } : {}),
  };
}

const draftOf = (form: Form): AccountDraft => ({
  name: form.line('name') ?? '',
  subdomain: form.text('subdomain'),
  enterpriseId: form.text('enterprise_id'),
  kind: form.choice('kind') === 'sandbox' ? 'sandbox' : 'production',
});

/** What is odd but possible is said once, refused never (marketing-cloud.md, Formats). */
function savedWords({ name, subdomain }: AccountDraft): string {
  const odd =
    subdomain !== null && !/^mc[a-z0-9-]{26}$/.test(subdomain)
      ? ' Its subdomain is unusual: mostly it begins with mc and has 28 characters. Compare it with Setup.'
      : '';
  return `${bold(name, 80)} is saved.${odd} You find it in the field _Marketing Cloud account_ of each package.`;
}
