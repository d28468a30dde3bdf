import { isAsker, type SecondPersonRequest } from '../../domain/second-person.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import type { RefOf } from '../action-ids.ts';
import { refuse, type Ask } from '../edge.ts';
import { cardFor } from '../rights.ts';
import { agreeModal, declineModal, requestNumbered } from '../views/second-person-modals.ts';
import type { Handler } from './handler.ts';

type Found = { readonly card: CardFacts; readonly request: SecondPersonRequest };

/** The request, for one of the package's admins; answers the asker and gives null otherwise. */
async function requestFor(
  ask: Ask,
  { rotationId, request: number }: RefOf<'second_agree'>,
): Promise<Found | null> {
  const looked = await cardFor(ask, { rotationId });
  const request = looked.ok ? requestNumbered(looked.card, number) : null;
  if (looked.ok && request) return { card: looked.card, request };
  await refuse(ask, looked.ok ? { code: 'request_ended' } : looked.refusal);
  return null;
}

/** Nobody agrees with themselves: said before the window opens. */
export const openAgree: Handler<'second_agree'> = async (ask, ref) => {
  const found = await requestFor(ask, ref);
  if (!found) return;
  const isOwn = isAsker(found.request, { kind: 'slack', ...ask.person });
  await (isOwn ? refuse(ask, { code: 'own_request' }) : ask.show(agreeModal(found.card, found.request)));
};

export const openDecline: Handler<'second_decline'> = async (ask, ref) => {
  const found = await requestFor(ask, ref);
  if (found) await ask.show(declineModal(found.card, found.request));
};
