import { refuse } from '../edge.ts';
import { collectLink } from '../views/ephemerals.ts';
import type { Handler } from './handler.ts';

/** The vendor's own click: a link minted for them, with its code, for their eyes only. */
export const collect: Handler<'collect'> = async (ask, { handoffId }) => {
  const { edge, person, tell, message } = ask;
  const minted = await edge.usecases.mintCollectLink({ person, handoffId, clickedIn: message });
  if (!minted.ok) return refuse(ask, minted.refusal);
  await tell(collectLink(minted.link, minted.packageName));
};
