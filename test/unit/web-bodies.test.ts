import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  ACTS,
  ACTS_OF_LINKS,
  DEPOSIT,
  HELD,
  HELD_ACTS,
  JSON_PLEASE,
  serve,
  type Served,
} from '../browser/asking.ts';
import { CODE, TOKEN } from '../browser/in-memory.ts';

describe('bodies', () => {
  test.each([true, false])('of 1 MB are not read (in pieces: %s)', async (isChunked) => {
    const { world, post } = await serve();
    const body = JSON.stringify({ ...DEPOSIT, secret: 'x'.repeat(1_048_576) });
    const answer = await post('/deposit/accept', body, { isChunked }).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    if (typeof answer === 'object')
      expect(answer).toMatchObject({ status: 413, text: expect.stringContaining('far too long') });
    else expect(answer).toMatch(/EPIPE|ECONNRESET/);
    expect(world.calls).toEqual([]);
  });

  test('of a table may have three megabytes, and no more; of all tables no more than eight times that is held at once, and two of one network', async () => {
    const { world, url, post } = await serve({ trustedProxies: 1 });
    const table = `Name\tNotes${`\nA\t${'x'.repeat(570)}`.repeat(5_000)}`;
    expect((await post('/import/preview', JSON.stringify({ ...HELD, table }))).status).toBe(200);
    const over = await post('/import/preview', '{', { headers: { 'content-length': '3000001' } });
    expect(over).toMatchObject({ status: 413, text: expect.stringContaining('Bring the table in parts') });
    // Callers who say how much they will send, and don't.
    const { hostname, port } = new URL(url);
    const head = `POST /import/preview HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 3000000\r\n`;
    const idle = (from: string) => {
      const socket = connect(Number(port), hostname);
      socket.write(`${head}x-forwarded-for: ${from}\r\n\r\n{`);
      return socket;
    };
    const small = (from: string) =>
      post('/import/preview', { ...HELD, table: 'Name\nA' }, { headers: { 'x-forwarded-for': from } });
    const statusFrom = async (from: string) => (await small(from)).status;
    // Two of one network: the third is told to come back, others are not kept out.
    const slow = [idle('203.0.113.1'), idle('203.0.113.2')];
    await expect.poll(() => statusFrom('203.0.113.9')).toBe(503);
    expect(await statusFrom('198.51.100.1')).toBe(200);
    // Eight of many networks fill the room.
    slow.push(...[1, 1, 2, 2, 3, 3].map((n) => idle(`10.0.${n}.1`)));
    await expect.poll(() => statusFrom('198.51.100.1')).toBe(503);
    for (const socket of slow) socket.destroy();
    await expect.poll(() => statusFrom('203.0.113.9')).toBe(200);
    expect(await statusFrom('198.51.100.1')).toBe(200);
    expect(world.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test.each(['', '{', 'null', '[]', '"text"', '7', `{"token":"${TOKEN}",}`, '{}}'])(
    'of %j are no JSON object',
    async (body) => {
      const { world, post } = await serve();
      expect((await post('/deposit/accept', body)).status).toBe(400);
      expect(world.calls).toEqual([]);
    },
  );

  test.each([[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80]])(
    'with the bytes %j are refused, not repaired',
    async (...bytes) => {
      const { world, post } = await serve();
      const [before, after] = JSON.stringify({ ...DEPOSIT, secret: 'SFMC_|' }).split('|');
      const body = Buffer.concat([Buffer.from(before!), Buffer.from(bytes.flat()), Buffer.from(after!)]);
      expect((await post('/deposit/accept', body)).status).toBe(400);
      expect(world.calls).toEqual([]);
    },
  );

  test('with a lone surrogate: the secret is refused by the domain, a note at the edge', async () => {
    const { world, post } = await serve();
    const secret = await post('/deposit/accept', JSON.stringify(DEPOSIT).replace('SFMC_', 'SFMC_\\ud800'));
    expect([secret.status, secret.text.includes('damaged on the way')]).toEqual([422, true]);
    expect(world.calls).toHaveLength(1);
    const note = await post('/handoff/report', { ...HELD, kind: 'other', note: 'a\ud800b' });
    expect([note.status, note.text.includes('Please say the note')]).toEqual([422, true]);
    expect(world.calls).toHaveLength(1);
  });

  test.each([
    ['/deposit/accept', { secret: 7 }, 'the secret'],
    ['/deposit/accept', { generatedAt: 'yesterday' }, 'when Generate was pressed'],
    ['/deposit/accept', { generatedAt: '' }, 'when Generate was pressed'],
    ['/handoff/confirm', { proof: 'trust me' }, 'how you made sure'],
    ['/handoff/confirm', { systems: 'Segment sync' }, 'the systems that run'],
    ['/handoff/confirm', { systems: Array(101).fill('x') }, 'the systems that run'],
    ['/handoff/report', { kind: 'constructor' }, 'what is wrong'],
    ['/handoff/report', { note: 'x'.repeat(501) }, 'the note'],
  ])('%s with %j are asked for again by name', async (path, wrong, name) => {
    const { world, post } = await serve();
    const answer = await post(path, { ...ACTS[path], ...wrong });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`Please say ${name}`);
    for (const value of Object.values(wrong))
      if (value !== '' && value !== 7) expect(answer.text).not.toContain(String(value));
    expect(world.calls).toEqual([]);
  });

  test('that break off harm nobody', async () => {
    const { world, url, look } = await serve();
    const { port } = new URL(url);
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /handoff/collect HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"to`,
        );
        setTimeout(() => (socket.destroy(), resolve()), 50);
      });
    });
    expect((await look('/health')).status).toBe(200);
    expect([world.calls, world.log]).toEqual([[], []]);
  });
});

