import { isPlanned } from '../../domain/planned-start.ts';
import type { ReminderFacts } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { nextWords } from './next-words.ts';
import { bold, days, left, listed, person, say } from './text.ts';

const URGENT_DAYS = 3;
const LAST_DAYS = 1;

/** More urgent as the day comes near: facts, not exclamation marks. */
function tone({ daysLeft, deadlineOn, line }: ReminderFacts): { title: string; words: string } {
  if (daysLeft < 0)
    return {
      title: 'Expired',
      words: 'Whatever uses it may be down already. A rotation is the way back.',
    };
  if (daysLeft <= LAST_DAYS)
    return {
      title: 'Last call',
      words: 'After that whatever uses it stops working. Vendors need hours to switch: start now.',
    };
  if (daysLeft <= URGENT_DAYS)
    return {
      title: 'Urgent',
      words: 'Nothing was started yet. Vendors need working days to switch, so start today.',
    };
  const { package: pack } = line;
  const planned = isPlanned(pack, deadlineOn) ? `The plan has it start on ${pack.plannedStartOn}. ` : '';
  return { title: 'Due', words: `${planned}Time to rotate it calmly: vendors need a few days to switch.` };
}

const since = (daysLeft: number): string => (daysLeft === -1 ? 'since yesterday' : `for ${days(-daysLeft)}`);

function when({ daysLeft, deadlineOn, isStagedFirst, line: { package: pack } }: ReminderFacts): string {
  const whose = isStagedFirst
    ? `The secret left staged for ${bold(pack.name, 80)}, which vendors may run on,`
    : `The secret of ${bold(pack.name, 80)}`;
  if (daysLeft < 0) return `${whose} can’t be counted on any more, ${since(daysLeft)}.`;
  return `${whose}: *${left(daysLeft)}*. Count on it until ${deadlineOn}.`;
}

/** Step 1: tells a package's channel that its rotation is due; in the thread of the first one when it is said again. */
export function reminder(facts: ReminderFacts): Message {
  const { line, daysLeft, asked, next, maySnooze } = facts;
  const { package: pack, vendors } = line;
  const { title, words } = tone(facts);
  const mentioned = asked.length > 0 ? `${asked.map(person).join(', ')}: ` : '';
  const names =
    vendors.length > 0
      ? `Vendors: ${listed(
          vendors.map(({ name }) => name),
          10,
        )}.`
      : 'No vendor is on record yet: add who uses it first.';
  const label = `Start the rotation of ${pack.name}`;
  const text = `${title}: ${say(pack.name, 80)}, ${daysLeft < 0 ? `expired ${since(daysLeft)}` : left(daysLeft)}`;
  const snooze = button('Snooze…', 'snooze', { packageId: pack.id }, { label: `Snooze ${pack.name}` });
  return message(text, [
    header(`${title}: ${pack.name}`),
    section(`${mentioned}${when(facts)} ${words}`),
    ...actions(
      button('Start…', 'start', { packageId: pack.id }, { style: 'primary', label }),
      ...(maySnooze ? [snooze] : []),
    ),
    context(`${names} Starting opens a card here; nothing is switched off by it.${nextWords(next)}`),
  ]);
}
