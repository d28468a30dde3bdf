/** What a column of an inventory can hold; `secret` only so that whatever stands in one is refused. Names are for ever: pages send them. */
export type Column =
  | 'name'
  | 'account'
  | 'package_id'
  | 'client_id'
  | 'type'
  | 'business_units'
  | 'generated_on'
  | 'expires_on'
  | 'expiry_source'
  | 'dormant'
  | 'criticality'
  | 'lead_days'
  | 'channel'
  | 'owner'
  | 'backups'
  | 'vendors'
  | 'scopes'
  | 'runbook'
  | 'notes'
  | 'freeze_windows'
  | 'secret';

interface Heading {
  /** As the export writes it. */
  readonly title: string;
  /** Other headings of the same, as they are once `bare` has been at them. */
  readonly also: readonly string[];
}

/** The columns in the order of the export. Setup's own headings come first; then what spreadsheets and other languages call them. */
export const COLUMNS: { readonly [C in Exclude<Column, 'secret'>]: Heading } = {
  name: {
    title: 'Name',
    also: [
      'packagename',
      'package',
      'installedpackage',
      'title',
      'paket',
      'paketname',
      'nom',
      'nombre',
      'nome',
    ],
  },
  account: {
    title: 'Account',
    also: ['marketingcloudaccount', 'accountname', 'tenant', 'org', 'konto', 'compte', 'cuenta', 'conta'],
  },
  package_id: { title: 'Package ID', also: ['packageguid', 'pkgid', 'id', 'packagekey', 'paketid'] },
  client_id: { title: 'Client ID', also: ['apiclientid', 'clientidentifier', 'clientkey', 'idclient'] },
  type: {
    title: 'Integration type',
    also: ['type', 'apiintegrationtype', 'apiintegration', 'component', 'typ', 'tipo'],
  },
  business_units: {
    title: 'Business units',
    also: ['businessunit', 'bu', 'bus', 'mid', 'mids', 'businessunitmid', 'businessunitsmid', 'accountid'],
  },
  generated_on: {
    title: 'Secret generated on',
    also: [
      'generatedon',
      'generated',
      'secretgenerated',
      'clientsecretgenerated',
      'lastrotated',
      'rotatedon',
    ],
  },
  expires_on: {
    title: 'Secret expires',
    also: [
      ...['expires', 'expireson', 'secretexpireson', 'expiry', 'expirydate', 'expiration', 'expirationdate'],
      ...[
        'secretexpiration',
        'secretexpirationdate',
        'secretexpiry',
        'clientsecretexpires',
        'clientsecretexpiration',
      ],
      ...[
        'clientsecretexpirationdate',
        'secretexpirydate',
        'validuntil',
        'ablaufdatum',
        'lauftab',
        'gueltigbis',
      ],
      ...[
        'gultigbis',
        'dateexpiration',
        'datedexpiration',
        'expirele',
        'fechadevencimiento',
        'vencimiento',
        'scadenza',
      ],
    ],
  },
  expiry_source: { title: 'Date comes from', also: ['expirysource', 'datesource'] },
  dormant: { title: 'Invalidated as unused', also: ['dormant', 'invalidated', 'isdormant'] },
  criticality: { title: 'Criticality', also: ['priority', 'risk', 'importance'] },
  lead_days: { title: 'Lead days', also: ['leadtime', 'leadtimedays', 'dueindays'] },
  channel: { title: 'Channel', also: ['slackchannel', 'channelid', 'slackchannelid'] },
  owner: { title: 'Owner', also: ['packageowner', 'slackowner', 'ownerid', 'admin'] },
  backups: {
    title: 'Backups',
    also: [
      ...['backup', 'packagebackup', 'packagebackups', 'backupowner', 'backupowners', 'backupadmin'],
      ...['backupadmins', 'slackbackup', 'slackbackups', 'deputy', 'deputies', 'standin', 'standins'],
      ...['stellvertreter', 'stellvertretung', 'vertretung', 'suppleant', 'suplente', 'sostituto'],
    ],
  },
  vendors: {
    title: 'Vendors',
    also: [
      ...['vendor', 'vendorname', 'vendornames', 'usedby', 'whousesit', 'consumer', 'consumers'],
      ...['supplier', 'suppliers', 'agency', 'agencies', 'partner', 'partners', 'dienstleister'],
      ...['lieferant', 'lieferanten', 'fournisseur', 'fournisseurs', 'proveedor', 'proveedores'],
      ...['fornitore', 'fornitori', 'fornecedor', 'fornecedores'],
    ],
  },
  scopes: { title: 'Scopes', also: ['scope', 'permissions', 'permission'] },
  runbook: { title: 'Runbook', also: ['runbookurl', 'documentation', 'docs', 'link'] },
  notes: { title: 'Notes', also: ['note', 'comment', 'comments', 'remarks', 'description', 'beschreibung'] },
  freeze_windows: { title: 'Freeze windows', also: ['freeze', 'freezes', 'blackout'] },
};

export const ALL_COLUMNS = Object.keys(COLUMNS) as readonly (keyof typeof COLUMNS)[];
export const isColumn = (text: string): text is keyof typeof COLUMNS => Object.hasOwn(COLUMNS, text);
export const titleOf = (column: Column): string => (column === 'secret' ? 'Secret' : COLUMNS[column].title);

const bare = (heading: string): string =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');

const KNOWN = new Map(
  ALL_COLUMNS.flatMap((column) => {
    const { title, also } = COLUMNS[column];
    return [title, column, ...also].map((heading) => [bare(heading), column] as const);
  }),
);

/** “Client secret”, but not the dates and states of one. */
const OF_SECRETS = /^(?:client|api|jwt|current|staged|active|new|old)*(?:signing)?secret(?:value|key)?$/;

/** The column a heading means, in any case and spelling; null when nobody has heard of it. */
export function columnOf(heading: string): Column | null {
  const name = bare(heading);
  return KNOWN.get(name) ?? (OF_SECRETS.test(name) ? 'secret' : null);
}

/** Columns that tables of users, roles and business units have too. */
const COMMON: readonly (Column | null)[] = [
  null,
  ...(['name', 'account', 'type', 'business_units', 'criticality', 'channel', 'owner'] as const),
  ...(['scopes', 'runbook', 'notes'] as const),
];

/** A column that only packages have, or a heading that names them. A bare “ID” anything has. */
export const isOfPackages = (columns: readonly (Column | null)[], headings: readonly string[]): boolean =>
  columns.some((column, n) => !COMMON.includes(column) && bare(headings[n] ?? '') !== 'id') ||
  headings.some((one) => /package|paket/i.test(one));

/** What is needed to tell packages apart: a table without any of these is another table. */
export const TELLING: readonly Column[] = ['name', 'client_id', 'package_id'];

/** The column of each cell of the first row: the first that means the same wins, the others are left out. */
export function readHeadings(cells: readonly string[]): (Column | null)[] {
  const taken = new Set<Column>();
  return cells.map((cell) => {
    const column = columnOf(cell);
    if (column === null || (column !== 'secret' && taken.has(column))) return null;
    taken.add(column);
    return column;
  });
}
