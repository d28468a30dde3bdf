import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();

/** Two more than the connections a browser opens to one server; Ada and Ben are looked at twice. */
const EIGHT = ['ada', 'ben', 'vera', 'gus', 'otto', 'eve', 'ada', 'ben'] as const;

describeInBrowser('the sandbox in many tabs', () => {
  const { visit } = useBrowser();

  test('eight tabs see what is new, also after one is closed', { timeout: 180_000 }, async () => {
    const { slack } = await journey({ hasInventory: false });
    const at = (name: string) => `${slack.url}?as=${name}#/c/${CHANNELS.extAcme}`;
    const says = (text: string) =>
      fetch(`${slack.url}/_sandbox/message`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: PEOPLE.ben, channel: CHANNELS.extAcme, text }),
      });
    const sees = (page: Page, words: string) => page.locator('article.message', { hasText: words }).waitFor();
    const first = await visit(at(EIGHT[0]));
    const tabs = [first.page];
    for (const name of EIGHT.slice(1)) {
      const page = await first.page.context().newPage();
      await page.goto(at(name));
      await page.locator('.switcher', { hasText: new RegExp(name, 'i') }).waitFor();
      tabs.push(page);
    }
    // Otto is not in the channel, and may look into it all the same.
    expect(await tabs[4]?.locator('h1').innerText()).toBe('ext-acme');

    await says('The first tab listens for all.');
    await Promise.all(tabs.map((page) => sees(page, 'The first tab listens for all.')));
    await first.page.close();
    await says('Somebody else listens now.');
    await Promise.all(tabs.slice(1).map((page) => sees(page, 'Somebody else listens now.')));
  });
});
