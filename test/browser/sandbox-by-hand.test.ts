import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { cardText } from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { actAs, button, card, ephemeral, moves, opensLink, type } from './by-hand.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { tracesOfSecret, useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();

/** What somebody does who was given the demo and nothing else: eyes, hands, three tabs. */
/** Setup, in a tab of its own: Generate, and the secret it shows. */
async function generates(page: Page, story: Journey): Promise<string> {
  const setup = await page.context().newPage();
  await setup.goto(`${story.cloud.url}/setup`);
  await setup.getByText(PACK).first().click();
  await setup.getByRole('link', { name: 'Generate' }).click();
  await setup.getByRole('textbox', { name: 'Description' }).fill('Spring rotation');
  await button(setup, 'Next').click();
  const secret = await setup.locator('#secret').innerText();
  await setup.getByRole('link', { name: 'Finish' }).click();
  await setup.close();
  await page.bringToFront();
  return secret;
}

describeInBrowser('the sandbox, by hand', () => {
  const { visit } = useBrowser();

  test('from the slash command to a vendor’s confirmation', { timeout: 180_000 }, async () => {
    const story = await journey();
    const at = `#/c/${CHANNELS.marketingOps}`;
    const { page } = await visit(`${story.slack.url}?as=ada${at}`);
    await page.locator('#composer-field').waitFor();
    const watching = await page.context().newPage();
    await watching.goto(`${story.slack.url}?as=ben${at}`);
    await page.bringToFront();

    await page.getByText('Vendors: Acme Mail, Loop Loyalty and Nordic Print.').waitFor();
    await type(page, `/rekey start ${PACK}`);
    await card(page).waitFor();
    // Ben's tab was not touched: it shows the card by itself.
    await card(watching).getByText('Step 2 of 5').waitFor();
    await button(page, 'Generate and deposit…').click();
    await ephemeral(page, 'I pressed Generate').waitFor();
    const secret = await generates(page, story);
    await button(page, 'I pressed Generate: give me the deposit page').click();
    const deposit = await opensLink(page, 'Your deposit page', 'Open the deposit page');
    await deposit.getByLabel('Client secret').fill(secret);
    await button(deposit, 'Seal and deposit').click();
    await deposit.getByText('Sealed and stored').waitFor();
    await deposit.close();
    await page.bringToFront();
    await moves(page, story, '+5 min');
    await moves(page, story, '+5 min');
    await card(watching).getByText('Step 3 of 5').waitFor();

    await actAs(page, 'Vera');
    await page.getByRole('link', { name: 'ext-acme' }).click();
    await button(page, 'Collect').click();
    const handoff = await opensLink(page, 'Collect the new secret', 'Open the page');
    await button(handoff, 'Reveal the secret').click();
    expect(await handoff.locator('#secret').innerText()).toBe(secret);
    await button(handoff, 'I have stored it').click();
    await handoff.getByText('Does it work?').waitFor();
    await handoff.close();
    await page.bringToFront();

    await moves(page, story, '+20 min');
    await button(page, 'It works…').click();
    const modal = page.locator('dialog#modal');
    await modal.getByLabel('Nightly import').check();
    await modal.getByLabel('Preference centre').check();
    await modal.getByRole('radio').first().check();
    await modal.locator('[data-key=modal-submit]').click();
    await modal.waitFor({ state: 'hidden' });
    await card(watching).getByText('confirmed', { exact: false }).first().waitFor();
    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain(`by <@${PEOPLE.vera}>`);
    expect(await tracesOfSecret(story, secret)).toEqual([]);
  });

  test('Setup activates a staged secret after five minutes, not before', async () => {
    const story = await journey({ hasInventory: false });
    const { page } = await visit(`${story.cloud.url}/setup`);
    const generated = story.cloud.generate(PACK);
    if (!generated.ok) throw new Error('not generated');
    await page.getByText(PACK).first().click();
    await page.getByRole('link', { name: 'Activate' }).click();
    expect(await button(page, 'Activate').count()).toBe(0);
    await moves(page, story, '+5 min');
    await button(page, 'Activate').click();
    await page.waitForURL(/done=activated/);
    expect(story.cloud.package(PACK).active.text).toBe(generated.secret);
  });

  test('an outsider gets a kind no, and a line that is no command goes nowhere', async () => {
    const story = await journey();
    const { page } = await visit(`${story.slack.url}?as=otto#/c/${CHANNELS.marketingOps}`);
    await page.locator('#composer-field').waitFor();
    await type(page, 'hello there');
    await page.locator('#composer-note', { hasText: /\S/ }).waitFor();
    await type(page, `/rekey start ${PACK}`);
    await ephemeral(page, 'admin').waitFor();
    expect(await page.locator('article.message:has(.plan)').count()).toBe(0);
  });

  test('somebody of another organisation is told why there is no home, and where to look', async () => {
    const story = await journey();
    const { page } = await visit(`${story.slack.url}?as=vera#/home`);
    await page.getByText('from another organisation').waitFor();
    await page.locator('#home').getByRole('link', { name: '#ext-acme' }).click();
    await page.getByRole('heading', { name: 'ext-acme' }).waitFor();
    await page.locator('#composer-field').fill('/rekey');
    expect(await page.locator('#composer-hints').isVisible()).toBe(false);
    await actAs(page, 'Gus');
    await page.getByRole('link', { name: 'rekey home' }).click();
    await page.getByText('Nothing waits for you').waitFor();
  });
});
