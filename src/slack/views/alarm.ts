import type { Button } from '@slack/types';
import type { RotationEvent } from '../../domain/event.ts';
import { isLive } from '../../domain/rotation.ts';
import type { ThreadFacts } from '../../usecases/facts.ts';
import { actions, message, section, type Message } from './blocks.ts';
import { alarmButtons } from './open-alarms.ts';
import { answersFor } from './second-person.ts';
import { say } from './text.ts';
import { channel } from './text.ts';
import { threadLine } from './thread-line.ts';

/** What an admin should do about it, for the events that need somebody at once. */
function nextOf(event: RotationEvent): string {
  switch (event.kind) {
    case 'generation_voided':
      return event.why === 'generated_again'
        ? 'Next: deposit the secret that Generate showed last, with the button on the card.'
        : 'Next: press Generate in Setup and deposit the new secret, with the button on the card. Don’t press Activate.';
    case 'secret_exposed':
      return 'Next: rotate the package again, now, from the App Home or with the slash command: it works for whoever knows it until then.';
    case 'keyring_failed':
      return 'Next: tell whoever runs rekey, with the reference; the log says what is wrong under it. You hear of it again only if it fails after an hour of quiet.';
    case 'copy_unreadable':
      return 'Next: deposit the same secret again, with the button on the card. If nobody has it any more, choose *More…*, then *I generated again*. Give whoever runs rekey the reference: other copies may be broken too.';
    case 'alarm_raised':
      return 'Next: ask the vendor, by telephone, what they see and whether it was they who raised the alarm. Until you know, suspend the links.';
    case 'codes_guessed':
      return event.vendor === null
        ? 'Next: get a new deposit link with the button on the card. The old one ends with it, and there is nothing left to guess at.'
        : 'Next: if they have not collected yet, get them a new link; the old one ends with it, and there is nothing left to guess at. A vendor in Slack presses *Collect* once more; for another use the menu beside their name on the card. Once collected, the link never shows the secret again.';
    case 'problem_reported':
      return 'Next: talk to the vendor. Don’t press Activate meanwhile; when it is solved, use the menu beside their name on the card.';
    case 'activated_early':
      return 'Next: help the vendors named to collect and switch. There is no way back to the old secret.';
    case 'gate_shut':
      return 'Next: don’t press Activate until rekey asks again.';
    case 'old_secret_expired':
      return 'Next: get the vendors to switch now.';
    case 'void_secret_activated':
      return 'Next: press Generate in Setup, deposit the new secret with the button on the card, and get the vendors to switch.';
    case 'second_person_asked':
      return 'Next: look at the card, then agree or decline. Nothing is done without you or another admin.';
    default:
      return 'Next: look at the card.';
  }
}

/** To an admin, at once: what happened and what to do. Buttons are on the card, where they stay true, but for an alarm's. */
export function alarm(facts: ThreadFacts): Message {
  const { text, blocks } = threadLine(facts);
  const where = `The card is in ${channel(facts.package.channelId)}.`;
  return message(text, [
    section(`*${say(facts.package.name, 80)}*`),
    ...blocks,
    section(`${nextOf(facts.event)} ${where}`),
    ...actions(...decisions(facts), ...answersFor(facts)),
  ]);
}

/** What an admin can answer, while it is about the secret that is shared. */
function decisions({ event, rotation, at }: ThreadFacts): Button[] {
  if (event.kind !== 'alarm_raised' || !isLive(rotation)) return [];
  return rotation.generation.id === event.generationId ? alarmButtons(rotation.id, { ...event, at }) : [];
}
