import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Journey } from '../support/journey.ts';

// What somebody does in the sandbox with eyes and hands.

/** By what stands on it: buttons of rekey's carry a longer name for screen readers. */
export const button = (page: Page, words: string) => {
  const exactly = new RegExp(`^\\s*${words.replaceAll(/[.+?]/g, '\\$&')}\\s*$`);
  return page.locator('button:visible').filter({ hasText: exactly }).last();
};
export const actAs = async (page: Page, name: string) => {
  await page.locator('.switcher').click();
  await page.locator('.person', { hasText: name }).click();
  await page.locator('.switcher', { hasText: name }).waitFor();
};
export const type = async (page: Page, line: string) => {
  await page.locator('#composer-field').fill(line);
  await page.locator('#composer-field').press('Enter');
};
export const card = (page: Page) => page.locator('article.message:has(.plan)').last();
export const ephemeral = (page: Page, words: string) =>
  page.locator('article.ephemeral', { hasText: words }).last();

/** Follows the link of an ephemeral answer, with the code beside it, into a tab of its own. */
export async function opensLink(page: Page, words: string, link: string): Promise<Page> {
  const answer = ephemeral(page, words);
  await answer.waitFor();
  const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await answer.innerText())?.[0] ?? '';
  const [opened] = await Promise.all([
    page.context().waitForEvent('page'),
    answer.getByText(link, { exact: true }).click(),
  ]);
  await opened.getByLabel('Code', { exact: true }).fill(code);
  await button(opened, 'Continue').click();
  return opened;
}

/** Presses a button of the bar on top, and waits for the clock to have moved. */
export async function moves(page: Page, story: Journey, by: string): Promise<void> {
  const before = story.clock.offsetMs;
  await button(page, by).click();
  await expect.poll(() => story.clock.offsetMs, { timeout: 10_000 }).toBeGreaterThan(before);
}
