import type { Column } from './import-columns.ts';
import { isNothing, readDate, type DateOrder } from './import-dates.ts';
import { readVendors, type VendorSaid } from './import-vendors.ts';
import type { BusinessUnit, Criticality, ExpirySource, FreezeWindow, IntegrationType } from './package.ts';
import { LONGEST_SYSTEM } from './place.ts';
import { isDay, type Day } from './schedule.ts';
import { isWholeText } from './whole-text.ts';

/** What a row says of a package; what it does not say is left as it is. */
export interface RowFields {
  readonly name?: string;
  readonly accountName?: string;
  readonly sfmcPackageId?: string;
  readonly clientId?: string;
  readonly integrationType?: IntegrationType;
  readonly businessUnits?: readonly BusinessUnit[];
  readonly secretGeneratedOn?: Day;
  readonly expiresOn?: Day;
  readonly expirySource?: ExpirySource;
  readonly isDormant?: boolean;
  readonly criticality?: Criticality;
  readonly leadDays?: number;
  readonly channelId?: string;
  readonly ownerId?: string;
  readonly backupIds?: readonly string[];
  readonly vendors?: readonly VendorSaid[];
  readonly scopes?: string;
  readonly runbookUrl?: string;
  readonly notes?: string;
  readonly freezeWindows?: readonly FreezeWindow[];
}

/** Why a cell can't be taken. */
export type FieldFault =
  | 'too_long'
  | 'damaged'
  | 'formula'
  | 'date_unreadable'
  /** Not a day in the order that was settled. */
  | 'date_impossible'
  | 'date_serial'
  | 'type_unknown'
  | 'units_unreadable'
  /** A spreadsheet has made `5.1E+08` of the MID: digits are lost. */
  | 'units_shortened'
  | 'criticality_unknown'
  | 'lead_days_unreadable'
  | 'yes_or_no'
  | 'source_unknown'
  | 'channel_unreadable'
  | 'owner_unreadable'
  | 'backups_unreadable'
  | 'vendors_unreadable'
  | 'runbook_unreadable'
  | 'freeze_unreadable';

type Reader = (text: string, order: DateOrder | null) => RowFields | FieldFault;

const line =
  (most: number, field: 'name' | 'accountName' | 'sfmcPackageId' | 'clientId'): Reader =>
  (text) => {
    const said = text.replaceAll('\n', ' ');
    return said.length > most ? 'too_long' : { [field]: said };
  };

const block =
  (most: number, field: 'scopes' | 'notes'): Reader =>
  (text) =>
    text.length > most ? 'too_long' : { [field]: text };

const date =
  (field: 'expiresOn' | 'secretGeneratedOn'): Reader =>
  (text, order) => {
    const read = readDate(text);
    switch (read.kind) {
      case 'nothing':
        return {};
      case 'day':
        return { [field]: read.day };
      case 'serial':
        return 'date_serial';
      case 'unreadable':
        return 'date_unreadable';
      case 'printed': {
        const day = order === null ? null : read[order];
        return day === null ? 'date_impossible' : { [field]: day };
      }
    }
  };

const letters = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');

const readType: Reader = (text) => {
  const said = letters(text);
  if (said.includes('server')) return { integrationType: 'server_to_server' };
  if (said.includes('public')) return { integrationType: 'public_app' };
  return said.includes('web') ? { integrationType: 'web_app' } : 'type_unknown';
};

const CRITICALITIES: Readonly<Record<string, Criticality>> = {
  low: 'low',
  normal: 'normal',
  medium: 'normal',
  high: 'high',
  critical: 'high',
};
const SOURCES: Readonly<Record<string, ExpirySource>> = {
  readinsetup: 'read_in_setup',
  computed: 'computed',
  fixeddate: 'fixed_date',
};
const YES_OR_NO: Readonly<Record<string, boolean>> = {
  yes: true,
  true: true,
  x: true,
  no: false,
  false: false,
};

/** One of a few words. */
const word = <V>(known: Readonly<Record<string, V>>, text: string): V | undefined => {
  const said = letters(text);
  return Object.hasOwn(known, said) ? known[said] : undefined;
};

const MOST_LEAD_DAYS = 90;
const readLeadDays: Reader = (text) => {
  const [, digits = ''] = /^(\d{1,3})(?: days?)?$/i.exec(text) ?? [];
  const leadDays = Number(digits);
  return digits !== '' && leadDays <= MOST_LEAD_DAYS ? { leadDays } : 'lead_days_unreadable';
};

