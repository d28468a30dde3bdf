import type { LiveRotation } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { actions, button, message, section, type Message } from './blocks.ts';
import { settledWords } from './names.ts';
import { agreedWords, askingForSecond, waitsForSecond } from './second-person.ts';
import { bold, channel, say } from './text.ts';

/** To each admin when the gate opens; null when it is not open (any more). */
export function activatePrompt(facts: CardFacts): Message | null {
  const { package: pack, rotation } = facts;
  if (rotation.step === 'sharing' && waitsForSecond(facts)) return askPrompt(facts, rotation);
  if (rotation.step !== 'ready') return null;
  const agreed = agreedWords(facts);
  const ref = { rotationId: rotation.id, generationId: rotation.generation.id };
  const label = `Show how to activate the new secret of ${pack.name} and record it`;
  return message(`${say(pack.name, 80)}: every vendor is settled, Activate may be pressed.`, [
    section(
      `*${say(pack.name, 80)}: Activate may be pressed.* ${settledWords(rotation)}${agreed} Activate switches the old secret off, at once and for good; the button shows where to click. The card is in ${channel(pack.channelId)}.`,
    ),
    ...actions(button('Activate…', 'activate', ref, { style: 'primary', label })),
    section(
      `${agreed === '' ? 'One admin is enough.' : 'Any admin of the package may press it now.'} Whoever has done it for ${bold(pack.name, 80)} records it with the same button.`,
    ),
  ]);
}

/** Where two admins are wanted: nobody presses it in Setup before one has asked and another agreed. */
function askPrompt(facts: CardFacts, rotation: LiveRotation): Message {
  const { package: pack } = facts;
  const { words, buttons } = askingForSecond(facts, rotation);
  return message(`${say(pack.name, 80)}: Activate needs two admins. One asks, another agrees.`, [
    section(`*${say(pack.name, 80)}*\n${words} The card is in ${channel(pack.channelId)}.`),
    ...actions(...buttons),
  ]);
}
