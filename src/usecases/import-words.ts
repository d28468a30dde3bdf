import type { Changes } from '../domain/changes.ts';
import { columnOf, titleOf } from '../domain/import-columns.ts';
import type { FieldFault } from '../domain/import-fields.ts';
import type { NewPackage } from '../domain/import-changes.ts';
import type { Layout } from '../domain/import-layout.ts';
import type { LooseColumn } from '../domain/import-loose-column.ts';
import type { Added, RowFault } from '../domain/import-plan.ts';
import { vendorsLine } from '../domain/import-vendors.ts';
import { MOST_SYSTEMS } from '../domain/place.ts';

// What the page and Slack both say of rows: plain text, and of cells only names of vendors and people that can’t be secrets.

const CELLS: { readonly [F in FieldFault]: string } = {
  too_long: 'it is longer than rekey keeps',
  damaged: 'some of its characters were damaged on the way',
  formula: 'it is a formula; copy its result',
  date_unreadable: 'that is no date rekey can read; write it as 2027-03-29',
  date_impossible: 'in the order of the other dates that is no day',
  date_serial: 'that is a spreadsheet’s own number for a day; format the column as a date',
  type_unknown: 'write server-to-server, web app or public app',
  units_unreadable:
    'each business unit begins with its MID, digits only: 510001001 Retail; 510001002 Wholesale',
  units_shortened: 'the spreadsheet has shortened the MID; format the column as text',
  criticality_unknown: 'write low, normal or high',
  lead_days_unreadable: 'a whole number from 0 to 90',
  yes_or_no: 'write yes or no',
  source_unknown: 'write Read in Setup, Computed or Fixed date',
  channel_unreadable:
    'give the Slack channel’s id, such as C024BE91L; it is at the end of the channel’s details',
  owner_unreadable: 'give the Slack member id, such as U012AB3CD; it is in their profile',
  backups_unreadable: 'give Slack member ids, parted by semicolons: U012AB3CD; U045EF6GH',
  vendors_unreadable:
    'part vendors by semicolons; systems follow after a colon: Acme Mail: Nightly import, Preference centre; Loop Loyalty',
  runbook_unreadable: 'a web address that begins with https://',
  freeze_unreadable: 'write first and last day as 2026-12-20..2027-01-05',
};

const isOfCell = (fault: RowFault): fault is Extract<RowFault, { code: FieldFault }> =>
  Object.hasOwn(CELLS, fault.code);

/** Why a row is not taken, and what to do about it. */
export function faultWords(fault: RowFault): string {
  if (isOfCell(fault)) return `${titleOf(fault.column)}: ${CELLS[fault.code]}.`;
  switch (fault.code) {
    case 'secret':
      return `A cell looks like a secret (column ${fault.place}). It was not kept and is not shown. Take it out of the table; if it is in force, generate a new one.`;
    case 'ragged':
      return `It has ${fault.cells} cells where the table has ${fault.columns} columns. Is a line break or a separator inside a cell?`;
    case 'no_name':
      return 'It names no package. In merged cells only the first row has the name: write it in each.';
    case 'no_name_column':
      return 'No package that rekey knows has its id, and a new one needs a name: add a column Name.';
    case 'no_channel':
      return 'A new package needs a Slack channel. Type the command in one, or add a column Channel.';
    case 'ambiguous':
      return `${fault.count} packages have this name. Add their client ids, accounts or business units, so that they can be told apart.`;
    case 'contradictory':
      return 'Its client id belongs to one package and its package id to another. Compare both with Setup.';
    case 'same_as_row':
      return `It is the same package as row ${fault.row}. If there are two, add their client ids or business units.`;
    case 'retired':
      return 'This package is retired in rekey.';
    case 'not_yours':
      return 'Only the package’s own admins may change it.';
    case 'rotating':
      return fault.what === 'dates'
        ? 'It is being rotated: its dates are recorded there until that is done.'
        : 'It is being rotated: until that is done it can’t become a public app, which has no secret.';
    case 'owner_differs':
      return 'A table hands no package over to another owner: that is done in Slack, where both are told.';
    case 'owner_unusable':
      return 'Its owner is no active member here, or not appointed as a package admin.';
    case 'backup_unusable':
      return `${fault.userId} can’t be a backup: no active member here, or not appointed as a package admin.`;
    case 'unasked':
      return `This table names more people than rekey asks Slack about at once, and ${fault.userId} is one too many. Bring in what can be; then this row and others like it, in a table of their own.`;
    case 'backups_not_yours':
      return 'Only its owner, or an admin of this Slack workspace, says who its backups are.';
    case 'vendor_unknown':
      return `${vendorNamed(fault.vendor)} is no vendor on record. Write it as it is there; add a new one once in Slack, with its contact (Add a vendor…).`;
    case 'vendor_ambiguous':
      return `${vendorNamed(fault.vendor)} is the name of several vendors on record, and nothing here tells them apart. Rename one of them, or add it in Slack.`;
    case 'vendor_is_you':
      return `You are the contact of ${vendorNamed(fault.vendor)}, and nobody gives themselves a secret. Ask another of its admins to add the vendor.`;
    case 'too_many_systems':
      return `${vendorNamed(fault.vendor)} would have more than ${MOST_SYSTEMS} systems for this package.`;
    case 'generated_ahead':
      return 'Its secret would be generated in the future.';
  }
}

