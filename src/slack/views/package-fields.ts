import type { ContextBlock, InputBlock } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import { RULES } from '../../domain/rules.ts';
import { ACCOUNT_SEARCH } from '../action-ids.ts';
import type { Field } from '../fields.ts';
import { accountOption } from './account-option.ts';
import { context } from './blocks.ts';
import {
  boxesField,
  channelField,
  dayField,
  peopleField,
  personField,
  searchField,
  selectField,
  textField,
  urlField,
} from './inputs.ts';
import { CRITICALITIES, INTEGRATIONS, namesOf, SOURCES } from './terms.ts';

const LEAD_DAYS = [3, 5, 7, 10, 14, 21, 30];

// The form of a package: the same fields whether it is added or edited. `pack` null: it is new.

/** Nothing where nothing is on record: Slack refuses an empty value. */
const initially = (text: string | null | undefined) => (text ? { initial: text } : {});

interface Fitting {
  readonly most: number;
  readonly isOptional?: boolean;
  readonly isLong?: boolean;
  readonly hint?: string;
  readonly placeholder?: string;
}

/** A field with what is on record. Where that is longer than the field may be it is left out: a cut text would be saved as cut. */
const fitting = (
  id: Field,
  label: string,
  look: Fitting,
  text: string | null | undefined,
): InputBlock | ContextBlock =>
  text && text.length > look.most
    ? context(
        `*${label}*: ${text.length} characters, too many for this form. They stay as they are; bring a table in to change them.`,
      )
    : textField(id, label, { ...look, ...initially(text) });

type Fields = (InputBlock | ContextBlock)[];

/** Only a date read in Setup is put back into its field: saving the form must not make a counted one look read. */
function dates(pack: Package | null): InputBlock[] {
  const isRead = pack?.expirySource === 'read_in_setup';
  const source = pack?.expirySource ?? null;
  const now =
    pack?.expiresOn && source && !isRead ? ` rekey counts ${pack.expiresOn} now: ${SOURCES[source]}.` : '';
  return [
    dayField('expires_on', 'Expires on, as read in Setup', {
      isOptional: true,
      hint: `The summary table of Installed Packages is the only place that shows it.${now}`,
      ...initially(isRead ? pack.expiresOn : null),
    }),
    dayField('generated_on', 'Secret generated on, if the date above is unknown', {
      isOptional: true,
      hint: `rekey then counts ${RULES.secretLifeDays} days and marks the date as unconfirmed.`,
      ...initially(pack?.secretGeneratedOn),
    }),
    boxesField(
      'dormant',
      'State',
      [['Salesforce has invalidated it as unused', 'yes', 'It works again after a rotation']],
      { isOptional: true, isChosen: pack?.isDormant ?? false },
    ),
  ];
}

/** What it is, where it belongs and until when its secret lives. */
export const identityFields = (pack: Package | null, { isRotating = false } = {}): Fields => [
  fitting('name', 'Name, as in Installed Packages', { most: 120 }, pack?.name),
  channelField('channel', 'Channel for its card and reminders', {
    hint: 'Invite rekey into it with /invite.',
    ...(pack ? { initial: pack.channelId } : { isHere: true }),
  }),
  selectField('type', 'Type', namesOf(INTEGRATIONS), {
    initial: pack?.integrationType ?? 'server_to_server',
  }),
  ...(isRotating ? [] : dates(pack)),
  searchField('account', 'Marketing Cloud account', ACCOUNT_SEARCH, {
    isOptional: true,
    placeholder: 'Type a part of its name',
    hint: 'Its subdomain is shown to vendors with the new secret. Not there yet? Add it with New account…',
    ...(pack?.account ? { initial: accountOption(pack.account) } : {}),
  }),
];

/** Who rotates it; afterwards that is handed over. */
export const ownerFields = (userId: string): InputBlock[] => [
  personField('owner', 'Owner', {
    initial: userId,
    hint: 'Runs the rotations; needs Installed Package | Administer in Marketing Cloud.',
  }),
  peopleField('backups', 'Backups', { isOptional: true, hint: 'May do all the owner may.' }),
];

const ids = (pack: Package | null): Fields => [
  fitting(
    'client_id',
    'Client id',
    { isOptional: true, most: 100, hint: 'Public, 24 letters and digits. Never the secret.' },
    pack?.clientId,
  ),
  fitting(
    'units',
    'Business units',
    {
      isOptional: true,
      isLong: true,
      most: 3000,
      hint: 'One per line: the MID, then the name.',
      placeholder: '12345 Retail UK',
    },
    pack?.businessUnits.map(({ mid, name }) => `${mid} ${name}`).join('\n'),
  ),
  fitting('package_id', 'Package id', { isOptional: true, most: 100 }, pack?.sfmcPackageId),
  fitting('scopes', 'Scopes', { isOptional: true, isLong: true, most: 1000 }, pack?.scopes),
];

/** What may stay empty. */
export const recordFields = (pack: Package | null, { leadDays }: { leadDays: number }): Fields => [
  ...ids(pack),
  selectField('criticality', 'Criticality', namesOf(CRITICALITIES), {
    initial: pack?.criticality ?? 'normal',
  }),
  selectField(
    'lead_days',
    'Rotation is due this many days before',
    [...new Set([...LEAD_DAYS, leadDays])]
      .toSorted((a, b) => a - b)
      .map((days) => [`${days} days`, String(days)]),
    { initial: String(leadDays) },
  ),
  fitting(
    'freeze',
    'Freeze windows',
    {
      isOptional: true,
      isLong: true,
      most: 2000,
      hint: 'Days on which nobody presses Activate. One per line, first to last day.',
      placeholder: '2026-12-20..2027-01-05',
    },
    pack?.freezeWindows.map(({ fromOn, toOn }) => `${fromOn}..${toOn}`).join('\n'),
  ),
  urlField('runbook', 'Runbook', { isOptional: true, ...initially(pack?.runbookUrl) }),
  fitting('notes', 'Notes', { isOptional: true, isLong: true, most: 2000 }, pack?.notes),
];
