import type { Account } from '../domain/account.ts';
import type { Package } from '../domain/package.ts';

/** A contact as somebody named them: the Slack user is looked up before anything is stored. */
export type ContactDraft =
  | { readonly kind: 'slack'; readonly userId: string; readonly channelId: string | null }
  | { readonly kind: 'email'; readonly name: string; readonly email: string };

/** A Marketing Cloud account as the modal, or a table, gives it, already validated. */
export type AccountDraft = Omit<Account, 'id'>;

/** A vendor as the modal gives it, already validated by the edge. */
export interface VendorDraft {
  readonly name: string;
  readonly contact: ContactDraft;
  readonly systems: readonly string[];
}

/** A package as the modal gives it, already validated by the edge. Admins are Slack user ids of this workspace. */
export interface PackageDraft extends Omit<
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
> {
  readonly ownerId: string;
  readonly backupIds: readonly string[];
}
