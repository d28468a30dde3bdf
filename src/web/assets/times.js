// @ts-check
// Moments as the visitor reads them: in their own zone, by the server's clock, whatever the device's says.

/** The device's own clock, read here only: enough to tell how long ago this device did something. */
export const deviceMs = () => Date.now();

/** How far the server's clock is ahead of the device's. */
let aheadMs = 0;

/** The server's time, as its last answer told it. @param {string} iso */
export const goBy = (iso) => (aheadMs = Date.parse(iso) - deviceMs());

export const now = () => new Date(deviceMs() + aheadMs);

/** `2026-11-20T14:05` in the visitor's zone. @param {Date} at */
export const localText = (at) =>
  new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

/** @param {Date} at */
const zoneOf = (at) =>
  new Intl.DateTimeFormat('en', { timeZoneName: 'short' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

/** Every moment of a page. @param {HTMLElement} root */
export function localTimes(root) {
  for (const time of root.querySelectorAll('time')) {
    const at = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = `${localText(at).replace('T', ' ')} ${zoneOf(at)}`;
  }
  for (const zone of root.querySelectorAll('[data-zone]')) zone.textContent = `(your time, ${zoneOf(now())})`;
}

/** A minute is all that the field tells: its end is sent, as nobody may collect before the secret is live. @param {string} value */
export function endOfMinute(value) {
  const typed = new Date(value).getTime();
  if (Number.isNaN(typed)) return '';
  const latest = Math.max(typed, now().getTime());
  return new Date(Math.min(typed + 59_000, latest)).toISOString();
}
