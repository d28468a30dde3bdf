import { refuse } from '../edge.ts';
import { policyModal } from '../views/policy-modal.ts';
import { awayModal, snoozeModal } from '../views/reminder-modals.ts';
import type { Handler } from './handler.ts';

/** **Snooze** on a reminder. */
export const openSnooze: Handler<'snooze'> = async (ask, { packageId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readSnooze({ person, packageId });
  if (!read.ok) return refuse(ask, read.refusal);
  await show(snoozeModal(read.package, read.latest));
};

/** **I'm away** in the day's message. */
export const openAway: Handler<'away'> = ({ show }) => show(awayModal());

/** When and how rekey reminds: in the workspace, or of one package. */
export const openSettings: Handler<'settings'> = async (ask, { packageId = null }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readPolicy({ person, packageId });
  await (read.ok ? show(policyModal(read)) : refuse(ask, read.refusal));
};
