import { afterEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Refusal } from '../../src/usecases/refusals.ts';
import { describeInBrowser, focused, hindrances, lowestContrast, useBrowser } from '../support/browser.ts';
import {
  AT,
  CODE,
  handoffFacts,
  newWorld,
  OVER_THE_LINK,
  SECRET,
  servePages,
  TOKEN,
  type World,
} from './in-memory.ts';

let served: Awaited<ReturnType<typeof servePages>> | null = null;
afterEach(async () => {
  await served?.close();
  served = null;
});
async function serve(change: (world: World) => void = () => undefined) {
  const world = newWorld();
  change(world);
  served = await servePages(world);
  return {
    world,
    handoff: `${served.url}/handoff#${TOKEN}`,
    deposit: `${served.url}/deposit#${TOKEN}`,
    url: served.url,
  };
}

const REFUSED_ROWS = `Name,Expires,Notes\nFine,2027-04-03,\nNo day,2027-13-01,\nLeaky,,${SECRET}\nFine,,`;
const later = (minutes: number) => AT.plus({ minutes });
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft & <Söhne>';
const collected = { status: 'collected', collectedAt: AT, at: later(5) } as const;
const problem = { kind: 'no_access', note: 'The wholesale unit answers 403. '.repeat(9) } as const;

async function enter(page: Page): Promise<void> {
  await page.getByLabel('Code', { exact: true }).fill(CODE);
  await page.keyboard.press('Enter');
  await page.waitForSelector('h1:focus');
}

/** How to come to each page, on one of the two ways. */
const STATES: Record<
  string,
  {
    way: 'handoff' | 'deposit' | 'import' | '';
    world?: (world: World) => void;
    go?: (page: Page) => Promise<void>;
  }
> = {
  about: { way: '' },
  'handoff landing': { way: 'handoff' },
  'handoff landing, long names': { way: 'handoff', world: longNames },
  'a dead link': {
    way: 'handoff',
    world: (world) => (world.isLinkDead = true),
    go: (page) => page.getByText('I expected a secret here').click(),
  },
  'a wrong code': {
    way: 'handoff',
    async go(page) {
      await page.getByLabel('Code', { exact: true }).fill('00000000');
      await page.keyboard.press('Enter');
      await page.getByText('That is not the code').waitFor();
    },
  },
  'to be revealed': { way: 'handoff', go: enter },
  'to be revealed, long names': { way: 'handoff', world: longNames, go: enter },
  'to be revealed in an outage': { way: 'handoff', world: set({ isOutage: true }), go: enter },
  cooling: { way: 'handoff', world: set({ status: 'cooling', liveAt: later(4) }), go: enter },
  missing: { way: 'handoff', world: set({ status: 'missing' }), go: enter },
  waived: { way: 'handoff', world: set({ status: 'waived' }), go: enter },
  'the secret': { way: 'handoff', go: reveal },
  'the secret, long names': { way: 'handoff', world: longNames, go: reveal },
  collected: { way: 'handoff', world: set(collected), go: enterAndUnfold },
  'collected, a problem, long names': {
    way: 'handoff',
    world: (world) => (longNames(world), set({ ...collected, problem })(world)),
    go: enterAndUnfold,
  },
  confirmed: {
    way: 'handoff',
    world: set({
      ...{ ...collected, status: 'confirmed', confirmedAt: later(4) },
      ...{ proof: 'fresh_token', confirmedBy: OVER_THE_LINK },
    }),
    go: enterAndUnfold,
  },
  'deposit landing': { way: 'deposit' },
  'the deposit': { way: 'deposit', go: enterAndUnfold },
  'the deposit with warnings': {
    way: 'deposit',
    async go(page) {
      await enter(page);
      await page.getByLabel('Client secret').fill('not-with-prefix');
      await page.getByText('Earlier', { exact: true }).click();
      await page.getByText('Just now').click();
      await page.keyboard.press('Enter');
      await page.getByText('Please look once more').waitFor();
    },
  },
  'import landing': { way: 'import' },
  'the table': { way: 'import', go: enterAndUnfold },
  'the table of whoever asked outside a channel': {
    way: 'import',
    world: (world) => (world.import = { ...world.import, hasChannel: false, packages: 0, accounts: [] }),
    go: enter,
  },
  'names that may be of anything': { way: 'import', go: pasting(`Name;Username\n${LONG};anna`) },
  'columns nobody knows': { way: 'import', go: pasting(`Was;Wann\n${LONG};heute`) },
  'dates that can be read two ways': {
    way: 'import',
    go: pasting('Name,Expires\nA,3/4/2027\nB,13/4/2027\nC,4/13/2027'),
  },
  'a preview, long names': {
    way: 'import',
    go: pasting(`Name,Client ID,Account,Colour\n${LONG},${'a1b2'.repeat(16)},${LONG.slice(0, 90)},red\n,,,`),
  },
  'a preview with refused rows': { way: 'import', go: pasting(REFUSED_ROWS) },
  'a column that refuses its rows': {
    way: 'import',
    go: pasting('Name,Admin,Expires\nA,Anna,\nB,Ben,\nC,Cleo,'),
  },
  'a table that changes nothing': { way: 'import', go: pasting('Name,Expires\n,2027-04-03') },
  'no table': { way: 'import', go: pasting('Name') },
  'what was brought in': { way: 'import', go: applying },
  'the table taken out': {
    way: 'import',
    async go(page) {
      await enter(page);
      await page.getByRole('button', { name: 'Export' }).click();
      await page.getByRole('button', { name: 'Save the file' }).waitFor();
    },
  },
  'closed by whoever was done': {
    way: 'import',
    async go(page) {
      await applying(page);
      await page.getByRole('button', { name: 'I am done' }).click();
      await page.getByText('This page is closed').waitFor();
    },
  },
};
function longNames(world: World): void {
  const units = [{ mid: '510001234', name: LONG }];
  world.handoff = {
    ...handoffFacts,
    workspaceName: LONG,
    vendorName: LONG,
    packageName: LONG,
    businessUnits: units,
    systems: [LONG, LONG],
  };
}
function set(facts: Partial<World['handoff']>) {
  return (world: World) => void (world.handoff = { ...world.handoff, ...facts });
}
async function reveal(page: Page): Promise<void> {
  await enter(page);
  await page.getByRole('button', { name: 'Reveal' }).click();
  await page.locator('#secret').waitFor();
  await page.getByText('Test it from a terminal').click();
}
function pasting(table: string) {
  return async (page: Page): Promise<void> => {
    await enter(page);
    await page.getByRole('textbox', { name: 'The table' }).fill(table);
    await page.getByRole('button', { name: 'Show what it would change' }).click();
    await page.locator('h1:focus, [data-words]:focus').waitFor();
    for (const summary of await page.locator('details:not([open]) summary').all()) await summary.click();
  };
}
async function applying(page: Page): Promise<void> {
  await pasting(REFUSED_ROWS)(page);
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('is in', { exact: false }).first().waitFor();
}
async function enterAndUnfold(page: Page): Promise<void> {
  await enter(page);
  for (const summary of await page.locator('summary').all()) await summary.click();
}

