import type { PackageLine } from '../../usecases/facts.ts';
import { actions, button, message, section, type Message } from './blocks.ts';
import { bold, channel, say } from './text.ts';

const NAMES = {
  card: 'the card of the package’s rotation',
  reminder: 'the reminder that its rotation is due',
} as const;

/** To an admin: the package's channel can't be written to, and what to do about it. */
export function unposted(
  { package: { id: packageId, name, channelId } }: PackageLine,
  { what, error }: { what: keyof typeof NAMES; error: string },
): Message {
  const mend =
    error === 'is_archived'
      ? 'Unarchive the channel'
      : 'Invite rekey there: type `/invite` and its name in that channel';
  return message(`${say(name, 80)}: rekey could not write in ${channel(channelId)} (${say(error, 80)}).`, [
    section(
      `${bold(name, 80)}: rekey could not post ${NAMES[what]} in ${channel(channelId)}. Slack’s answer: \`${say(error, 80)}\`. Nothing is lost, and nothing stands still for it.`,
    ),
    section(
      `${mend}; rekey tries again by itself. Until then everything can be done from the App Home, or with the button here.`,
    ),
    ...actions(
      button('Show where it stands', 'status', { packageId }, { label: `Show where ${name} stands` }),
    ),
  ]);
}
