import { flushCompileCache } from 'node:module';
import type { Log } from '../../src/adapters/log.ts';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { faultOf } from '../../src/adapters/fault.ts';
import { readingClock } from './shared-clock.ts';

/** What an instance is started with. */
export interface InstanceSetup {
  readonly env: Readonly<Record<string, string>>;
  readonly clockFile: string;
  readonly skewMs: number;
}

/** What it tells: that it is ready to be killed, or what it logged that is worse than information. */
export type InstanceSaid =
  { readonly kind: 'ready' } | { readonly kind: 'fault'; readonly line: string; readonly stack: string };

// rekey as main.ts starts it, but for the clock: no module is mocked, no round is hurried.

const tell = (said: InstanceSaid) => process.send?.(said);
const fault: Log['error'] = (message, fields, cause) => {
  const { fault: what = '', stack = '' } = cause ? faultOf(cause) : {};
  tell({ kind: 'fault', line: [message, fields?.kind, what].filter(Boolean).join(' '), stack });
};
const log: Log = { debug: () => {}, info: () => {}, warn: fault, error: fault };

process.on('disconnect', () => process.exit());
const { env, clockFile, skewMs } = JSON.parse(process.argv[2] ?? '{}') as InstanceSetup;
const reading = readConfig(env);
if (!reading.ok) throw new Error(reading.problems.join('\n'));
try {
  await startApp(reading.config, { clock: readingClock(clockFile, skewMs), log });
  // Whoever is killed writes nothing down: without this no start would be faster than the first.
  flushCompileCache();
  tell({ kind: 'ready' });
} catch (error) {
  fault('rekey could not start', {}, error);
  process.exitCode = 1;
  process.disconnect();
}
