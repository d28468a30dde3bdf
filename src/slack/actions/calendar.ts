import { refuse, type Ask } from '../edge.ts';
import * as view from '../views/calendar.ts';
import type { Handler } from './handler.ts';

const wishOf = ({ person }: Ask, { packageId }: { packageId?: string | undefined }) => ({
  person,
  packageId: packageId ?? null,
});

/** The address of a calendar, as the answer to this very click or command; the second time, what can be done with it. */
export const giveCalendar: Handler<'calendar'> = async (ask, ref) => {
  const { usecases, command } = ask.edge;
  const given = await usecases.subscribeCalendar(wishOf(ask, ref));
  await (given.ok ? ask.tell(view.calendarAddress(given.feed, command)) : refuse(ask, given.refusal));
};

/** Another address; the one before ends in the same moment. */
export const giveNewAddress: Handler<'calendar_new'> = async (ask, ref) => {
  const { usecases, command } = ask.edge;
  const given = await usecases.renewCalendar(wishOf(ask, ref));
  await (given.ok ? ask.tell(view.calendarAddress(given.feed, command)) : refuse(ask, given.refusal));
};

export const switchOff: Handler<'calendar_off'> = async (ask, ref) => {
  const done = await ask.edge.usecases.switchOffCalendar(wishOf(ask, ref));
  await (done.ok ? ask.tell(view.calendarSwitchedOff()) : refuse(ask, done.refusal));
};

/** The last step of the card: the next dates go into one's own calendar. */
export const addToCalendar: Handler<'add_to_calendar'> = async (ask, { packageId }) => {
  const { usecases, command } = ask.edge;
  const made = await usecases.mintCalendarFile({ person: ask.person, packageId });
  if (!made.ok) return refuse(ask, made.refusal);
  await ask.tell(made.file ? view.addToCalendar(made.file, command) : view.nothingAhead());
};
