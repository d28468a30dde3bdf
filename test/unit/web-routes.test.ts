import { METHODS, request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Refusal } from '../../src/usecases/refusals.ts';
import { CODE, newWorld, SECRET, servePages, TOKEN, type World } from '../browser/in-memory.ts';

const HELD = { token: TOKEN, code: CODE };
const DEPOSIT = { ...HELD, secret: SECRET, generatedAt: '2026-11-20T14:00:00Z' };
const SYSTEMS = ['Segment sync', 'Nightly export'];
/** What each act needs to be done, in the order in which one world allows it. */
const ACTS: Record<string, object> = {
  '/deposit/peek': { token: TOKEN },
  '/deposit/open': HELD,
  '/deposit/accept': DEPOSIT,
  '/handoff/peek': { token: TOKEN },
  '/handoff/open': HELD,
  '/handoff/collect': HELD,
  '/handoff/stored': HELD,
  '/handoff/confirm': { ...HELD, systems: SYSTEMS, proof: 'fresh_token', isSureTokenIsFresh: true },
  '/handoff/report': { ...HELD, kind: 'other', note: 'It is slow.' },
};
const PATHS_OF_ACTS = Object.keys(ACTS);
const HELD_ACTS = PATHS_OF_ACTS.filter((path) => !path.endsWith('/peek'));
const LOOKS = ['/', '/health', '/assets/page.js', '/assets/page.css', '/deposit', '/handoff'];

interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Sent in pieces, without saying how long it is. */
  readonly isChunked?: boolean;
}
interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request as it is, with no header of a client's own. */
const ask = (
  url: string,
  { method = 'GET', headers = {}, body, isChunked }: Asking = {},
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const length =
      body === undefined || isChunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const asking = request(url, { method, headers: { ...length, ...headers }, agent: false });
    asking.once('error', reject).once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part));
      answer.once('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asking.end(body);
  });

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function serve(options: Parameters<typeof servePages>[1] = {}) {
  const world = newWorld();
  const served = await servePages(world, options);
  open.push(served);
  const look = (path: string, asking: Asking = {}) => ask(`${served.url}${path}`, asking);
  const post = (path: string, body: string | Buffer | object, { headers = {}, ...rest }: Asking = {}) => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const asHtml = { 'content-type': 'application/json', accept: 'text/html' };
    return look(path, { method: 'POST', body: bytes, ...rest, headers: { ...asHtml, ...headers } });
  };
  return { world, url: served.url, look, post };
}
type Served = Awaited<ReturnType<typeof serve>>;

const JSON_PLEASE = { headers: { accept: 'application/json' } };
const CSP =
  "default-src 'none';script-src 'self';style-src 'self';connect-src 'self';form-action 'none';base-uri 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types rekey";

/** Promise H12: what every answer carries, whatever it is. */
function expectFloor({ headers }: Answered): void {
  expect(headers).toMatchObject({
    'content-security-policy': CSP,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'strict-transport-security': 'max-age=31536000',
    'permissions-policy': expect.stringMatching(/camera=\(\).*clipboard-write=\(self\)$/),
  });
  for (const name of [
    'x-powered-by',
    'server',
    'set-cookie',
    'access-control-allow-origin',
    'location',
    'link',
  ]) {
    expect(headers).not.toHaveProperty(name);
  }
}

