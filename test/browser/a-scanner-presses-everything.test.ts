import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { dmsOf, threadOf } from '../../sandbox/steps-seen.ts';
import { PACK, share, VENDORS } from '../../sandbox/steps-through.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { button, enter, pressesCollect, shows } from './vendor-window.ts';

// Promise H3: a scanner has the link, not the code, and a real browser.

const journey = useJourneys();
const { ada, ben } = PEOPLE;

const ROUNDS = 10;
/** Scanners come from many networks; this is one that none of them comes from. */
const VENDOR = '203.0.113.9';
/** What it types: what any field takes, and what could be a code. */
const JUNK = ['junk@scanner.example <b>', '00000000'];
const ALARM = 'says that a secret they expected is gone';

/** Opens the page anew and types this into every field. */
async function opensAnew(page: Page, typed: string): Promise<void> {
  await page.reload();
  await page.locator('main[aria-busy="false"]').waitFor();
  await page.evaluate((text) => {
    const fields = 'main :is(input:not([type=checkbox], [type=radio]), textarea)';
    for (const field of document.querySelectorAll<HTMLInputElement>(fields)) field.value = text;
  }, typed);
}

/** Clicks what there is, and what appears on it, each once, hidden or not. Returns what it clicked. */
const clicksEverything = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const controls = 'main :is(a, button, input, label, select, summary, textarea)';
    const clicked = new Map<HTMLElement, string>();
    for (;;) {
      const all = [...document.querySelectorAll<HTMLElement>(controls)];
      const next = all.find((control) => !clicked.has(control));
      if (!next) return [...clicked.values()];
      clicked.set(next, next.textContent.trim() || next.id);
      next.click();
      while (document.querySelector('main')?.ariaBusy !== 'false')
        await new Promise((go) => setTimeout(go, 10));
    }
  });

/** Sends every form as it is, whatever its fields require. Returns their acts. */
const submitsEverything = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const forms = [...document.forms];
    for (const form of forms) {
      form.noValidate = true;
      form.requestSubmit();
      while (document.querySelector('main')?.ariaBusy !== 'false')
        await new Promise((go) => setTimeout(go, 10));
    }
    return forms.map(({ dataset }) => dataset['act'] ?? '');
  });

/** Everything the database holds of how far it is; that the page was opened and codes were tried is noted elsewhere. */
const standing = async (story: Journey): Promise<string[]> =>
  (await story.dump()).split('\n').filter((row) => /^(?:rotation|generation|handoff|link|audit) /.test(row));

const alarmsTold = (story: Journey) => [
  ...[ada, ben].map((who) => dmsOf(story, who).filter((text) => text.includes(ALARM)).length),
  threadOf(story, PACK).filter((text) => text.includes(ALARM)).length,
];

describeInBrowser('a scanner with a real browser', () => {
  const { visit } = useBrowser();

  /** Ten rounds, empty and with junk. Returns every button and every form it tried. */
  async function scans(url: string) {
    const { page } = await visit(url);
    const clicked = new Set<string>();
    const sent = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      await page.setExtraHTTPHeaders({ 'x-forwarded-for': `198.51.${round}.7` });
      for (const typed of ['', JUNK[round % JUNK.length]!]) {
        await opensAnew(page, typed);
        for (const control of await clicksEverything(page)) clicked.add(control);
        await opensAnew(page, typed);
        for (const act of await submitsEverything(page)) sent.add(act);
      }
    }
    return { clicked: [...clicked], sent: [...sent] };
  }

  async function opens() {
    const story = await journey({ env: { TRUSTED_PROXIES: '1' } });
    const secret = await share(story, ['Acme Mail']);
    return { story, secret, ...(await pressesCollect(story)) };
  }

  /** The vendor, with link and code. */
  async function comes({ url, code }: { url: string; code: string }) {
    const { page } = await visit(url, { extraHTTPHeaders: { 'x-forwarded-for': VENDOR } });
    await enter(page, code);
    return page;
  }

  async function reveals(page: Page, secret: string): Promise<void> {
    await button(page, 'Reveal').click();
    await shows(page, `The secret of ${PACK}`);
    expect(await page.locator('#secret').innerText()).toBe(secret);
  }

  test('presses everything on a link that waits: nothing happens, and the vendor collects', async () => {
    const { story, secret, ...held } = await opens();
    const before = await standing(story);
    const tried = await scans(held.url);
    expect(tried.clicked).toEqual(['Code', 'code', 'Continue']);
    expect(tried.sent).toEqual(['open']);
    expect(await standing(story)).toEqual(before);
    await story.app.rounds.settle();
    expect(alarmsTold(story)).toEqual([0, 0, 0]);
    await reveals(await comes(held), secret);
  });

  test('raises the alarm over a link that was replaced: one notice, and the vendor collects with the newer', async () => {
    const { story, secret, url } = await opens();
    const newer = await pressesCollect(story);
    await raisesAlarm(story, url);
    await reveals(await comes(newer), secret);
  });

  test('raises the alarm over a link that was used: one notice, and the vendor goes on', async () => {
    const { story, secret, ...held } = await opens();
    const page = await comes(held);
    await reveals(page, secret);
    await raisesAlarm(story, held.url);
    await button(page, 'I have stored it').click();
    await shows(page, 'Does it work?');
    for (const system of VENDORS['Acme Mail'].systems) await page.getByLabel(system).check();
    await page.getByLabel('We forced a new token').check();
    await button(page, 'Confirm').click();
    await shows(page, 'Confirmed. Thank you!');
  });

  /** Presses everything on the page that carries the alarm: it is told once, and nothing else has changed. */
  async function raisesAlarm(story: Journey, url: string): Promise<void> {
    const before = await standing(story);
    const tried = await scans(url);
    expect(tried.clicked).toContain('Somebody else opened it, or may have');
    expect(tried.clicked).toContain('It was opened, and not by me');
    expect(tried.sent).toEqual(['open', 'alarm']);
    const after = await standing(story);
    const isNew = (row: string) => !before.includes(row);
    expect(after.filter(isNew)).toEqual([
      expect.stringMatching(/^audit .*alarm_raised/),
      expect.stringMatching(/^handoff /), // when it was raised
    ]);
    expect(after).toHaveLength(before.length + 1);
    const [row] = await story.sql`select count(*)::int n from audit where kind like '%void%'`;
    expect(row).toEqual({ n: 0 });
    await story.app.rounds.settle();
    expect(alarmsTold(story)).toEqual([1, 1, 1]);
  }
});
