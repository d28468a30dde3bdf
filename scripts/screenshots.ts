import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { seedInventory } from '../sandbox/seed-inventory.ts';
import { CHANNELS, PEOPLE } from '../sandbox/slack/seed.ts';
import { startSandbox, type Sandbox } from '../sandbox/start.ts';
import { heldBy } from '../sandbox/steps-seen.ts';
import { passedOn } from '../sandbox/steps.ts';
import { collects, confirms, PACK, share } from '../sandbox/steps-through.ts';
import { launchChromium } from '../test/support/browser.ts';

// Makes the pictures of the README anew: node --import ./src/boot.ts scripts/screenshots.ts

const PHONE = { viewport: { width: 390, height: 800 }, deviceScaleFactor: 2 };
const DESKTOP = { viewport: { width: 1280, height: 1400 } };
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/Stockholm', colorScheme: 'light' } as const;

const open = async (browser: Browser, url: string, options: object): Promise<Page> => {
  const page = await (await browser.newContext({ ...CALM, ...options })).newPage();
  await page.goto(url);
  return page;
};

/** The vendor's page in the hand of the one without Slack, as the secret stands on it. */
async function vendorPage(sandbox: Sandbox, browser: Browser): Promise<void> {
  await passedOn(sandbox, PEOPLE.ada, PACK, 'Nordic Print');
  const { url, code } = await heldBy(sandbox, PEOPLE.ada, 'handoff');
  const page = await open(browser, url, PHONE);
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Reveal' }).click();
  await page.locator('#secret').waitFor();
  const { y, height } = await boxOf(page, 'section[data-fields]');
  await page.screenshot({
    path: 'docs/vendor-page.png',
    clip: { x: 0, y: 0, width: 390, height: y + height },
  });
}

/** The card while the secret is shared: one vendor has confirmed, one has collected, one is still to be reached. */
async function card(sandbox: Sandbox, browser: Browser): Promise<void> {
  const page = await open(browser, `${sandbox.slack.url}?as=ada#/c/${CHANNELS.marketingOps}`, DESKTOP);
  const message = 'article.message:has-text("rotation 1"):has(.plan)';
  await page
    .locator(message)
    .first()
    .evaluate((shown) => shown.scrollIntoView({ block: 'start' }));
  const [{ x, y, height }, blocks] = [await boxOf(page, message), await boxOf(page, `${message} .blocks`)];
  await page.screenshot({
    path: 'docs/card.png',
    clip: { x, y, width: blocks.x + blocks.width - x + 20, height },
  });
}

async function boxOf(page: Page, selector: string) {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not shown`);
  return box;
}

const folder = mkdtempSync(join(tmpdir(), 'rekey-pictures-'));
const ports = { rekey: 0, slack: 0, setup: 0 };
const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
const browser = await launchChromium();
try {
  await seedInventory(sandbox);
  await share(sandbox);
  await collects(sandbox, 'Acme Mail');
  await sandbox.pass({ minutes: 25 });
  await confirms(sandbox, 'Acme Mail');
  await collects(sandbox, 'Loop Loyalty');
  await card(sandbox, browser);
  await vendorPage(sandbox, browser);
} finally {
  await browser.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
}
