import type { KnownBlock } from '@slack/types';
import type { FirstSteps } from '../../usecases/read-first-steps.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { person } from './text.ts';

const MOST_NAMED = 8;

/** What to do before there is a package, for whoever may begin. */
export const beginning = (command: string): KnownBlock[] => [
  section(
    [
      '*Three steps to the first reminder:*',
      `1. Go to the channel in which rotations are to be talked about, and type \`/invite @rekey\`.`,
      `2. Type \`${command} import\` there: you get a page of your own. Name the Marketing Cloud account and paste the table of Setup › Installed Packages. _Import packages…_ below takes some twenty here in Slack, and leads to that page for more.`,
      '3. Look at what it would change, and apply it. rekey reminds you in that channel when the first secret is due.',
    ].join('\n'),
  ),
  ...beginningButtons(),
];

/** The ways to begin. */
export const beginningButtons = (): KnownBlock[] =>
  actions(
    button('Import packages…', 'import', {}, { style: 'primary', label: 'Import packages from a table' }),
    button('Add one by hand…', 'add', {}, { label: 'Add a package to rekey by hand' }),
  );

/** The command alone, before the first package. */
export const firstSteps = (first: FirstSteps, command: string): Message =>
  message('Welcome to rekey: there are no packages yet.', welcome(first, command));

/** The same on the App Home: what rekey is, and what to do first. */
export const welcome = ({ mayAdd, appointed }: FirstSteps, command: string): KnownBlock[] => [
  header('Welcome to rekey'),
  section(
    'rekey carries the rotation of Marketing Cloud client secrets: it reminds in time, walks you through Generate and Activate, hands the new secret to each vendor over a one-time page, and waits until everybody has confirmed.',
  ),
  ...(mayAdd ? beginning(command) : [section(`There are no packages yet. ${whoBegins(appointed, command)}`)]),
  context(`Secrets never pass through Slack: never paste one here. \`${command} help\` shows all commands.`),
];

function whoBegins(appointed: readonly string[], command: string): string {
  const names = appointed.slice(0, MOST_NAMED).map(person).join(', ');
  return names === ''
    ? `An admin of this Slack workspace brings them in, or says who may with \`${command} admins\`. Ask one of them.`
    : `Package admins bring them in: ask ${names}. An admin of this Slack workspace appoints others with \`${command} admins\`.`;
}
