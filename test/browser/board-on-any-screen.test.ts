import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { start } from '../../sandbox/steps.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { describeInBrowser, hindrances, lowestContrast, useBrowser } from '../support/browser.ts';
import { fillInventory } from '../support/inventory.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// Sign in with Slack for real: the sandbox's OpenID Connect, keys, codes and all.

const journey = useJourneys();
const PHONE = { viewport: { width: 390, height: 844 } };
const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });

const row = (page: Page, name: string) => page.locator('.packages tbody tr', { hasText: name });

async function signIn(page: Page, name = 'Ada'): Promise<void> {
  await page.getByRole('link', { name: 'Sign in with Slack' }).click();
  await page.getByRole('button', { name: `Continue as ${name}` }).click();
}

/** Sixty packages, as a tenant has them. */
async function withInventory(): Promise<Journey> {
  const story = await journey({ hasInventory: false });
  const { db, workspaceId, clock } = story.app.deps;
  await fillInventory(db, {
    ...{ workspaceId, count: 60, at: clock.now(), gone: identity(PEOPLE.dex) },
    ...{ owners: [identity(PEOPLE.ada), identity(PEOPLE.ben)], channelIds: [CHANNELS.marketingOps] },
  });
  return story;
}

const WAYS: [string, BrowserContextOptions][] = [
  ['at a desk', {}],
  ['at a desk, without JavaScript', { javaScriptEnabled: false }],
  ['on a phone', PHONE],
  ['on a phone, without JavaScript', { ...PHONE, javaScriptEnabled: false }],
];

describeInBrowser('the board', () => {
  const { visit } = useBrowser();

  test.each(WAYS)('from the door to the door: %s', async (_, options) => {
    const story = await withInventory();
    const { page } = await visit(`${story.url}/board?state=in_progress`, {
      ...options,
      alsoMayAsk: [story.slack.url],
    });
    expect(await page.locator('h1').innerText()).toBe('The board');
    await signIn(page);
    await page.getByRole('heading', { level: 1, name: 'Packages of Northwind' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    const [cookie, ...more] = await page.context().cookies(story.url);
    expect(more).toEqual([]);
    expect(cookie).toMatchObject({ name: 'rekey-board', httpOnly: true, sameSite: 'Lax', path: '/' });

    expect(await page.locator('.tiles .all').innerText()).toMatch(/^60\s+All$/);
    expect(await page.locator('.packages tbody tr').count()).toBe(50);
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    expect(await page.locator('.packages tbody tr').count()).toBe(10);

    await page.getByLabel('Search').fill('esp prod');
    await page.getByLabel('Order').selectOption('Name');
    await page.getByLabel('The other way round').check();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const names = await page.locator('.packages .name').allInnerTexts();
    expect(names.length).toBeGreaterThan(1);
    expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? 1 : -1)));
    expect(await page.getByLabel('Search').inputValue()).toBe('esp prod');
    await page.locator('.tiles .overdue a').click();
    expect(await page.locator('#list h2').innerText()).toBe('Overdue');
    expect(await page.getByLabel('Search').inputValue()).toBe('esp prod');
    await page.getByRole('link', { name: 'Show all', exact: true }).click();
    expect(await page.locator('.packages tbody tr').count()).toBe(50);

    await page.locator('summary', { hasText: 'As a table' }).first().click();
    expect(await page.locator('.numbers').first().isVisible()).toBe(true);

    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'The board', exact: true }).waitFor();
    expect(await page.context().cookies(story.url)).toEqual([]);
    await page.goBack();
    await page.reload();
    expect(await page.locator('body').innerText()).not.toContain('ESP production');
  });

  test('what is done in Slack is on the board, and its name leads back to the card', async () => {
    const story = await journey();
    const { page } = await visit(`${story.url}/board`, { alsoMayAsk: [story.slack.url] });
    await signIn(page);
    await row(page, PACK).waitFor();
    expect(await row(page, PACK).innerText()).toContain('Start now');
    await start(story, PEOPLE.ada, PACK, ['Loop Loyalty']);
    await page.reload();
    expect(await row(page, PACK).innerText()).toMatch(/In progress\s+an admin generates and deposits/);
    const href = await row(page, PACK).locator('a.name').getAttribute('href');
    const [{ channel, ts }] = (await story.sql`
      select card_channel as channel, card_ts as ts from rotation`) as unknown as [
      { channel: string; ts: string },
    ];
    expect(href).toContain(`/archives/${channel}/p${ts.replace('.', '')}`);
  });

  test('whoever may not see it is told so, and somebody else can sign in from there', async () => {
    const story = await journey();
    const { page } = await visit(`${story.url}/board`, { alsoMayAsk: [story.slack.url] });
    await signIn(page, 'Gus');
    await page.getByRole('heading', { name: 'This board is not open to you' }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain(PACK);
    await page.goto(`${story.url}/board`);
    await signIn(page, 'Ben');
    await row(page, PACK).waitFor();
    expect(await page.locator('.visitor').innerText()).toContain('Ben');
  });

  test('a form on another site signs nobody out', async () => {
    const story = await journey();
    const { page } = await visit(`${story.url}/board`, { alsoMayAsk: [story.slack.url] });
    await signIn(page);
    await row(page, PACK).waitFor();
    // Another origin, which the browser tells of: the sandbox's Slack is at hand.
    await page.goto(story.slack.url);
    const form = `<form method="post" action="${story.url}/board/sign-out"><button>Go</button></form>`;
    await page.evaluate((text) => document.body.insertAdjacentHTML('beforeend', text), form);
    await page.locator('form[action$="sign-out"] button').evaluate((button: HTMLElement) => button.click());
    await page.getByText('This came from another site').waitFor();
    await page.goto(`${story.url}/board`);
    await row(page, PACK).waitFor();
  });

  test('can be used on any screen, in light and dark, with long names and with none', async () => {
    const story = await withInventory();
    const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft <b>';
    await story.sql`update package set name = ${long} || name, business_units = ${story.sql.json([
      { mid: '510001234', name: long },
    ])} where name like 'ESP%'`;
    const { page } = await visit(`${story.url}/board`, { ...PHONE, alsoMayAsk: [story.slack.url] });
    for (const address of [null, '/board', '/board?q=nothing']) {
      if (address === '/board') await signIn(page);
      else if (address !== null) await page.goto(`${story.url}${address}`);
      for (const summary of await page.locator('summary').all()) await summary.click();
      for (const width of [320, 390, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        expect([address, width, await hindrances(page)]).toEqual([address, width, []]);
      }
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { ratio, text } = await lowestContrast(page);
        expect(ratio, `"${text}", ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});
