import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

// House style, rule 1 (who may import whom), 6 (one clock) and 14 (sizes), read off the files themselves.

interface Import {
  /** `src/db/audit.ts` for one of ours, the package's name for another's. */
  readonly target: string;
  /** Names that exist at run time; `*` for a whole module. Empty for `import type`. */
  readonly values: readonly string[];
}

/** What a module offers that is no more than a shape or an error to be caught: ports, and the shape of a named fault. */
const PORTS = [
  ...[
    'clock',
    'directory',
    'fault',
    'ids',
    'keyring',
    'log',
    'mailer',
    'reader-seal',
    'sign-in',
    'webhook-sender',
  ],
].map((name) => `src/adapters/${name}.ts`);
const isIn = (folder: string, path: string) => path.startsWith(`${folder}/`);
const layerOf = (file: string): string => /^src\/([^/]+)\//.exec(file)?.[1] ?? file;

type Rule = (wanted: Import, file: string) => boolean;
const folders =
  (...names: string[]): Rule =>
  ({ target }) =>
    names.some((name) => isIn(`src/${name}`, target));
const portTypes: Rule = ({ target, values }) => PORTS.includes(target) && values.length === 0;
const portErrors: Rule = ({ target, values }) =>
  PORTS.includes(target) && values.every((name) => errorClassesOf(target).includes(name));
const packages =
  (...names: string[]): Rule =>
  ({ target }) =>
    names.includes(target);
const foreign: Rule = ({ target }) =>
  !isIn('src', target) && !isIn('sandbox', target) && !isIn('test', target);
const ourOwn: Rule = ({ target }) => isIn('src', target);
const embeddedPostgres: Rule = ({ target }, file) =>
  file === 'src/db/connection.ts' && target === 'src/adapters/embedded-postgres.ts';

/** Any one rule lets an import through; what none lets through is forbidden. */
const RULES: Readonly<Record<string, readonly Rule[]>> = {
  domain: [folders('domain'), packages('luxon')],
  usecases: [
    folders('domain', 'usecases', 'db'),
    portErrors,
    packages('luxon', 'node:crypto', 'csv-parse/sync'),
  ],
  slack: [folders('domain', 'usecases', 'slack'), portTypes, foreign],
  web: [folders('domain', 'usecases', 'web'), portTypes, foreign],
  jobs: [folders('domain', 'usecases', 'jobs'), portTypes, foreign],
  db: [folders('domain', 'db'), portTypes, embeddedPostgres, foreign],
  adapters: [folders('domain', 'adapters'), foreign],
  'src/app.ts': [ourOwn, foreign],
  'src/main.ts': [ourOwn, foreign],
  'src/migrate.ts': [ourOwn, foreign],
  'src/boot.ts': [foreign],
  'src/config.ts': [
    folders('domain'),
    ({ target, values }) => isIn('src/adapters', target) && !values[0],
    foreign,
  ],
};

/** The sandbox stands outside: it shares the clock's port, and its demo starts the whole app as main.ts does. */
const STARTS_THE_APP = ['app', 'config', 'adapters/log', 'adapters/log-pino'].map((name) => `src/${name}.ts`);
const sandboxRules: readonly Rule[] = [
  ({ target }) => isIn('sandbox', target),
  ({ target }) => target === 'src/adapters/clock.ts',
  ({ target }, file) => /^sandbox\/[^/]+$/.test(file) && STARTS_THE_APP.includes(target),
  foreign,
];

const rulesOf = (file: string) => (isIn('sandbox', file) ? sandboxRules : (RULES[layerOf(file)] ?? []));

const withoutComments = (source: string) =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');

