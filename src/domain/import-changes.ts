import { changesIn, type Changes } from './changes.ts';
import { expiryFrom } from './expiry.ts';
import { fixedWhileRotating } from './fixed-while-rotating.ts';
import { cellOf } from './import-export.ts';
import { backupsFor, backupsOf } from './import-backups.ts';
import type { RowFields } from './import-fields.ts';
import type { Known, PlanInput, RowFault } from './import-plan.ts';
import type { CellReading } from './import-rows.ts';
import { gainsOf, shownGains, type VendorGain } from './import-vendors.ts';
import type { BusinessUnit, OnRecord, Package } from './package.ts';
import { keptStart } from './planned-start.ts';
import { daysBetween } from './schedule.ts';

/** A package as a row makes it; its account goes by name, as it may not exist yet. */
export interface NewPackage extends OnRecord {
  readonly accountName: string | null;
  readonly ownerId: string;
  readonly backupIds: readonly string[];
}

/** The fields of a package that a row changes. */
export type PackageEdits = Partial<Omit<NewPackage, 'ownerId' | 'backupIds'>> &
  Partial<Pick<Package, 'plannedStartOn'>>;

/** All that a row changes of a package. */
export interface RowChange {
  readonly edits: PackageEdits;
  /** What of its record changes. */
  readonly changes: Changes;
  /** Its backups from now on; null leaves them as they are. */
  readonly backupIds: readonly string[] | null;
  readonly gains: readonly VendorGain[];
  /** What of its backups and vendors changes, as a preview shows it. */
  readonly joins: Changes;
}

type Fault = { readonly fault: RowFault };
const fault = (of: RowFault): Fault => ({ fault: of });

/** What the cells say together, or the first that can’t be taken. */
function saidBy(cells: readonly CellReading[], { today }: PlanInput): RowFields | Fault {
  const wrong = cells.find((cell) => cell.fault !== null);
  if (wrong?.fault) return fault({ code: wrong.fault, column: wrong.column });
  const said: RowFields = Object.assign({}, ...cells.map((cell) => cell.said));
  // East of UTC it may be tomorrow already.
  return said.secretGeneratedOn && daysBetween(today, said.secretGeneratedOn) > 1
    ? fault({ code: 'generated_ahead' })
    : said;
}

/**
 * A package for a row that is none of those known. Whoever adds it says all of it, also who else is its admin and who uses it;
 * from then on that is its admins’ to say.
 */
export function newPackageOf(
  cells: readonly CellReading[],
  input: PlanInput,
): { readonly package: NewPackage; readonly gains: readonly VendorGain[] } | Fault {
  const said = saidBy(cells, input);
  if ('fault' in said) return said;
  const channelId = said.channelId ?? input.channelId;
  if (said.name === undefined) return fault({ code: 'no_name' });
  if (channelId === null) return fault({ code: 'no_channel' });
  if (said.ownerId && !input.mayOwn.has(said.ownerId)) return fault(faultOfOwner(said.ownerId, input));
  const { secretGeneratedOn = null, expiresOn, expirySource = 'read_in_setup', ...others } = said;
  const { vendors = [], backupIds = [], ...rest } = others;
  const ownerId = said.ownerId ?? input.ownerId;
  const { mayOwn, unasked } = input;
  const backups = backupsFor(backupIds, { before: [], ownerId, mayOwn, unasked, mayName: true });
  if ('fault' in backups) return backups;
  const gained = gainsOf(vendors, { used: [], book: input.vendors });
  if ('fault' in gained) return gained;
  const dates = expiresOn
    ? { expiresOn, expirySource }
    : secretGeneratedOn
      ? expiryFrom(secretGeneratedOn)
      : { expiresOn: null, expirySource: null };
  return {
    gains: gained.gains,
    package: {
      ...EMPTY,
      leadDays: input.leadDays,
      ...rest,
      accountName: said.accountName ?? input.accountName,
      ...dates,
      ...{ secretGeneratedOn, ownerId, channelId },
      name: said.name,
      backupIds: backups.backupIds ?? [],
    },
  };
}

const faultOfOwner = (userId: string, { unasked }: PlanInput): RowFault =>
  unasked.has(userId) ? { code: 'unasked', userId } : { code: 'owner_unusable' };

const EMPTY = {
  sfmcPackageId: null,
  clientId: null,
  integrationType: 'server_to_server',
  businessUnits: [],
  scopes: null,
  criticality: 'normal',
  isDormant: false,
  runbookUrl: null,
  notes: null,
  freezeWindows: [],
} as const;

/**
 * What a row changes of the package it was matched with. A cell that says what the export would is left alone, whatever else
 * might be read from it.
 */
