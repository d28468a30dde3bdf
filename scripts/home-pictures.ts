import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { openDatabase } from '../src/db/connection.ts';
import { workspace } from '../src/db/schema.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../sandbox/slack/seed.ts';
import { startSandbox, type Sandbox } from '../sandbox/start.ts';
import { launchChromium } from '../test/support/browser.ts';
import { fillInventory } from '../test/support/inventory.ts';

// Makes the pictures of the App Home anew, with 1, 60 and 5,000 packages: node --import ./src/boot.ts scripts/home-pictures.ts

const SIZES = [1, 60, 5_000];
const WIDTHS = {
  desktop: { viewport: { width: 1180, height: 1500 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 1500 }, deviceScaleFactor: 1 },
};
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/Stockholm', colorScheme: 'light' } as const;

/** Ada and Ben own it all, but for what belonged to Dex, who has left. */
async function fill(folder: string, sandbox: Sandbox, count: number): Promise<void> {
  const database = await openDatabase({
    target: { dataDir: join(folder, 'rekey', 'postgres') },
    poolSize: 1,
  });
  try {
    const [row] = await database.db.select({ id: workspace.id }).from(workspace);
    const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });
    await fillInventory(database.db, {
      ...{ workspaceId: row?.id ?? '', at: sandbox.clock.now(), count, gone: identity(PEOPLE.dex) },
      ...{ owners: [identity(PEOPLE.ada), identity(PEOPLE.ben)], channelIds: [CHANNELS.marketingOps] },
    });
  } finally {
    await database.close();
  }
}

async function picture(browser: Browser, { slack }: Sandbox, count: number): Promise<void> {
  await slack.as(PEOPLE.ada).openHome();
  for (const [width, options] of Object.entries(WIDTHS)) {
    const context = await browser.newContext({ ...CALM, ...options });
    const page = await context.newPage();
    await page.goto(`${slack.url}?as=ada#/home`);
    await page.locator('.blocks').first().waitFor();
    await page.screenshot({ path: `docs/home-${count}-${width}.png` });
    await context.close();
  }
}

const browser = await launchChromium();
try {
  for (const count of SIZES) {
    const folder = mkdtempSync(join(tmpdir(), 'rekey-pictures-'));
    const ports = { rekey: 0, slack: 0, setup: 0 };
    const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
    try {
      await fill(folder, sandbox, count);
      await picture(browser, sandbox, count);
    } finally {
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
} finally {
  await browser.close();
}
