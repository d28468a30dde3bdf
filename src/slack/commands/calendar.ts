import { giveCalendar } from '../actions/calendar.ts';
import { oneNamed, type Command } from './command.ts';

/** `/rekey calendar [package]`: the address of one package's calendar, or of the workspace's. */
export const calendar: Command = async (ask, name) => {
  if (name === '') return giveCalendar(ask, {});
  const found = await oneNamed(ask, name, 'calendar', 'Whose calendar?');
  if (found) await giveCalendar(ask, { packageId: found.id });
};