describe('the code', () => {
  const calledWith = ({ world }: Served) => world.calls.map(({ input }) => input['code']);

  test.each([
    '7k3m0q1z',
    '7K3M-0Q1Z',
    ' 7K3M 0Q1Z ',
    '7k3m–oqIz',
    '7K3MOQLZ',
    '7K3M_0Q1Z.',
    '7-K-3-M-0-Q-1-Z',
  ])('%j is read as it was meant', async (code) => {
    const served = await serve();
    expect((await served.post('/handoff/open', { token: TOKEN, code })).status).toBe(200);
    expect(calledWith(served)).toEqual([CODE]);
  });

  test.each([
    '',
    '7K3M0Q1',
    '7K3M0Q1ZZ',
    '7K3M0Q1U',
    '7K3M0Q1é',
    '７K3M0Q1Z',
    'x'.repeat(65),
    73,
    null,
    {},
    [CODE],
  ])('%j is no code: nothing is asked of the database', async (code) => {
    const served = await serve();
    const answer = await served.post('/handoff/open', { token: TOKEN, code });
    expect([answer.status, answer.text.includes('8 letters and digits')]).toEqual([422, true]);
    expect(calledWith(served)).toEqual([]);
  });
});

describe('a link that opens nothing (promise H10)', () => {
  const UNFIT = [
    '',
    'short',
    'x'.repeat(129),
    `${TOKEN.slice(0, -1)}!`,
    '../../etc/passwd',
    7,
    null,
    undefined,
  ];

  test.each(['/deposit/peek', '/handoff/peek'])(
    '%s answers unknown, dead and malformed alike, byte for byte',
    async (path) => {
      const { world, post } = await serve();
      const answers = [await post(path, { token: 'u'.repeat(43) })];
      for (const token of UNFIT) answers.push(await post(path, { token }));
      world.isLinkDead = true;
      answers.push(await post(path, { token: TOKEN }));
      const [first, ...others] = answers.map(({ headers: { date: _, ...headers }, ...rest }) => ({
        ...rest,
        headers,
      }));
      expect(first?.status).toBe(404);
      for (const other of others) expect(other).toEqual(first);
      const codes = world.log.map(({ level, fields }) => `${level} ${String(fields?.['code'])}`);
      expect(codes).toEqual(UNFIT.map(() => 'info link_malformed'));
    },
  );

  test('programs get as little', async () => {
    const { post } = await serve();
    for (const token of ['u'.repeat(43), 'short']) {
      const { status, text } = await post('/handoff/peek', { token }, JSON_PLEASE);
      expect([status, JSON.parse(text)]).toEqual([404, { ok: false, code: 'link_not_usable' }]);
    }
  });

  test('an alarm is heard alike over a known link, an unknown one and none at all', async () => {
    const { post } = await serve();
    const [known, unknown, none] = await Promise.all(
      [TOKEN, 'u'.repeat(43), '!'].map((token) => post('/handoff/alarm', { token })),
    );
    expect(known?.status).toBe(200);
    expect(known?.text).toContain('Thank you, that was noted');
    const bytes = (answer: typeof known) => ({ ...answer, headers: { ...answer?.headers, date: '' } });
    expect([bytes(unknown), bytes(none)]).toEqual([bytes(known), bytes(known)]);
  });

  test('with a code it says so beside the page, alike for unknown and malformed', async () => {
    const { post } = await serve();
    for (const path of HELD_ACTS.filter((one) => ACTS_OF_LINKS.includes(one))) {
      const [a, b] = [
        await post(path, { ...ACTS[path], token: 'u'.repeat(43) }),
        await post(path, { ...ACTS[path], token: '!' }),
      ];
      expect([a?.status, a?.text]).toEqual([404, b?.text]);
      expect(a?.text).toContain('Link and code don’t open anything');
    }
  });
});
