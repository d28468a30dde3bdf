import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sentenceOf } from '../../sandbox/marketing-cloud/setup-words.ts';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { start } from '../../sandbox/steps.ts';
import { cardOf, cardText, heldBy, shownFor } from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { describeInBrowser, focused, hindrances, useBrowser, type VisitOptions } from '../support/browser.ts';
import { tracesOfLinks, tracesOfSecret, useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada } = PEOPLE;
const button = (page: Page, name: string) => page.getByRole('button', { name });
const shows = (page: Page, title: string) => page.locator('h1', { hasText: title }).waitFor();

describeInBrowser('an admin', () => {
  const { visit } = useBrowser();

  /** Ada has pressed Generate in Setup, and opens her deposit page with its code. */
  async function opensForm(options: VisitOptions = {}) {
    const story = await journey();
    await start(story, ada, PACK);
    const walkthrough = await shownFor(story, ada, () =>
      story.slack.as(ada).click(cardOf(story, PACK), 'Generate and deposit…'),
    );
    const generated = story.cloud.generate(PACK);
    if (!generated.ok) throw new Error(sentenceOf(generated.refusal));
    await story.slack.as(ada).click(walkthrough, 'I pressed Generate: give me the deposit page');
    const held = await heldBy(story, ada, 'deposit');
    const { page, leaksOf } = await visit(held.url, options);
    await page.getByLabel('Code', { exact: true }).fill(held.code);
    await button(page, 'Continue').click();
    await shows(page, `New secret of ${PACK}`);
    return {
      story,
      secret: generated.secret,
      page,
      leaksOf,
      field: page.getByLabel('Client secret'),
      ...held,
    };
  }

  test('deposits the secret that Setup has shown', async () => {
    const { story, secret, page, leaksOf, url } = await opensForm({
      viewport: { width: 390, height: 844 },
    });
    expect(await focused(page)).toBe(`New secret of ${PACK}`);
    expect(await page.locator('main').innerText()).toContain('Acme Mail, Loop Loyalty and Nordic Print');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Client secret');
    await page.keyboard.insertText(`  ${secret}\n`);
    await page.keyboard.press('Enter');
    await shows(page, 'Sealed and stored');
    expect(await focused(page)).toBe('Sealed and stored');
    expect(await page.content()).not.toContain(secret);
    // Live five minutes after "just now" on the sandbox's clock, months ahead of the browser's.
    expect(await page.locator('time').getAttribute('datetime')).toMatch(/^2027-03-01T09:0[56]/);
    expect(await hindrances(page)).toEqual([]);

    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain('generated 2027-03-01 09:00 UTC');
    await page.reload();
    await shows(page, 'This link doesn’t open anything any more');
    expect(leaksOf(new URL(url).hash.slice(1))).toEqual([]);
    expect(await tracesOfSecret(story, secret)).toEqual([]);
    expect(await tracesOfLinks(story)).toEqual([]);
  });

  test('is told what is wrong beside the field, which keeps what was typed and is never echoed', async () => {
    const { story, secret, page, field } = await opensForm();
    const refused = async (typed: string, words: string) => {
      await field.fill(typed);
      await button(page, 'Seal and deposit').click();
      await page.getByText(words).waitFor();
      const notice = page.locator('[data-words]');
      expect(await focused(page)).toContain('Nothing was stored.');
      expect(await notice.innerText()).not.toContain(typed.slice(-12).trim() || '  ');
      expect(await field.inputValue()).toBe(typed);
      expect(await notice.count()).toBe(1);
    };
    await button(page, 'Seal and deposit').click();
    expect(await focused(page)).toBe('Client secret');
    await refused('   ', 'The field was empty.');
    await refused(`${secret} ${secret}`, 'There is a blank or a line break inside it.');
    await refused(`${secret.slice(0, 30)}\u200b${secret.slice(30)}`, 'There are invisible characters in it.');
    await refused(secret.slice(0, 40), 'It is not 64 characters long.');
    await refused(secret.slice(5), 'It does not start with SFMC_');

    // With another text the warning is about nothing any more: no button is left that would accept it.
    await button(page, 'It is right, deposit it anyway').waitFor();
    await field.press('End');
    await page.keyboard.type('x');
    expect(await button(page, 'It is right, deposit it anyway').count()).toBe(0);

    await field.fill(secret);
    await page.getByLabel('Earlier').check();
    const at = page.getByLabel('Day and time');
    await at.fill('2027-03-02T09:00');
    await button(page, 'Seal and deposit').click();
    await page.getByText('That moment is still to come').waitFor();
    expect([await field.inputValue(), await at.inputValue()]).toEqual([secret, '2027-03-02T09:00']);
    await at.fill('2025-01-01T09:00');
    await button(page, 'Seal and deposit').click();
    await page.getByText('That was too long ago').waitFor();
    expect(cardText(story, PACK)).toContain('Step 2 of 5');
    await page.getByLabel('Just now').check();
    await button(page, 'Seal and deposit').click();
    await shows(page, 'Sealed and stored');
    expect(await tracesOfSecret(story, secret)).toEqual([]);
  });

  test('may insist on a secret that looks odd', async () => {
    const { story, page, field } = await opensForm();
    await field.fill('an-old-secret-without-prefix');
    await button(page, 'Seal and deposit').click();
    await button(page, 'It is right, deposit it anyway').click();
    await shows(page, 'Sealed and stored');
    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain('Step 3 of 5');
  });

  test('types behind dots, and looks once', async () => {
    const { page, field } = await opensForm();
    const isMasked = () =>
      field.evaluate((input) => getComputedStyle(input).getPropertyValue('-webkit-text-security'));
    expect([
      await isMasked(),
      await field.getAttribute('type'),
      await field.getAttribute('autocomplete'),
    ]).toEqual(['disc', null, 'off']);
    await button(page, 'Show').click();
    expect(await isMasked()).toBe('none');
    await button(page, 'Hide').click();
    expect(await isMasked()).toBe('disc');
  });
});
