import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { seedInventory } from '../sandbox/seed-inventory.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../sandbox/slack/seed.ts';
import { startSandbox, type Sandbox } from '../sandbox/start.ts';
import { launchChromium } from '../test/support/browser.ts';
import { fillInventory } from '../test/support/inventory.ts';

// Makes docs/home anew: the App Home with 1, 60 and 5,000 packages, on a desk and in a hand.
// node --import ./src/boot.ts scripts/home-pictures.ts

const COUNTS = [1, 60, 5_000];
const SCREENS = {
  desktop: { viewport: { width: 1100, height: 1300 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 1300 }, deviceScaleFactor: 1 },
};
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/Stockholm', colorScheme: 'light' } as const;
const FOLDER = 'docs/home';
const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });

/** Ada and Ben own it all, but for what belonged to Dex, who has left. */
async function fill(sandbox: Sandbox, count: number): Promise<void> {
  if (count === 1) return seedInventory(sandbox);
  const { db, workspaceId, clock } = sandbox.app.deps;
  await fillInventory(db, {
    ...{ workspaceId, count, at: clock.now(), gone: identity(PEOPLE.dex) },
    ...{ owners: [identity(PEOPLE.ada), identity(PEOPLE.ben)], channelIds: [CHANNELS.marketingOps] },
  });
}

async function shoot(browser: Browser, { slack }: Sandbox, count: number): Promise<void> {
  await slack.as(PEOPLE.ada).openHome();
  for (const [name, screen] of Object.entries(SCREENS)) {
    const context = await browser.newContext({ ...CALM, ...screen });
    const page = await context.newPage();
    await page.goto(`${slack.url}?as=ada#/home`);
    const blocks = page.locator('.blocks').first();
    await blocks.waitFor();
    await slack.quiet();
    // No taller than what there is to see.
    const { y, height } = (await blocks.boundingBox()) ?? { y: 0, height: screen.viewport.height };
    const end = Math.max(440, Math.min(screen.viewport.height, Math.ceil(y + height) + 32));
    const clip = { x: 0, y: 0, width: screen.viewport.width, height: end };
    await page.screenshot({ path: `${FOLDER}/${count}-${name}.png`, clip });
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
for (const count of COUNTS) {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-home-'));
  const ports = { rekey: 0, slack: 0, setup: 0 };
  const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
  try {
    await sandbox.app.rounds.stop();
    await fill(sandbox, count);
    await shoot(browser, sandbox, count);
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
await browser.close();
