import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CLIENT, clientPackages } from '../../sandbox/marketing-cloud/seed-client.ts';
import { CHANNELS } from '../../sandbox/slack/seed.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { button, card, ephemeral, opensLink, type } from './by-hand.ts';

const journey = useJourneys();

/** The whole table as it is selected in Setup and copied. */
async function copiesTable(page: Page, story: Journey): Promise<string> {
  const setup = await page.context().newPage();
  await setup.goto(`${story.cloud.url}/setup?account=${CLIENT.enterpriseId}`);
  const copied = await setup.locator('table.packages').evaluate((table) => {
    getSelection()?.selectAllChildren(table);
    return getSelection()?.toString() ?? '';
  });
  await setup.close();
  await page.bringToFront();
  return copied;
}

describeInBrowser('a client’s packages, by hand', () => {
  const { visit } = useBrowser();

  test('from an empty workspace to a plan and the first rotation', { timeout: 180_000 }, async () => {
    const story = await journey({ hasInventory: false });
    for (const pack of clientPackages()) story.cloud.addPackage(pack);
    const { page } = await visit(`${story.slack.url}?as=ada#/c/${CHANNELS.marketingOps}`);
    await page.locator('#composer-field').waitFor();
    const table = await copiesTable(page, story);

    await type(page, '/rekey');
    await ephemeral(page, 'first').waitFor();
    await type(page, '/rekey import');
    const pasted = await opensLink(page, 'Your page for the table', 'Open the page');
    await pasted.getByRole('textbox', { name: 'The table' }).fill(table);
    await pasted.getByRole('combobox', { name: 'Account' }).fill(CLIENT.name);
    await button(pasted, 'Show what it would change').click();
    await pasted.getByText('Apply').waitFor();
    await pasted.getByRole('button', { name: 'Apply: 60 new' }).click();
    await pasted.getByRole('heading', { name: '60 packages are in' }).waitFor();
    await pasted.close();
    await page.bringToFront();

    await type(page, '/rekey plan');
    const cliff = ephemeral(page, 'How many').locator('figure.chart .group .sr');
    await cliff.first().waitFor();
    const bars = (await cliff.allTextContents()).map((words) => Number(/Secrets (\d+)/.exec(words)?.[1]));
    expect(bars.reduce((sum, bar) => sum + bar, 0)).toBe(60);
    await button(page, 'Say how many…').click();
    const modal = page.locator('dialog#modal');
    await modal.getByLabel('Rotations started in a week').fill('5');
    await modal.locator('[data-key=modal-submit]').click();
    await modal.getByText('never more than 5 in one').waitFor();
    await modal.getByText('When secrets end, by two weeks').waitFor();
    await button(page, 'Accept the plan').click();
    await page.getByRole('button', { name: 'Accept', exact: true }).last().click();
    await modal.getByText('50 packages planned').waitFor();
    await button(page, 'Close').click();
    await modal.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Start the rotation of Newsletter UK' }).click();
    await button(page, 'Add vendors…').click();
    await button(page, 'Add a vendor…').click();
    await modal.getByLabel('Systems in which').fill('Nightly import');
    await modal.getByLabel('Vendor', { exact: true }).fill('Loop Loyalty');
    await modal.getByLabel('Or, without Slack: name').fill('Nora Dahl');
    await modal.getByLabel('and e-mail address').fill('nora@loop.example');
    await modal.locator('[data-key=modal-submit]').click();
    await modal.getByText('has 1 vendor').waitFor();
    await button(page, 'Done').click();
    await modal.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Start the rotation of Newsletter UK' }).click();
    await modal.locator('[data-key=modal-submit]').click();
    await card(page).getByText('Step 2 of 5').waitFor();
  });
});
