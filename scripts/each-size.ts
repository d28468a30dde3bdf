import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { seedInventory } from '../sandbox/seed-inventory.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../sandbox/slack/seed.ts';
import { startSandbox, type Sandbox } from '../sandbox/start.ts';
import { launchChromium } from '../test/support/browser.ts';
import { fillInventory } from '../test/support/inventory.ts';

/** A sandbox of that many packages, and a browser to look at it. */
export interface Scene {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  readonly count: number;
}

/** Sandboxes of 1, 60 and 5,000 packages, one after another: Ada and Ben own them, but for what belonged to Dex, who has left. */
export async function eachSize(shoot: (scene: Scene) => Promise<void>): Promise<void> {
  const browser = await launchChromium();
  for (const count of [1, 60, 5_000]) {
    const folder = mkdtempSync(join(tmpdir(), 'rekey-pictures-'));
    const ports = { rekey: 0, slack: 0, setup: 0 };
    const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
    try {
      await sandbox.app.rounds.stop();
      await (count === 1 ? seedInventory(sandbox) : fill(sandbox, count));
      await shoot({ sandbox, browser, count });
    } finally {
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }
  await browser.close();
}

const identity = (userId: string) => ({ enterpriseId: null, teamId: TEAM_ID, userId });

async function fill({ app }: Sandbox, count: number): Promise<void> {
  const { db, workspaceId, clock } = app.deps;
  await fillInventory(db, {
    ...{ workspaceId, count, at: clock.now(), gone: identity(PEOPLE.dex) },
    ...{ owners: [identity(PEOPLE.ada), identity(PEOPLE.ben)], channelIds: [CHANNELS.marketingOps] },
  });
}
