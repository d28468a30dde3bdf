import type { ModalView } from '@slack/types';
import type { SecondPersonRequest } from '../../domain/second-person.ts';
import { isLive, type LiveRotation } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { context, section } from './blocks.ts';
import { modal, textField } from './inputs.ts';
import { settledWords } from './names.ts';
import { openRequests, othersWords, requestWords } from './second-person.ts';
import { actor, bold, moment } from './text.ts';

/** Before anybody presses Activate in Setup. */
export const askToActivateModal = (
  { package: pack }: CardFacts,
  rotation: LiveRotation,
  asker: SecondPersonRequest['askedBy'],
): ModalView =>
  modal(
    'ask_to_activate',
    { rotationId: rotation.id, generationId: rotation.generation.id },
    { title: 'Two for Activate', submit: 'Ask' },
    [
      section(
        `${bold(pack.name, 80)}: this workspace wants two admins for Activate. ${settledWords(rotation)}`,
      ),
      section(
        `Ask now, *before anybody presses Activate in Setup*. ${othersWords(pack, asker)} rekey tells them; once one agrees, Activate may be pressed, by any admin of the package.`,
      ),
      context(
        'A request stands for a day, and ends at once if a vendor reports a problem or anything else changes.',
      ),
    ],
  );

const titleOf = ({ what }: SecondPersonRequest) => (what === 'activate' ? 'Activate' : 'Waive a vendor');

function about({ package: pack, rotation }: CardFacts, request: SecondPersonRequest): string {
  const asked = `${bold(pack.name, 80)}: ${actor(request.askedBy)} asks for a second person, ${moment(request.askedAt)}: *${requestWords(rotation, request)}*`;
  if (request.what === 'waive')
    return `${asked}\nIf that vendor still uses the old secret, *they are down the moment Activate is pressed*. If they have not collected their copy yet, it is destroyed.`;
  return `${asked}\nActivate switches the old secret off, at once and for good. ${isLive(rotation) ? settledWords(rotation) : ''}`;
}

/** Another admin agrees: what it means, and one button that does it. */
export const agreeModal = (card: CardFacts, request: SecondPersonRequest): ModalView =>
  modal(
    'second_agree',
    { rotationId: card.rotation.id, request: String(request.number) },
    { title: titleOf(request), submit: 'Agree' },
    [
      section(about(card, request)),
      section(
        'Look for yourself before you agree: both names stay on record. Have a doubt? Cancel, and decline with a reason.',
      ),
    ],
  );

/** Another admin does not agree; whoever asked takes it back. */
export const declineModal = (card: CardFacts, request: SecondPersonRequest): ModalView =>
  modal(
    'second_decline',
    { rotationId: card.rotation.id, request: String(request.number) },
    { title: titleOf(request), submit: 'Decline' },
    [
      section(about(card, request)),
      textField('reason', 'Why not', {
        isLong: true,
        most: 500,
        hint: 'Whoever asked reads it, and it stays on record with your name.',
      }),
    ],
  );

/** The request a button means, if it can still be answered. */
export const requestNumbered = (card: CardFacts, number: string): SecondPersonRequest | null =>
  openRequests(card).find((one) => String(one.number) === number) ?? null;
