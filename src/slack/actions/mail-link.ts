import { refuse } from '../edge.ts';
import { linkMailed } from '../views/ephemerals.ts';
import type { Handler } from './handler.ts';

/** rekey mails the link to a vendor without Slack; the admin alone gets its code. */
export const mailLink: Handler<'mail_link'> = async (ask, { rotationId, vendorId }) => {
  const { edge, person, tell } = ask;
  const mailed = await edge.usecases.mailLink({ person, rotationId, vendorId });
  if (!mailed.ok) return refuse(ask, mailed.refusal);
  await tell(linkMailed(mailed.link, mailed));
};
