import { DateTime } from 'luxon';

/** Where the time comes from. A use case asks once, then hands `at` down. */
export interface Clock {
  /** The present moment, in UTC. */
  now(): DateTime<true>;
}

/** The machine's own clock: the only place that reads it. */
export const systemClock: Clock = { now: () => DateTime.utc() };
