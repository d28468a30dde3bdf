import type { Day, Moment } from './schedule.ts';
import type { Account } from './account.ts';
import type { Contact, SlackIdentity } from './people.ts';

/** Rule 9: a public app has no client secret, so there is nothing to rotate. */
export type IntegrationType = 'server_to_server' | 'web_app' | 'public_app';

/** Where a package's expiry date comes from: only a date read in Setup is sure. */
export type ExpirySource = 'read_in_setup' | 'computed' | 'fixed_date';

export type Criticality = 'low' | 'normal' | 'high';

/** A business unit the package's credentials work in. The MID is all digits. */
export interface BusinessUnit {
  readonly mid: string;
  readonly name: string;
}

/** Days, both included, on which nobody presses Activate. */
export interface FreezeWindow {
  readonly fromOn: Day;
  readonly toOn: Day;
}

export interface PackageAdmin extends SlackIdentity {
  readonly role: 'owner' | 'backup' | 'admin';
}

/** An Installed Package as rekey keeps it. Never a secret. */
export interface Package {
  readonly id: string;
  readonly workspaceId: string;
  /** Null: nobody has said yet which. */
  readonly account: Account | null;
  readonly name: string;
  readonly sfmcPackageId: string | null;
  readonly clientId: string | null;
  readonly integrationType: IntegrationType;
  readonly businessUnits: readonly BusinessUnit[];
  readonly scopes: string | null;
  readonly criticality: Criticality;
  readonly secretGeneratedOn: Day | null;
  readonly expiresOn: Day | null;
  readonly expirySource: ExpirySource | null;
  /** Rule 6: not used for 180 days and invalidated; works again after a rotation. */
  readonly isDormant: boolean;
  readonly channelId: string;
  readonly runbookUrl: string | null;
  readonly notes: string | null;
  readonly leadDays: number;
  readonly freezeWindows: readonly FreezeWindow[];
  readonly isRetired: boolean;
  /** Retired, and out of every list. */
  readonly archivedAt: Moment | null;
  /** When its next rotation is to be started by the plan. */
  readonly plannedStartOn: Day | null;
  /** Reminders of it are silent until then, but for its last three days. */
  readonly snoozedUntil: Moment | null;
  readonly admins: readonly PackageAdmin[];
  /** Since when rekey knows it. */
  readonly createdAt: Moment;
}

/** What people say of a package, but for its account and its admins; the rest is rekey's own bookkeeping. */
export type OnRecord = Omit<
  Package,
  | 'id'
  | 'workspaceId'
  | 'account'
  | 'admins'
  | 'isRetired'
  | 'archivedAt'
  | 'plannedStartOn'
  | 'snoozedUntil'
  | 'createdAt'
>;

/** Who uses a package's secret, and in which systems it sits. */
export interface Vendor {
  readonly id: string;
  readonly name: string;
  readonly contact: Contact;
  readonly systems: readonly string[];
}
