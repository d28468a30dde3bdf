import type { RequestHandler } from 'express';
import { send, sendWords } from './answers.ts';
import { calendarText } from './calendar-text.ts';
import { answerUnexpected, type FaultPorts } from './errors.ts';
import type { WebUsecases } from './usecases.ts';
import type { Words } from './words.ts';

/** All below it: an address cut short anywhere is answered like one that is unknown. No parameter, so nothing is decoded. */
export const CALENDAR_PATH = /^\/calendar(?:\/.*)?$/s;

const ADDRESS = /^\/calendar\/([A-Za-z0-9_-]{43})\.ics$/;

const NO_CALENDAR: Words = {
  status: 404,
  title: 'There is no calendar here',
  text: 'The address was cut short, has ended, or was replaced; or whoever it was made for may no longer see these dates.',
  next: 'In Slack, rekey’s calendar command gives you an address of your own. Copy it to its very end.',
};

/** `GET /calendar/<token>.ics`: calendar programs know no fragments. The token is never logged. */
export const calendarOf =
  (ports: FaultPorts, { readCalendar }: WebUsecases): RequestHandler =>
  async (req, res) => {
    const token = ADDRESS.exec(req.path)?.[1];
    if (token === undefined) {
      ports.log.info('a calendar address did not open', { code: 'calendar_malformed' });
      return sendWords(req, res, 'link_not_usable', NO_CALENDAR);
    }
    const read = await readCalendar({ token });
    if (!read.ok) {
      if (read.refusal.code !== 'link_not_usable') return answerUnexpected(ports, read.refusal)(req, res);
      return sendWords(req, res, 'link_not_usable', NO_CALENDAR);
    }
    const { calendar } = read;
    if (calendar.isFile) res.setHeader('Content-Disposition', 'attachment; filename="rekey.ics"');
    send(res, { status: 200, type: 'text/calendar; charset=utf-8', body: calendarText(calendar) });
  };
