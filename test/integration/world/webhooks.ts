import { WEBHOOK_EVENTS, type WebhookEvent } from '../../../src/domain/webhook.ts';
import { deliverWebhooks } from '../../../src/usecases/deliver-webhooks.ts';
import { readWebhook } from '../../../src/usecases/read-webhook.ts';
import { setWebhook } from '../../../src/usecases/set-webhook.ts';
import { tellOfDates } from '../../../src/usecases/tell-of-dates.ts';
import { PEOPLE, yes, type World } from '../../support/world.ts';
import type { Received, Receiver } from '../../support/webhook-receiver.ts';

/** Ada sets the webhook; its signing secret, or null when it kept the one it had. */
export const hook = async ({ deps }: World, url: string, events: readonly WebhookEvent[] = WEBHOOK_EVENTS) =>
  yes(await setWebhook(deps, { person: PEOPLE.ada, url, events })).secret;

/** As the lane of its own does: looks at the dates, then delivers until nothing is due. Returns how many it tried. */
export async function carry({ deps }: World): Promise<number> {
  let tried = 0;
  while ((await tellOfDates(deps)) + (await deliverWebhooks(deps)) > 0) tried += 1;
  return tried;
}

/** What Ada reads of it. */
export const facts = async ({ deps }: World) => {
  const { webhook } = yes(await readWebhook(deps, { person: PEOPLE.ada }));
  if (!webhook) throw new Error('there never was a webhook');
  return webhook;
};

interface Body {
  readonly type: string;
  readonly timestamp: string;
  readonly version: number;
  readonly data: {
    readonly package: Record<string, unknown> | null;
    readonly rotation: Record<string, unknown> | null;
  };
}

export const bodyOf = ({ body }: Received): Body => JSON.parse(body) as Body;
export const typesOf = ({ received }: Receiver): string[] => received.map((one) => bodyOf(one).type);
export const idsOf = ({ received }: Receiver): string[] =>
  received.map(({ headers }) => String(headers['webhook-id']));
