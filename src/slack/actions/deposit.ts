import { refuse, type Ask } from '../edge.ts';
import { cardFor, liveCardFor } from '../rights.ts';
import { depositWalkthrough, secondDepositWalkthrough } from '../views/deposit-walkthrough.ts';
import { depositLink } from '../views/ephemerals.ts';
import type { Handler } from './handler.ts';

/** Step 2, explained click by click. */
export const explainDeposit: Handler<'how_to_deposit'> = async (ask, ref) => {
  const looked = await cardFor(ask, { rotationId: ref.rotationId });
  if (!looked.ok) return refuse(ask, looked.refusal);
  if (looked.card.rotation.step !== 'generating') return refuse(ask, { code: 'already_deposited' });
  await ask.tell(depositWalkthrough(looked.card));
};

/** A second deposit of the same secret, explained. */
export const explainSecondDeposit: Handler<'how_to_deposit_again'> = async (ask, ref) => {
  const looked = await liveCardFor(ask, ref);
  if (!looked.ok) return refuse(ask, looked.refusal);
  await ask.tell(secondDepositWalkthrough(looked.card));
};

async function give(ask: Ask, rotationId: string, isAgain: boolean): Promise<void> {
  const minted = await ask.edge.usecases.mintDepositLink({ person: ask.person, rotationId, isAgain });
  if (!minted.ok) return refuse(ask, minted.refusal);
  await ask.tell(depositLink(minted.link, minted.facts));
}

/** The deposit page: link and code, as the answer to this very click. */
export const giveDepositPage: Handler<'deposit'> = (ask, { rotationId }) => give(ask, rotationId, false);

/** The same page, for the same secret once more. */
export const giveSecondDepositPage: Handler<'deposit_again'> = (ask, { rotationId }) =>
  give(ask, rotationId, true);
