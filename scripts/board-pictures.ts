import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { policy } from '../src/db/schema.ts';
import { refreshPeople } from '../src/usecases/refresh-people.ts';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { seedInventory } from '../sandbox/seed-inventory.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../sandbox/slack/seed.ts';
import { startSandbox, type Sandbox } from '../sandbox/start.ts';
import { launchChromium } from '../test/support/browser.ts';
import { fillInventory } from '../test/support/inventory.ts';

// Makes docs/board anew: the board of 1, 60 and 5,000 packages, on a desk and in a hand.
// node --import ./src/boot.ts scripts/board-pictures.ts

const COUNTS = [1, 60, 5_000];
const SCREENS = {
  desktop: { viewport: { width: 1280, height: 1500 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 1700 }, deviceScaleFactor: 1.5 },
};
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/London', colorScheme: 'light' } as const;
const FOLDER = 'docs/board';
const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });

async function signIn(context: BrowserContext, sandbox: Sandbox): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${sandbox.url}/board`);
  await page.getByRole('link', { name: 'Sign in with Slack' }).click();
  await page.getByRole('button', { name: 'Continue as Ada' }).click();
  await page.getByRole('heading', { level: 1, name: /Packages of/ }).waitFor();
  return page;
}

async function shoot(browser: Browser, sandbox: Sandbox, count: number): Promise<void> {
  for (const [name, screen] of Object.entries(SCREENS)) {
    const context = await browser.newContext({ ...CALM, ...screen });
    const page = await signIn(context, sandbox);
    await page.screenshot({ path: `${FOLDER}/${count}-${name}.png` });
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
const browser = await launchChromium();
for (const count of COUNTS) {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-board-'));
  const ports = { rekey: 0, slack: 0, setup: 0 };
  const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
  try {
    await sandbox.app.rounds.stop();
    const { db, workspaceId, clock } = sandbox.app.deps;
    if (count === 1) await seedInventory(sandbox);
    else {
      await fillInventory(db, {
        ...{ workspaceId, count, at: clock.now(), gone: identity(PEOPLE.dex) },
        ...{ owners: [identity(PEOPLE.ada), identity(PEOPLE.ben)], channelIds: [CHANNELS.marketingOps] },
      });
      const by = { changedBy: { kind: 'job', job: 'pictures' }, changedAt: clock.now() };
      const weeklyCapacity = Math.ceil(count / 12);
      await db.insert(policy).values({ scope: workspaceId, workspaceId, weeklyCapacity, ...by });
    }
    await refreshPeople(sandbox.app.deps);
    await shoot(browser, sandbox, count);
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
await browser.close();