/** `510001001 Retail`, or `Retail (510001001)`; one per line, or parted by `;` or `,` where each part names a MID. */
const readUnits: Reader = (text) => {
  if (/^\d[.,]\d*E\+?\d+$/i.test(text)) return 'units_shortened';
  for (const separator of [/\n/, /;/, /,/]) {
    const units = text.split(separator).map((part) => unitOf(part.trim()));
    if (units.every((unit) => unit !== null) && (units.length > 1 || !/[;,]\s*\d{5}/.test(text)))
      return { businessUnits: units };
  }
  return 'units_unreadable';
};

function unitOf(text: string): BusinessUnit | null {
  const [, mid = '', name = ''] = /^(\d{1,20})(?:[ :·–-]+(.*))?$/.exec(text) ?? [];
  if (mid !== '') return { mid, name: name.trim() || `MID ${mid}` };
  const [, before = '', inside = ''] = /^(.*\S)\s*\((?:MID:? ?)?(\d{1,20})\)$/.exec(text) ?? [];
  return inside === '' ? null : { mid: inside, name: before };
}

/** Slack’s id, bare or as a mention; a name can’t be looked up (slack.md). */
const slackId = (text: string, kind: RegExp): string | null => {
  const [, id = ''] = /^<?[@#]?([A-Z0-9]{3,20})(?:\|[^>]*)?>?$/.exec(text) ?? [];
  return kind.test(id) ? id : null;
};

/** Owners and backups are people. */
const PERSON = /^[UW]/;

const readBackups: Reader = (text) => {
  const ids = text.split(/[;,\n]/).filter((part) => part.trim() !== '');
  const backupIds = ids.flatMap((id) => slackId(id.trim(), PERSON) ?? []);
  return ids.length > 0 && backupIds.length === ids.length ? { backupIds } : 'backups_unreadable';
};

const readUses: Reader = (text) => {
  const vendors = readVendors(text);
  if (vendors === null) return 'vendors_unreadable';
  const isTooLong = vendors.some(({ systems }) => systems.some((one) => one.length > LONGEST_SYSTEM));
  return isTooLong ? 'too_long' : { vendors };
};

const readFreeze: Reader = (text) => {
  const freezeWindows: FreezeWindow[] = [];
  for (const part of text.split(/[\n;]/)) {
    const [fromOn = '', toOn = fromOn, ...more] = part.trim().split(/\s*\.\.\s*/);
    if (more.length > 0 || !isDay(fromOn) || !isDay(toOn) || toOn < fromOn) return 'freeze_unreadable';
    freezeWindows.push({ fromOn, toOn });
  }
  return { freezeWindows };
};

const READERS: { readonly [C in Exclude<Column, 'secret'>]: Reader } = {
  name: line(120, 'name'),
  account: line(100, 'accountName'),
  package_id: line(100, 'sfmcPackageId'),
  client_id: line(100, 'clientId'),
  type: readType,
  business_units: readUnits,
  generated_on: date('secretGeneratedOn'),
  expires_on: date('expiresOn'),
  expiry_source: (text) => {
    const expirySource = word(SOURCES, text);
    return expirySource ? { expirySource } : 'source_unknown';
  },
  dormant: (text) => {
    const isDormant = word(YES_OR_NO, text);
    return isDormant === undefined ? 'yes_or_no' : { isDormant };
  },
  criticality: (text) => {
    const criticality = word(CRITICALITIES, text);
    return criticality ? { criticality } : 'criticality_unknown';
  },
  lead_days: readLeadDays,
  channel: (text) => {
    const channelId = slackId(text, /^[CG]/);
    return channelId ? { channelId } : 'channel_unreadable';
  },
  owner: (text) => {
    const ownerId = slackId(text, PERSON);
    return ownerId ? { ownerId } : 'owner_unreadable';
  },
  backups: readBackups,
  vendors: readUses,
  scopes: block(1000, 'scopes'),
  runbook: (text) =>
    /^https?:\/\/[^\s<>|]{1,500}$/.test(text) ? { runbookUrl: text } : 'runbook_unreadable',
  notes: block(2000, 'notes'),
  freeze_windows: readFreeze,
};

/** Where a dash may be meant. */
const FREE: readonly Column[] = ['name', 'notes', 'scopes'];

/** Reads one cleaned cell of a column. */
export function readField(
  column: Exclude<Column, 'secret'>,
  text: string,
  order: DateOrder | null,
): RowFields | FieldFault {
  if (!isWholeText(text)) return 'damaged';
  return isNothing(text) && !FREE.includes(column) ? {} : READERS[column](text, order);
}
