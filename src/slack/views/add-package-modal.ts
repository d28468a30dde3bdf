import type { ModalView } from '@slack/types';
import { RULES } from '../../domain/rules.ts';
import { context, section } from './blocks.ts';
import {
  boxesField,
  channelField,
  dayField,
  modal,
  peopleField,
  personField,
  selectField,
  textField,
  urlField,
} from './inputs.ts';
import { CRITICALITIES, INTEGRATIONS, namesOf } from './terms.ts';

const LEAD_DAYS = [3, 5, 7, 10, 14, 21, 30];

const dates = () => [
  dayField('expires_on', 'Expires on, as read in Setup', {
    isOptional: true,
    hint: 'The summary table of Installed Packages is the only place that shows it.',
  }),
  dayField('generated_on', 'Secret generated on, if the date above is unknown', {
    isOptional: true,
    hint: `rekey then counts ${RULES.secretLifeDays} days and marks the date as unconfirmed.`,
  }),
  boxesField(
    'dormant',
    'State',
    [['Salesforce has invalidated it as unused', 'yes', 'It works again after a rotation']],
    { isOptional: true },
  ),
];

const people = (userId: string) => [
  personField('owner', 'Owner', {
    initial: userId,
    hint: 'Runs the rotations; needs Installed Package | Administer in Marketing Cloud.',
  }),
  peopleField('backups', 'Backups', { isOptional: true, hint: 'May do all the owner may.' }),
];

const identity = () => [
  textField('client_id', 'Client id', {
    isOptional: true,
    most: 100,
    hint: 'Public, 24 letters and digits. Never the secret.',
  }),
  textField('subdomain', 'Tenant subdomain', {
    isOptional: true,
    most: 100,
    placeholder: 'mc563885gzs27c5t9-63k636ttgm',
  }),
  textField('units', 'Business units', {
    isOptional: true,
    isLong: true,
    most: 3000,
    hint: 'One per line: the MID, then the name.',
    placeholder: '12345 Retail UK',
  }),
  textField('enterprise_id', 'Enterprise id', { isOptional: true, most: 30 }),
  textField('package_id', 'Package id', { isOptional: true, most: 100 }),
  textField('scopes', 'Scopes', { isOptional: true, isLong: true, most: 1000 }),
];

const rules = (leadDays: number) => [
  selectField('criticality', 'Criticality', namesOf(CRITICALITIES), { initial: 'normal' }),
  selectField(
    'lead_days',
    'Rotation is due this many days before',
    [...new Set([...LEAD_DAYS, leadDays])]
      .toSorted((a, b) => a - b)
      .map((days) => [`${days} days`, String(days)]),
    { initial: String(leadDays) },
  ),
  textField('freeze', 'Freeze windows', {
    isOptional: true,
    isLong: true,
    most: 2000,
    hint: 'Days on which nobody presses Activate. One per line, first to last day.',
    placeholder: '2026-12-20..2027-01-05',
  }),
  urlField('runbook', 'Runbook', { isOptional: true }),
  textField('notes', 'Notes', { isOptional: true, isLong: true, most: 2000 }),
];

/** `/rekey add`: the package's record. What is needed comes first; the rest may stay empty. */
export const addPackageModal = (userId: string, leadDays: number): ModalView =>
  modal('add_package', {}, { title: 'Add a package', submit: 'Save and add vendors' }, [
    section(
      'An Installed Package of Marketing Cloud whose client secret is to be rotated. *Never type the secret here.*',
    ),
    textField('name', 'Name, as in Installed Packages', { most: 120 }),
    channelField('channel', 'Channel for its card and reminders', {
      isHere: true,
      hint: 'Invite rekey into it with /invite.',
    }),
    selectField('type', 'Type', namesOf(INTEGRATIONS), { initial: 'server_to_server' }),
    ...dates(),
    ...people(userId),
    context('Everything below may stay empty.'),
    ...identity(),
    ...rules(leadDays),
  ]);
