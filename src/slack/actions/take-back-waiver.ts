import { refuse } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { standingOf } from '../views/vendor-row.ts';
import { bold } from '../views/text.ts';
import type { Handler } from './handler.ts';

/** A waiver that was a mistake. */
export const takeBackWaiver: Handler<'take_back_waiver'> = async (ask, { rotationId, vendorId }) => {
  const { edge, person, tell } = ask;
  const taken = await edge.usecases.takeBackWaiver({ person, rotationId, vendorId });
  if (!taken.ok) return refuse(ask, taken.refusal);
  const card = await edge.usecases.readCard({ rotationId });
  const vendor = card?.rotation.participants.find((one) => one.vendorId === vendorId);
  if (!card || !vendor) return;
  const { words } = standingOf(card, vendor);
  await tell(note(`${bold(vendor.name, 80)} takes part again, and Activate waits for them. Now: ${words}.`));
};
