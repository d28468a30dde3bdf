import { dayOf, dueOn, hardStopOn, type Day, type Moment } from './schedule.ts';

/** What a tile says, and what is read when it is opened. No link: whoever sees it may see nothing else. */
export interface CalendarWords {
  readonly summary: string;
  readonly description: string;
}

/** Why an event that was still ahead is needed no more. */
export type EndedWhy = 'rotated' | 'retired' | 'unplanned' | 'activated' | 'cancelled' | 'dropped';

interface Of {
  readonly name: string;
  /** The slash command, with its slash. */
  readonly command: string;
}
type Ended = { readonly why: EndedWhy; readonly at: Moment } | null;

const LONGEST_NAME = 80;

/** A name as it stands in one line of a calendar: nothing that breaks the line or turns its direction over. */
export function nameInCalendar(name: string): string {
  const line = name
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line.length <= LONGEST_NAME) return line;
  return `${line.slice(0, LONGEST_NAME - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

interface Due extends Of {
  readonly expiresOn: Day;
  readonly leadDays: number;
}

/** The day on which a rotation is to be started by the plan. */
export function startWords({ expiresOn, leadDays, ...of }: Due, ended: Ended): CalendarWords {
  const name = nameInCalendar(of.name);
  return unless(ended, {
    summary: `Rotate ${name} (planned)`,
    description: `By the plan, the rotation of ${name} is to be started today. It is due on ${dueOn(expiresOn, leadDays)}; count on its client secret until ${hardStopOn(expiresOn)} at the latest: its printed date is ${expiresOn}.\nIn Slack: ${of.command} start ${name}`,
  });
}

/** The day on which a rotation should be started at the latest. */
export function dueWords({ expiresOn, leadDays, ...of }: Due, ended: Ended): CalendarWords {
  const name = nameInCalendar(of.name);
  return unless(ended, {
    summary: `Rotate ${name} (${leadDays} ${leadDays === 1 ? 'day' : 'days'} left)`,
    description: `The client secret of ${name} is due for rotation. Count on it until ${hardStopOn(expiresOn)} at the latest: its printed date is ${expiresOn}.\nIn Slack: ${of.command} start ${name}`,
  });
}

/** The last day on which the secret surely works. */
export function expiryWords({ expiresOn, ...of }: Of & { expiresOn: Day }, ended: Ended) {
  const name = nameInCalendar(of.name);
  return unless(ended, {
    summary: `${name}: secret expires today`,
    description: `Today is the last day on which the client secret of ${name} surely works: its printed date is ${expiresOn}. Whoever has not switched by then is down.\nIn Slack: ${of.command} status ${name}`,
  });
}

/** The planned time for Activate. */
export function activateWords({ number, ...of }: Of & { number: number }, ended: Ended) {
  const name = nameInCalendar(of.name);
  return unless(ended, {
    summary: `${name}: Activate is planned`,
    description: `The earliest time for Activate in rotation ${number} of ${name}. Press it only when rekey’s card says so: it switches the old secret off, for good.\nIn Slack: ${of.command} status ${name}`,
  });
}

const WHY = {
  rotated: 'the secret was replaced',
  retired: 'the package was retired',
  unplanned: 'it was taken out of the plan',
  activated: 'Activate was recorded before',
  cancelled: 'the rotation was cancelled',
  dropped: 'no time is planned for Activate any more',
} as const satisfies Record<EndedWhy, string>;

/** Programs that don't strike out what was cancelled show it all the same: the words say it too. */
const unless = (ended: Ended, words: CalendarWords): CalendarWords =>
  ended === null
    ? words
    : {
        summary: `Cancelled: ${words.summary}`,
        description: `Nothing to do here: ${WHY[ended.why]} (${dayOf(ended.at)}).`,
      };