describe('the header floor (promise H12)', () => {
  const expectAll = async (status: number, answers: Promise<Answered>[]) => {
    for (const answer of await Promise.all(answers)) {
      expect(answer.status).toBe(status);
      expectFloor(answer);
    }
  };

  test('200: every address, and every act that is done', async () => {
    const { look, post } = await serve();
    await expectAll(
      200,
      LOOKS.flatMap((path) => [look(path), look(path, { method: 'HEAD' })]),
    );
    for (const [path, body] of Object.entries(ACTS)) {
      const answer = await post(path, body);
      expect([path, answer.status]).toEqual([path, 200]);
      expectFloor(answer);
      expect(answer.headers).not.toHaveProperty('etag');
    }
  });

  test('304: assets, which are looked at again at each visit', async () => {
    const { look } = await serve();
    for (const path of LOOKS.filter((each) => each.startsWith('/assets/'))) {
      const etag = (await look(path)).headers.etag ?? '';
      const again = await look(path, { headers: { 'if-none-match': etag } });
      expect([again.status, again.text]).toEqual([304, '']);
      expectFloor(again);
    }
  });

  test('403, 404, 405: other sites, other addresses, other methods', async () => {
    const { look, post } = await serve();
    const headers = { 'sec-fetch-site': 'cross-site' };
    await expectAll(
      403,
      PATHS_OF_ACTS.map((path) => post(path, ACTS[path]!, { headers })),
    );
    await expectAll(
      403,
      HELD_ACTS.map((path) => post(path, { ...ACTS[path], code: '00000000' })),
    );
    const nowhere = [
      '/nothing',
      '/Handoff',
      '/handoff/',
      '/handoff/peek/',
      '/%zz',
      '//',
      '/assets/',
      '/assets/..%2f',
    ];
    await expectAll(
      404,
      nowhere.flatMap((path) => [look(path), post(path, HELD)]),
    );
    await expectAll(
      404,
      PATHS_OF_ACTS.map((path) => post(path, { ...ACTS[path], token: 'another_token_of_22_chr' })),
    );
    await expectAll(
      405,
      [...LOOKS, ...PATHS_OF_ACTS].map((path) => look(path, { method: 'PUT' })),
    );
  });

  test('400, 413, 415, 422: bodies that do not fit', async () => {
    const { post } = await serve();
    const all = (body: string | object, asking?: Asking) =>
      PATHS_OF_ACTS.map((path) => post(path, body, asking));
    await expectAll(400, all('{'));
    await expectAll(413, all('x'.repeat(20_000)));
    await expectAll(415, all(HELD, { headers: { 'content-type': 'text/plain' } }));
    await expectAll(
      422,
      HELD_ACTS.map((path) => post(path, { ...ACTS[path], code: 'no' })),
    );
  });

  test('409, 500, 503: what use cases refuse or suffer', async () => {
    const { world, post } = await serve();
    const down = Object.assign(new Error(), { code: 'ECONNREFUSED' });
    for (const path of HELD_ACTS) {
      world.refuseNext = { code: 'already_confirmed', at: '2026-11-20T14:00:00Z', by: 'U0VERA' };
      await expectAll(409, [post(path, ACTS[path]!)]);
      world.refuseNext = { code: 'gate_shut', reasons: [], pending: [] };
      await expectAll(500, [post(path, ACTS[path]!)]);
    }
    for (const path of PATHS_OF_ACTS) {
      world.throwNext = new Error('unforeseen');
      await expectAll(500, [post(path, ACTS[path]!)]);
      world.throwNext = down;
      await expectAll(503, [post(path, ACTS[path]!)]);
    }
  });

  test('429: each act, braked', async () => {
    const { post } = await serve({ actsPerMinute: 1 });
    await post('/handoff/peek', HELD);
    await expectAll(
      429,
      PATHS_OF_ACTS.map((path) => post(path, ACTS[path]!)),
    );
  });
});

describe('methods (promise H2)', () => {
  const AGENTS = [
    'Slackbot-LinkExpanding 1.0',
    'Mozilla/5.0 (compatible; Microsoft-SafeLinks)',
    'facebookexternalhit/1.1',
    '',
  ];
  const INERT = METHODS.filter((method) => !['POST', 'CONNECT', 'GET', 'HEAD'].includes(method));

  test('no method but POST reaches a use case, whoever asks', async () => {
    const { world, look } = await serve();
    for (const path of [...LOOKS, ...PATHS_OF_ACTS]) {
      const looks = LOOKS.includes(path);
      for (const agent of AGENTS) {
        const headers = { 'user-agent': agent, 'content-type': 'application/json' };
        const body = JSON.stringify(DEPOSIT);
        for (const method of ['GET', 'HEAD']) {
          const { status } = await look(path, { method, headers, ...(method === 'GET' && { body }) });
          expect([method, path, status]).toEqual([method, path, looks ? 200 : 405]);
        }
        const { status, headers: answered } = await look(path, { method: 'OPTIONS', headers });
        expect([path, status, answered.allow]).toEqual([path, 405, looks ? 'GET, HEAD' : 'POST']);
      }
      for (const method of INERT)
        expect([method, (await look(path, { method })).status]).toEqual([method, 405]);
    }
    expect(world.calls).toEqual([]);
    expect(world.log).toEqual([]);
  });

  test('POST to a page acts on nothing, whatever it says it is', async () => {
    const { world, post } = await serve();
    for (const path of LOOKS) {
      const headers = { 'x-http-method-override': 'GET' };
      expect((await post(path, DEPOSIT, { headers })).status).toBe(405);
      expect((await post(`${path}?_method=POST`, DEPOSIT)).status).toBe(405);
    }
    expect(world.calls).toEqual([]);
  });

  test('HEAD says what GET would, without the page', async () => {
    const { look } = await serve();
    for (const path of LOOKS) {
      const [get, head] = [await look(path), await look(path, { method: 'HEAD' })];
      const { date: _, ...headers } = get.headers;
      expect(head.headers).toMatchObject(headers);
      expect(head.text).toBe('');
    }
  });

  test('a token in the query of an address is neither read nor logged', async () => {
    const { world, look } = await serve();
    for (const path of ['/handoff', '/handoff/peek', '/nothing'])
      await look(`${path}?token=${TOKEN}&code=${CODE}`);
    expect(world.calls).toEqual([]);
    expect(JSON.stringify(world.log)).not.toContain(TOKEN);
  });
});

