import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');

/** CommonJS packages in an ES module ask for `require`; the name must not be one that a source imports. */
const BANNER =
  "import{createRequire as __rekeyRequire}from'node:module';const require=__rekeyRequire(import.meta.url);";

/** `dist/` is all that production needs: both programs, the pages' files, the migrations. No node_modules. */
async function bundle(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/main.ts', 'src/migrate.ts'],
    outdir: DIST,
    bundle: true,
    // What both share is kept once, and what is imported lazily (AWS's credential sources) is read only when needed.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    platform: 'node',
    // The packages' ES modules where they have them: unused parts fall away, lazy parts stay lazy.
    mainFields: ['module', 'main'],
    format: 'esm',
    target: 'node24',
    // Errors are told apart by their class's name.
    keepNames: true,
    sourcemap: false,
    legalComments: 'none',
    banner: { js: BANNER },
    logLevel: 'warning',
  });
  // Read from beside the bundle: web/assets.ts and db/migrate.ts look there.
  cpSync(join(ROOT, 'src/web/assets'), join(DIST, 'assets'), { recursive: true });
  cpSync(join(ROOT, 'drizzle'), join(DIST, 'drizzle'), { recursive: true });
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(manifest())}\n`);
}

/** Node must know without looking that these are ES modules, wherever `dist/` is copied to. */
function manifest(): object {
  const { name, version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return { name, version, private: true, type: 'module' };
}

/** A table of what was made, in kilobytes. */
function sizes(): string {
  const files = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  const bytes = (of: (name: string) => boolean) =>
    files
      .filter(({ parentPath, name }) => of(join(parentPath, name).slice(DIST.length + 1)))
      .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  const rows: [string, number][] = [
    ['main.js', bytes((name) => name === 'main.js')],
    ['migrate.js', bytes((name) => name === 'migrate.js')],
    ['chunks', bytes((name) => name.startsWith('chunk-'))],
    ['assets/', bytes((name) => name.startsWith('assets/'))],
    ['drizzle/', bytes((name) => name.startsWith('drizzle/'))],
    ['dist/', bytes(() => true)],
  ];
  return rows
    .map(([name, size]) => `${name.padEnd(11)}${(size / 1024).toFixed(0).padStart(6)} KB`)
    .join('\n');
}

await bundle();
process.stdout.write(`${sizes()}\n`);
