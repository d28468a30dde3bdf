import { refuse } from '../edge.ts';
import { note } from '../views/blocks.ts';
import type { Handler } from './handler.ts';

const DONE =
  'The links are suspended: what was given out opens nothing any more, and nothing else has changed. When you know more: a vendor in Slack presses Collect for a new link, for others the card has *Get a link to pass on*; if the secret is in wrong hands, say so on the alarm.';

/** An alarm without a code: first of all, what is out stops working. */
export const suspendLinks: Handler<'suspend_links'> = async (ask, { rotationId, vendorId, generationId }) => {
  const { edge, person, tell } = ask;
  const suspended = await edge.usecases.suspendLinks({ person, rotationId, vendorId, generationId });
  if (!suspended.ok) return refuse(ask, suspended.refusal);
  await tell(note(DONE));
};