describe('who may ask', () => {
  test.each(['same-origin', 'none', undefined])('Sec-Fetch-Site %s is let through', async (site) => {
    const { world, post } = await serve();
    const headers: Record<string, string> = site === undefined ? {} : { 'sec-fetch-site': site };
    expect((await post('/handoff/open', HELD, { headers })).status).toBe(200);
    expect(world.calls).toHaveLength(1);
  });

  test.each(['cross-site', 'same-site', 'SAME-ORIGIN', 'same-origin, cross-site', ''])(
    'Sec-Fetch-Site %j is not',
    async (site) => {
      const { world, post } = await serve();
      const answer = await post('/handoff/open', HELD, { headers: { 'sec-fetch-site': site } });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('This came from another site');
      expect(world.calls).toEqual([]);
    },
  );

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8" '])(
    'the type %j is taken',
    async (type) => {
      const { post } = await serve();
      expect((await post('/handoff/open', HELD, { headers: { 'content-type': type } })).status).toBe(200);
    },
  );

  test.each([
    ...[
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      '',
      'application/json5',
    ],
    ...['application/json; charset=utf-16', 'application/json, text/plain', 'text/plain; x=application/json'],
  ])('the type %j is not', async (type) => {
    const { world, post } = await serve();
    expect((await post('/handoff/open', HELD, { headers: { 'content-type': type } })).status).toBe(415);
    expect(world.calls).toEqual([]);
  });

  test('a compressed body is not taken', async () => {
    const { world, post } = await serve();
    const bomb = gzipSync(JSON.stringify({ ...HELD, pad: 'x'.repeat(1_000_000) }));
    expect((await post('/handoff/open', bomb, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
    expect(world.calls).toEqual([]);
  });
});

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

  test('with a code it says so beside the page, alike for unknown and malformed', async () => {
    const { post } = await serve();
    for (const path of HELD_ACTS) {
      const [a, b] = [
        await post(path, { ...ACTS[path], token: 'u'.repeat(43) }),
        await post(path, { ...ACTS[path], token: '!' }),
      ];
      expect([a?.status, a?.text]).toEqual([404, b?.text]);
      expect(a?.text).toContain('Link and code don’t open anything');
    }
  });
});

describe('when to come back', () => {
  const later = async (refusal: Refusal | null, error: Error | null = null) => {
    const { world, post } = await serve();
    Object.assign(world, { refuseNext: refusal, throwNext: error } satisfies Partial<World>);
    const { status, headers } = await post('/handoff/collect', HELD);
    return [status, headers['retry-after']];
  };

  test('is said where waiting helps', async () => {
    expect(await later({ code: 'being_collected' })).toEqual([409, '30']);
    expect(await later({ code: 'keyring_unavailable', reference: 'R3F0NE' })).toEqual([503, '30']);
    const causes = ['ECONNREFUSED', 'CONNECT_TIMEOUT', '57P01', '08006', '53300'];
    for (const code of causes)
      expect(await later(null, Object.assign(new Error(), { code }))).toEqual([503, '30']);
  });

  test('and not where it does not', async () => {
    expect(await later({ code: 'already_collected', at: '2026-11-20T14:00:00Z' })).toEqual([409, undefined]);
    expect(await later(null, Object.assign(new Error(), { code: '23505' }))).toEqual([500, undefined]);
  });
});

describe('the brake', () => {
  const statuses = async (served: Served, from: readonly string[]) => {
    const got = [];
    for (const address of from) {
      got.push(
        (await served.post('/handoff/open', HELD, { headers: { 'x-forwarded-for': address } })).status,
      );
    }
    return got;
  };

  test('counts acts of an address, not looks, and says when to come back', async () => {
    const { world, look, post } = await serve({ actsPerMinute: 2 });
    for (const path of LOOKS) await look(path);
    await post('/handoff/open', HELD);
    await post('/deposit/open', HELD);
    const braked = await post('/handoff/open', HELD);
    expect([braked.status, braked.headers['retry-after']]).toEqual([429, '60']);
    expect(world.calls).toHaveLength(2);
    expect((await look('/handoff')).status).toBe(200);
  });

  test('without a proxy in front nobody is believed about addresses', async () => {
    const served = await serve({ actsPerMinute: 1 });
    expect(await statuses(served, ['192.0.2.1', '192.0.2.2'])).toEqual([200, 429]);
  });

  test('with one, the address it adds counts, and not what the caller wrote before it', async () => {
    const served = await serve({ actsPerMinute: 1, trustedProxies: 1 });
    const from = [
      '192.0.2.1',
      '192.0.2.2',
      '198.51.100.7, 192.0.2.1',
      '2001:db8:1:100::1',
      '2001:db8:1:1ff::2',
    ];
    expect(await statuses(served, from)).toEqual([200, 200, 429, 200, 429]);
  });
});

