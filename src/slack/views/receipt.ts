import { isLive } from '../../domain/rotation.ts';
import type { ThreadFacts } from '../../usecases/facts.ts';
import { actions, button, message, section, type Message } from './blocks.ts';
import { bold, listed, moment, say } from './text.ts';

/** To the depositor, that somebody deposited in their name; null once that secret is no longer the live one. */
export function receipt(
  { package: { name }, rotation, event, at }: ThreadFacts,
  generationId: string,
): Message | null {
  if (!isLive(rotation) || rotation.generation.id !== generationId) return null;
  const { number, generatedAt, liveAt, expiresOn } = rotation.generation;
  const isAgain = event.kind === 'secret_deposited_again';
  const vendors = listed(isAgain ? event.vendors : rotation.participants.map((p) => p.name), 10);
  const notMe = button(
    'This wasn’t me',
    'disown',
    { rotationId: rotation.id, generationId },
    {
      style: 'danger',
      label: `I did not deposit this secret of ${name}: make it void`,
      asks: [
        'The deposited secret becomes void: its links die and Generate must be pressed again.',
        'Make it void',
      ],
    },
  );
  const mayDisown = rotation.step !== 'activated';
  return message(`You deposited secret number ${number} of ${say(name, 80)}.`, [
    section(
      `You deposited secret number ${number} of ${bold(name, 80)}, ${isAgain ? 'once more, ' : ''}${moment(at)}.\nGenerated ${moment(generatedAt)}, live ${moment(liveAt)}, expires ${expiresOn} by rekey’s count. Sealed for: ${vendors}.`,
    ),
    ...(mayDisown ? actions(notMe) : []),
  ]);
}
