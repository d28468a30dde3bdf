import { test } from 'vitest';
import postgres from 'postgres';
import { connect, createServer } from 'node:net';
import { inject } from 'vitest';
import { socketPath } from '../../src/adapters/embedded-postgres.ts';
import { mkdtempSync } from 'node:fs';

for (const padded of [true, false]) test(`x ${padded}`, async () => {
  const { socketDir } = inject('postgresForTests');
  const dir = mkdtempSync('/tmp/dd');
  const sockets = new Set<any>();
  const server = createServer((from) => {
    const onward = connect({ path: socketPath(socketDir) });
    for (const [one, other] of [[from, onward], [onward, from]] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => 0).on('close', () => { sockets.delete(one); other.destroy(); });
    }
  });
  const open = () => new Promise<void>((r) => server.listen({ path: socketPath(dir) }, r));
  const cut = () => { for (const s of sockets) s.destroy(); };
  await open();
  const sql = postgres({ path: socketPath(dir), user: 'app', database: 'postgres', max: 3, connect_timeout: 3, max_pipeline: 1_000_000, backoff: (a: number) => Math.min(0.05 * 2 ** a, 1), onnotice: () => {}, connection: padded ? { 'rekey.padding': 'x'.repeat(1024) } : {} } as any);
  await sql`select 1`;
  let slow = 0, worst = 0, fails = 0, hung = 0;
  for (let i = 0; i < 60; i += 1) {
    const go = () => sql.begin(async (tx) => { for (let n = 0; n < 6; n += 1) await tx`select pg_sleep(${Math.random() / 300})`; }).catch((e) => e.code ?? e.message);
    const all = Promise.all(Array.from({ length: 6 }, go));
    setTimeout(cut, Math.random() * 20);
    await Promise.race([all, new Promise((r) => setTimeout(() => { hung += 1; r(0); }, 8000))]);
    const t = performance.now();
    for (;;) { const x = await sql`select 1`.catch((e) => e.code); if (typeof x !== 'string') break; fails += 1; }
    const ms = performance.now() - t; worst = Math.max(worst, ms); if (ms > 1500) slow += 1;
  }
  console.log('RESULT', padded, { slow, worst: Math.round(worst), fails, hung });
  await sql.end({ timeout: 1 });
}, 280000);
