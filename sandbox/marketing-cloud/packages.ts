import type { DateTime } from 'luxon';

// The rules of marketing-cloud.md (1-7), as Marketing Cloud itself would keep them.
export const SECRET_LIFE_DAYS = 180;
const PAUSE_MINUTES = 5;

/** A client secret with the moment of its Generate, from which its 180 days run (rule 5). */
export interface StoredSecret {
  readonly text: string;
  readonly generatedAt: DateTime;
  readonly description: string;
}

/** One Installed Package of the local Marketing Cloud. */
export interface InstalledPackage {
  readonly name: string;
  readonly packageId: string;
  readonly clientId: string;
  readonly subdomain: string;
  readonly enterpriseId: string;
  readonly mids: readonly string[];
  readonly active: StoredSecret;
  readonly staged: StoredSecret | null;
  /** The one that the last Activate killed: the sandbox shows it, so that one can see it refused. */
  readonly previous: StoredSecret | null;
  /** The last Generate and Activate, for the pauses of rule 1; they outlive the secrets they made. */
  readonly lastGeneratedAt: DateTime | null;
  readonly lastActivatedAt: DateTime | null;
  /** Asked for no token for 180 days and switched off by Salesforce: works again after a rotation (rule 6). */
  readonly isDormant: boolean;
}

/** Why Setup says no. */
export type SetupRefusal =
  | { readonly kind: 'generated_recently'; readonly nextAt: DateTime }
  | { readonly kind: 'activated_recently'; readonly nextAt: DateTime }
  | { readonly kind: 'nothing_staged' }
  | { readonly kind: 'staged_not_live'; readonly nextAt: DateTime }
  | { readonly kind: 'staged_expired' };

export type SetupResult =
  | { readonly ok: true; readonly next: InstalledPackage }
  | { readonly ok: false; readonly refusal: SetupRefusal };

/** Stages a new secret; an unactivated staged one is replaced and stops working at once (rule 4). */
export function generate(
  pack: InstalledPackage,
  { at, text, description }: { at: DateTime; text: string; description: string },
): SetupResult {
  const refusal = refusalOfGenerate(pack, at);
  if (refusal) return { ok: false, refusal };
  const staged = { text, generatedAt: at, description };
  return { ok: true, next: { ...pack, staged, lastGeneratedAt: at } };
}

/** Makes the staged secret the only one: the old one is dead from this moment, and there is no way back (rule 7). */
export function activate(pack: InstalledPackage, at: DateTime): SetupResult {
  const refusal = refusalOfActivate(pack, at);
  if (refusal) return { ok: false, refusal };
  const active = pack.staged!;
  return {
    ok: true,
    next: { ...pack, active, staged: null, previous: pack.active, lastActivatedAt: at, isDormant: false },
  };
}

export function refusalOfGenerate(pack: InstalledPackage, at: DateTime): SetupRefusal | null {
  const nextAt = afterPause(pack.lastGeneratedAt);
  return nextAt && at < nextAt ? { kind: 'generated_recently', nextAt } : null;
}

export function refusalOfActivate(pack: InstalledPackage, at: DateTime): SetupRefusal | null {
  if (!pack.staged) return { kind: 'nothing_staged' };
  const nextAt = afterPause(pack.lastActivatedAt);
  if (nextAt && at < nextAt) return { kind: 'activated_recently', nextAt };
  const liveAt = liveFrom(pack.staged);
  if (at < liveAt) return { kind: 'staged_not_live', nextAt: liveAt };
  return hasExpired(pack.staged, at) ? { kind: 'staged_expired' } : null;
}

/** Which secret of the package this text is, if a token request with it would succeed now (rules 2, 3, 5, 6). */
export function authenticates(
  pack: InstalledPackage,
  text: string,
  at: DateTime,
): 'active' | 'staged' | null {
  const { active, staged } = pack;
  if (text === active.text && !pack.isDormant && !hasExpired(active, at)) return 'active';
  if (staged && text === staged.text && at >= liveFrom(staged) && !hasExpired(staged, at)) return 'staged';
  return null;
}

/** A staged secret neither authenticates nor can be activated before this moment (rule 2). */
export function liveFrom(staged: StoredSecret): DateTime {
  return staged.generatedAt.plus({ minutes: PAUSE_MINUTES });
}

/** The date that Setup prints, `2027-03-14`. */
export function expiresOn(secret: StoredSecret): string {
  return secret.generatedAt.toUTC().plus({ days: SECRET_LIFE_DAYS }).toISODate()!;
}

/** The hour of expiry is not documented (rule 14): here the harsher reading holds, midnight UTC at which the printed date begins. */
export function hasExpired(secret: StoredSecret, at: DateTime): boolean {
  return at.toUTC().toISODate()! >= expiresOn(secret);
}

function afterPause(last: DateTime | null): DateTime | null {
  return last ? last.plus({ minutes: PAUSE_MINUTES }) : null;
}
