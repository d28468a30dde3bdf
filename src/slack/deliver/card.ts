import type { WebClient } from '@slack/web-api';
import type { CardFacts } from '../../usecases/facts.ts';
import type { DeliveryOutcome, OutboxMessage } from '../../usecases/outbox-message.ts';
import type { Message } from '../views/blocks.ts';
import { card, plainCard } from '../views/card.ts';
import { anotherId, edit, isInvalid, isLost, post, repeatable } from './send.ts';

/** The card: edited in place, posted anew when it was lost, and drawn without the plan where Slack refuses plans. */
export async function deliverCard(
  client: WebClient,
  message: OutboxMessage,
  facts: CardFacts,
): Promise<DeliveryOutcome> {
  const native = await put(client, message, facts, card(facts));
  return isInvalid(native) ? put(client, message, facts, plainCard(facts)) : native;
}

async function put(
  client: WebClient,
  { channel, ts, clientMessageId }: OutboxMessage,
  facts: CardFacts,
  drawn: Message,
): Promise<DeliveryOutcome> {
  if (channel && ts) {
    const edited = await edit(client, { channel, ts }, drawn);
    if (!isLost(edited)) return edited;
  }
  const id = ts ? anotherId(clientMessageId, ts) : clientMessageId;
  // A first post in doubt is repeated under the same id: better a second card than none (slack.md §5).
  const posted = await post(client, {
    channel: channel ?? facts.package.channelId,
    message: drawn,
    clientMessageId: id,
  });
  return repeatable(posted);
}
