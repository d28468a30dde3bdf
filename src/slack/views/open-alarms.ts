import type { Button, KnownBlock } from '@slack/types';
import { hasEnded } from '../../domain/rotation.ts';
import type { CardFacts, OpenAlarm } from '../../usecases/facts.ts';
import { actions, button, section } from './blocks.ts';
import { bold, count, listed, moment, say } from './text.ts';

const MOST_ALARMS = 3;

/** An alarm without a code changes nothing by itself: an admin does, one way or another. */
export function alarmButtons(rotationId: string, { vendor, vendorId, generationId }: OpenAlarm): Button[] {
  const ids = { rotationId, generationId };
  return [
    button(
      'Suspend the links',
      'suspend_links',
      { ...ids, vendorId },
      { style: 'primary', label: `Suspend the links of ${vendor}` },
    ),
    button('It is in wrong hands…', 'compromised', ids, {
      ...{ style: 'danger', label: 'Make the secret void for everybody' },
    }),
    button('Dismiss…', 'dismiss_alarm', { ...ids, vendorId }, { label: `Dismiss the alarm about ${vendor}` }),
  ];
}

const alarmWords = ({ vendor, at }: OpenAlarm): string =>
  `somebody with the link of ${say(vendor, 60)}, but not its code, said ${moment(at)} that a secret they expected is gone. Ask ${say(vendor, 60)} by telephone; until you know, suspend the links.`;

/** First of all on a card: the alarms nobody has answered, with the buttons that do. */
export function openAlarms({ rotation, alarms }: CardFacts): KnownBlock[] {
  if (alarms.length === 0) return [];
  if (hasEnded(rotation)) return [section(neverAnswered(alarms))];
  const shown = alarms.slice(0, MOST_ALARMS);
  const rest = alarms.length - shown.length;
  return [
    ...shown.flatMap((alarm) => [
      section(`:rotating_light: *Now, before all else:* ${alarmWords(alarm)}`),
      ...actions(...alarmButtons(rotation.id, alarm)),
    ]),
    ...(rest > 0
      ? [section(`:rotating_light: *${count(rest, 'more alarm')}*, when these are answered.`)]
      : []),
  ];
}

const neverAnswered = (alarms: readonly OpenAlarm[]): string =>
  `:rotating_light: *Never answered:* an alarm about ${listed(alarms.map(({ vendor }) => vendor))}. If others may have this secret, rotate again.`;

/** The same in an App Home, where it waits. */
export const waitingAlarm = ({ package: pack, rotation }: CardFacts, alarm: OpenAlarm): KnownBlock[] => [
  section(`:rotating_light: ${bold(pack.name, 80)}: ${alarmWords(alarm)}`),
  ...actions(...alarmButtons(rotation.id, alarm)),
];
