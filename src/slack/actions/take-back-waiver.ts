import { isLive } from '../../domain/rotation.ts';
import { refuse } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { bold } from '../views/text.ts';
import type { Handler } from './handler.ts';

const NEXT = {
  deposit:
    '*Next: deposit the same secret once more*, so that there is a copy for them: the button is on the card.',
  confirm: 'They have collected the secret, and have still to confirm.',
};

/** A waiver that was a mistake. */
export const takeBackWaiver: Handler<'take_back_waiver'> = async (ask, { rotationId, vendorId }) => {
  const { edge, person, tell } = ask;
  const taken = await edge.usecases.takeBackWaiver({ person, rotationId, vendorId });
  if (!taken.ok) return refuse(ask, taken.refusal);
  const { rotation } = taken;
  const name = rotation.participants.find((one) => one.vendorId === vendorId)?.name ?? 'The vendor';
  const handoff = isLive(rotation) ? rotation.handoffs.find((one) => one.vendorId === vendorId) : undefined;
  const next = handoff?.status === 'missing' ? NEXT.deposit : NEXT.confirm;
  await tell(note(`${bold(name, 80)} takes part again, and Activate waits for them. ${next}`));
};
