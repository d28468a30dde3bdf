import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { InstalledPackage } from './packages.ts';

/** The packages of an earlier run, or null when there was none. A broken file throws: better than a silent fresh start. */
export function readState(stateFile: string): InstalledPackage[] | null {
  let text: string;
  try {
    text = readFileSync(stateFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const revive = (key: string, value: unknown) =>
    key.endsWith('At') && typeof value === 'string' ? DateTime.fromISO(value, { zone: 'utc' }) : value;
  const state = JSON.parse(text, revive) as { packages?: InstalledPackage[] };
  if (!Array.isArray(state.packages)) throw new Error(`${stateFile} holds no packages`);
  return state.packages;
}

/** Whole or not at all, so that Ctrl-C in the middle loses nothing. Readable by the owner only: it holds secrets, if invented ones. */
export function writeState(stateFile: string, packages: readonly InstalledPackage[]): void {
  writeFileSync(`${stateFile}.new`, JSON.stringify({ packages }, null, 2), { mode: 0o600 });
  renameSync(`${stateFile}.new`, stateFile);
}
