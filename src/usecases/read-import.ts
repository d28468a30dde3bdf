import { createHash } from 'node:crypto';
import { everyAccount } from '../db/accounts.ts';
import type { Db } from '../db/connection.ts';
import { goneAmong } from '../db/known-people.ts';
import { rotatingPackages } from '../db/many-packages.ts';
import { appointedAdmins } from '../db/people.ts';
import { everyPackage, oddClientIds, vendorsOf } from '../db/packages.ts';
import { workspaceDefaults } from '../db/policies.ts';
import { everyVendor } from '../db/vendors.ts';
import type { Column } from '../domain/import-columns.ts';
import { answered, type DateOrder, type OrderAsked } from '../domain/import-dates.ts';
import { planImport, type ImportPlan } from '../domain/import-plan.ts';
import { readRow, type Reading, type RowReading } from '../domain/import-rows.ts';
import { layOut, type Layout } from '../domain/import-layout.ts';
import { vendorBook, type VendorBook } from '../domain/import-vendors.ts';
import type { Package, Vendor } from '../domain/package.ts';
import { isSamePerson, type Person, type SlackIdentity } from '../domain/people.ts';
import { may } from '../domain/roles.ts';
import { RULES } from '../domain/rules.ts';
import { dayOf, type Moment } from '../domain/schedule.ts';
import { isOneself } from './contacts.ts';
import type { Deps } from './deps.ts';
import { knownSecretRows } from './known-secrets.ts';
import { readTable } from './read-table.ts';
import type { Result } from './refusals.ts';
import { mayDo } from './rights.ts';
import { sightOf } from './viewing.ts';

/** A table as somebody brings it, with what they have answered about it so far. */
export interface TableInput {
  readonly table: string;
  /** What each column is, when that was chosen by hand; null leaves it to the headings. */
  readonly columns: readonly (Column | null)[] | null;
  /** Said by hand: the first row is headings, or is a package already. */
  readonly hasHeadings: boolean | null;
  readonly order: DateOrder | null;
  /** The account of rows that name none; null leaves it open. */
  readonly accountName: string | null;
}

/** Who brings it, and the channel of packages that name none. */
export interface Importer {
  readonly person: Person;
  readonly channelId: string | null;
}

/** A table that could be read: either something is to be asked first, or this is what it would do. */
export type ImportReading =
  | { readonly kind: 'columns'; readonly layout: Layout }
  | { readonly kind: 'dates'; readonly layout: Layout; readonly found: OrderAsked }
  | {
      readonly kind: 'plan';
      readonly layout: Layout;
      readonly rows: readonly RowReading[];
      /** The importer, and of those whom rows name the active members. */
      readonly owners: ReadonlyMap<string, SlackIdentity>;
      /** Of the others, those about whom Slack was not asked. */
      readonly unasked: ReadonlySet<string>;
    };

/** Reads a table as far as it goes without looking at what is known. Asks the directory: not for use in a transaction. */
export async function readImport(
  deps: Deps,
  { person }: Importer,
  input: TableInput,
): Promise<Result<{ reading: ImportReading }>> {
  const table = readTable(input.table);
  if (!table.ok) return table;
  const laidOut = layOut(table.rows, input);
  if (laidOut.question) return { ok: true, reading: { kind: 'columns', layout: laidOut } };
  const found = answered(laidOut.found, input.order);
  const layout = { ...laidOut, found };
  if (found.kind === 'ask') return { ok: true, reading: { kind: 'dates', layout, found } };
  const order = found.kind === 'one' ? found.order : null;
  const reading: Reading = {
    ...{ columns: layout.columns, headings: layout.headings, order },
    oddClientIds: await oddClientIds(deps.db, deps.workspaceId),
  };
  const known = await knownSecretRows(deps, layout);
  const below = layout.rows.map(({ number, cells }) => {
    const secret = known.get(number);
    return secret === undefined
      ? readRow(number, cells, reading)
      : ({ kind: 'secret', number, place: secret } as const);
  });
  const rows = layout.leaky ? [layout.leaky, ...below] : below;
  return { ok: true, reading: { kind: 'plan', layout, rows, ...(await ownersAmong(deps, person, rows)) } };
}

/** Rows that were read, by whom, and what they say nothing about. */
export interface RowsToPlan extends Importer {
  readonly rows: readonly RowReading[];
  readonly owners: ReadonlyMap<string, SlackIdentity>;
  readonly unasked: ReadonlySet<string>;
  readonly accountName: string | null;
  readonly at: Moment;
}

