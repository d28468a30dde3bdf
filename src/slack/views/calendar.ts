import type { CalendarAddress, CalendarFeedFacts, CalendarFileFacts } from '../../usecases/facts.ts';
import {
  actions,
  button,
  context,
  header,
  message,
  note,
  plainLinkButton,
  section,
  type Message,
} from './blocks.ts';
import { googleLink, outlookLink } from './calendar-links.ts';
import { bold, moment, say } from './text.ts';

type Of = Pick<CalendarFeedFacts, 'packageId' | 'packageName'>;

const whose = ({ packageName }: Of): string =>
  packageName === null ? '*every package* of this workspace' : bold(packageName, 80);
const refOf = ({ packageId }: Of) => ({ packageId: packageId ?? undefined });

const HOW = [
  '*Google Calendar*, on a computer: beside _Other calendars_ press +, then _From URL_.',
  '*Outlook* on the web: _Add calendar_, then _Subscribe from web_.',
  '*Apple Calendar*: _File_, then _New Calendar Subscription_.',
].join('\n');

const local = ({ isLocalOnly }: CalendarAddress): string =>
  isLocalOnly
    ? ' This rekey runs on its own machine only: calendar services on the internet can’t reach it, programs on this machine can.'
    : '';

/** The address, the one time it is told. Not in the notification's text. */
function told(feed: CalendarFeedFacts, address: CalendarAddress, command: string): Message {
  const replaced = feed.isReplacing ? ' *The address you had has ended.*' : '';
  const single =
    feed.packageName === null ? ` \`${command} calendar\` and a name gives that of one package alone.` : '';
  return message('Your calendar address', [
    header('Your calendar address'),
    section(
      `For ${whose(feed)}: when a rotation is due or planned, when the secret expires and when Activate is planned. Your calendar follows when that changes.${replaced}${single}`,
    ),
    section(`\`\`\`${address.url}\`\`\``),
    section(HOW),
    context(
      `Shown this once: rekey keeps no copy. Whoever has it can read names and dates, nothing else. The same command gives you a new one or switches it off.${local(address)}`,
    ),
  ]);
}

/** There is one already: it can't be told again, only replaced or ended. */
function there(feed: CalendarFeedFacts): Message {
  const words = `You already have a calendar address for ${whose(feed)}, made ${moment(feed.madeAt)}. rekey keeps no copy, so it can’t be shown again.`;
  const of = feed.packageName === null ? 'the workspace' : feed.packageName;
  const ends = 'The address you have ends: calendars to which you added it get no dates any more.';
  return note(
    words,
    ...actions(
      button('New address', 'calendar_new', refOf(feed), {
        label: `Give me a new calendar address for ${of}`,
        asks: [`${ends} Add the new one there.`, 'New address'],
      }),
      button('Switch off', 'calendar_off', refOf(feed), {
        style: 'danger',
        label: `Switch off my calendar address for ${of}`,
        asks: [ends, 'Switch off'],
      }),
    ),
  );
}

/** To whoever asked for a calendar. */
export const calendarAddress = (feed: CalendarFeedFacts, command: string): Message =>
  feed.address ? told(feed, feed.address, command) : there(feed);

export const calendarSwitchedOff = (): Message =>
  note(
    'Switched off: nobody gets dates at that address any more. Now remove it from your calendar: some programs go on showing what they fetched last.',
  );

/** Step five: the next dates, for whatever calendar somebody keeps. */
export function addToCalendar({ packageName, events, address }: CalendarFileFacts, command: string): Message {
  const [first] = events;
  const google = first && googleLink(first);
  const outlook = first && outlookLink(first);
  const days = events.map(({ onDay, summary }) => `• ${onDay}: ${say(summary, 120)}`).join('\n');
  const one = `the entry of ${first?.onDay}`;
  const link = (words: string, text: string, url: string) =>
    section(words, plainLinkButton(text, url, `${text}: next dates of ${packageName}`));
  return message(`The next dates of ${say(packageName, 80)} for your calendar`, [
    header('Add to calendar'),
    section(`${bold(packageName, 80)}:\n${days}`),
    link('Any calendar, by a file with all of it:', 'Get the file', address.url),
    ...(google ? [link(`Google Calendar, ${one}:`, 'Google Calendar', google)] : []),
    ...(outlook ? [link(`Outlook on the web, ${one}:`, 'Outlook', outlook)] : []),
    context(
      `The file can be fetched for a day. None of these follows when a date changes: \`${command} calendar ${say(packageName, 80).replaceAll('`', "'")}\` gives you an address that does.`,
    ),
  ]);
}

export const nothingAhead = (): Message =>
  note('No date of this package is ahead: its secret’s date is unknown or has passed. Nothing was added.');
