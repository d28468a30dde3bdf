import type { DateTime } from 'luxon';
import type { Html } from './html.ts';
import { html } from './html.ts';
import type { InstalledPackage, StoredSecret } from './packages.ts';
import { expiresOn, hasExpired, liveFrom } from './packages.ts';
import { moment } from './setup-layout.ts';

export const urlOf = (pack: InstalledPackage) => `/setup/packages/${pack.packageId}`;

/** The printed date with the days that are left, or that it has passed. */
export function expiry(secret: StoredSecret, at: DateTime): Html {
  const on = expiresOn(secret);
  if (hasExpired(secret, at)) return html`<strong>${on}</strong> <span class="pill bad">expired</span>`;
  const days = Math.round(
    secret.generatedAt.toUTC().startOf('day').plus({ days: 180 }).diff(at.toUTC().startOf('day'), 'days')
      .days,
  );
  const tone = days <= 7 ? 'bad' : days <= 30 ? 'warn' : 'calm';
  return html`${on} <span class="pill ${tone}">in ${days} ${days === 1 ? 'day' : 'days'}</span>`;
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
