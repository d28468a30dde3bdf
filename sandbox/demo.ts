import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DateTime } from 'luxon';
import { systemClock } from '../src/adapters/clock.ts';
import { pinoLog } from '../src/adapters/log-pino.ts';
import { playHalfYear } from './play-half-year.ts';
import { playRotation } from './play.ts';
import { CLIENT, clientPackages } from './marketing-cloud/seed-client.ts';
import { seedInventory } from './seed-inventory.ts';
import { startSandbox, type Sandbox } from './start.ts';

const PORTS = { rekey: 3000, slack: 3100, setup: 3200 };

/** `npm run demo`: the sandbox to live in; it goes on where it was stopped. */
async function demo(): Promise<void> {
  const sandbox = await startSandbox({ folder: '.data/demo', ports: PORTS, log: pinoLog({ level: 'warn' }) });
  await seedInventory(sandbox);
  seedClient(sandbox);
  say(sandbox);
  const stop = async () => {
    await sandbox.stop();
    process.exit(0);
  };
  process.once('SIGINT', () => void stop());
  process.once('SIGTERM', () => void stop());
}

/**
 * `npm run demo -- --play`: one whole rotation, told line by line, in a folder of its own; `--play half-year`: half a year of
 * reminders. Each fails at the first surprise.
 */
async function play(what: typeof playRotation): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-play-'));
  const ports = { rekey: 0, slack: 0, setup: 0 };
  writeFileSync(join(folder, 'clock.json'), JSON.stringify({ offsetMs: untilWorkMs(systemClock.now()) }));
  const sandbox = await startSandbox({ folder, ports, log: pinoLog({ level: 'warn' }) });
  try {
    await seedInventory(sandbox);
    await what(sandbox, (line) => process.stdout.write(`${line}\n`));
  } finally {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A client's account with sixty packages, to be imported. */
function seedClient({ cloud }: Sandbox): void {
  if (cloud.packages().some(({ enterpriseId }) => enterpriseId === CLIENT.enterpriseId)) return;
  for (const pack of clientPackages()) cloud.addPackage(pack);
}

/** To the next hour in which people are at work: on a Sunday nobody is reminded, and there is little to tell. */
function untilWorkMs(now: DateTime): number {
  const isAtWork = (at: DateTime) => at.weekday <= 5 && at.hour >= 9 && at.hour < 15;
  let at = now;
  while (!isAtWork(at)) at = at.plus({ hours: 1 });
  return at.diff(now).toMillis();
}

function say({ slack, cloud, url }: Sandbox): void {
  process.stdout.write(
    [
      '',
      '  rekey is running, with a Slack workspace and a Marketing Cloud of its own.',
      '',
      `  Slack            ${slack.url}   start here: choose who you are, top left`,
      `  Marketing Cloud  ${cloud.url}/setup   where an admin presses Generate and Activate`,
      `  Mailbox          ${slack.url}/mailbox   where vendors without Slack get their mail`,
      `  rekey            ${url}   the pages behind its one-time links`,
      '',
      '  Try: as Ada, in #marketing-ops, type   /rekey start ESP Production',
      `  Or bring in a client’s sixty packages: copy the table at ${cloud.url}/setup?account=${CLIENT.enterpriseId}, type   /rekey import   and then   /rekey plan`,
      '  "What to try", at the top of each page, leads through both.',
      '  Ctrl-C stops it; the next start goes on where you were. To begin anew, delete .data/demo.',
      '',
      '',
    ].join('\n'),
  );
}

const { argv } = process;
try {
  if (!argv.includes('--play')) await demo();
  else await play(argv.includes('half-year') ? playHalfYear : playRotation);
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
