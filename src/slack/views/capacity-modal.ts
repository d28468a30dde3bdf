import type { ModalView } from '@slack/types';
import type { StoredPolicy } from '../../usecases/set-policy.ts';
import { section } from './blocks.ts';
import { modal, textField } from './inputs.ts';

/** What the plan spreads starts by. */
export const capacityField = ({ weeklyCapacity }: StoredPolicy, { isOptional }: { isOptional: boolean }) =>
  textField('weekly_capacity', 'Rotations started in a week, at most', {
    ...{ isOptional, most: 4 },
    initial: weeklyCapacity === null ? '' : String(weeklyCapacity),
    hint: '1 to 1000. What the plan spreads starts by.',
  });

/** The one number a plan needs, asked for alone. */
export const capacityModal = (said: StoredPolicy): ModalView =>
  modal('capacity', {}, { title: 'How many a week?', submit: 'Propose a plan' }, [
    section(
      'What your team can carry beside its other work. Nothing is planned before you have seen the plan and accepted it.',
    ),
    capacityField(said, { isOptional: false }),
  ]);
