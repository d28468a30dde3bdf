import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { linksIn } from '../../sandbox/slack/reading.ts';
import { codeIn, shownFor } from '../../sandbox/steps-seen.ts';
import { SERVER_LIMITS } from '../../src/web/server.ts';
import { describeInBrowser, focused, hindrances, useBrowser, type VisitOptions } from '../support/browser.ts';
import { tracesOfLinks, tracesOfSecret, useJourneys, type Journey } from '../support/journey.ts';
import { pastedTable, rowsOf } from '../support/pasted-table.ts';
import { freshSecret } from '../support/world.ts';

const journey = useJourneys();
const { ada, ben } = PEOPLE;
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const shows = (page: Page, title: string) => page.locator('h1', { hasText: title }).waitFor();
const heading = (page: Page) => page.locator('h1').innerText();
const main = (page: Page) => page.locator('main').innerText();
const TODAY = '2027-03-01';
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PREVIEW = 'Show what it would change';

describeInBrowser('whoever brings an inventory in', () => {
  const { visit } = useBrowser();

  /** Ada types the command, opens the page with its code, and looks at the empty field. */
  async function opensPage(options: VisitOptions = {}, story?: Journey) {
    const set = story ?? (await journey({ hasInventory: false }));
    const answer = await shownFor(set, ada, () =>
      set.slack.as(ada).slash(CHANNELS.marketingOps, '/rekey import'),
    );
    const url = linksIn(answer).find((link) => link.includes('/import#')) ?? '';
    const { page, leaksOf } = await visit(url, options);
    await page.getByLabel('Code', { exact: true }).fill(codeIn(answer));
    await button(page, 'Continue').click();
    await shows(page, 'Bring in');
    return { story: set, page, leaksOf, url, field: page.getByRole('textbox', { name: 'The table' }) };
  }

  test.each([
    ['a desktop', {}],
    ['a phone', PHONE],
  ])('pastes sixty packages on %s, says which day is meant, and has them in', async (_name, options) => {
    const { story, page, leaksOf, url, field } = await opensPage(options);
    const usable = async (title: string) => {
      await shows(page, title);
      expect([title, await focused(page)]).toEqual([title, await heading(page)]);
      expect([title, await hindrances(page)]).toEqual([title, []]);
    };
    await usable('Bring in your packages');
    await field.focus();
    await page.keyboard.insertText(pastedTable(rowsOf(60, TODAY, 'd/M/yyyy').map(ambiguous)));
    await page.getByRole('combobox', { name: 'Account' }).fill('Northwind Production');
    await button(page, PREVIEW).click();
    await usable('What day is 4/5/2027?');
    await page.getByLabel('2027-05-04').check();
    await button(page, 'Continue').click();
    await usable('What this table would change');
    expect(await main(page)).toMatch(/New\s+60\s[\s\S]*New account\s+Northwind Production/);
    expect(await main(page)).toContain('4/5/2027 is read as 2027-05-04');
    expect(await story.sql`select 1 from package`).toHaveLength(0);
    await button(page, 'Apply: 60 new').click();
    await usable('60 packages are in');
    expect(await main(page)).toContain('The first rotation is due on 2027-04-26');
    const days = await story.sql`select distinct expires_on::text as day from package`;
    expect(days.map(({ day }) => day)).toEqual(['2027-05-04']);
    // Once more: it is all there. Then the page is closed, and opens nothing any more.
    await button(page, 'Another table').click();
    await usable('Bring in packages');
    expect(await field.inputValue()).toContain('ESP UK');
    await button(page, PREVIEW).click();
    await page.getByLabel('2027-05-04').check();
    await button(page, 'Continue').click();
    await usable('This table changes nothing');
    await button(page, 'Change the table').click();
    await shows(page, 'Bring in packages');
    expect(leaksOf(new URL(url).hash.slice(1))).toEqual([]);
    expect(await tracesOfLinks(story)).toEqual([]);
  });

  test.each([
    ['a desktop', {}],
    ['a phone', PHONE],
  ])(
    'says on %s who uses sixty packages; who is no vendor yet is named once, with the way out',
    async (_name, options) => {
      const story = await journey();
      const { page, field } = await opensPage(options, story);
      await page.getByText('What a table may hold').click();
      expect(await hindrances(page)).toEqual([]);
      const uses = ['acme mail: Nightly import; Loop Loyalty', 'Nordic Print', 'Acme Mial', ''];
      const rows = rowsOf(60, TODAY).map((cells, n) => [...cells, uses[n % uses.length] ?? '', ben]);
      const known = ['ESP Production', '', '', '', '', '', 'Loop Loyalty: Points sync, Birthday mails', ''];
      const [heads = '', ...lines] = pastedTable([...rows, known]).split('\n');
      await field.fill([`${heads}\tUsed by\tBackups`, ...lines].join('\n'));
      await button(page, PREVIEW).click();
      await shows(page, 'What this table would change');
      const shown = await main(page);
      expect(shown).toMatch(/New\s+45\s+Changed\s+1\s+Refused\s+15/);
      expect(shown).toContain('Not on record as a vendor: Acme Mial.');
      expect(shown).toMatch(/“Acme Mial” is no vendor on record/);
      expect(shown).toContain(`used by Acme Mail: Nightly import; Loop Loyalty · backups ${ben}`);
      expect(shown).toContain('Loop Loyalty: Points sync, Birthday mails');
      expect(await hindrances(page)).toEqual([]);
      await button(page, 'Apply: 45 new, 1 changed').click();
      await shows(page, '45 packages are in');
      expect(await main(page)).toContain('by a column Vendors');
      const [counts] =
        await story.sql`select count(*)::int as links, count(distinct package_id)::int as packages
      from package_vendor`;
      expect(counts).toEqual({ links: 3 + 15 * 2 + 15, packages: 31 });
    },
  );

  test('says how many lines are compared, and does not give up while the server works', async () => {
    const { page, field } = await opensPage();
    await field.fill(pastedTable(rowsOf(60, TODAY)));
    await page.evaluate(() => {
      const timeout = AbortSignal.timeout.bind(AbortSignal);
      AbortSignal.timeout = (ms) => {
        document.documentElement.dataset.waitsMs = String(ms);
        return timeout(ms);
      };
    });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route('**/import/preview', async (route) => {
      await held;
      await route.continue();
    });
    await button(page, PREVIEW).click();
    await page.locator('.working').getByText('Comparing 61 lines with what is here …').waitFor();
    expect(await page.locator('#announce').innerText()).toContain('61 lines');
    const waitsMs = Number(await page.locator('html').getAttribute('data-waits-ms'));
    expect(waitsMs).toBeGreaterThan(SERVER_LIMITS.requestMs + SERVER_LIMITS.silentMs);
    letGo();
    await shows(page, 'What this table would change');
  });

  test('is asked about the users of Setup, and goes on when each is a package', async () => {
    const { story, page, field } = await opensPage();
    await field.fill('Name\tUsername\tClient secret\nESP\tesp\t');
    await button(page, PREVIEW).click();
    await shows(page, 'What this table would change');
    await button(page, 'Change the table').click();
    await shows(page, 'Bring in');
    await field.fill('Name\tUsername\tMID\nESP\tesp\t510001001');
    await button(page, PREVIEW).click();
    await shows(page, 'Is this the table of Installed Packages?');
    await button(page, 'Yes: show what it would change').click();
    await shows(page, 'What this table would change');
    await button(page, 'Apply: 1 new').click();
    await shows(page, 'One package is in');
    expect(await story.sql`select name from package`).toEqual([{ name: 'ESP' }]);
  });

  test('copies the table out of Setup and pastes it as it comes', async () => {
    const story = await journey();
    await story.sql`update package set expires_on = null, expiry_source = null`;
    const { page, field } = await opensPage({ permissions: ['clipboard-read', 'clipboard-write'] }, story);
    const setup = await page.context().newPage();
    await setup.goto(story.cloud.url);
    await setup.getByText('Installed Packages').first().click();
    await setup.locator('table').first().waitFor();
    await setup.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('table')!));
    await setup.keyboard.press('Control+c');
    await setup.close();
    await field.focus();
    await page.keyboard.press('Control+v');
    await button(page, PREVIEW).click();
    await shows(page, 'What this table would change');
    expect(await main(page)).toMatch(/Secret expires\s+nothing\s*→\s*2027-/);
  });

  test('drops a file as Excel writes it; a workbook, or one that is far too large, is told apart', async () => {
    const { page, field } = await opensPage();
    const file = page.locator('input[type=file]');
    const chosen = (name: string, buffer: Buffer) =>
      file.setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await chosen('packages.xlsx', Buffer.from('504b0304140006', 'hex'));
    await page.locator('[data-notice]').getByText('no table').first().waitFor();
    expect(await field.inputValue()).toBe('');
    await chosen('all.csv', Buffer.alloc(6_000_000, 'a'));
    await page.locator('[data-notice]').getByText('too large').first().waitFor();
    const csv = 'sep=;\r\nName;Secret expires\r\n"Käse; ""Öl""";29.03.2027\r\n;\r\n\r\n';
    await chosen('packages.csv', Buffer.from(`\uFEFF${csv}`, 'utf16le'));
    await page.getByText('packages.csv: 4 lines.').waitFor();
    expect(await page.locator('[data-notice]').innerText()).toBe('');
    await button(page, PREVIEW).click();
    await shows(page, 'What this table would change');
    expect(await main(page)).toContain('Käse; "Öl"');
    expect(await main(page)).toContain('expires 2027-03-29');
  });

  test('names the columns by hand where no heading is known; a secret in a cell refuses its row and is shown nowhere', async () => {
    const { story, page, field } = await opensPage();
    const [prefixed, bare] = [freshSecret(), 'aB3dE6gH9jK2mN5pQ8sT1vW4x'];
    await field.fill(
      `Was\tWann\tGeheim\nESP\t2027-04-01\t\nLoyalty\t2027-04-02\t${prefixed}\nPush\t\t${bare}`,
    );
    await button(page, PREVIEW).click();
    await shows(page, 'Which column is which?');
    expect(await page.content()).not.toContain(bare);
    await page.getByLabel('Was', { exact: true }).selectOption('name');
    await page.getByLabel('Wann', { exact: true }).selectOption('expires_on');
    await page.getByLabel('Geheim', { exact: true }).selectOption('client_id');
    await button(page, PREVIEW).click();
    await shows(page, 'What this table would change');
    expect(await main(page)).toMatch(/Row 3\s[\s\S]*looks like a secret \(column Geheim\)/);
    expect(await main(page)).toMatch(/Row 4\s[\s\S]*looks like a secret/);
    const shown = await page.content();
    await button(page, 'Apply: 1 new').click();
    await shows(page, 'One package is in');
    for (const secret of [prefixed, bare]) {
      expect(shown + (await page.content())).not.toContain(secret);
      expect(await tracesOfSecret(story, secret)).toEqual([]);
    }
    expect(await story.sql`select name from package`).toEqual([{ name: 'ESP' }]);
  });

  test('takes the table out, and brings the file in again with nothing changed', async () => {
    const story = await journey();
    const { page } = await opensPage({}, story);
    await button(page, 'Export').click();
    await page.locator('h1', { hasText: 'as CSV' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Save the file').click(),
    ]);
    expect(download.suggestedFilename()).toBe(`rekey-packages-${TODAY}.csv`);
    const path = await download.path();
    await button(page, 'Back to the table').click();
    await shows(page, 'Bring in packages');
    await page.locator('input[type=file]').setInputFiles(path);
    await page.getByText(/lines\.$/).waitFor();
    await button(page, PREVIEW).click();
    await shows(page, 'This table changes nothing');
  });
});

/** Every date one that could be read either way. */
const ambiguous = (cells: string[]): string[] => cells.with(4, '4/5/2027');
