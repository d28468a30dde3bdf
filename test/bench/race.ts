import { join } from 'node:path';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { startChild } from './child.ts';
import { withDatabase, type BenchPostgres } from './postgres.ts';
import { askOnce, keyOf } from './readers.ts';
import { startRekey } from './rekey.ts';
import { prepareCollects, type Held } from './rows.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { SlackReady } from './slack.ts';

const SIZE = sized({ rounds: 500 });
const READERS = 64;
/** Rounds between two words on stderr. */
const STRIDE = 50;

/** How many rounds ended so. */
interface Tally {
  one: number;
  none: number;
  more: number;
  /** One reader has it, but somebody else was told anything but that it is being, or was, collected. */
  other: number;
}

/** Many readers of one handoff at the same moment, spread over two processes, round after round (promise H4). */
export async function benchRace(postgres: BenchPostgres): Promise<Section> {
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), { latencyMs: 5 });
  const url = await postgres.create('race');
  const folder = join(postgres.folder, 'data-race');
  const env = {
    DATABASE_URL: url,
    DATA_DIR: folder,
    SLACK_API_URL: slack.ready.apiUrl,
    TRUSTED_PROXIES: '1',
  };
  const rekeys = [await startRekey(env), await startRekey(env)];
  const keyring = localKeyring({ file: join(folder, 'keyring.json'), production: false });
  const handoffs = await withDatabase(url, ({ db }) => prepareCollects({ db, keyring, count: SIZE.rounds }));
  const urls = rekeys.map(({ port }) => `http://127.0.0.1:${port}`);
  const tally: Tally = { one: 0, none: 0, more: 0, other: 0 };
  for (const [index, held] of handoffs.entries()) {
    tally[await race(urls, held)]++;
    if ((index + 1) % STRIDE === 0) tell(`${index + 1} rounds`);
  }
  for (const rekey of rekeys) await rekey.stop();
  await slack.stop();
  return sectionOf(tally);
}

/** What the others may be told: that somebody is at it, or was. */
const POLITE = ['being_collected', 'already_collected'];

/** One round: all ask once, at the same moment, each with a key of its own. */
async function race(urls: readonly string[], { token, code, secret }: Held): Promise<keyof Tally> {
  const readers = Array.from({ length: READERS }, (_, index) => {
    const url = urls[index % urls.length] ?? '';
    return askOnce(url, { token, code, retry_key: keyOf() });
  });
  const ends = await Promise.all(readers);
  const won = ends.filter((end) => end === secret).length;
  if (won > 1) return 'more';
  if (won === 0) return 'none';
  const told = ends.filter((end) => end !== null && POLITE.includes(end)).length;
  return told === READERS - 1 ? 'one' : 'other';
}

function sectionOf({ one, none, more, other }: Tally): Section {
  const isSound = one === SIZE.rounds;
  return {
    title: `${READERS} readers, one handoff`,
    how: [
      `In each of ${SIZE.rounds} rounds ${READERS} readers with link, right code and a key of their own ask for one handoff once and at the same moment, half of them at each of two processes over one durable PostgreSQL. One answer must hold the secret, all others that somebody is collecting it, or has.`,
    ],
    header: ['', 'rounds'],
    rows: [
      ['Rounds', `${SIZE.rounds}`],
      ['Exactly one reader got the secret, the others were told so', `${one}`],
      ['Nobody got it', `${none}`],
      ['More than one got it', `${more}`],
      ['One got it, another was told something else', `${other}`],
    ],
    targets: [
      {
        words: 'Exactly one reader in every round',
        measured: `${one} of ${SIZE.rounds}`,
        isMet: isSound,
      },
    ],
  };
}
