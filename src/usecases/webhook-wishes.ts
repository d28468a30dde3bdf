import type { Db } from '../db/connection.ts';
import { wantedEvents } from '../db/webhooks.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Package } from '../domain/package.ts';
import type { Rotation } from '../domain/rotation.ts';
import { dueOn, hardStopOn, type Moment } from '../domain/schedule.ts';
import type { WebhookEvent } from '../domain/webhook.ts';
import type { Wish } from './messages.ts';

interface Told {
  /** Tells it apart from the same event at another time, for ever. */
  readonly of: string;
  readonly package: Pick<Package, 'id' | 'name' | 'expiresOn' | 'leadDays'>;
  readonly rotation: Pick<Rotation, 'id' | 'number' | 'step' | 'startedAt'> | null;
  readonly at: Moment;
}

/** One delivery, with what is told as it is now. The same event `of` the same is a repeat, and no second delivery. */
export function webhookWish(
  event: WebhookEvent,
  { of, package: { id, name, expiresOn, leadDays }, rotation, at }: Told,
): Wish {
  return {
    key: `webhook:${event}:${of}`,
    subject: {
      ...{ kind: 'webhook', event, at: at.toISO() },
      package: {
        ...{ id, name, expiresOn },
        hardStopOn: expiresOn && hardStopOn(expiresOn),
        dueOn: expiresOn && dueOn(expiresOn, leadDays),
      },
      rotation: rotation && {
        ...{ id: rotation.id, number: rotation.number, step: rotation.step },
        startedAt: rotation.startedAt.toISO(),
      },
    },
  };
}

const NEWS: Partial<Record<RotationEvent['kind'], WebhookEvent>> = {
  rotation_started: 'started',
  gate_opened: 'ready',
  rotation_done: 'done',
};

interface Moved {
  readonly rotation: Rotation;
  readonly package: Package;
  readonly audits: readonly { readonly id: string; readonly event: RotationEvent }[];
  readonly at: Moment;
}

/** What a move of a rotation makes known by webhook: nothing where none is set, or it does not want to hear of it. */
export async function webhookWishes(tx: Db, { rotation, package: pack, audits, at }: Moved): Promise<Wish[]> {
  const news = audits.flatMap(({ id, event }) => {
    const name = NEWS[event.kind];
    return name ? [{ id, event, name }] : [];
  });
  if (news.length === 0) return [];
  const wanted = await wantedEvents(tx, pack.workspaceId);
  return news
    .filter(({ name }) => wanted.includes(name))
    .map(({ id: of, event, name }) => {
      const expiresOn = event.kind === 'rotation_done' ? event.expiresOn : pack.expiresOn;
      return webhookWish(name, { of, rotation, at, package: { ...pack, expiresOn } });
    });
}
