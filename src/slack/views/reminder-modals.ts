import type { ModalView } from '@slack/types';
import type { Package } from '../../domain/package.ts';
import { dayOf, type Moment } from '../../domain/schedule.ts';
import { section } from './blocks.ts';
import { dayField, modal, personField, radioField, type Choice } from './inputs.ts';
import { bold, moment } from './text.ts';

const SNOOZES: readonly Choice[] = [
  ['One day', '1'],
  ['Three days', '3'],
  ['Until a day', 'day', 'Choose it below'],
];

/** Reminders of a package are put off; its last three days are never silent. */
export function snoozeModal({ id: packageId, name, snoozedUntil }: Package, latest: Moment): ModalView {
  const now = snoozedUntil ? ` Snoozed until ${moment(snoozedUntil)} now.` : '';
  const most = ` Until ${dayOf(latest)} at the latest.`;
  return modal('snooze', { packageId }, { title: 'Snooze', submit: 'Snooze' }, [
    section(
      `No reminder of ${bold(name, 80)} to its admins and channel until then; then rekey asks again. Vendors are still reminded.${most}${now}`,
    ),
    radioField('snooze_for', 'For how long?', SNOOZES, { initial: '1' }),
    dayField('until', 'Until', { isOptional: true }),
  ]);
}

/** "I'm away: hand to …" */
export const awayModal = (): ModalView =>
  modal('away', {}, { title: 'I’m away', submit: 'Save' }, [
    section(
      'While you are away your reminders go to somebody else, for the packages they are an admin of; for the others to the backup. It gives nobody a new right. To be back, leave both empty.',
    ),
    dayField('until', 'First day back', { isOptional: true }),
    personField('stand_in', 'Hand to', { isOptional: true }),
  ]);
