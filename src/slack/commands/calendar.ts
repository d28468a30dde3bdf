import { giveCalendar } from '../actions/calendar.ts';
import { actions, button, message, section } from '../views/blocks.ts';
import { say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey calendar [package]`: the address of one package's calendar, or of the workspace's. */
export const calendar: Command = async (ask, name) => {
  if (name === '') return giveCalendar(ask, {});
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'none') return noneNamed(ask, name);
  if (named.kind === 'one') return giveCalendar(ask, { packageId: named.package.id });
  const words = `“${say(name, 80)}” fits several packages. Whose calendar?`;
  const buttons = named.packages.map(({ id: packageId, name: title }, n) =>
    button(title, 'calendar', { packageId }, { n, label: `Give me a calendar address for ${title}` }),
  );
  await ask.tell(message(words, [section(words), ...actions(...buttons)]));
};
