import type { DateTime } from 'luxon';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { InstalledPackage, StoredSecret } from './packages.ts';
import { expiresOn, hasExpired, liveFrom } from './packages.ts';
import { moment } from './setup-layout.ts';

const NEAR_DAYS = 7;

export const urlOf = (pack: InstalledPackage) => `/setup/packages/${pack.packageId}`;

/** The printed date, and whether it is near or has passed. To count the days is rekey's part: it leaves out the last one. */
export function expiry(secret: StoredSecret, at: DateTime): Html {
  const on = expiresOn(secret);
  if (hasExpired(secret, at)) return html`<strong>${on}</strong> <span class="pill bad">expired</span>`;
  const isNear = on <= at.plus({ days: NEAR_DAYS }).toUTC().toFormat('yyyy-MM-dd');
  return html`${on} ${isNear && html`<span class="pill bad">soon</span>`}`;
}

/** Whether there is a staged secret and whether it works already. */
export function stagedInBrief({ staged }: InstalledPackage, at: DateTime): Html {
  if (!staged) return html`<span class="quiet">none</span>`;
  if (hasExpired(staged, at)) return html`<span class="pill bad">expired</span>`;
  const liveAt = liveFrom(staged);
  return at < liveAt
    ? html`<span class="pill warn">works from ${moment(liveAt, 'time')}</span>`
    : html`<span class="pill good">working, not activated</span>`;
}
