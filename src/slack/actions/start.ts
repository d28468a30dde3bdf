import { refuse } from '../edge.ts';
import { startModalFor } from '../views/start-modal.ts';
import type { Handler } from './handler.ts';

/** **Start** on a reminder, a status or the App Home: the modal with the package's vendors. */
export const openStart: Handler<'start'> = async (ask, { packageId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readStart({ person, packageId });
  if (!read.ok) return refuse(ask, read.refusal);
  await show(startModalFor(read.facts));
};

/** A package was chosen in the typeahead: the modal is drawn again with its vendors. */
export const pickPackage: Handler<'pick_package'> = async (ask, { packageId }) => {
  const { edge, person, redraw } = ask;
  const read = await edge.usecases.readStart({ person, packageId });
  if (!read.ok) return refuse(ask, read.refusal);
  await redraw(startModalFor(read.facts));
};
