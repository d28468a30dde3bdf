import type { BoardRow } from '../../usecases/board-facts.ts';
import { holdUpWords } from './hold-up.ts';
import { unitWords } from './names.ts';
import { atStep } from './plan-block.ts';
import { ago, bold, left, say, sureUntil } from './text.ts';

/** One package of the board in one line: what it is called, whose it is, and what matters about it now. */
export const boardLine = (row: BoardRow): string => `${mark(row)} ${parts(row).join(' · ')}`;

/** The same without its mark, where a list has one of its own. */
export const bareLine = (row: BoardRow): string => parts(row).join(' · ');

/** Its name, and whose it is. */
export function titleOf(row: BoardRow): string {
  const units = unitWords(row);
  return units === '' ? bold(row.name, 80) : `${bold(row.name, 80)}, ${say(units)}`;
}

const parts = (row: BoardRow): string[] => [titleOf(row), ...standing(row)];

function mark({ state, isDormant, rotation, owners, hasSecret }: BoardRow): string {
  if (rotation?.isDown || state === 'overdue') return ':rotating_light:';
  if (state === 'unknown' || (isDormant && !rotation)) return ':warning:';
  if (state === 'in_progress') return ':arrows_counterclockwise:';
  if (state === 'due') return ':hourglass_flowing_sand:';
  if (owners.length === 0 && hasSecret && state !== 'retired') return ':bust_in_silhouette:';
  return state === 'planned' ? ':calendar:' : ':white_circle:';
}

function standing(row: BoardRow): string[] {
  switch (row.state) {
    case 'retired':
      return ['retired'];
    case 'in_progress':
      return underWay(row);
    case 'unknown':
      return ['expiration date unknown: read it in Setup', ...nobodys(row)];
    case 'overdue':
    case 'due':
    case 'planned':
    case 'later':
      return row.hasSecret ? [...dates(row), ...nobodys(row)] : ['has no secret: nothing to rotate'];
  }
}

function underWay(row: BoardRow): string[] {
  const { rotation, daysLeft } = row;
  if (!rotation) return [];
  const isCounting = rotation.step !== 'activated' && !rotation.isDown && daysLeft !== null;
  return [
    ...(rotation.isDown ? ['*outage*'] : []),
    ...(isCounting ? [time(row)] : []),
    atStep(rotation.step),
    holdUpWords(row),
  ];
}

const nobodys = ({ owners }: BoardRow): string[] => (owners.length === 0 ? ['nobody owns it'] : []);

function dates(row: BoardRow): string[] {
  const { isDormant, expiresOn, leftStagedOn, state, daysLeft } = row;
  if (isDormant) return ['invalidated as unused: works again after a rotation'];
  const doubt = row.expirySource === 'computed' ? ' (unconfirmed)' : '';
  const date = leftStagedOn
    ? `a staged secret: ${sureUntil(leftStagedOn, daysLeft ?? 0)}`
    : sureUntil(expiresOn ?? '', daysLeft ?? 0, doubt);
  return [date, ...(state === 'overdue' ? [] : [start(row)])];
}

/** When its rotation is to be started: by plan, where that is sooner. */
function start({ dueOn, plannedStartOn }: BoardRow): string {
  const isByPlan = plannedStartOn !== null && (dueOn === null || plannedStartOn < dueOn);
  return isByPlan ? `planned for ${plannedStartOn}` : `due ${dueOn ?? ''}`;
}

const time = ({ daysLeft }: BoardRow): string => {
  const words = daysLeft !== null && daysLeft < 0 ? ago(daysLeft) : left(daysLeft ?? 0);
  return `*${words}*`;
};
