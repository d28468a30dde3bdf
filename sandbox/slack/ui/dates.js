// @ts-check

/** Slack shows every date in the reader's own zone: here the browser's. */

const DAY_MS = 86_400_000;

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(undefined, options);
const TIME = format({ hour: 'numeric', minute: '2-digit' });
const TIME_SECONDS = format({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
const DATE = format({ day: 'numeric', month: 'long', year: 'numeric' });
const SHORT = format({ day: 'numeric', month: 'short', year: 'numeric' });
const LONG = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const DAY = format({ weekday: 'long', day: 'numeric', month: 'long' });

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/**
 * Days from today: -1 is yesterday.
 * @param {Date} date
 * @param {Date} now
 */
const daysFrom = (date, now) => Math.round((midnight(date) - midnight(now)) / DAY_MS);

/**
 * @param {Date} date
 * @param {Date} now
 */
function nearby(date, now) {
  return { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[daysFrom(date, now)] ?? null;
}

/**
 * @param {Date} date
 * @param {Date} now
 */
export function ago(date, now) {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const words = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 45) return words.format(seconds, 'second');
  if (size < 45 * 60) return words.format(Math.round(seconds / 60), 'minute');
  if (size < 22 * 3600) return words.format(Math.round(seconds / 3600), 'hour');
  return words.format(Math.round(seconds / 86_400), 'day');
}

/**
 * The text of `<!date^…>` or a rich text date: tokens in braces, the rest as it is.
 * @param {number} seconds
 * @param {string} pattern
 * @param {Date} now
 */
export function formatDate(seconds, pattern, now) {
  const date = new Date(seconds * 1000);
  /** @type {Record<string, () => string>} */
  const tokens = {
    date_num: () =>
      `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`,
    date: () => DATE.format(date),
    date_short: () => SHORT.format(date),
    date_long: () => LONG.format(date),
    date_long_full: () => LONG.format(date),
    date_pretty: () => nearby(date, now) ?? DATE.format(date),
    date_short_pretty: () => nearby(date, now) ?? SHORT.format(date),
    date_long_pretty: () => nearby(date, now) ?? LONG.format(date),
    day_divider_pretty: () => dayName(date, now),
    time: () => TIME.format(date),
    time_secs: () => TIME_SECONDS.format(date),
    ago: () => ago(date, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, token) => tokens[token]?.() ?? whole);
}

/** @param {Date} date @param {Date} now */
export function dayName(date, now) {
  const near = nearby(date, now);
  if (near) return near.charAt(0).toUpperCase() + near.slice(1);
  return (date.getFullYear() === now.getFullYear() ? DAY : LONG).format(date);
}

/** @param {string} ts */
export const dateOfTs = (ts) => new Date(Number(ts) * 1000);
/** @param {Date} date */
export const timeOf = (date) => TIME.format(date);
/** @param {Date} date */
export const fullTime = (date) => `${LONG.format(date)}, ${TIME_SECONDS.format(date)}`;
/** @param {Date} date */
export const dayKey = (date) => `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
