import type { ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import type { SlackIdentity } from '../../domain/people.ts';
import type { Policy } from '../../domain/policy.ts';
import type { StoredPolicy } from '../../usecases/set-policy.ts';
import { section } from './blocks.ts';
import { capacityField } from './capacity-modal.ts';
import { modal, personField, selectField, textField, manyField, type Choice } from './inputs.ts';
import { bold, person } from './text.ts';

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const HOURS: readonly Choice[] = Array.from({ length: 48 }, (_, n) => [clock(n * 30), String(n * 30)]);
const DAYS: readonly Choice[] = [
  ['Monday', '1'],
  ['Tuesday', '2'],
  ['Wednesday', '3'],
  ['Thursday', '4'],
  ['Friday', '5'],
  ['Saturday', '6'],
  ['Sunday', '7'],
];

/** `Monday to Friday`, or each by name. */
function weekdaysOf({ weekdays }: Policy['workingTime']): string {
  const names = DAYS.filter(([, value]) => weekdays.includes(Number(value))).map(([name]) => name);
  const isRow = weekdays.length > 2 && Math.max(...weekdays) - Math.min(...weekdays) === weekdays.length - 1;
  return isRow ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

interface Shown {
  readonly package: Package | null;
  readonly said: StoredPolicy;
  readonly otherwise: Policy;
  readonly escalationGone: SlackIdentity | null;
  readonly linkHours: number;
  readonly leadDays: number;
}

function lastToHear({ otherwise: { escalation }, escalationGone: gone }: Shown): string {
  if (gone) return ` ${person(gone.userId)}, who was to hear of it last, has left Slack: name another below.`;
  return escalation ? ` Last of all ${person(escalation.userId)} hears of it.` : '';
}

const initially = (value: number | null) => (value === null ? {} : { initial: String(value) });

/** `/rekey settings`: when and how rekey reminds; whatever is left empty stays as it is by default. */
export function policyModal(shown: Shown): ModalView {
  const { package: pkg, said, otherwise, linkHours, leadDays } = shown;
  const { workingTime: time } = otherwise;
  const whose = pkg
    ? `For ${bold(pkg.name, 80)} alone. Hours and days here are its channel’s; people keep the workspace’s.`
    : 'For the whole workspace.';
  const link = textField('link_hours', 'How long a one-time link lives, in hours', {
    isOptional: true,
    most: 3,
    initial: said.linkHours === null ? '' : String(said.linkHours),
    hint: `1 to 168. Now ${linkHours}.`,
  });
  return modal('policy', pkg ? { packageId: pkg.id } : {}, { title: 'Settings', submit: 'Save' }, [
    section(
      `${whose} What you leave empty stays as it is: ${weekdaysOf(time)}, ${clock(time.fromMinute)} to ${clock(time.toMinute)}; the day’s message at ${clock(time.digestMinute)}.${lastToHear(shown)}
People are written to in their own zone, channels in that of their package’s owner unless you name one.`,
    ),
    textField('zone', 'Zone of channels', {
      isOptional: true,
      most: 60,
      initial: said.zone ?? '',
      placeholder: 'Europe/Berlin',
    }),
    selectField('from', 'Working hours from', HOURS, { isOptional: true, ...initially(said.fromMinute) }),
    selectField('to', 'Working hours until', HOURS, { isOptional: true, ...initially(said.toMinute) }),
    selectField('digest', 'The day’s message at', HOURS, {
      isOptional: true,
      ...initially(said.digestMinute),
    }),
    manyField('weekdays', 'Working days', DAYS, {
      isOptional: true,
      chosen: (said.weekdays ?? []).map(String),
      hint: 'None ticked: as it is by default.',
    }),
    textField('holidays', 'Holidays', {
      isOptional: true,
      isLong: true,
      most: 2000,
      initial: (said.holidays ?? []).join('\n'),
      hint: 'One day per line, as 2026-12-25. rekey knows no country’s holidays by itself. What counts down to a date is said before one, not after.',
    }),
    personField('escalation', 'Who hears of it when nobody else has acted', {
      isOptional: true,
      ...(said.escalation ? { initial: said.escalation.userId } : {}),
    }),
    textField(
      'lead_days',
      pkg ? 'Due, in days before it ends' : 'Due, in days before it ends, for new packages',
      {
        isOptional: true,
        most: 3,
        initial: pkg ? String(leadDays) : said.leadDays === null ? '' : String(said.leadDays),
        hint: `0 to 90. Now ${leadDays}.`,
      },
    ),
    ...(pkg ? [] : [link, ...planFields(said)]),
  ]);
}

/** What the plan goes by, and the gate of every package with it. */
const planFields = (said: StoredPolicy) => [
  capacityField(said, { isOptional: true }),
  textField('freeze', 'Freeze windows of every package', {
    isOptional: true,
    isLong: true,
    most: 2000,
    initial: (said.freezeWindows ?? []).map(({ fromOn, toOn }) => `${fromOn}..${toOn}`).join('\n'),
    hint: 'Days on which nobody presses Activate, beside those of a package’s own. One per line, first to last day.',
    placeholder: '2026-12-20..2027-01-05',
  }),
];
