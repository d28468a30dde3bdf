import type { Ask } from '../edge.ts';
import { help } from '../views/help.ts';
import { accounts } from './accounts.ts';
import { add } from './add.ts';
import { welcomeOrHelp } from './welcome.ts';
import { admins } from './admins.ts';
import { calendar } from './calendar.ts';
import type { Command } from './command.ts';
import { plan } from './plan.ts';
import { roles } from './roles.ts';
import { away, settings } from './settings.ts';
import { show } from './show.ts';
import { exportPackages, importPackages } from './import.ts';
import { start } from './start.ts';
import { listAll, status } from './status.ts';
import { vendors } from './vendors.ts';
import { webhook } from './webhook.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  accounts,
  add,
  admins,
  calendar,
  away,
  export: exportPackages,
  import: importPackages,
  list: listAll,
  plan,
  roles,
  settings,
  show,
  start,
  status,
  vendors,
  webhook,
  help: ({ edge, tell }) => tell(help(edge.command)),
};
/** The sub-commands, for the manifest's usage hint. */
export const SUBCOMMANDS = Object.keys(COMMANDS);

/** Does what the command's text asks for. Nothing, or something unknown, is answered with help. */
export async function runCommand(ask: Ask, text: string): Promise<void> {
  const [, word = '', rest = ''] = /^(\S*)\s*([\s\S]*)$/.exec(text.trim()) ?? [];
  const name = word.toLowerCase();
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name === '') return welcomeOrHelp(ask);
  await (command
    ? command(ask, rest.trim().replace(/\s+/g, ' '))
    : ask.tell(help(ask.edge.command, text.trim())));
}
