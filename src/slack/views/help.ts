import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { oneLine, say } from './text.ts';

/** What the command can do; `unknown` is what was typed and not understood. */
export function help(command: string, unknown = ''): Message {
  const lines = [
    [`${command} start <package>`, 'starts a rotation; without a name you choose one'],
    [`${command} status <package>`, 'shows where it stands; without a name, all under way'],
    [`${command} show <package>`, 'everything on record of it: edit, where its secret sits, hand over'],
    [
      `${command} list`,
      'all packages, the most urgent first; or `overdue`, `soon`, `mine`, or a part of a name',
    ],
    [`${command} plan`, 'spreads the starts over the weeks, by how many you can carry (package admins only)'],
    [`${command} calendar <package>`, 'its dates in your own calendar; without a name, those of all'],
    [`${command} settings <package>`, 'when and how rekey reminds; without a name, everywhere'],
    [`${command} away`, 'somebody else hears of what is yours for a while'],
    [`${command} webhook`, 'tells a ticket system what happens (package admins only)'],
    [`${command} import`, 'brings packages in by the table of Setup, or a spreadsheet'],
    [`${command} export`, 'gives you the table, to be edited and brought in again'],
    [`${command} add`, 'adds a package and its vendors'],
    [`${command} accounts`, 'the Marketing Cloud accounts packages belong to'],
    [`${command} vendors`, 'each vendor once, with its contact and how many packages it serves'],
    [
      `${command} admins`,
      'says who may be an admin; with a package, who its admins are (workspace admins only)',
    ],
    [
      `${command} roles`,
      'shows who is what, and says who may look and what needs two admins (workspace admins only)',
    ],
  ].map(([usage = '', about = '']) => `\`${say(usage)}\` ${about}`);
  const sorry =
    unknown === '' ? [] : [section(`“${say(unknown, 80)}” is none of my commands. Nothing was changed.`)];
  return message(
    unknown === '' ? 'What rekey can do' : `Not understood: ${say(oneLine(unknown, 80))}. What rekey can do:`,
    [
      ...sorry,
      header('What rekey can do'),
      section(
        `rekey carries the rotation of a Marketing Cloud client secret from the reminder to the new date.\n${lines.join('\n')}`,
      ),
      ...actions(button('Add a package…', 'add', {}, { label: 'Add a package to rekey' })),
      context(
        'Secrets never pass through Slack: never paste one here. What waits for you is in the App Home.',
      ),
    ],
  );
}