const STATEMENT = /^\s*(?:import|export)\b\s*(type\s+)?([^'"`;]*?)\s*from\s*['"]([^'"]+)['"]/gm;
const SIDE_EFFECT = /^\s*import\s*['"]([^'"]+)['"]/gm;
const DYNAMIC = /\b(?:import|require)\(\s*['"`]([^'"`]+)['"`]/g;

function importsOf(file: string, source: string): Import[] {
  const code = withoutComments(source);
  const target = (specifier = '') =>
    specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
  return [
    ...Array.from(code.matchAll(STATEMENT), ([, type, clause, from]) => ({
      target: target(from),
      values: type ? [] : valuesOf(clause ?? ''),
    })),
    ...[SIDE_EFFECT, DYNAMIC].flatMap((pattern) =>
      Array.from(code.matchAll(pattern), ([, from]) => ({ target: target(from), values: ['*'] })),
    ),
  ];
}

/** `a, { type B, c as d }` has the values `a` and `c`. */
function valuesOf(clause: string): string[] {
  const names = clause.replaceAll(/[{}]/g, ',').split(',');
  return names
    .map((name) => name.trim().split(/\s+as\s+/)[0] ?? '')
    .filter((name) => name && !/^type\s/.test(name));
}

const errorClassesOf = (port: string) =>
  Array.from(readFileSync(port, 'utf8').matchAll(/^export class (\w+) extends Error/gm), ([, name]) => name);

const forbiddenImports = (file: string, source: string): string[] =>
  importsOf(file, source)
    .filter((wanted) => !rulesOf(file).some((lets) => lets(wanted, file)))
    .map(({ target }) => target);

const READS_A_CLOCK =
  /\bDate\.now\(|\bnew Date\(\s*\)|\bDateTime\.(?:now|utc|local)\(|(?<![.\w])now\(\)(?!:)/;
const MAY_READ_ENVIRONMENT = ['src/config.ts', 'src/main.ts', 'src/migrate.ts'];
const LONGEST = 300;

/** Everything else that a file of src or the sandbox may not do. */
function forbiddenHabits(file: string, source: string): string[] {
  const code = withoutComments(source);
  const isServerCode = isIn('src', file) && file.endsWith('.ts');
  const found = {
    'reads a clock of its own': isServerCode && file !== 'src/adapters/clock.ts' && READS_A_CLOCK.test(code),
    'reads the environment':
      isServerCode && !MAY_READ_ENVIRONMENT.includes(file) && /\bprocess\.env\b|\bloadEnvFile\b/.test(code),
    // Whoever installs rekey says what its slash command is called.
    'names the slash command':
      isServerCode && file !== 'src/config.ts' && /(?<!\/)\/rekey\b(?!\/)/.test(code),
    'is over 300 lines': /\.[tj]s$/.test(file) && source.trimEnd().split('\n').length > LONGEST,
  };
  return Object.entries(found).flatMap(([habit, holds]) => (holds ? [habit] : []));
}

const files = ['src', 'sandbox']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => posix.join(folder, name)),
  )
  .filter((file) => /\.[tj]s$/.test(file))
  .toSorted();
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));

describe('the tree as it is', () => {
  it.each(files)('%s', (file) => {
    const source = texts.get(file) ?? '';
    expect({ imports: forbiddenImports(file, source), habits: forbiddenHabits(file, source) }).toEqual({
      ...{ imports: [], habits: [] },
    });
  });

  it('is all there: every layer has rules, and every rule a file', () => {
    const layers = new Set(files.filter((file) => isIn('src', file)).map(layerOf));
    expect([...layers].filter((layer) => !(layer in RULES))).toEqual([]);
    expect(Object.keys(RULES).filter((layer) => !layers.has(layer))).toEqual([]);
    expect(files.length).toBeGreaterThan(100);
  });

  it('has ports with errors to catch', () => {
    expect(errorClassesOf('src/adapters/keyring.ts')).toEqual(['KeyringUnavailable', 'SealBroken']);
  });
});

describe('a file that is not as it should be', () => {
  const from = (specifier: string, clause = '{ a }') => `import ${clause} from '${specifier}';\n`;

  it.each([
    ['src/domain/gate.ts', from('../db/audit.ts')],
    ['src/domain/gate.ts', from('../usecases/deps.ts', 'type { Deps }')],
    ['src/domain/gate.ts', from('../adapters/clock.ts', 'type { Clock }')],
    ['src/domain/gate.ts', from('node:crypto')],
    ['src/domain/gate.ts', from('zod')],
    ['src/usecases/advance.ts', from('../slack/words.ts')],
    ['src/usecases/advance.ts', from('../web/words.ts', 'type { Words }')],
    ['src/usecases/advance.ts', from('../jobs/rounds.ts')],
    ['src/usecases/advance.ts', from('../config.ts', 'type { Config }')],
    ['src/usecases/advance.ts', from('../adapters/keyring-kms.ts', 'type { Kms }')],
    ['src/usecases/advance.ts', from('../adapters/slack-directory.ts')],
    ['src/usecases/advance.ts', from('../adapters/clock.ts', '{ systemClock }')],
    ['src/usecases/advance.ts', from('../adapters/clock.ts', '{ type Clock, systemClock as clock }')],
    ['src/usecases/advance.ts', from('../adapters/ids.ts', '{ randomIds }')],
    ['src/usecases/advance.ts', from('../adapters/keyring.ts', '* as keyring')],
    ['src/usecases/advance.ts', from('drizzle-orm')],
    ['src/usecases/advance.ts', from('@slack/web-api', 'type { WebClient }')],
    ['src/slack/views/card.ts', from('../../db/rotations.ts', 'type { StoredLink }')],
    ['src/slack/views/card.ts', from('../../web/words.ts')],
    ['src/slack/views/card.ts', from('../../jobs/rounds.ts', 'type { Round }')],
    ['src/slack/views/card.ts', from('../../adapters/slack-directory.ts')],
    ['src/slack/views/card.ts', from('../../adapters/ids.ts', '{ randomIds }')],
    ['src/web/routes.ts', from('../slack/words.ts')],
    ['src/web/routes.ts', from('../db/connection.ts', 'type { Db }')],
    ['src/web/routes.ts', from('../adapters/log-pino.ts', 'type { Level }')],
    ['src/jobs/rounds.ts', from('../db/outbox.ts')],
    ['src/jobs/rounds.ts', from('../slack/deliver.ts')],
    ['src/db/audit.ts', from('../usecases/facts.ts', 'type { CardFacts }')],
    ['src/db/audit.ts', from('../adapters/embedded-postgres.ts')],
    ['src/db/audit.ts', from('../adapters/clock.ts', '{ systemClock }')],
    ['src/adapters/clock.ts', from('../usecases/deps.ts', 'type { Deps }')],
    ['src/adapters/clock.ts', from('../db/connection.ts', 'type { Db }')],
    ['src/config.ts', from('./db/connection.ts')],
    ['src/config.ts', from('./adapters/log-pino.ts', '{ pinoLog }')],
    ['src/boot.ts', from('./app.ts')],
    ['src/app.ts', from('../sandbox/clock.ts')],
    ['src/app.ts', from('../test/support/database.ts')],
    ['src/helpers/all.ts', from('../domain/gate.ts')],
    ['src/tools.ts', from('./domain/gate.ts')],
    ['sandbox/slack/store.ts', from('../../src/domain/rules.ts')],
    ['sandbox/slack/store.ts', from('../../src/app.ts')],
    ['sandbox/demo.ts', from('../src/db/connection.ts')],
    ['sandbox/demo.ts', from('../test/support/database.ts')],
    ['src/domain/gate.ts', "export { a } from '../db/audit.ts';\n"],
    ['src/domain/gate.ts', "export * from '../db/audit.ts';\n"],
    ['src/domain/gate.ts', "import '../db/audit.ts';\n"],
    ['src/domain/gate.ts', "const db = await import('../db/audit.ts');\n"],
    ['src/domain/gate.ts', "type Row = import('../db/audit.ts').Row;\n"],
    ['src/domain/gate.ts', "import {\n  a,\n  type B,\n} from '../db/audit.ts';\n"],
    ['src/domain/gate.ts', 'import { a } from "../db/audit.ts";\n'],
    ['src/domain/gate.ts', "import{a}from'../db/audit.ts';\n"],
  ])('%s: %s', (file, source) => {
    expect(forbiddenImports(file, source)).toHaveLength(1);
  });

  it.each([
    ['src/domain/gate.ts', from('./rotation.ts') + from('luxon')],
    ['src/usecases/advance.ts', from('../domain/decide.ts') + from('../db/audit.ts') + from('./deps.ts')],
    ['src/usecases/advance.ts', from('../adapters/keyring.ts', '{ KeyringUnavailable, type Keyring }')],
    ['src/usecases/advance.ts', from('../adapters/clock.ts', 'type { Clock }')],
    ['src/slack/views/card.ts', from('../../usecases/facts.ts') + from('@slack/types') + from('./blocks.ts')],
    ['src/web/errors.ts', from('../adapters/log.ts', 'type { Log }') + from('express')],
    ['src/db/connection.ts', from('../adapters/embedded-postgres.ts')],
    ['src/app.ts', from('./adapters/keyring-kms.ts') + from('./web/router.ts')],
    ['src/config.ts', from('./adapters/log-pino.ts', 'type { LogLevel }')],
    ['sandbox/slack/store.ts', from('../../src/adapters/clock.ts') + from('./types.ts')],
    ['sandbox/demo.ts', from('../src/app.ts')],
    [
      'src/domain/gate.ts',
      "// import { a } from '../db/audit.ts';\n/*\nimport { b } from '../db/b.ts';\n*/\n",
    ],
  ])('%s may: %s', (file, source) => {
    expect(forbiddenImports(file, source)).toEqual([]);
  });

  it.each([
    ['src/usecases/a.ts', 'const at = Date.now();', 'reads a clock of its own'],
    ['src/usecases/a.ts', 'const at = new Date();', 'reads a clock of its own'],
    ['src/domain/a.ts', 'const at = DateTime.now();', 'reads a clock of its own'],
    ['src/domain/a.ts', 'const at = DateTime.utc();', 'reads a clock of its own'],
    ['src/domain/a.ts', 'const at = DateTime.local(2026);', 'reads a clock of its own'],
    ['src/db/a.ts', 'sql`update link set revoked_at = now()`;', 'reads a clock of its own'],
    ['src/web/a.ts', 'const url = process.env.PUBLIC_URL;', 'reads the environment'],
    ['src/app.ts', 'const { env } = process.env;', 'reads the environment'],
    ['src/slack/a.ts', 'const words = `Type \\`/rekey list\\`.`;', 'names the slash command'],
  ])('%s, %s: %s', (file, source, habit) => {
    expect(forbiddenHabits(file, source)).toEqual([habit]);
  });

  it.each(['src/slack/a.ts', 'src/web/assets/page.js', 'sandbox/slack/a.ts'])(
    '%s has 300 lines, no more',
    (file) => {
      expect(forbiddenHabits(file, 'x;\n'.repeat(300))).toEqual([]);
      expect(forbiddenHabits(file, 'x;\n'.repeat(301))).toEqual(['is over 300 lines']);
    },
  );

  it.each([
    ['src/adapters/clock.ts', 'now: () => DateTime.utc()'],
    ['src/usecases/a.ts', 'const at = deps.clock.now(); // never Date.now()'],
    ['src/usecases/a.ts', 'new Date(row.at); DateTime.fromISO(at); performance.now();'],
    ['src/web/assets/page.js', 'const browsers = Date.now();'],
    ['src/main.ts', 'readConfig(process.env);'],
    ['src/web/a.ts', "const product = '-//rekey//EN'; // /rekey list"],
  ])('%s may: %s', (file, source) => {
    expect(forbiddenHabits(file, source)).toEqual([]);
  });
});
