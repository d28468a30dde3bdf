import type { ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import type { Policy } from '../../domain/policy.ts';
import type { StoredPolicy } from '../../usecases/set-policy.ts';
import { section } from './blocks.ts';
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

interface Shown {
  readonly package: Package | null;
  readonly said: StoredPolicy;
  readonly otherwise: Policy;
  readonly linkHours: number;
}

const initially = (value: number | null) => (value === null ? {} : { initial: String(value) });

/** `/rekey settings`: when and how rekey reminds; whatever is left empty stays as it is by default. */
export function policyModal({ package: pkg, said, otherwise, linkHours }: Shown): ModalView {
  const { workingTime: time, escalation } = otherwise;
  const named = DAYS.filter(([, value]) => time.weekdays.includes(Number(value))).map(([name]) => name);
  const whose = pkg
    ? `For ${bold(pkg.name, 80)} alone; what is empty is as in the whole workspace`
    : 'For the whole workspace; what is empty is as rekey does it by itself';
  const today = `${clock(time.fromMinute)} to ${clock(time.toMinute)}, ${named.join(', ')}; the day’s message at ${clock(time.digestMinute)}; zone ${time.zone}; ${escalation ? `last of all ${person(escalation.userId)} hears of it` : 'nobody is named to hear of it last'}`;
  const link = textField('link_hours', 'How long a one-time link lives, in hours', {
    isOptional: true,
    most: 3,
    initial: said.linkHours === null ? '' : String(said.linkHours),
    hint: `1 to 168. Now ${linkHours}.`,
  });
  return modal('policy', pkg ? { packageId: pkg.id } : {}, { title: 'Settings', submit: 'Save' }, [
    section(
      `${whose}: ${today}. People are written to in their own zone, as Slack knows it; channels in this one.`,
    ),
    textField('zone', 'Zone of channels', {
      isOptional: true,
      most: 60,
      initial: said.zone ?? '',
      placeholder: 'Europe/Berlin',
    }),
    selectField('from', 'Working hours from', HOURS, { isOptional: true, ...initially(said.fromMinute) }),
    selectField('to', 'to', HOURS, { isOptional: true, ...initially(said.toMinute) }),
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
      hint: 'One day per line, as 2026-12-25. rekey knows no country’s holidays by itself. What falls on one is said earlier, never later.',
    }),
    personField('escalation', 'Who hears of it when nobody else has acted', {
      isOptional: true,
      ...(said.escalation ? { initial: said.escalation.userId } : {}),
    }),
    ...(pkg ? [] : [link]),
  ]);
}
