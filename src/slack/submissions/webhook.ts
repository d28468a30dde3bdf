import { WEBHOOK_EVENTS } from '../../domain/webhook.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { signingSecretModal } from '../views/webhook-modal.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';

const SAVED = 'Saved. The address is the same, so its signing secret is too.';

/** Where to, and what about; a new address is answered with its signing secret. */
export const setWebhook: Submission<'webhook'> = async ({ edge, person }, form) => {
  const url = form.text('url');
  if (!url) return errors({ url: 'An address is needed.' });
  const chosen = form.choices('events');
  const events = WEBHOOK_EVENTS.filter((event) => chosen.includes(event));
  if (events.length === 0) return errors({ events: 'Choose at least one, or switch the webhook off.' });
  const set = await edge.usecases.setWebhook({ person, url, events });
  if (!set.ok) return refusedSubmission(set.refusal, { webhook_target: 'url', keyring_unavailable: 'url' });
  return update(set.secret === null ? noticeOf(SAVED, 'Webhook') : signingSecretModal(set.secret, null));
};
