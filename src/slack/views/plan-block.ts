import type { PlanBlock, RichTextBlock, RichTextElement, TaskCardBlock } from '@slack/types';
import { pendingParticipants, type Rotation, type Step } from '../../domain/rotation.ts';
import type { Moment } from '../../domain/schedule.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { sentence, utc } from './text.ts';

type Status = TaskCardBlock['status'];

/** The five steps, as the product counts them. */
const STEPS = ['Opened', 'Generate', 'Share', 'Activate', 'Record the date'] as const;

/** Every vendor is settled, and only a second person keeps Activate waiting. */
const waitsForTwo = ({ step, secondPerson }: Rotation): boolean =>
  step === 'sharing' && secondPerson.wantedAt !== null;

/** Where each of the five stands. */
function statuses(rotation: Rotation): readonly [Status, Status, Status, Status, Status] {
  switch (rotation.step) {
    case 'generating':
      return ['complete', 'in_progress', 'pending', 'pending', 'pending'];
    case 'cooling':
      return ['complete', 'complete', 'in_progress', 'pending', 'pending'];
    case 'sharing': {
      const isWrong = rotation.handoffs.some((handoff) => handoff.problem !== null);
      const isSettled = pendingParticipants(rotation).length === 0;
      return [
        'complete',
        'complete',
        isWrong ? 'error' : isSettled ? 'complete' : 'in_progress',
        waitsForTwo(rotation) ? 'in_progress' : 'pending',
        'pending',
      ];
    }
    case 'ready':
      return ['complete', 'complete', 'complete', 'in_progress', 'pending'];
    case 'activated': {
      const isDown = pendingParticipants(rotation).length > 0;
      const recorded = rotation.dateRead ? 'complete' : 'in_progress';
      return [
        'complete',
        'complete',
        isDown ? 'error' : 'complete',
        rotation.isEarly ? 'error' : 'complete',
        recorded,
      ];
    }
    case 'done':
      return ['complete', 'complete', 'complete', 'complete', 'complete'];
    case 'cancelled':
      return ['complete', 'pending', 'pending', 'pending', 'pending'];
  }
}

/** Which step the rotation is at, from 1. */
const stepNumber = (step: Step): number =>
  ({ generating: 2, cooling: 3, sharing: 3, ready: 4, activated: 5, done: 5, cancelled: 1 })[step];

/** `step 3 of 5: share`, of a rotation under way. */
export const atStep = (step: Step): string =>
  `step ${stepNumber(step)} of 5: ${STEPS[stepNumber(step) - 1]?.toLowerCase()}`;

/** `Step 3 of 5: share`, or how it ended. */
export function stepWords(rotation: Rotation): string {
  if (rotation.step === 'done') return 'Done: all five steps';
  if (rotation.step === 'cancelled')
    return rotation.isRetired ? 'Ended: the package is retired' : 'Cancelled';
  return sentence(atStep(waitsForTwo(rotation) ? 'ready' : rotation.step));
}

const text = (words: string): RichTextElement => ({ type: 'text', text: words });
const when = (at: Moment): RichTextElement => ({
  type: 'date',
  timestamp: Math.floor(at.toSeconds()),
  format: '{date_short_pretty} at {time}',
  fallback: utc(at),
});
const rich = (...elements: RichTextElement[]): RichTextBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

const shared = (rotation: Rotation): RichTextBlock => {
  const all = rotation.participants.length;
  if (!('handoffs' in rotation)) return rich(text(`${all} to serve, each with a link of their own`));
  if (rotation.step === 'done') return rich(text(`All ${all} confirmed or waived`));
  const pending = pendingParticipants(rotation).length;
  if (rotation.step === 'cooling') return rich(text('Begins '), when(rotation.generation.liveAt));
  return rich(text(`${all - pending} of ${all} confirmed or waived`));
};

const generated = (rotation: Rotation): RichTextBlock =>
  'generation' in rotation
    ? rich(
        text(`Secret number ${rotation.generation.number}, generated `),
        when(rotation.generation.generatedAt),
      )
    : rich(text('In Setup, Installed Packages: a second secret beside the old one'));

function activated(rotation: Rotation): RichTextBlock {
  if ('activatedAt' in rotation)
    return rich(
      text(rotation.isEarly ? 'Too early, ' : 'Old secret switched off, '),
      when(rotation.activatedAt),
    );
  const two = rotation.secondPerson.for.includes('activate') ? ', and two admins agree' : '';
  return rich(text(`Switches the old secret off; opens when every vendor has confirmed or was waived${two}`));
}

function recorded(rotation: Rotation): RichTextBlock {
  if ('dateRead' in rotation && rotation.dateRead)
    return rich(text(`Expires ${rotation.dateRead.expiresOn}, read in Setup`));
  if (rotation.step === 'activated')
    return rich(text(`Expected: ${rotation.generation.expiresOn}, unconfirmed`));
  return rich(text('Read in Setup after Activate'));
}

/** Slack's native plan: five task cards. Some clients refuse it; then the card is drawn without. */
export function planBlock({ rotation }: CardFacts): PlanBlock {
  const states = statuses(rotation);
  const details = [
    rich(text('Rotation opened '), when(rotation.startedAt)),
    generated(rotation),
    shared(rotation),
    activated(rotation),
    recorded(rotation),
  ];
  return {
    type: 'plan',
    title: stepWords(rotation),
    tasks: STEPS.map((title, index): TaskCardBlock => {
      const about = details[index];
      return {
        type: 'task_card',
        task_id: `step_${index + 1}`,
        title: `${index + 1} ${title}`,
        status: states[index] ?? 'pending',
        ...(about ? { details: about } : {}),
      };
    }),
  };
}

const STATUS_WORDS = {
  complete: 'done',
  in_progress: 'now',
  pending: 'to come',
  error: 'needs help',
} as const;
const STATUS_MARKS = {
  complete: ':white_check_mark:',
  in_progress: ':point_right:',
  pending: ':white_circle:',
  error: ':warning:',
} as const;

/** The same five steps as plain lines of mrkdwn, for clients without plans. */
export const planLines = (rotation: Rotation): string =>
  statuses(rotation)
    .map((status, index) => `${STATUS_MARKS[status]} ${index + 1} ${STEPS[index]} (${STATUS_WORDS[status]})`)
    .join('\n');
