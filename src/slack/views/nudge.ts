import type { NudgeFacts } from '../../usecases/facts.ts';
import { context, message, section, type Message } from './blocks.ts';
import { taskWords } from './duty-row.ts';
import { nextWords } from './next-words.ts';
import { person, say, sentence } from './text.ts';

const MOST = 10;

/** A line of the card's thread: what has waited too long, with whoever is asked mentioned. */
export function nudge({ package: pkg, items, asked }: NudgeFacts): Message {
  const mentioned = asked.length > 0 ? `${asked.map(person).join(', ')}: ` : '';
  const lines = items.slice(0, MOST).map((item) => `• ${sentence(taskWords(item))}`);
  const rest = items.length - lines.length;
  const more = rest > 0 ? [`and ${rest} more: see the card.`] : [];
  const [first] = items;
  const title = `${say(pkg.name, 80)}: still open`;
  return message(title, [
    section(`${mentioned}still open here:\n${[...lines, ...more].join('\n')}`),
    ...(first ? [context(`The card above has the buttons.${nextWords(first.next)}`)] : []),
  ]);
}
