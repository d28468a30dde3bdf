import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMovableClock } from '../../sandbox/clock.ts';
import type { MarketingCloud } from '../../sandbox/marketing-cloud/index.ts';
import { createMarketingCloud } from '../../sandbox/marketing-cloud/index.ts';
import { defaultStories } from '../../sandbox/panel/story.ts';

const clock = createMovableClock();
const links = { slack: 'http://127.0.0.1:1', mail: '/mailbox', setup: 'http://127.0.0.1:2' };
let movedTimes = 0;
let cloud: MarketingCloud;

beforeAll(async () => {
  cloud = await createMarketingCloud({
    clock,
    panel: { clock, links, onMoved: () => void (movedTimes += 1) },
  });
});
afterAll(() => cloud.close());

const move = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${cloud.url}/_sandbox/clock`, { method: 'POST', body, headers });

it('moves the clock, tells who asked to be told, and answers what the bar shows', async () => {
  const answer = await move('{"minutes":20}');
  expect(await answer.json()).toMatchObject({ offsetMs: 1_200_000, links });
  expect([clock.offsetMs, movedTimes]).toEqual([1_200_000, 1]);
  expect(await (await fetch(`${cloud.url}/setup`)).text()).toContain('<sandbox-panel');
});

it('lets rekey count the days: the clock moves, and the story is told at any time', () => {
  const steps = defaultStories.flatMap((story) => story.steps);
  const words = steps.map(({ text }) => text.replace('press +7 days', '')).join('\n');
  expect(words).not.toMatch(/\b(?:\d+|one|two|three|four|five|six|seven) days?\b/i);
});

it.each(['{}', '', '{"minutes":-5}', '{"minutes":"5"}', '{"minutes":1e12}'])('refuses %j', async (body) => {
  expect((await move(body)).status).toBe(400);
});

it('refuses another site’s page', async () => {
  expect((await move('{"minutes":5}', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await move('{"minutes":5}', { origin: cloud.url })).status).toBe(200);
});
