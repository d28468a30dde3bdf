import type { Page } from 'playwright-core';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { heldBy, shownFor, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import type { Journey } from '../support/journey.ts';

// What a vendor does in their window, step by step.

const { vera } = PEOPLE;

/** Vera presses Collect in the channel she shares with us. */
export async function pressesCollect(story: Journey) {
  const message = vendorMessageOf(story, vera, CHANNELS.extAcme);
  await shownFor(story, vera, () => story.slack.as(vera).click(message, 'Collect'));
  return heldBy(story, vera, 'handoff');
}

export const button = (page: Page, name: string) => page.getByRole('button', { name });
export const heading = (page: Page) => page.locator('h1').innerText();
export const shows = (page: Page, title: string) => page.locator('h1', { hasText: title }).waitFor();

/** The code, on the first page. */
export async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(code);
  await button(page, 'Continue').click();
}
