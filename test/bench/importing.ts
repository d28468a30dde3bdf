import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Db } from '../../src/db/connection.ts';
import { appointedAdmin, importLink, workspace } from '../../src/db/schema.ts';
import { hashCode, hashToken } from '../../src/usecases/link-hash.ts';
import { CHANNELS } from '../../sandbox/slack/seed.ts';
import { pastedTable, rowsOf } from '../support/pasted-table.ts';
import { startChild } from './child.ts';
import { openConnection } from './connection.ts';
import { median, ms } from './figures.ts';
import { withDatabase, type BenchPostgres } from './postgres.ts';
import { startRekey } from './rekey.ts';
import { ADA, appointmentRow } from './row-values.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { SlackReady } from './slack.ts';

const ROWS = 5_000;
const { rounds: ROUNDS } = sized({ rounds: 5 });
const MOST_MS = 5_000;

/** What one act took, of each table that was brought in. */
interface Took {
  readonly preview: number;
  readonly apply: number;
}

const TABLES = ['all new', 'all changed', 'nothing changed'] as const;
type Round = Readonly<Record<(typeof TABLES)[number], Took>>;

/** Part (d): an inventory is brought in over the page. */
export async function benchImport(postgres: BenchPostgres): Promise<Section> {
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), { latencyMs: 150 });
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await importInto(postgres, `import_${round}`, slack.ready));
    const { preview, apply } = rounds.at(-1)?.['all new'] ?? { preview: Number.NaN, apply: Number.NaN };
    tell(`${ROWS} new rows: preview ${ms(preview)} ms, apply ${ms(apply)} ms`);
  }
  await slack.stop();
  return sectionOf(rounds);
}

/** One rekey with an empty database: the same packages come in, change, and come again. */
async function importInto(postgres: BenchPostgres, name: string, { apiUrl }: SlackReady): Promise<Round> {
  const url = await postgres.create(name);
  const rekey = await startRekey({
    ...{ DATABASE_URL: url, DATA_DIR: join(postgres.folder, `data-${name}`), SLACK_API_URL: apiUrl },
  });
  const held = await withDatabase(url, ({ db }) => linkIn(db));
  const page = await openConnection(rekey.port);
  const ask = async (act: string, body: object): Promise<{ tookMs: number; text: string }> => {
    const headers = { 'content-type': 'application/json', accept: 'text/html' };
    const startedMs = performance.now();
    const request = { method: 'POST', path: `/import/${act}`, headers, body: JSON.stringify(body) } as const;
    const { status, body: text } = await page.send(request);
    if (status !== 200) throw new Error(`${act} answered ${status}: ${text.slice(0, 500)}`);
    return { tookMs: performance.now() - startedMs, text };
  };
  const bring = async (table: string): Promise<Took> => {
    const input = { ...held, table, accountName: 'Bench' };
    const preview = await ask('preview', input);
    const seen = /name="seen" value="([0-9a-f]+)"/.exec(preview.text)?.[1];
    const apply = seen ? (await ask('apply', { ...input, seen })).tookMs : Number.NaN;
    return { preview: preview.tookMs, apply };
  };
  const today = systemClock.now();
  const [now, later] = [today, today.plus({ days: 30 })].map((day) =>
    pastedTable(rowsOf(ROWS, day.toISODate())),
  );
  const round = {
    'all new': await bring(now ?? ''),
    'all changed': await bring(later ?? ''),
    'nothing changed': await bring(later ?? ''),
  };
  page.close();
  await rekey.stop();
  return round;
}

async function linkIn(db: Db): Promise<{ token: string; code: string }> {
  const [row] = await db.select({ id: workspace.id }).from(workspace);
  if (!row) throw new Error('rekey has not made its workspace yet');
  const at = systemClock.now();
  const [token, code] = [randomBytes(32).toString('base64url'), '0123ABCD'];
  await db.insert(appointedAdmin).values(appointmentRow(row.id, at));
  await db.insert(importLink).values({
    ...{ id: randomUUID(), workspaceId: row.id, channelId: CHANNELS.marketingOps, ...ADA },
    ...{ tokenHash: hashToken(token), codeHash: hashCode(token, code) },
    ...{ mintedAt: at, expiresAt: at.plus({ hours: 1 }) },
  });
  return { token, code };
}

function sectionOf(rounds: readonly Round[]): Section {
  const of = (table: (typeof TABLES)[number], act: keyof Took) =>
    median(rounds.map((round) => round[table][act]));
  const whole = of('all new', 'preview') + of('all new', 'apply');
  return {
    title: `An inventory of ${ROWS.toLocaleString('en')} packages brought in`,
    how: [
      `The table as a browser copies it, of six columns, posted to the page of the whole process of \`npm start\`, once to be previewed and once to be applied; the answer is the finished page. The median of ${ROUNDS} rounds, each into an empty database.`,
      'Then the same packages with other dates, and those once more. Applied is one transaction: packages, owners, account, an audit row for each, and their place in the sweep.',
    ],
    header: ['', 'preview ms', 'apply ms'],
    rows: TABLES.map((table) => [
      table,
      ms(of(table, 'preview')),
      Number.isNaN(of(table, 'apply')) ? '–' : ms(of(table, 'apply')),
    ]),
    targets: [
      {
        words: `${ROWS.toLocaleString('en')} new packages, preview and apply together, in at most ${MOST_MS / 1000} s`,
        measured: `${(whole / 1000).toFixed(1)} s`,
        isMet: whole <= MOST_MS,
      },
    ],
  };
}
