import type { PackageLine } from '../../usecases/facts.ts';
import { actions, button, context, message, section, type Message } from './blocks.ts';
import { packageLine } from './package-line.ts';
import { bold, channel, person, say } from './text.ts';

interface HandedOver {
  readonly byId: string;
  readonly fromId: string | null;
  readonly toId: string;
  readonly userId: string;
}

/** To the new owner of a package what is theirs now, to the one before that it is not any more. */
export function handedOver(line: PackageLine, { byId, fromId, toId, userId }: HandedOver): Message {
  const { id: packageId, name, channelId } = line.package;
  const show = actions(button('Show the package', 'show', { packageId }, { label: `Show ${name}` }));
  if (userId === toId) {
    const from = fromId === null || fromId === byId ? '' : ` Its owner was ${person(fromId)}.`;
    const by = byId === toId ? 'You took over' : `${person(byId)} handed over to you:`;
    return message(`${say(name, 80)} is yours now.`, [
      section(`${by} ${bold(name, 80)}. *You run its rotations from now on.*${from}`),
      section(packageLine(line)),
      context(
        `Its reminders come to you and to ${channel(channelId)}. In Marketing Cloud you need _Installed Package | Administer_ to press Generate and Activate.`,
      ),
      ...show,
    ]);
  }
  const by = byId === userId ? 'You handed over' : `${person(byId)} handed over`;
  const still = line.package.admins.some((admin) => admin.userId === userId)
    ? 'You are still one of its admins.'
    : 'Nothing of it waits for you any more, and you may not rotate it.';
  return message(`${say(name, 80)} is ${person(toId)}’s now.`, [
    section(`${by} ${bold(name, 80)} to ${person(toId)}. ${still}`),
    ...show,
  ]);
}
