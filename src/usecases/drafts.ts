import type { Account } from '../domain/account.ts';
import type { OnRecord } from '../domain/package.ts';
import type { PlaceKind, Witness } from '../domain/place.ts';

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
  /** What these systems are; the vendor's own unless it is said. */
  readonly kind?: PlaceKind;
}

/** A place in which a secret sits, as the modal gives it, already validated by the edge. */
export interface PlaceDraft {
  readonly system: string;
  readonly kind: PlaceKind;
  readonly knownBy: Witness | null;
}

/** What is on record of a package but its admins, as the form gives it, already validated by the edge. */
export interface RecordDraft extends OnRecord {
  /** Null: nobody has said yet which account it belongs to. */
  readonly accountId: string | null;
}

/** A new package. Admins are Slack user ids of this workspace. */
export interface PackageDraft extends RecordDraft {
  readonly ownerId: string;
  readonly backupIds: readonly string[];
}
