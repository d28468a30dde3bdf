import { DateTime, type DurationLike } from 'luxon';
import type { Clock } from '../../../src/adapters/clock.ts';
import { DirectoryUnavailable, type Directory } from '../../../src/adapters/directory.ts';
import { faultOf } from '../../../src/adapters/fault.ts';
import { randomIds, type Ids } from '../../../src/adapters/ids.ts';
import type { Log } from '../../../src/adapters/log.ts';
import type { Person } from '../../../src/domain/people.ts';
import type { Moment } from '../../../src/domain/schedule.ts';
import type { DeliveryOutcome, OutboxMessage } from '../../../src/usecases/outbox-message.ts';

/** A clock that stands still until a test moves it. */
export interface TestClock extends Clock {
  move(by: DurationLike): void;
  set(iso: string): void;
}

export function testClock(iso: string): TestClock {
  const at = (text: string) => DateTime.fromISO(text, { zone: 'utc' }) as Moment;
  let now = at(iso);
  return { now: () => now, move: (by) => void (now = now.plus(by)), set: (text) => void (now = at(text)) };
}

/** The Directory port's second implementation: people in a map. `isDown` plays a Slack that can't be asked. */
export class PeopleInMemory implements Directory {
  isDown = false;
  readonly #people = new Map<string, Person>();

  put(person: Person): Person {
    this.#people.set(person.userId, person);
    return person;
  }

  async find(userId: string): Promise<Person | null> {
    if (this.isDown) throw new DirectoryUnavailable();
    return this.#people.get(userId) ?? null;
  }
}

/** Ids that remember every token and code they gave out, for tests that look for them where they must not be. */
export interface RememberingIds extends Ids {
  readonly texts: string[];
}

export function rememberingIds(): RememberingIds {
  const texts: string[] = [];
  const kept = (text: string) => (texts.push(text), text);
  return { ...randomIds, token: () => kept(randomIds.token()), code: () => kept(randomIds.code()), texts };
}

/** A log that keeps its lines as they would be printed. */
export interface CollectingLog extends Log {
  readonly lines: string[];
}

export function collectingLog(): CollectingLog {
  const lines: string[] = [];
  const write =
    (level: string): Log['error'] =>
    (message, fields, cause) =>
      void lines.push(JSON.stringify({ level, message, ...fields, ...(cause ? faultOf(cause) : {}) }));
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), lines };
}

let posts = 0;

/** What a Slack that takes everything answers: an edit keeps its place, a post gets one. */
export const sentTo = (message: OutboxMessage): DeliveryOutcome => ({
  kind: 'sent',
  channel: message.channel ?? 'D0SOMEBODY',
  ts: message.ts ?? `1800000000.${String((posts += 1)).padStart(6, '0')}`,
});