export function changeOf(cells: readonly CellReading[], known: Known, input: PlanInput): RowChange | Fault {
  const { package: pkg, vendors: used } = known;
  if (pkg.isRetired) return fault({ code: 'retired' });
  const written = { ...pkg, vendors: used };
  const telling = cells.filter(({ column, text }) => column !== 'secret' && text !== cellOf(written, column));
  const said = saidBy(telling, input);
  if ('fault' in said) return said;
  if (said.ownerId !== undefined) return fault({ code: 'owner_differs' });
  const edits = withStart(pkg, editsOf(cells, said, { pkg, accountName: input.accountName }));
  const changes = changesIn({ ...pkg, accountName: pkg.account?.name ?? null }, edits);
  if (Object.keys(changes).length > 0) {
    if (!known.mayChange) return fault({ code: 'not_yours' });
    const fixed = known.isRotating ? fixedWhileRotating(changes) : null;
    if (fixed) return fault({ code: 'rotating', what: fixed });
  }
  const joining = joiningOf(said, known, input);
  if ('fault' in joining) return joining;
  const changed = Object.fromEntries(Object.entries(edits).filter(([field]) => field in changes));
  return { edits: changed, changes, ...joining };
}

function editsOf(
  cells: readonly CellReading[],
  said: RowFields,
  { pkg, accountName: fallback }: { readonly pkg: Package; readonly accountName: string | null },
): PackageEdits {
  const { businessUnits, accountName, ownerId: _, backupIds: _b, vendors: _v, ...rest } = said;
  const account = accountName ?? (cells.some(({ column }) => column === 'account') ? null : fallback);
  return {
    ...withoutStraySource(rest, pkg),
    ...(businessUnits ? { businessUnits: named(businessUnits, pkg) } : {}),
    ...(account !== null && account.toLowerCase() !== pkg.account?.name.toLowerCase()
      ? { accountName: account }
      : {}),
    ...datesOf(cells, said, pkg),
  };
}

/** Who else is to take care of it, and who is to use it. */
function joiningOf(
  { backupIds: asked, vendors = [] }: RowFields,
  { package: pkg, vendors: used, mayKeepVendors, mayNameAdmins: mayName }: Known,
  { mayOwn, unasked, vendors: book }: PlanInput,
): Pick<RowChange, 'backupIds' | 'gains' | 'joins'> | Fault {
  const before = backupsOf(pkg);
  const ownerId = pkg.admins.find(({ role }) => role === 'owner')?.userId ?? null;
  const backups = asked
    ? backupsFor(asked, { before, ownerId, mayOwn, unasked, mayName })
    : { backupIds: null };
  if ('fault' in backups) return backups;
  const gained = gainsOf(vendors, { used, book });
  if ('fault' in gained) return gained;
  if (gained.gains.length > 0 && !mayKeepVendors) return fault({ code: 'not_yours' });
  const shown = shownGains(gained.gains, used);
  const joins = {
    ...(backups.backupIds ? { backups: { from: before, to: backups.backupIds } } : {}),
    ...(shown ? { vendors: shown } : {}),
  };
  return { ...backups, ...gained, joins };
}

/** With the planned start, where the new date ends it. */
function withStart(pkg: Package, edits: PackageEdits): PackageEdits {
  const { expiresOn = pkg.expiresOn, leadDays = pkg.leadDays } = edits;
  const plannedStartOn = keptStart(pkg, { expiresOn, leadDays });
  return plannedStartOn === pkg.plannedStartOn ? edits : { ...edits, plannedStartOn };
}

/** Where a date comes from says nothing where there is no date. */
const withoutStraySource = ({ expirySource, ...rest }: RowFields, pkg: Package): RowFields =>
  expirySource && (rest.expiresOn || pkg.expiresOn) ? { ...rest, expirySource } : rest;

/** A date without a word on where it comes from was read in Setup: also one that rekey had only counted before. */
function datesOf(cells: readonly CellReading[], said: RowFields, pkg: Package): PackageEdits {
  const expiresOn = cells.find(({ column }) => column === 'expires_on')?.said?.expiresOn;
  // Beside another date the source that the export wrote was left standing: it is the old date's.
  const isNew = expiresOn !== pkg.expiresOn;
  const source = cells.find(({ column }) => column === 'expiry_source');
  const saysSource =
    source !== undefined && !(isNew && source.text === cellOf({ ...pkg, vendors: [] }, 'expiry_source'));
  if (expiresOn) return saysSource ? {} : { expirySource: 'read_in_setup' };
  const { secretGeneratedOn } = said;
  const isCounted = pkg.expiresOn === null || pkg.expirySource !== 'read_in_setup';
  return secretGeneratedOn && isCounted ? expiryFrom(secretGeneratedOn) : {};
}

/** A MID without a name keeps the one it has. */
const named = (units: readonly BusinessUnit[], pkg: Package): BusinessUnit[] =>
  units.map((unit) => {
    const before = pkg.businessUnits.find(({ mid }) => mid === unit.mid);
    return before && unit.name === `MID ${unit.mid}` ? before : unit;
  });