/** Which column refuses most rows, and what it would have to hold. */
export function looseWords({ column, rows, fault }: LooseColumn, { columns, headings }: Layout): string {
  const title = titleOf(column);
  const heading = cut(headings[columns.indexOf(column)] ?? '', 40);
  const isOther = heading !== '' && heading.toLowerCase() !== title.toLowerCase();
  return `Column ${isOther ? `${heading}, read as ${title},` : title} refused ${rows.toLocaleString('en')} rows: ${CELLS[fault.code]}.`;
}

/** Which columns are taken, as what, and which are left out. */
export function columnsTaken({ columns, headings }: Layout): { taken: string; leftOut: string } {
  const isWithoutMids = (at: number) =>
    !columns.includes('business_units') && columnOf(headings[at] ?? '') === 'business_units';
  const nameOf = (at: number) =>
    `${headings[at] || `column ${at + 1}`}${isWithoutMids(at) ? ' (names without MIDs)' : ''}`;
  const words = columns.map((column, at) => ({ column, words: nameOf(at) }));
  const taken = words.flatMap(({ column }) => (column && column !== 'secret' ? [titleOf(column)] : []));
  const leftOut = words.flatMap(({ column, words: name }) => (column === null ? [name] : []));
  return { taken: taken.join(', '), leftOut: leftOut.join(', ') };
}

const vendorNamed = (name: string | null): string => (name === null ? 'One of them' : `“${cut(name, 80)}”`);

/** The fields of a change, as people call them. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'Name',
  accountName: 'Account',
  sfmcPackageId: 'Package ID',
  clientId: 'Client ID',
  integrationType: 'Integration type',
  businessUnits: 'Business units',
  secretGeneratedOn: 'Secret generated on',
  expiresOn: 'Secret expires',
  expirySource: 'Date comes from',
  isDormant: 'Invalidated as unused',
  criticality: 'Criticality',
  leadDays: 'Lead days',
  plannedStartOn: 'Planned start',
  channelId: 'Channel',
  backups: 'Backups',
  vendors: 'Vendors',
  scopes: 'Scopes',
  runbookUrl: 'Runbook',
  notes: 'Notes',
  freezeWindows: 'Freeze windows',
};
const LONGEST = 120;

/** What changes, field by field, from what to what. */
export const changeWords = (changes: Changes): { field: string; from: string; to: string }[] =>
  Object.entries(changes).map(([field, { from, to }]) => ({
    field: FIELDS[field] ?? field,
    from: shown(isWord(field) ? spaced(from) : from),
    to: shown(isWord(field) ? spaced(to) : to),
  }));

/** Said beside vendors and systems that a package gets while it is rotated. */
export const JOIN_LATER =
  'It is being rotated now, with the vendors and systems it began with: these count from the next rotation on. Add a vendor found late on its card.';

/** Who takes care of a new package beside its owner, and who uses it. */
export const whoJoins = ({
  gains,
  backupIds,
}: Pick<NewPackage, 'backupIds'> & Pick<Added, 'gains'>): string =>
  [
    ...(gains.length > 0 ? [`used by ${vendorsLine(gains)}`] : []),
    ...(backupIds.length > 0 ? [`backups ${backupIds.join(', ')}`] : []),
  ].join(' · ');

/** Fields that hold one of our own words. */
const isWord = (field: string) => field === 'integrationType' || field === 'expirySource';
const spaced = (value: unknown) => (typeof value === 'string' ? value.replaceAll('_', ' ') : value);

/** Business units and freeze windows are small records: their values, in order. */
const partOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? Object.values(value).map(String).join(' ') : String(value);

const cut = (text: string, most = LONGEST): string =>
  text.length > most ? `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : text;

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 0 ? 'nothing' : cut(value.map(partOf).join(', '));
  return typeof value === 'string' || typeof value === 'number' ? cut(String(value)) : 'something else';
}
