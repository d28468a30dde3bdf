import type { KnownBlock } from '@slack/types';
import type { PackageLine } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { packageLine } from './package-line.ts';
import { count } from './text.ts';

const PER_SECTION = 10;
const MOST = 200;

/** Lines of packages in sections of ten; two hundred at most, the App Home has the rest. */
function sections(lines: readonly PackageLine[]): KnownBlock[] {
  const shown = lines.slice(0, MOST).map(packageLine);
  const parts = Array.from({ length: Math.ceil(shown.length / PER_SECTION) }, (_, n) =>
    section(shown.slice(n * PER_SECTION, (n + 1) * PER_SECTION).join('\n')),
  );
  const rest = lines.length - shown.length;
  return [...parts, ...(rest > 0 ? [context(`and ${count(rest, 'package')} more: see the App Home.`)] : [])];
}

/** All packages, the soonest to expire first. */
export function list(lines: readonly PackageLine[], command: string): Message {
  if (lines.length === 0) return empty();
  return message(`${count(lines.length, 'package')}, the soonest to expire first`, [
    header(count(lines.length, 'package')),
    ...sections(lines),
    context(
      `Days are counted to the day before the printed date. \`${command} status\` and a name shows more.`,
    ),
  ]);
}

/** The rotations under way, for `status` without a name. */
export function underWay(lines: readonly PackageLine[], command: string): Message {
  if (lines.length === 0) return empty();
  const running = lines.filter(({ rotation }) => rotation !== null);
  if (running.length === 0) {
    const words = `No rotation is under way. The next to expire:`;
    return message(words, [
      section(words),
      ...sections(lines.slice(0, 3)),
      context(`\`${command} start\` starts one.`),
    ]);
  }
  const title = `${count(running.length, 'rotation')} under way`;
  return message(title, [header(title), ...sections(running)]);
}

const empty = (): Message =>
  message('There are no packages yet.', [
    section('There are no packages yet. Add the first one: its name, its date, and who uses it.'),
    ...actions(button('Add a package…', 'add', {}, { style: 'primary', label: 'Add the first package' })),
  ]);
