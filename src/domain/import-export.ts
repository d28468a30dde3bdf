import { backupsOf } from './import-backups.ts';
import { clean, neutral } from './import-cells.ts';
import { ALL_COLUMNS, COLUMNS, type Column } from './import-columns.ts';
import { vendorsCell, type VendorSaid } from './import-vendors.ts';
import type { ExpirySource, IntegrationType, Package } from './package.ts';

const TYPES: { readonly [T in IntegrationType]: string } = {
  server_to_server: 'Server-to-server',
  web_app: 'Web app',
  public_app: 'Public app',
};
const SOURCES: { readonly [S in ExpirySource]: string } = {
  read_in_setup: 'Read in Setup',
  computed: 'Computed',
  fixed_date: 'Fixed date',
};

type Exported = Exclude<Column, 'secret'>;
/** What a package looks like in the table, before anything is made harmless. */
export interface Written extends Omit<Package, 'id' | 'workspaceId' | 'createdAt'> {
  readonly vendors: readonly VendorSaid[];
}

const CELLS: { readonly [C in Exported]: (of: Written) => string | null | undefined } = {
  name: ({ name }) => name,
  account: ({ account }) => account?.name,
  package_id: ({ sfmcPackageId }) => sfmcPackageId,
  client_id: ({ clientId }) => clientId,
  type: ({ integrationType }) => TYPES[integrationType],
  business_units: ({ businessUnits }) => businessUnits.map(({ mid, name }) => `${mid} ${name}`).join('\n'),
  generated_on: ({ secretGeneratedOn }) => secretGeneratedOn,
  expires_on: ({ expiresOn }) => expiresOn,
  expiry_source: ({ expirySource }) => expirySource && SOURCES[expirySource],
  dormant: ({ isDormant }) => (isDormant ? 'yes' : 'no'),
  criticality: ({ criticality }) => criticality,
  lead_days: ({ leadDays }) => String(leadDays),
  channel: ({ channelId }) => channelId,
  owner: ({ admins }) => admins.find(({ role }) => role === 'owner')?.userId,
  backups: (of) => backupsOf(of).join('; '),
  vendors: ({ vendors }) => vendorsCell(vendors),
  scopes: ({ scopes }) => scopes,
  runbook: ({ runbookUrl }) => runbookUrl,
  notes: ({ notes }) => notes,
  freeze_windows: ({ freezeWindows }) =>
    freezeWindows.map(({ fromOn, toOn }) => `${fromOn}..${toOn}`).join('\n'),
};

/** What the export writes for a package under a column, as a reader would clean it. Nothing is the empty text. */
export const cellOf = (of: Written, column: Exported): string => clean(CELLS[column](of) ?? '');

/** Every package as a CSV that comes back in with nothing changed. Cells that a spreadsheet would run are made harmless. */
export function csvOf(packages: readonly Written[]): string {
  const head = ALL_COLUMNS.map((column) => COLUMNS[column].title);
  const rows = packages.map((of) => ALL_COLUMNS.map((column) => neutral(cellOf(of, column))));
  return BOM + [head, ...rows].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** Without it Excel takes UTF-8 for the machine's own encoding. */
const BOM = '\uFEFF';

const quoted = (cell: string): string =>
  /[",\r\n\t;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
