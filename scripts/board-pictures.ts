import { mkdirSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { policy } from '../src/db/schema.ts';
import { refreshPeople } from '../src/usecases/refresh-people.ts';
import type { Sandbox } from '../sandbox/start.ts';
import { eachSize, type Scene } from './each-size.ts';

// Makes docs/board anew: the board of 1, 60 and 5,000 packages, on a desk and in a hand.
// node --import ./src/boot.ts scripts/board-pictures.ts

const SCREENS = {
  desktop: { viewport: { width: 1280, height: 1500 }, deviceScaleFactor: 1 },
  phone: { viewport: { width: 390, height: 1700 }, deviceScaleFactor: 1.5 },
};
const CALM = { reducedMotion: 'reduce', timezoneId: 'Europe/London', colorScheme: 'light' } as const;
const FOLDER = 'docs/board';

async function signIn(context: BrowserContext, sandbox: Sandbox): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${sandbox.url}/board`);
  await page.getByRole('link', { name: 'Sign in with Slack' }).click();
  await page.getByRole('button', { name: 'Continue as Ada' }).click();
  await page.getByRole('heading', { level: 1, name: /Packages of/ }).waitFor();
  return page;
}

async function shoot({ sandbox, browser, count }: Scene): Promise<void> {
  const { deps } = sandbox.app;
  if (count > 1) {
    const { db, workspaceId, clock } = deps;
    const by = { changedBy: { kind: 'job', job: 'pictures' }, changedAt: clock.now() };
    const weeklyCapacity = Math.ceil(count / 12);
    await db.insert(policy).values({ scope: workspaceId, workspaceId, weeklyCapacity, ...by });
  }
  await refreshPeople(deps);
  for (const [name, screen] of Object.entries(SCREENS)) {
    const context = await browser.newContext({ ...CALM, ...screen });
    const page = await signIn(context, sandbox);
    await page.screenshot({ path: `${FOLDER}/${count}-${name}.png` });
    await context.close();
  }
}

mkdirSync(FOLDER, { recursive: true });
await eachSize(shoot);
