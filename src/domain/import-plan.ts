import type { Account } from './account.ts';
import { TELLING, type Column } from './import-columns.ts';
import {
  changeOf,
  newPackageOf,
  type NewPackage,
  type PackageEdits,
  type RowChange,
} from './import-changes.ts';
import type { FieldFault } from './import-fields.ts';
import { Matcher, tellingOf, type Match, type Telling } from './import-match.ts';
import type { CellReading, RowReading } from './import-rows.ts';
import type { VendorBook, VendorGain } from './import-vendors.ts';
import type { Package, Vendor } from './package.ts';
import type { Day } from './schedule.ts';

/** Why a row is not taken. The others are. */
export type RowFault =
  | { readonly code: 'secret'; readonly place: string }
  | { readonly code: 'ragged'; readonly cells: number; readonly columns: number }
  | { readonly code: FieldFault; readonly column: Column }
  | { readonly code: 'no_name' }
  /** And no row of the table has one. */
  | { readonly code: 'no_name_column' }
  | { readonly code: 'no_channel' }
  | { readonly code: 'ambiguous'; readonly count: number }
  | { readonly code: 'contradictory' }
  | { readonly code: 'same_as_row'; readonly row: number }
  | { readonly code: 'retired' }
  | { readonly code: 'not_yours' }
  /** Its dates, and whether it has a secret, belong to the rotation until that is over. */
  | { readonly code: 'rotating'; readonly what: 'dates' | 'type' }
  /** Another owner is asked in Slack, where both are told. */
  | { readonly code: 'owner_differs' }
  /** Named as the owner of a new package, but may not own one. */
  | { readonly code: 'owner_unusable' }
  /** Named as a backup, but may not be one. */
  | { readonly code: 'backup_unusable'; readonly userId: string }
  /** An owner or a backup whom Slack was not asked about: the table names too many who are not known. */
  | { readonly code: 'unasked'; readonly userId: string }
  /** Who its admins are is said by its owner, or an admin of the Slack workspace. */
  | { readonly code: 'backups_not_yours' }
  /** Not on record. The name is null where it may be a secret. */
  | { readonly code: 'vendor_unknown'; readonly vendor: string | null }
  /** Several on record are called so. */
  | { readonly code: 'vendor_ambiguous'; readonly vendor: string | null }
  /** Its contact is the importer: nobody gives themselves a secret (promise R3). */
  | { readonly code: 'vendor_is_you'; readonly vendor: string }
  | { readonly code: 'too_many_systems'; readonly vendor: string }
  | { readonly code: 'generated_ahead' };

/** A package that is known, and what the importer may do to it now. */
export interface Known {
  readonly package: Package;
  /** Who uses its secret, and in which systems it sits. */
  readonly vendors: readonly Pick<Vendor, 'id' | 'name' | 'systems'>[];
  /** Where the workspace names who may look, others are told nothing of it, not even that it is as they wrote. */
  readonly isSeen: boolean;
  readonly mayChange: boolean;
  readonly mayKeepVendors: boolean;
  readonly mayNameAdmins: boolean;
  readonly isRotating: boolean;
}

export interface PlanInput {
  readonly rows: readonly RowReading[];
  /** All of the workspace, retired ones too. */
  readonly known: readonly Known[];
  readonly accounts: readonly Account[];
  readonly vendors: VendorBook;
  /** For rows that name none; null leaves it open. */
  readonly accountName: string | null;
  readonly channelId: string | null;
  readonly ownerId: string;
  /** User ids of those who may own a package, or be its backup. */
  readonly mayOwn: ReadonlySet<string>;
  /** Of those whom rows name, the ones too many to ask Slack about. */
  readonly unasked: ReadonlySet<string>;
  readonly leadDays: number;
  readonly today: Day;
}

export interface Added {
  readonly row: number;
  readonly package: NewPackage;
  readonly gains: readonly VendorGain[];
}
export interface Changed extends RowChange {
  readonly row: number;
  readonly package: Package;
  /** Its rotation under way goes on with the vendors and systems it began with. */
  readonly isRotating: boolean;
}
export interface RefusedRow {
  readonly row: number;
  /** As the row has it, or as rekey knows it; null where that may be a secret, or there is none. */
  readonly name: string | null;
  readonly fault: RowFault;
}

/** What a table would change: shown before it does, and done as it was shown. */
export interface ImportPlan {
  readonly added: readonly Added[];
  readonly changed: readonly Changed[];
  readonly unchanged: number;
  readonly refused: readonly RefusedRow[];
  /** Accounts that rows name and nobody has added yet. */
  readonly newAccounts: readonly string[];
}

type Judged =
  | { readonly kind: 'added'; readonly added: Added }
  | { readonly kind: 'changed'; readonly changed: Changed }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refused: RefusedRow };

type Candidate = { readonly known: Known } | { readonly earlierRow: number };

/** Judges every row against what is known and the rows before it. A row that can’t be taken stands in no other’s way. */
export function planImport(input: PlanInput): ImportPlan {
  const matcher = new Matcher<Candidate>(
    input.known.map((known) => ({
      ...tellingOf(known.package),
      ...{ isRetired: known.package.isRetired, of: { known } },
    })),
  );
  const taken = new Map<string, number>();
  const hasNames = input.rows.some(
    (row) => row.kind === 'read' && row.cells.some(({ column }) => column === 'name'),
  );
  const judged = new Map(
    input.rows
      .toSorted((a, b) => saying(a) - saying(b))
      .map((row) => [row, judge(row, { input, matcher, taken, hasNames })]),
  );
  return summed(
    input,
    input.rows.flatMap((row) => judged.get(row) ?? []),
  );
}

