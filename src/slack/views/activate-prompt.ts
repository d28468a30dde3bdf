import type { CardFacts } from '../../usecases/facts.ts';
import { actions, button, message, section, type Message } from './blocks.ts';
import { settledWords } from './names.ts';
import { bold, channel, say } from './text.ts';

/** To each admin when the gate opens; null when it is not open (any more). */
export function activatePrompt({ package: pack, rotation }: CardFacts): Message | null {
  if (rotation.step !== 'ready') return null;
  const ref = { rotationId: rotation.id, generationId: rotation.generation.id };
  const label = `Show how to activate the new secret of ${pack.name} and record it`;
  return message(`${say(pack.name, 80)}: every vendor is settled, Activate may be pressed.`, [
    section(
      `*${say(pack.name, 80)}: Activate may be pressed.* ${settledWords(rotation)} Activate switches the old secret off, at once and for good; the button shows where to click. The card is in ${channel(pack.channelId)}.`,
    ),
    ...actions(button('Activate…', 'activate', ref, { style: 'primary', label })),
    section(
      `One admin is enough. Whoever has done it for ${bold(pack.name, 80)} records it with the same button.`,
    ),
  ]);
}
