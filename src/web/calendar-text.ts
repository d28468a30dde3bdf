import { nameInCalendar } from '../domain/calendar-words.ts';
import type { CalendarEvent } from '../domain/calendar.ts';
import { dayAfter, type Day, type Moment } from '../domain/schedule.ts';
import type { CalendarFacts } from '../usecases/facts.ts';

/** A calendar as text (RFC 5545): published, not an invitation. Programs that let themselves be told ask again after an hour. */
export function calendarText({ name, events, at }: CalendarFacts): string {
  const title = text(`rekey: ${nameInCalendar(name)}`);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//rekey//calendar//EN',
    'METHOD:PUBLISH',
    `NAME:${title}`,
    `X-WR-CALNAME:${title}`,
    'REFRESH-INTERVAL;VALUE=DURATION:PT1H',
    'X-PUBLISHED-TTL:PT1H',
    ...events.flatMap((event) => eventLines(event, at)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/** Its properties come before its alarms (§3.6.1). */
const eventLines = (event: CalendarEvent, stamp: Moment): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${utc(stamp)}`,
  `SEQUENCE:${event.sequence}`,
  ...timeLines(event),
  `SUMMARY:${text(event.summary)}`,
  `DESCRIPTION:${text(event.description)}`,
  `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
  ...event.alarms.flatMap((minutes) => [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `TRIGGER:${duration(minutes)}`,
    `DESCRIPTION:${text(event.summary)}`,
    'END:VALARM',
  ]),
  'END:VEVENT',
];

/** A day ends where the next begins, and keeps nobody busy. Outlook takes it for a day by its own property. */
const timeLines = (event: CalendarEvent): string[] =>
  event.onDay === null
    ? [`DTSTART:${utc(event.startsAt)}`, `DTEND:${utc(event.endsAt)}`, 'TRANSP:OPAQUE']
    : [
        `DTSTART;VALUE=DATE:${date(event.onDay)}`,
        `DTEND;VALUE=DATE:${date(dayAfter(event.onDay))}`,
        'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
        'TRANSP:TRANSPARENT',
      ];

const utc = (at: Moment): string => at.toUTC().toFormat("yyyyMMdd'T'HHmmss'Z'");
const date = (day: Day): string => day.replaceAll('-', '');

/** `-P6DT15H`: so long before the start. */
function duration(minutes: number): string {
  const all = Math.abs(minutes);
  const [days, hours, rest] = [Math.floor(all / 1440), Math.floor((all % 1440) / 60), all % 60];
  const time = `${hours > 0 ? `${hours}H` : ''}${rest > 0 || all === 0 ? `${rest}M` : ''}`;
  return `${minutes < 0 ? '-' : ''}P${days > 0 ? `${days}D` : ''}${time && `T${time}`}`;
}

/** A TEXT value (§3.3.11): it may hold no control characters but line breaks, which are written as `\n`. */
const text = (value: string): string =>
  value
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|[\r\n\u2028\u2029]/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');

const LONGEST = 75;

/** No line is longer than 75 octets (§3.1); it is cut between letters, never inside one. */
function folded(line: string): string {
  let octets = 0;
  let result = '';
  for (const letter of line) {
    const size = Buffer.byteLength(letter);
    const isFull = octets + size > LONGEST;
    result += isFull ? `\r\n ${letter}` : letter;
    octets = isFull ? size + 1 : octets + size;
  }
  return result;
}
