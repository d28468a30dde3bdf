import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { CLIENT, clientPackages } from '../../sandbox/marketing-cloud/seed-client.ts';
import { CHANNELS } from '../../sandbox/slack/seed.ts';
import { describeInBrowser, useBrowser } from '../support/browser.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { button, ephemeral, opensLink, type } from './by-hand.ts';

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
    await page.screenshot({ path: '/tmp/shots/1.png' });
    await type(page, '/rekey import');
    const pasted = await opensLink(page, 'Your page for the table', 'Open the page');
    await pasted.getByRole('textbox', { name: 'The table' }).fill(table);
    await pasted.getByRole('combobox', { name: 'Account' }).fill(CLIENT.name);
    await pasted.screenshot({ path: '/tmp/shots/2.png', fullPage: true });
    await button(pasted, 'Show what it would change').click();
    await pasted.getByText('Apply').waitFor();
    await pasted.screenshot({ path: '/tmp/shots/3.png', fullPage: true });
    await pasted.getByRole('button', { name: 'Apply: 60 new' }).click();
    await pasted.getByRole('heading', { name: '60 packages are in' }).waitFor();
    await pasted.screenshot({ path: '/tmp/shots/4.png', fullPage: true });
    await pasted.close();
    await page.bringToFront();

    await type(page, '/rekey plan');
    await ephemeral(page, 'How many').waitFor();
    await page.screenshot({ path: '/tmp/shots/5.png' });
    await type(page, '/rekey settings');
    await page.locator('dialog#modal').waitFor();
    await page.screenshot({ path: '/tmp/shots/6.png' });
  });
});