/** Rows that say more of what they are go first: what they leave is told apart by less, in whatever order they stand. */
function saying(row: RowReading): number {
  if (row.kind !== 'read') return 0;
  const says = (...columns: readonly Column[]) =>
    row.cells.some(({ column, said }) => said !== null && columns.includes(column));
  return [says('client_id'), says('package_id'), says('account', 'business_units'), true].indexOf(true);
}

function summed(input: PlanInput, judged: readonly Judged[]): ImportPlan {
  const added = judged.flatMap((one) => (one.kind === 'added' ? [one.added] : []));
  const changed = judged.flatMap((one) => (one.kind === 'changed' ? [one.changed] : []));
  return {
    ...{ added, changed },
    unchanged: judged.filter(({ kind }) => kind === 'unchanged').length,
    refused: judged.flatMap((one) => (one.kind === 'refused' ? [one.refused] : [])),
    newAccounts: newNames(input.accounts, [
      ...added.map((one) => one.package.accountName),
      ...changed.map((one) => one.edits.accountName ?? null),
    ]),
  };
}

interface Table {
  readonly input: PlanInput;
  readonly matcher: Matcher<Candidate>;
  /** Which packages rows have met already, and which row it was. */
  readonly taken: Map<string, number>;
  /** Some row has something in a column Name. */
  readonly hasNames: boolean;
}

function judge(row: RowReading, table: Table): Judged {
  const refuse = (fault: RowFault, name: string | null): Judged => ({
    kind: 'refused',
    refused: { row: row.number, name, fault },
  });
  if (row.kind === 'secret') return refuse({ code: 'secret', place: row.place }, null);
  if (row.kind === 'ragged') return refuse({ code: 'ragged', cells: row.cells, columns: row.columns }, null);
  const telling = tellingOfRow(row.cells, table.input.accountName);
  const match = table.matcher.find(telling);
  const fault = faultOfMatch(match, telling);
  if (fault) return refuse(fault.code === 'no_name' ? faultOfName(row.cells, table) : fault, telling.name);
  const sameAs = (earlier: number): Judged => {
    // Its ids are the earlier row’s from now on: a third row that has them is no other package.
    table.matcher.add({ ...telling, name: null, isRetired: false, of: { earlierRow: row.number } });
    return refuse({ code: 'same_as_row', row: earlier }, telling.name);
  };
  if (match.kind === 'one' && 'earlierRow' in match.of) return sameAs(match.of.earlierRow);
  if (match.kind === 'one' && 'known' in match.of) {
    const { known } = match.of;
    if (!known.isSeen) return refuse({ code: 'not_yours' }, telling.name);
    const earlier = table.taken.get(known.package.id);
    if (earlier !== undefined) return sameAs(earlier);
    const change = changeOf(row.cells, known, table.input);
    if ('fault' in change) return refuse(change.fault, known.package.name);
    table.taken.set(known.package.id, row.number);
    table.matcher.learn(match.of, tellingAfter(known.package, change.edits));
    if (Object.keys({ ...change.changes, ...change.joins }).length === 0) return { kind: 'unchanged' };
    const { package: pkg, isRotating } = known;
    return { kind: 'changed', changed: { row: row.number, package: pkg, isRotating, ...change } };
  }
  const made = newPackageOf(row.cells, table.input);
  if ('fault' in made) return refuse(made.fault, telling.name);
  table.matcher.add({ ...telling, isRetired: false, of: { earlierRow: row.number } });
  return { kind: 'added', added: { row: row.number, ...made } };
}

const tellingAfter = (pkg: Package, { accountName, businessUnits, ...edits }: PackageEdits): Telling => ({
  ...tellingOf({ ...pkg, ...edits, businessUnits: businessUnits ?? pkg.businessUnits }),
  accountName: accountName ?? pkg.account?.name ?? null,
});

/** Nothing tells what it is: a cell that should can't be taken, or is not there. */
function faultOfName(cells: readonly CellReading[], { hasNames }: Table): RowFault {
  const wrong = cells.find(({ column, fault }) => fault !== null && TELLING.includes(column));
  if (wrong?.fault) return { code: wrong.fault, column: wrong.column };
  return { code: hasNames ? 'no_name' : 'no_name_column' };
}

function faultOfMatch(match: Match<Candidate>, telling: Telling): RowFault | null {
  if (match.kind === 'ambiguous') return { code: 'ambiguous', count: match.count };
  if (match.kind === 'contradictory') return { code: 'contradictory' };
  return match.kind === 'none' && telling.name === null ? { code: 'no_name' } : null;
}

function tellingOfRow(cells: readonly CellReading[], accountName: string | null): Telling {
  const said = Object.assign({}, ...cells.map((cell) => cell.said ?? {})) as CellReading['said'];
  return {
    name: said?.name ?? null,
    accountName: said?.accountName ?? accountName,
    clientId: said?.clientId ?? null,
    sfmcPackageId: said?.sfmcPackageId ?? null,
    mids: said?.businessUnits?.map(({ mid }) => mid) ?? [],
  };
}

/** Each once, in any case, as the first row writes it. */
function newNames(accounts: readonly Account[], named: readonly (string | null)[]): string[] {
  const known = new Set(accounts.map(({ name }) => name.toLowerCase()));
  const fresh = new Map<string, string>();
  for (const name of named) {
    const key = name?.toLowerCase();
    if (name && key && !known.has(key) && !fresh.has(key)) fresh.set(key, name);
  }
  return [...fresh.values()];
}
