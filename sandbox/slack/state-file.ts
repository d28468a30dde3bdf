import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, parseJson } from './json.ts';
import type { WorkspaceState } from './types.ts';

/** Where a workspace outlives its process. */
export interface StateFile {
  load(): WorkspaceState | null;
  /** Writes soon: many changes in a row are one write. */
  saveSoon(state: WorkspaceState): void;
  /** Writes at once what is still waiting. */
  flush(): void;
}

const SOON_MS = 250;

/** A JSON file, replaced by a rename, so that Ctrl-C in the middle leaves the old one whole. */
export function openStateFile(path: string): StateFile {
  let waiting: WorkspaceState | null = null;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (!waiting) return;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(waiting));
    renameSync(`${path}.new`, path);
    waiting = null;
  };
  return {
    load() {
      if (!existsSync(path)) return null;
      const state = parseJson(readFileSync(path, 'utf8'));
      if (!isObject(state) || !Array.isArray(state['messages'])) {
        throw new Error(`${path} does not hold a sandbox workspace: delete it to start afresh`);
      }
      return state as unknown as WorkspaceState;
    },
    saveSoon(state) {
      waiting = state;
      timer ??= setTimeout(flush, SOON_MS);
    },
    flush,
  };
}
