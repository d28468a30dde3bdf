import { refuse } from '../edge.ts';
import { note } from '../views/blocks.ts';
import type { Handler } from './handler.ts';

const DONE =
  'The deposited secret is void: its links and copies are dead, and Activate is blocked. The admins are told. Next: press Generate in Setup and deposit the new secret, with the button on the card.';

/** "This wasn't me", on the receipt. */
export const disown: Handler<'disown'> = async (ask, { rotationId, generationId }) => {
  const { edge, person, tell } = ask;
  const disowned = await edge.usecases.disownDeposit({ person, rotationId, generationId });
  if (!disowned.ok) return refuse(ask, disowned.refusal);
  await tell(note(DONE));
};
