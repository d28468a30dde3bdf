import { openSettings } from '../actions/reminders.ts';
import { awayModal } from '../views/reminder-modals.ts';
import { oneNamed, type Command } from './command.ts';

/** `/rekey settings [package]`: when and how rekey reminds, in the workspace or of one package. */
export const settings: Command = async (ask, name) => {
  if (name === '') return openSettings(ask, {});
  const found = await oneNamed(ask, name, 'settings', 'Whose settings?');
  if (found) await openSettings(ask, { packageId: found.id });
};

/** `/rekey away`: somebody else hears of what is mine. */
export const away: Command = ({ show }) => show(awayModal());
