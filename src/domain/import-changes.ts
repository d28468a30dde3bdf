import { changesIn, type Changes } from './changes.ts';
import { expiryFrom } from './expiry.ts';
import { cellOf } from './import-export.ts';
import type { RowFields } from './import-fields.ts';
import type { Known, PlanInput, RowFault } from './import-plan.ts';
import type { CellReading } from './import-rows.ts';
import type { BusinessUnit, Package } from './package.ts';

/** A package as a row makes it; its account goes by name, as it may not exist yet. */
export interface NewPackage extends Omit<
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
  | 'subdomain'
  | 'enterpriseId'
> {
  readonly accountName: string | null;
  readonly ownerId: string;
}

/** The fields of a package that a row changes. */
export type PackageEdits = Partial<Omit<NewPackage, 'ownerId'>>;

type Fault = { readonly fault: RowFault };
const fault = (of: RowFault): Fault => ({ fault: of });

/** What the cells say together, or the first that can’t be taken. */
function saidBy(cells: readonly CellReading[], { today }: PlanInput): RowFields | Fault {
  const wrong = cells.find((cell) => cell.fault !== null);
  if (wrong?.fault) return fault({ code: wrong.fault, column: wrong.column });
  const said: RowFields = Object.assign({}, ...cells.map((cell) => cell.said));
  return said.secretGeneratedOn && said.secretGeneratedOn > today ? fault({ code: 'generated_ahead' }) : said;
}

/** A package for a row that is none of those known. */
export function newPackageOf(
  cells: readonly CellReading[],
  input: PlanInput,
): { readonly package: NewPackage } | Fault {
  const said = saidBy(cells, input);
  if ('fault' in said) return said;
  const channelId = said.channelId ?? input.channelId;
  if (said.name === undefined) return fault({ code: 'no_name' });
  if (channelId === null) return fault({ code: 'no_channel' });
  if (said.ownerId && !input.mayOwn.has(said.ownerId)) return fault({ code: 'owner_unusable' });
  const { secretGeneratedOn = null, expiresOn, expirySource = 'read_in_setup', ...rest } = said;
  const dates = expiresOn
    ? { expiresOn, expirySource }
    : secretGeneratedOn
      ? expiryFrom(secretGeneratedOn)
      : { expiresOn: null, expirySource: null };
  return {
    package: {
      ...EMPTY,
      leadDays: input.leadDays,
      ...filled(rest, input),
      ...dates,
      secretGeneratedOn,
      name: said.name,
      channelId,
    },
  };
}

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

const filled = (
  said: Omit<RowFields, 'expiresOn' | 'expirySource' | 'secretGeneratedOn'>,
  input: PlanInput,
) => ({
  ...said,
  accountName: said.accountName ?? input.accountName,
  ownerId: said.ownerId ?? input.ownerId,
});

/**
 * What a row changes of the package it was matched with. A cell that says what the export would is left alone, whatever else
 * might be read from it.
 */
export function changeOf(
  cells: readonly CellReading[],
  known: Known,
  input: PlanInput,
): { readonly edits: PackageEdits; readonly changes: Changes } | Fault {
  const { package: pkg } = known;
  if (pkg.isRetired) return fault({ code: 'retired' });
  const telling = cells.filter(({ column, text }) => column !== 'secret' && text !== cellOf(pkg, column));
  const said = saidBy(telling, input);
  if ('fault' in said) return said;
  if (said.ownerId !== undefined) return fault({ code: 'owner_differs' });
  const { businessUnits, accountName, ownerId: _, ...rest } = said;
  const account =
    accountName ?? (cells.some(({ column }) => column === 'account') ? null : input.accountName);
  const edits: PackageEdits = {
    ...withoutStraySource(rest, pkg),
    ...(businessUnits ? { businessUnits: named(businessUnits, pkg) } : {}),
    ...(account !== null && account.toLowerCase() !== pkg.account?.name.toLowerCase()
      ? { accountName: account }
      : {}),
    ...datesOf(cells, said, pkg),
  };
  const changes = changesIn({ ...pkg, accountName: pkg.account?.name ?? null }, edits);
  if (Object.keys(changes).length > 0) {
    if (!known.mayChange) return fault({ code: 'not_yours' });
    if (known.isRotating && DATES.some((field) => field in changes)) return fault({ code: 'rotating' });
  }
  const changed = Object.fromEntries(Object.entries(edits).filter(([field]) => field in changes));
  return { edits: changed, changes };
}

/** Where a date comes from says nothing where there is no date. */
const withoutStraySource = ({ expirySource, ...rest }: RowFields, pkg: Package): RowFields =>
  expirySource && (rest.expiresOn || pkg.expiresOn) ? { ...rest, expirySource } : rest;

const DATES = ['secretGeneratedOn', 'expiresOn', 'expirySource'];

/** A date without a word on where it comes from was read in Setup: also one that rekey had only counted before. */
function datesOf(cells: readonly CellReading[], said: RowFields, pkg: Package): PackageEdits {
  const expiresOn = cells.find(({ column }) => column === 'expires_on')?.said?.expiresOn;
  const saysSource = cells.some(({ column }) => column === 'expiry_source');
  if (expiresOn) return saysSource ? {} : { expirySource: 'read_in_setup' };
  const { secretGeneratedOn } = said;
  const isCounted = pkg.expiresOn === null || pkg.expirySource === 'computed';
  return secretGeneratedOn && isCounted ? expiryFrom(secretGeneratedOn) : {};
}

/** A MID without a name keeps the one it has. */
const named = (units: readonly BusinessUnit[], pkg: Package): BusinessUnit[] =>
  units.map((unit) => {
    const before = pkg.businessUnits.find(({ mid }) => mid === unit.mid);
    return before && unit.name === `MID ${unit.mid}` ? before : unit;
  });
