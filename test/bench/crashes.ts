import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { startEmbeddedPostgres } from '../../src/adapters/embedded-postgres.ts';
import { startChild } from './child.ts';
import { startBenchPostgres, withDatabase } from './postgres.ts';
import { startRekey, type Rekey } from './rekey.ts';
import { askOnce, keyOf, untilTheEnd } from './readers.ts';
import { prepareCollects, type Held } from './rows.ts';
import { sized, tell } from './run.ts';
import type { Section } from './section.ts';
import type { SlackReady } from './slack.ts';

const SIZE = sized({ stream: 2000, recoveries: 200 });
const WORKERS = 16;

/**
 * Part (e): what becomes of secrets when something dies. Two readers compete for each handoff at two rekeys, while one rekey
 * and then PostgreSQL are killed without a word; then answers are cut off after the commit.
 */
export async function benchCrashes(): Promise<Section> {
  const postgres = await startBenchPostgres();
  const slack = await startChild<SlackReady>(new URL('./slack.ts', import.meta.url), { latencyMs: 5 });
  const url = await postgres.create('crashes');
  const folder = join(postgres.folder, 'data');
  const start = () =>
    startRekey(
      {
        DATABASE_URL: url,
        DATA_DIR: folder,
        SLACK_API_URL: slack.ready.apiUrl,
        TRUSTED_PROXIES: '1',
      },
      { expectsFaults: true },
    );
  const rekeys: [Rekey, Rekey] = [await start(), await start()];
  const keyring = localKeyring({ file: join(folder, 'keyring.json'), production: false });
  const handoffs = await withDatabase(url, ({ db }) =>
    prepareCollects({ db, keyring, count: SIZE.stream + SIZE.recoveries }),
  );
  const urlOf = (n: 0 | 1) => () => `http://127.0.0.1:${rekeys[n].port}`;
  const stream = handoffs.slice(0, SIZE.stream);
  const tally = { one: 0, none: 0, two: 0, other: 0 };
  let next = 0;
  const work = async () => {
    for (let held = stream[next++]; held; held = stream[next++]) {
      const ends = await Promise.all(
        ([0, 1] as const).map((n) => untilTheEnd({ at: urlOf(n), key: keyOf() }, held)),
      );
      const won = ends.filter((end) => end === held.secret).length;
      if (won === 1 && ends.includes('already_collected')) tally.one++;
      else if (won === 2) tally.two++;
      else if (won === 0) tally.none++;
      else tally.other++;
    }
  };
  const accidents = async () => {
    await until(() => next > stream.length / 3);
    tell('one rekey is killed');
    process.kill(rekeys[0].pid, 'SIGKILL');
    rekeys[0] = await start();
    await until(() => next > (2 * stream.length) / 3);
    tell('PostgreSQL is killed');
    process.kill(
      Number(readFileSync(join(postgres.folder, 'pg', 'postmaster.pid'), 'utf8').split('\n', 1)[0]),
      'SIGKILL',
    );
    return startEmbeddedPostgres(postgres.folder);
  };
  const [restarted] = await Promise.all([accidents(), ...Array.from({ length: WORKERS }, work)]);
  const recovered = await recoveries(urlOf(1), handoffs.slice(SIZE.stream));
  for (const rekey of rekeys) await rekey.stop();
  await slack.stop();
  await restarted.stop();
  await postgres.stop();
  return sectionOf(tally, recovered);
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

/** The answer is cut off at its first byte; then the same reader asks again, and somebody else. */
async function recoveries(
  url: () => string,
  handoffs: readonly Held[],
): Promise<{ same: number; other: number }> {
  const recovered = { same: 0, other: 0 };
  const { port } = new URL(url());
  const server = createServer((client) => {
    const upstream = connect(Number(port), '127.0.0.1');
    client.pipe(upstream);
    upstream.once('data', () => client.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const losing = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  for (const held of handoffs) {
    const { token, code, secret } = held;
    const key = keyOf();
    await askOnce(losing, { token, code, retry_key: key });
    if ((await untilTheEnd({ at: url, key: keyOf() }, held)) === secret) recovered.other++;
    if ((await untilTheEnd({ at: url, key }, held)) === secret) recovered.same++;
  }
  server.close();
  return recovered;
}

function sectionOf(
  { one, none, two, other }: { one: number; none: number; two: number; other: number },
  recovered: { same: number; other: number },
): Section {
  const rows = [
    ['Collected by exactly one of two readers', `${one} of ${SIZE.stream}`],
    ['Lost', `${none}`],
    ['Read by two', `${two}`],
    ['Ended otherwise', `${other}`],
    ['Answer cut off: fetched again by the same reader', `${recovered.same} of ${SIZE.recoveries}`],
    ['Answer cut off: fetched by another', `${recovered.other} of ${SIZE.recoveries}`],
  ];
  const isSound = one === SIZE.stream && recovered.same === SIZE.recoveries && recovered.other === 0;
  return {
    title: 'What dies, and what is lost',
    how: [
      `${SIZE.stream} handoffs, each wanted by two readers at once, at two processes over one durable PostgreSQL, ${WORKERS} handoffs at a time. A third of the way one process is killed (SIGKILL) and started again; two thirds of the way PostgreSQL is. Readers ask again with the same key until there is an end to it.`,
      `Then ${SIZE.recoveries} answers are cut off at their first byte, after the commit: somebody else asks, then the same reader.`,
    ],
    header: ['', 'handoffs'],
    rows,
    targets: [
      {
        words: 'Nothing lost, nothing read by two, every lost answer fetched by its reader alone',
        measured: isSound ? 'so it was' : 'it was not so',
        isMet: isSound,
      },
    ],
  };
}
