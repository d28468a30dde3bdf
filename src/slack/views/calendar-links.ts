import type { CalendarEvent } from '../../domain/calendar.ts';
import { dayAfter } from '../../domain/schedule.ts';

/** `a=b&c=d`. Blanks as %20: Outlook shows a plus as it stands. */
const query = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');

/** Opens Google Calendar with the entry filled in, unsaved. A day ends where the next begins. Null for what is no day. */
export function googleLink({ onDay, summary, description }: CalendarEvent): string | null {
  if (onDay === null) return null;
  const dates = `${onDay}/${dayAfter(onDay)}`.replaceAll('-', '');
  return `https://calendar.google.com/calendar/render?${query({
    ...{ action: 'TEMPLATE', text: summary, dates, details: description, crm: 'AVAILABLE' },
  })}`;
}

/** The same for Outlook on the web, with an account of work or school. */
export function outlookLink({ onDay, summary, description }: CalendarEvent): string | null {
  if (onDay === null) return null;
  return `https://outlook.office.com/calendar/deeplink/compose?path=/calendar/action/compose&rru=addevent&${query(
    {
      ...{ startdt: onDay, enddt: dayAfter(onDay), allday: 'true', subject: summary, body: description },
    },
  )}`;
}
