import { expect, test } from 'vitest';
import { textOf } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { complete, submit } from '../../sandbox/steps-admin.ts';
import { shownFor } from '../../sandbox/steps-seen.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada } = PEOPLE;

/** Twelve secrets that end on one day, six rotations a week, and the proposal shown. */
async function proposed(): Promise<Journey> {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  const shows = (line: string) =>
    shownFor(story, ada, () => slack.as(ada).slash(CHANNELS.marketingOps, line));
  const rows = Array.from({ length: 12 }, (_, n) => `Mail ${n + 1},2027-05-17`);
  await slack.as(ada).click(await shows('/rekey import'), 'Paste a short one here…');
  await slack.until(() => textOf(slack.as(ada).modal()).includes('Paste up to some twenty') || null);
  await submit(story, ada, { channel: CHANNELS.marketingOps, table: ['Name,Expires', ...rows].join('\n') });
  await submit(story, ada);
  await slack.as(ada).close({ all: true });
  await shows('/rekey settings');
  await complete(story, ada, { weekly_capacity: '6' });
  await shows('/rekey plan');
  return story;
}

describeInBrowser('the chart of a plan', () => {
  const { visit } = useBrowser();

  test.each([
    ['on a desk', { width: 1280, height: 860 }],
    ['in a hand', { width: 390, height: 800 }],
  ])(
    '%s: every week with its bars and numbers, nothing cut off, and in words for who hears it',
    async (_, viewport) => {
      const { slack } = await proposed();
      const { page } = await visit(`${slack.url}?as=ada#/c/${CHANNELS.marketingOps}`, { viewport });
      const charts = page.locator('figure.chart');
      const chart = charts.last();
      await chart.waitFor();
      const cliff = charts.first().locator('.group');
      expect(await cliff.locator('.label').allTextContents()).toEqual(['2027-05-10']);
      expect(await cliff.locator('.sr').allTextContents()).toEqual([': Secrets 12']);
      expect(await chart.locator('.legend').innerText()).toMatch(/Now\s+As proposed/);
      const weeks = chart.locator('.group');
      expect(await weeks.locator('.sr').allTextContents()).toEqual([
        ': Now 0, As proposed 6',
        ': Now 12, As proposed 6',
      ]);
      expect(await weeks.locator('.label').allTextContents()).toEqual(['2027-04-26', '2027-05-03']);
      const heights = await chart.locator('.bar').evaluateAll((bars) => bars.map((bar) => bar.clientHeight));
      const [none = -1, half = 0, whole = 0, other = 0] = heights;
      expect([none, half === other, Math.abs(whole - 2 * half) <= 2]).toEqual([0, true, true]);
      const box = await chart.boundingBox();
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(viewport.width);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    },
  );
});