/** What rows would do to the inventory as it is now. */
export async function planRows(deps: Deps, db: Db, of: RowsToPlan): Promise<ImportPlan> {
  const { workspaceId } = deps;
  const { person, channelId, rows, owners, unasked, accountName, at } = of;
  const rotating = await rotatingPackages(db, workspaceId);
  const { sees } = await sightOf({ db, workspaceId }, person);
  const packages = await everyPackage(db, workspaceId);
  const { used, book } = await vendorsFor(deps, db, { person, rows, packages });
  const known = packages.map((pkg) => ({
    package: pkg,
    vendors: used.get(pkg.id) ?? [],
    isSeen: sees(pkg),
    mayChange: mayDo(person, 'edit_package', pkg) === null,
    mayKeepVendors: mayDo(person, 'keep_vendors', pkg) === null,
    mayNameAdmins: may(person, 'hand_over', { package: pkg }),
    isRotating: rotating.has(pkg.id),
  }));
  return planImport({
    ...{ rows, known, accountName, channelId, unasked },
    accounts: await everyAccount(db, workspaceId),
    vendors: book,
    ownerId: person.userId,
    mayOwn: await mayOwnOf(deps, db, { person, owners }),
    leadDays: (await workspaceDefaults(db, workspaceId)).leadDays ?? RULES.leadDays,
    today: dayOf(at),
  });
}

/** The vendors of packages, and those on record: read only for a table that names some. */
async function vendorsFor(
  { workspaceId }: Deps,
  db: Db,
  { person, rows, packages }: Pick<RowsToPlan, 'person' | 'rows'> & { packages: readonly Package[] },
): Promise<{ used: ReadonlyMap<string, readonly Vendor[]>; book: VendorBook }> {
  const isAsked = rows.some(
    (row) => row.kind === 'read' && row.cells.some(({ column }) => column === 'vendors'),
  );
  if (!isAsked) return { used: new Map(), book: new Map() };
  const known = (await everyVendor(db, workspaceId)).map(({ contact, ...vendor }) => ({
    ...vendor,
    isOwn: isOneself(person, contact),
  }));
  const used = await vendorsOf(
    db,
    packages.map(({ id }) => id),
  );
  return { used, book: vendorBook(known) };
}

/** Who may be an owner or a backup: the importer, who is appointed, or whoever is named by somebody who appoints. */
async function mayOwnOf(
  { workspaceId }: Deps,
  db: Db,
  { person, owners }: Pick<RowsToPlan, 'person' | 'owners'>,
): Promise<Set<string>> {
  if (person.isWorkspaceAdmin) return new Set(owners.keys());
  const appointed = [person, ...(await appointedAdmins(db, workspaceId))];
  const all = [...owners].filter(([, owner]) => appointed.some((one) => isSamePerson(one, owner)));
  return new Set(all.map(([userId]) => userId));
}

/** Of those whom rows name, the active members, and those too many to ask about. */
async function ownersAmong(
  deps: Deps,
  person: Person,
  rows: readonly RowReading[],
): Promise<Pick<RowsToPlan, 'owners' | 'unasked'>> {
  const named = rows.flatMap((row) =>
    row.kind === 'read'
      ? row.cells.flatMap(({ said }) => [said?.ownerId ?? [], said?.backupIds ?? []].flat())
      : [],
  );
  const { db, workspaceId } = deps;
  const appointed = await appointedAdmins(db, workspaceId);
  const gone = await goneAmong(db, workspaceId, appointed);
  const known = [person, ...appointed.filter(({ userId }) => named.includes(userId) && !gone.has(userId))];
  const owners = new Map<string, SlackIdentity>(known.map((one) => [one.userId, one]));
  const strangers = [...new Set(named)].filter((userId) => !owners.has(userId) && !gone.has(userId));
  for (const userId of strangers.slice(0, MOST_STRANGERS)) {
    const found = await deps.directory.find(userId);
    if (found?.standing === 'member') owners.set(userId, found);
  }
  // Of anybody else's table no stranger becomes a package admin, asked about or not.
  const unasked = person.isWorkspaceAdmin ? strangers.slice(MOST_STRANGERS) : [];
  return { owners, unasked: new Set(unasked) };
}

/** Each is asked of Slack. Those on the list of package admins are known, however many they are. */
const MOST_STRANGERS = 50;

/** Tells two plans apart by all that is shown of them: what is applied is what was shown. */
export const digestOf = ({ added, changed, refused, newAccounts }: ImportPlan): string => {
  const edits = changed.map(({ row, package: { id }, changes, joins, gains }) => [
    ...[row, id, changes, joins, gains],
  ]);
  return createHash('sha256')
    .update(JSON.stringify([added, edits, refused, newAccounts]))
    .digest('hex');
};
