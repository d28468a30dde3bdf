import { actions, button, message, section, type Message } from './blocks.ts';
import { webhookFaultWords } from './webhook-words.ts';

const NEWS = {
  gone: 'The webhook’s target answered 410, so it wants no more: rekey has switched the webhook off. What waited is dropped.',
  given_up:
    'A delivery of the webhook was tried for three days and not taken, so rekey has given it up. It goes on with the later ones, and tells you of more only after one was taken.',
} as const;

/** To whoever set the webhook. */
export function webhookTrouble({ why, fault }: { why: keyof typeof NEWS; fault: string }): Message {
  const cause = why === 'given_up' ? ` The last time: ${webhookFaultWords(fault)}.` : '';
  return message(NEWS[why], [
    section(`${NEWS[why]}${cause}`),
    ...actions(button('Look at the webhook…', 'webhook', {}, { label: 'Open the settings of the webhook' })),
  ]);
}
