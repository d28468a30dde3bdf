import type { Day, Moment } from '../../domain/schedule.ts';
import { isDay, startOfDay } from '../../domain/schedule.ts';
import { isZone } from '../../domain/working-time.ts';
import type { StoredPolicy } from '../../usecases/set-policy.ts';
import { readFreezeWindows, type FieldErrors, type Form } from '../forms.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { isoMoment } from '../views/text.ts';
import { close, errors, refusedSubmission, update, type Submission } from './handler.ts';

/** Reminders of one package are put off. */
export const snooze: Submission<'snooze'> = async ({ edge, person }, form, { packageId }) => {
  if (form.day('until') && form.choice('snooze_for') !== 'day') {
    return errors({ snooze_for: 'A day is chosen below: choose “Until a day”, or take it out.' });
  }
  const until = snoozeEnd(form, edge.clock.now());
  if (!until) return errors({ until: 'Until which day? Choose one, or how many days above.' });
  const snoozed = await edge.usecases.snoozePackage({ person, packageId, until });
  if (!snoozed.ok)
    return refusedSubmission(snoozed.refusal, { snooze_too_long: 'until', snooze_in_the_past: 'until' });
  return update(noticeOf(`No reminder of it until ${isoMoment(until.toISO())}; then rekey asks again.`));
};

function snoozeEnd(form: Form, now: Moment): Moment | null {
  const choice = form.choice('snooze_for');
  if (choice === '1' || choice === '3') return now.plus({ days: Number(choice) });
  const day = form.day('until');
  return day ? startOfDay(day) : null;
}

/** Away until a day, or back. */
export const away: Submission<'away'> = async ({ edge, person }, form) => {
  const day = form.day('until');
  const standInId = form.user('stand_in');
  if (day && !standInId) return errors({ stand_in: 'Who takes over?' });
  if (!day && standInId) return errors({ until: 'Until when?' });
  const set = await edge.usecases.setAbsence({
    person,
    away: day && standInId ? { backOn: day, standInId } : null,
  });
  if (!set.ok) {
    return refusedSubmission(set.refusal, {
      ...{ absence_in_the_past: 'until', stand_in_unusable: 'stand_in', not_appointed: 'stand_in' },
    });
  }
  return update(
    noticeOf(
      day
        ? 'Saved. Your reminders go elsewhere until then.'
        : 'Welcome back. Your reminders come to you again.',
    ),
  );
};

const MOST_HOLIDAYS = 100;

/** Holidays as typed, one per line; the first line that is no day. */
export function readHolidays(
  lines: readonly string[],
): { ok: true; days: Day[] } | { ok: false; line: string } {
  const wrong = lines.find((line) => !isDay(line));
  if (wrong !== undefined) return { ok: false, line: wrong };
  return { ok: true, days: [...new Set(lines)].toSorted() };
}

type PlanTerms = Pick<StoredPolicy, 'weeklyCapacity' | 'freezeWindows'>;

/** How many rotations a week; null where nothing is said. */
export function readCapacity(
  form: Form,
): { ok: true; value: number | null } | { ok: false; errors: FieldErrors } {
  const typed = form.text('weekly_capacity');
  if (!typed) return { ok: true, value: null };
  const isFine = /^\d{1,4}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 1000;
  if (!isFine) return { ok: false, errors: { weekly_capacity: 'A whole number from 1 to 1000.' } };
  return { ok: true, value: Number(typed) };
}

/** How many rotations a week, and on which days nobody presses Activate. */
function readPlanTerms(form: Form): { ok: true; terms: PlanTerms } | { ok: false; errors: FieldErrors } {
  const capacity = readCapacity(form);
  if (!capacity.ok) return capacity;
  const freezes = readFreezeWindows(form.lines('freeze'));
  if (!freezes.ok) return freezes;
  const freezeWindows = freezes.value.length > 0 ? freezes.value : null;
  return { ok: true, terms: { weeklyCapacity: capacity.value, freezeWindows } };
}

/** When and how rekey reminds. */
export const policy: Submission<'policy'> = async ({ edge, person }, form, { packageId = null }) => {
  const zone = form.text('zone');
  if (zone && !isZone(zone)) {
    return errors({ zone: 'There is no such zone. Write it as Europe/Berlin or America/New_York.' });
  }
  const holidays = readHolidays(form.lines('holidays'));
  if (!holidays.ok) {
    return errors({
      holidays: `“${holidays.line.slice(0, 40)}” is no day. Write each as 2026-12-25; rekey knows no country’s holidays by itself.`,
    });
  }
  if (holidays.days.length > MOST_HOLIDAYS) return errors({ holidays: `${MOST_HOLIDAYS} days at most.` });
  const hours = form.text('link_hours');
  if (hours && !(/^\d{1,3}$/.test(hours) && Number(hours) >= 1 && Number(hours) <= 168)) {
    return errors({ link_hours: 'A whole number from 1 to 168.' });
  }
  const lead = form.text('lead_days');
  if (lead && !(/^\d{1,2}$/.test(lead) && Number(lead) <= 90)) {
    return errors({ lead_days: 'A whole number from 0 to 90.' });
  }
  const plan = readPlanTerms(form);
  if (!plan.ok) return errors(plan.errors);
  const minute = (field: 'from' | 'to' | 'digest') => {
    const chosen = form.choice(field);
    return chosen === null || !/^\d{1,4}$/.test(chosen) ? null : Number(chosen);
  };
  const weekdays = form
    .choices('weekdays')
    .map(Number)
    .filter((day) => day >= 1 && day <= 7);
  const set = await edge.usecases.setPolicy({
    ...{ person, packageId, escalationId: form.user('escalation') },
    said: {
      zone,
      ...{ fromMinute: minute('from'), toMinute: minute('to'), digestMinute: minute('digest') },
      weekdays: weekdays.length > 0 ? weekdays.toSorted() : null,
      holidays: holidays.days.length > 0 ? holidays.days : null,
      linkHours: hours ? Number(hours) : null,
      leadDays: lead ? Number(lead) : null,
      ...plan.terms,
    },
  });
  if (set.ok) return close;
  return refusedSubmission(set.refusal, { policy_contradicts: 'digest', escalation_unusable: 'escalation' });
};