describeInBrowser('every page', () => {
  const { visit } = useBrowser();

  test.each(Object.entries(STATES))('%s can be used on any screen', async (_name, { way, world, go }) => {
    const { url } = await serve(world);
    const { page } = await visit(way ? `${url}/${way}#${TOKEN}` : url, {
      viewport: { width: 390, height: 844 },
    });
    await page.locator('h1', { hasNotText: 'One moment' }).waitFor();
    await go?.(page);
    for (const width of [320, 390, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect([width, await hindrances(page)]).toEqual([width, []]);
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { ratio, text } = await lowestContrast(page);
      expect(ratio, `"${text}", ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('without a script says so, and that nothing was opened', async () => {
    const { world, handoff, deposit } = await serve();
    for (const url of [handoff, deposit]) {
      const { page } = await visit(url, { javaScriptEnabled: false });
      expect(await page.locator('main').innerText()).toContain('This page needs JavaScript');
      expect(await page.locator('main').innerText()).toContain('Nothing has been opened');
    }
    expect(world.calls).toEqual([]);
  });

  test.each<[string, Refusal, string]>([
    ['being collected', { code: 'being_collected' }, 'Somebody is collecting this right now'],
    ['the key store is down', { code: 'keyring_unavailable', reference: 'R3F0NE' }, 'R3F0NE'],
  ])(
    '%s: the words take the focus, the page stays, and the same button works afterwards',
    async (_name, refusal, words) => {
      const { world, handoff } = await serve();
      const { page } = await visit(handoff);
      await enter(page);
      world.refuseNext = refusal;
      await page.getByRole('button', { name: 'Reveal' }).click();
      await page.getByText(words).waitFor();
      expect(await focused(page)).toContain(words);
      await page.getByRole('button', { name: 'Reveal' }).click();
      await page.locator('#secret').waitFor();
      expect(await page.getByText(words).count()).toBe(0);
    },
  );

  test('no answer at all: says that it does not know, and what to do', async () => {
    const { handoff } = await serve();
    const { page } = await visit(handoff);
    await page.getByLabel('Code', { exact: true }).fill(CODE);
    await served?.close();
    // The browser says it on its console too.
    page.removeAllListeners('console');
    await page.keyboard.press('Enter');
    await page.getByText('No answer from rekey').waitFor();
    expect(await focused(page)).toContain('nothing is ever done twice');
    expect(await page.getByLabel('Code', { exact: true }).inputValue()).toBe(CODE);
  });

  test('looks again by itself when the secret goes live, by the server’s clock', async () => {
    const { world, handoff } = await serve(set({ status: 'cooling', liveAt: AT.plus({ seconds: 2 }) }));
    const { page } = await visit(handoff);
    await enter(page);
    expect(await page.locator('.countdown').innerText()).toMatch(/^in 0:0\d$/);
    set({ status: 'collectable' })(world);
    await page.getByRole('button', { name: 'Reveal' }).waitFor();
    expect(await focused(page)).toContain('The new secret of');
  });

  test('markup in names stays text', async () => {
    const nasty = '<img src=x onerror=alert(1)>';
    const { handoff } = await serve(
      set({ vendorName: nasty, packageName: nasty, systems: [nasty], workspaceName: nasty }),
    );
    const { page } = await visit(handoff);
    await page.getByText(nasty).first().waitFor();
    await enter(page);
    expect(await page.locator('h1').innerText()).toContain(nasty);
    expect(await page.locator('img').count()).toBe(0);
  });
});
