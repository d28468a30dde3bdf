import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import type { Moment } from '../../src/domain/schedule.ts';
import { settlementOf } from '../../src/usecases/settlement.ts';

const now = DateTime.fromISO('2026-11-22T10:00:00Z', { zone: 'utc' }) as Moment;
const post = { attempts: 1, now };
const secondsLater = (settled: { retryAt?: Moment }) => settled.retryAt?.diff(now, 'seconds').seconds;

describe('how a sending is settled', () => {
  test('what was sent is sent, and earlier trouble is forgotten', () => {
    const settled = settlementOf({ kind: 'sent', channel: 'C1', ts: '1.2' }, post);
    expect(settled).toEqual({ state: 'sent', channel: 'C1', ts: '1.2', error: null });
  });

  test('a post in doubt is never repeated; an edit in doubt is', () => {
    expect(settlementOf({ kind: 'in_doubt', isRepeatable: false }, post)).toEqual({ state: 'in_doubt' });
    const edit = settlementOf({ kind: 'in_doubt', isRepeatable: true }, post);
    expect([edit.state, secondsLater(edit)]).toEqual(['ready', 60]);
  });

  test('a 429 waits as long as Slack says', () => {
    const settled = settlementOf(
      { kind: 'rate_limited', retryAfterSeconds: 17, method: 'chat.update' },
      post,
    );
    expect([settled.state, secondsLater(settled)]).toEqual(['ready', 17]);
  });

  test.each([
    [1, 60],
    [2, 120],
    [5, 960],
    [11, 21_600],
  ])('a refusal is tried again, ever more rarely: attempt %i waits %i s', (attempts, seconds) => {
    const settled = settlementOf({ kind: 'refused', error: 'not_in_channel' }, { ...post, attempts });
    expect([settled.state, settled.error, secondsLater(settled)]).toEqual([
      'ready',
      'not_in_channel',
      seconds,
    ]);
  });

  test('a refusal ends after many tries, or at once when the message itself is at fault', () => {
    const many = settlementOf({ kind: 'refused', error: 'is_archived' }, { ...post, attempts: 24 });
    expect(many).toEqual({ state: 'refused', error: 'is_archived' });
    const hopeless = settlementOf({ kind: 'refused', error: 'invalid_blocks' }, post);
    expect(hopeless).toEqual({ state: 'refused', error: 'invalid_blocks' });
  });

  test('what waits for another message asks ever more rarely, every five minutes in the end', () => {
    expect(secondsLater(settlementOf({ kind: 'later' }, post))).toBe(2);
    expect(secondsLater(settlementOf({ kind: 'later' }, { ...post, attempts: 20 }))).toBe(300);
  });
});
