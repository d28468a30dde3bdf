import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { HELD, serve, type Served } from '../browser/asking.ts';
import { answersIn, openLine, sendRaw, type RawLine } from '../support/raw-http.ts';

// Callers who take their time: each is cut off, and the one beside them is served meanwhile. Real limits are seconds, these are not.

const QUICK = { headersMs: 1_000, requestMs: 1_200, idleMs: 200, silentMs: 20_000, checkEveryMs: 50 };
// A busy machine must not fail these.
vi.setConfig({ testTimeout: 60_000 });

/** The handoff beside the attack, all along. */
async function isServed({ post, look }: Served): Promise<void> {
  expect((await post('/handoff/open', HELD)).status).toBe(200);
  expect((await look('/handoff')).status).toBe(200);
}

/** A byte now and then, until the line is closed; returns what was said. */
async function drip({ socket, closed }: RawLine, text: string): Promise<string> {
  let isOpen = true;
  void closed.then(() => (isOpen = false));
  for (const byte of text) {
    if (!isOpen) break;
    socket.write(byte);
    await sleep(20);
  }
  return closed;
}

const isTimedOut = (said: string) => {
  const answers = answersIn(said);
  expect(answers.map(({ status }) => status)).toEqual([408]);
  expect(answers[0]?.head).toContain("content-security-policy: default-src 'none'");
  expect(answers[0]?.head).toContain('connection: close');
};

test('headers byte by byte: cut off, whatever the pace', async () => {
  const served = await serve({ serverLimits: QUICK });
  const slow = drip(openLine(served.url), `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(500)}`);
  await isServed(served);
  isTimedOut(await slow);
  await isServed(served);
});

test('a body byte by byte, and one that never comes: cut off, and nothing was done', async () => {
  const served = await serve({ serverLimits: QUICK });
  const { world, url } = served;
  const head = 'POST /handoff/collect HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n';
  const lines = [
    drip(openLine(url), `${head}content-length: 5000\r\n\r\n{"token":"${'x'.repeat(500)}`),
    sendRaw(url, `${head}content-length: 5000\r\n\r\n{"token":`),
    sendRaw(url, `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"tok\r\n`),
    sendRaw(url, `${head}expect: 100-continue\r\ncontent-length: 5000\r\n\r\n`).then((said) =>
      said.replace('HTTP/1.1 100 Continue\r\n\r\n', ''),
    ),
    sendRaw(url, `${head}content-length: 16384\r\n\r\n{`),
  ];
  for (const said of await Promise.all(lines)) isTimedOut(said);
  expect(world.calls).toEqual([]);
  expect(world.log).toEqual([]);
  await isServed(served);
});

test('a line on which nothing is said, and one on which nothing more is said', async () => {
  const served = await serve({ serverLimits: QUICK });
  isTimedOut(await sendRaw(served.url));
  const after = await sendRaw(served.url, 'GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(answersIn(after).map(({ status }) => status)).toEqual([200]);
  await isServed(served);
});

test('whoever asks on and on and reads nothing is cut off', async () => {
  const served = await serve({
    serverLimits: { ...QUICK, headersMs: 5_000, requestMs: 5_000, idleMs: 60_000, silentMs: 1_000 },
  });
  const { socket, closed } = openLine(served.url);
  socket.pause();
  socket.write('GET /assets/page.css HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(1_000));
  await isServed(served);
  await expect.poll(() => served.connections(), { timeout: 8_000 }).toBe(0);
  socket.destroy();
  await closed;
});

test('a caller who half-closes still has the answer; one who vanishes takes nothing along', async () => {
  const served = await serve({ serverLimits: QUICK });
  const half = openLine(served.url);
  half.socket.end('GET /health HTTP/1.1\r\nhost: x\r\n\r\n');
  expect(answersIn(await half.closed).map(({ status }) => status)).toEqual([200]);
  for (let n = 0; n < 50; n += 1) {
    const { socket } = openLine(served.url);
    socket.write('POST /handoff/open HTTP/1.1\r\nhost: x\r\ncontent-length: 9');
    setTimeout(() => socket.resetAndDestroy(), n % 10);
  }
  await sleep(50);
  await isServed(served);
});

test('2,000 idle lines, within what the real limits allow: the handoff beside them works', async () => {
  const served = await serve();
  const lines: RawLine[] = [];
  while (lines.length < 2_000) {
    const more = Array.from({ length: 250 }, () => openLine(served.url)); // the system queues little more
    await Promise.all(more.map(({ socket }) => once(socket, 'connect')));
    lines.push(...more);
  }
  await expect.poll(() => served.connections(), { timeout: 20_000 }).toBe(2_000);
  await isServed(served);
  for (const { socket } of lines) socket.destroy();
  await expect.poll(() => served.connections(), { timeout: 20_000 }).toBe(0);
  await isServed(served);
});

test('beyond the limit of lines new ones are closed; when others have gone they are taken again', async () => {
  const served = await serve({ serverLimits: { ...QUICK, connections: 3 } });
  const lines = [1, 2, 3].map(() => openLine(served.url));
  await expect.poll(() => served.connections()).toBe(3);
  expect(await openLine(served.url).closed).toBe('');
  for (const { socket } of lines) socket.destroy();
  await expect.poll(() => served.connections()).toBe(0);
  await isServed(served);
});
