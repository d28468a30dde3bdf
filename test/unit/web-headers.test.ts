import { describe, expect, test } from 'vitest';
import {
  ACTS,
  type Answered,
  type Asking,
  HELD,
  ACTS_OF_LINKS,
  HELD_ACTS,
  LOOKS,
  PATHS_OF_ACTS,
  serve,
  TABLE_ACTS,
} from '../browser/asking.ts';
import { TOKEN } from '../browser/in-memory.ts';

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

  test('of calendars too, whatever comes of them', async () => {
    const { look, world } = await serve({ actsPerMinute: 4 });
    const here = `/calendar/${TOKEN}.ics`;
    const asked: [number, string, Asking][] = [
      [200, here, {}],
      [200, here, { method: 'HEAD' }],
      [404, `${here}s`, {}],
      [405, here, { method: 'POST' }],
      [500, here, {}],
      [429, here, {}],
    ];
    for (const [status, path, asking] of asked) {
      if (status === 500) world.throwNext = new Error();
      const answer = await look(path, asking);
      expect(answer.status).toBe(status);
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
      ACTS_OF_LINKS.map((path) => post(path, { ...ACTS[path], token: 'another_token_of_22_chr' })),
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
    const small = PATHS_OF_ACTS.filter((path) => !TABLE_ACTS.includes(path));
    await expectAll(
      413,
      small.map((path) => post(path, 'x'.repeat(20_000))),
    );
    const headers = { 'content-length': '20971520' };
    await expectAll(
      413,
      TABLE_ACTS.map((path) => post(path, '{', { headers })),
    );
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