describe('what is told to nobody', () => {
  const QUOTED = `${SECRET} ${TOKEN} ${CODE} {"secret":"${SECRET}"}`;
  const class_ = class PostgresError extends Error {
    readonly code = '23505';
    readonly detail = QUOTED;
    readonly parameters = [SECRET, TOKEN];
    readonly query = QUOTED;
  };
  const errors: Record<string, () => unknown> = {
    'an error': () => new Error(QUOTED),
    'an error of many lines': () => new TypeError(`failed\n    at ${QUOTED} (file:///x.ts:1:1)\n${QUOTED}`),
    'an error with parameters': () => new class_(QUOTED, { cause: new Error(QUOTED) }),
    'an error out of reach': () =>
      Object.assign(new Error(QUOTED), { code: 'ECONNREFUSED', cause: new Error(QUOTED) }),
    'a text': () => QUOTED,
    'an object': () => ({ message: QUOTED, type: QUOTED, status: 200, body: QUOTED }),
    'what a body parser throws': () =>
      Object.assign(new Error(QUOTED), { type: 'entity.parse.failed', body: QUOTED, statusCode: 200 }),
  };

  test.each(Object.keys(errors))(
    '%s that quotes everything is logged and answered by name only',
    async (name) => {
      const { world, post } = await serve();
      for (const path of PATHS_OF_ACTS) {
        for (const asking of [{}, JSON_PLEASE]) {
          world.throwNext = errors[name]!() as Error;
          const answer = await post(path, ACTS[path]!, asking);
          expect(answer.status).toBe(name === 'an error out of reach' ? 503 : 500);
          expect(answer.text).toContain('R3F0NE');
          expect(`${answer.text}${JSON.stringify(answer.headers)}`).not.toMatch(
            new RegExp(`${SECRET}|${TOKEN}|${CODE}`),
          );
        }
      }
      const logged = JSON.stringify(world.log);
      for (const told of [SECRET, SECRET.slice(5, 17), TOKEN, CODE]) expect(logged).not.toContain(told);
      expect(world.log).toHaveLength(PATHS_OF_ACTS.length * 2);
      for (const { level, fields } of world.log)
        expect([level, fields?.['reference']]).toEqual(['error', 'R3F0NE']);
    },
  );

  test('a whole visit leaves no word of it in the log', async () => {
    const { world, post } = await serve();
    for (const [path, body] of Object.entries(ACTS)) await post(path, body);
    await post('/deposit/accept', JSON.stringify(DEPOSIT).replace('}', ''));
    await post('/deposit/accept', { ...DEPOSIT, secret: SECRET.slice(0, 40) });
    await post('/deposit/accept', { ...DEPOSIT, generatedAt: SECRET });
    await post('/deposit/accept', { ...DEPOSIT, token: SECRET });
    expect(JSON.stringify(world.log)).not.toMatch(new RegExp(`${SECRET.slice(0, 17)}|${TOKEN}|${CODE}`));
  });

  test('the secret is in the one answer to Reveal, and a deposit is never echoed', async () => {
    const { post } = await serve();
    for (const [path, body] of Object.entries(ACTS)) {
      const { text } = await post(path, body);
      expect([path, text.includes(SECRET)]).toEqual([path, path === '/handoff/collect']);
      expect(text).not.toMatch(new RegExp(`${TOKEN}|${CODE}`));
    }
    for (const secret of [`${SECRET} x`, SECRET.slice(0, 30), `${SECRET}\u200b`, SECRET.slice(5)]) {
      const { status, text } = await post('/deposit/accept', { ...DEPOSIT, secret });
      expect([status, text.includes(secret.slice(6, 18))]).toEqual([422, false]);
    }
  });
});

describe('programs', () => {
  test('get facts, or the refusal by its code with the same words', async () => {
    const { post } = await serve();
    const collected = await post('/handoff/collect', HELD, JSON_PLEASE);
    expect(JSON.parse(collected.text)).toMatchObject({
      ok: true,
      secret: SECRET,
      facts: { status: 'collected' },
    });
    const again = await post('/handoff/collect', HELD, JSON_PLEASE);
    expect(JSON.parse(again.text)).toMatchObject({
      ok: false,
      code: 'already_collected',
      title: expect.any(String),
    });
    expect(collected.headers['content-type']).toBe('application/json; charset=utf-8');
  });
});

describe('health', () => {
  test.each(['GET', 'HEAD'])('%s is 200 while all is well, 503 when it is not', async (method) => {
    const { world, look } = await serve();
    expect((await look('/health', { method })).status).toBe(200);
    world.healthy = false;
    expect((await look('/health', { method })).status).toBe(503);
  });
});
