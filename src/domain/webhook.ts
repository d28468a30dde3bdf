import { dayOf, dueOn, hardStopOn, type Day, type Moment } from './schedule.ts';

/** What a webhook can tell of. These names are for ever: they are in rows, and receivers compare them. */
export const WEBHOOK_EVENTS = ['due', 'started', 'ready', 'done', 'overdue'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** What the dates of a package are judged on. */
export interface DatedPackage {
  readonly expiresOn: Day;
  readonly leadDays: number;
  /** A rotation is open, and Activate is not recorded yet. */
  readonly isRotating: boolean;
}

/**
 * What a package's dates make of a day: `overdue` once its last sure day has passed and its secret was not replaced,
 * whether or not a rotation is under way; `due` before that, while nothing was started.
 */
export function dateEvent(
  { expiresOn, leadDays, isRotating }: DatedPackage,
  at: Moment,
): 'due' | 'overdue' | null {
  const today = dayOf(at);
  if (today > hardStopOn(expiresOn)) return 'overdue';
  return !isRotating && today >= dueOn(expiresOn, leadDays) ? 'due' : null;
}

const MINUTE = 60;
const HOUR = 3600;
/** Twelve tries in three days. */
const PAUSES_SECONDS = [
  ...[10, MINUTE, 5 * MINUTE, 30 * MINUTE],
  ...[HOUR, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 16 * HOUR, 24 * HOUR],
];
const LONGEST_WISH_SECONDS = 24 * HOUR;

/**
 * How long to wait after so many tries; null when that was the last. A target may ask for a longer pause, up to a day.
 */
export function pauseAfter(tries: number, wishSeconds: number | null): number | null {
  const pause = PAUSES_SECONDS[tries - 1];
  if (pause === undefined) return null;
  return Math.max(pause, Math.min(wishSeconds ?? 0, LONGEST_WISH_SECONDS));
}
