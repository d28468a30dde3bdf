import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import { describeInBrowser, hindrances, useBrowser } from '../support/browser.ts';
import { useJourneys } from '../support/journey.ts';
import { button, enter, pressesCollect, shows } from './vendor-window.ts';

const journey = useJourneys();

/** The request goes through and is done; its answer never arrives. */
const loseAnswers = (page: Page) =>
  page.route('**/handoff/collect', async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });

const keysIn = (page: Page) =>
  page.evaluate(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('rekey')) return 0;
    const request = indexedDB.open('rekey');
    await new Promise((resolve) => (request.onsuccess = resolve));
    const count = request.result.transaction('reader-keys').objectStore('reader-keys').count();
    await new Promise((resolve) => (count.onsuccess = resolve));
    request.result.close();
    return count.result;
  });

describeInBrowser('a vendor who loses the connection at the moment of reveal', () => {
  const { visit } = useBrowser();
  const phone = { viewport: { width: 390, height: 780 }, hasTouch: true, losesAnswers: true };

  async function loses() {
    const story = await journey();
    const secret = await share(story);
    const held = await pressesCollect(story);
    const { page, leaksOf } = await visit(held.url, phone);
    await loseAnswers(page);
    await enter(page, held.code);
    await shows(page, `The new secret of ${PACK}`);
    await button(page, 'Reveal').click();
    await page.getByText('The connection broke off').waitFor();
    const rows = await story.sql`select id from audit where kind = 'secret_collected'`;
    expect(rows).toHaveLength(1);
    return { story, secret, page, leaksOf, ...held };
  }

  test('presses the button again in the same tab and has the secret', async () => {
    const { secret, page } = await loses();
    await page.unroute('**/handoff/collect');
    await button(page, 'Reveal').click();
    await shows(page, `The secret of ${PACK}`);
    expect(await page.locator('#secret').innerText()).toBe(secret);
    expect(await hindrances(page)).toEqual([]);
    await button(page, 'I have stored it').click();
    await shows(page, 'Does it work?');
    await expect.poll(() => keysIn(page)).toBe(0);
    expect(await button(page, 'Show it again').isVisible()).toBe(false);
  });

  test('loads the page again and has the secret, until ten minutes are over', async () => {
    const { story, secret, page, code } = await loses();
    await page.unroute('**/handoff/collect');
    await page.reload();
    await enter(page, code);
    await shows(page, 'Does it work?');
    await button(page, 'Show it again').click();
    await shows(page, `The secret of ${PACK}`);
    expect(await page.locator('#secret').innerText()).toBe(secret);

    await story.pass({ minutes: 10 });
    page.on('dialog', (dialog) => void dialog.accept());
    await page.reload();
    await enter(page, code);
    await shows(page, 'Does it work?');
    expect(await button(page, 'Show it again').count()).toBe(0);
  });

  test('comes back after ten minutes on the device, and the key is gone from it', async () => {
    const { page, code } = await loses();
    const claimedAt = systemClock.now();
    const comesBack = async (minutes: number) => {
      await page.clock.setFixedTime(claimedAt.plus({ minutes }).toJSDate());
      await page.reload();
      await page.getByLabel('Code', { exact: true }).waitFor();
    };
    await comesBack(9);
    await enter(page, code);
    await button(page, 'Show it again').waitFor();
    expect(await keysIn(page)).toBe(1);

    await comesBack(11);
    await expect.poll(() => keysIn(page)).toBe(0);
    // The server would still answer, as its clock has not moved: the device has nothing left to open it with.
    await enter(page, code);
    await shows(page, 'Does it work?');
    expect(await button(page, 'Show it again').count()).toBe(0);
    expect(await page.locator('form[data-again]').count()).toBe(1);
  });

  test('leaves nothing for somebody else with the same link and code', async () => {
    const { url, code, secret } = await loses();
    const { page } = await visit(url, phone);
    await enter(page, code);
    await shows(page, 'Does it work?');
    expect(await button(page, 'Show it again').isVisible()).toBe(false);
    // Not even by pressing what is hidden.
    await page.evaluate(() => document.querySelector('[data-again]')?.removeAttribute('hidden'));
    await button(page, 'Show it again').click();
    await page.getByText('The secret was already collected').waitFor();
    expect(await page.content()).not.toContain(secret);
  });
});
