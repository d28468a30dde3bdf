import type { DigestFacts } from '../../usecases/facts.ts';
import { actions, button, context, header, message, type Message } from './blocks.ts';
import { dutyRow, dutyWords } from './duty-row.ts';
import { nextWords, nextWordsToVendor } from './next-words.ts';
import { count, person, say } from './text.ts';

/** Blocks are fifty at most; what is cut off stands in the App Home. */
const MOST = 30;

/** What is only coming up does not wait for anybody yet. */
function titleFor(items: DigestFacts['items']): string {
  const waiting = items.filter(({ isHeadsUp }) => !isHeadsUp).length;
  if (waiting > 0) return `${count(waiting, 'thing')} ${waiting === 1 ? 'waits' : 'wait'} for you`;
  return `Coming up: ${count(items.length, 'package')}`;
}

/** One person's message of the day: everything they owe, the most urgent first. */
export function digest({ workspaceName, userId, items }: DigestFacts, isInChannel: boolean): Message {
  const isVendors = items.every(({ audience }) => audience === 'vendor');
  const shown = items.slice(0, MOST);
  const rest = items.length - shown.length;
  const title = isVendors
    ? `${count(items.length, 'secret')} of ${say(workspaceName, 60)}: your step is next`
    : titleFor(items);
  const [first] = items;
  const next = first?.next ?? null;
  const text = `${isInChannel ? `${person(userId)}: ` : ''}${title}${first ? `. ${dutyWords(first).replaceAll('*', '')}` : ''}`;
  const away = button('I’m away…', 'away', {}, { label: 'Say that you are away, and who takes over' });
  return message(text, [
    header(title),
    ...(isInChannel ? [context(`${person(userId)}, this is for you.`)] : []),
    ...shown.map(dutyRow),
    ...(rest > 0 ? [context(`and ${rest} more: see the App Home.`)] : []),
    ...(isVendors ? [] : actions(away)),
    context(
      isVendors
        ? `One message a day at most, and none once it is done.${nextWordsToVendor(next)}`
        : `One message a day at most, and none once it is done. The App Home shows all of it at any time.${nextWords(next, 'the channel')}`,
    ),
  ]);
}
