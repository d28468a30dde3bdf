import { refuse, type Ask } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { signingSecretModal, webhookModal, type Test } from '../views/webhook-modal.ts';
import type { Handler } from './handler.ts';

/** The webhook's modal. */
export const openWebhook: Handler<'webhook'> = async (ask) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readWebhook({ person });
  await (read.ok ? show(webhookModal(read.webhook)) : refuse(ask, read.refusal));
};

/** A test to the address that is saved; what came of it is shown where it was pressed. */
export const sendTest: Handler<'webhook_test'> = async (ask) => {
  const { edge, person } = ask;
  await drawAgain(ask, { isUnderWay: true });
  const tested = await edge.usecases.testWebhook({ person });
  if (!tested.ok) return refuse(ask, tested.refusal);
  await drawAgain(ask, tested);
};

/** Another signing secret, told once. */
export const renewSecret: Handler<'webhook_secret'> = async (ask) => {
  const { edge, person, show } = ask;
  const renewed = await edge.usecases.renewWebhookSecret({ person });
  await (renewed.ok
    ? show(signingSecretModal(renewed.secret, renewed.previousUntil))
    : refuse(ask, renewed.refusal));
};

export const switchWebhookOff: Handler<'webhook_off'> = async (ask) => {
  const { edge, person, tell } = ask;
  const done = await edge.usecases.switchOffWebhook({ person });
  if (!done.ok) return refuse(ask, done.refusal);
  await drawAgain(ask, null);
  await tell(note('The webhook is off: nothing more is sent, and its signing secret is gone.'));
};

/** Refused before anything was done, it is left as it is: the use case that follows says why. */
async function drawAgain({ edge, person, redraw }: Ask, test: Test | null): Promise<void> {
  const read = await edge.usecases.readWebhook({ person });
  if (read.ok) await redraw(webhookModal(read.webhook, test));
}
