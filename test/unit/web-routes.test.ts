import { randomUUID } from 'node:crypto';
import { METHODS } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Refusal } from '../../src/usecases/refusals.ts';
import {
  COLLECT,
  DEPOSIT,
  HELD,
  JSON_PLEASE,
  LOOKS,
  PATHS_OF_ACTS,
  serve,
  type Served,
} from '../browser/asking.ts';
import { CODE, SECRET, TOKEN, type World } from '../browser/in-memory.ts';

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
  test.each(['same-origin', undefined])('Sec-Fetch-Site %s is let through', async (site) => {
    const { world, post } = await serve();
    const headers: Record<string, string> = site === undefined ? {} : { 'sec-fetch-site': site };
    expect((await post('/handoff/open', HELD, { headers })).status).toBe(200);
    expect(world.calls).toHaveLength(1);
  });

  test.each(['cross-site', 'same-site', 'none', 'SAME-ORIGIN', 'same-origin, cross-site', ''])(
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

describe('when to come back', () => {
  const later = async (refusal: Refusal | null, error: Error | null = null) => {
    const { world, post } = await serve();
    Object.assign(world, { refuseNext: refusal, throwNext: error } satisfies Partial<World>);
    const { status, headers } = await post('/handoff/collect', COLLECT);
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

describe('programs', () => {
  test('get facts, or the refusal by its code with the same words', async () => {
    const { post } = await serve();
    const collected = await post('/handoff/collect', COLLECT, JSON_PLEASE);
    expect(JSON.parse(collected.text)).toMatchObject({
      ok: true,
      secret: SECRET,
      facts: { status: 'collected' },
    });
    const again = await post('/handoff/collect', COLLECT, JSON_PLEASE);
    expect(JSON.parse(again.text)).toMatchObject({ ok: true, secret: SECRET });
    const other = await post('/handoff/collect', { ...HELD, retry_key: 'cd'.repeat(32) }, JSON_PLEASE);
    expect(JSON.parse(other.text)).toMatchObject({
      ok: false,
      code: 'already_collected',
      title: expect.any(String),
    });
    expect(collected.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test.each([
    ['without a key', {}, 'the retry_key'],
    ['with too short a key', { retry_key: 'ab'.repeat(31) }, 'the retry_key'],
    ['with half a page’s key', { claimId: randomUUID() }, 'the retry_key'],
  ])('collect %s: refused, and nothing is collected', async (_, key, words) => {
    const { world, post } = await serve();
    const { status, text } = await post('/handoff/collect', { ...HELD, ...key }, JSON_PLEASE);
    expect([status, JSON.parse(text)]).toMatchObject([422, { code: 'field_malformed' }]);
    expect(text).toContain(words);
    expect(world.calls).toEqual([]);
  });

  test('a program is answered as a program, whatever it accepts: its page would show nothing', async () => {
    const { post } = await serve();
    const { headers, text } = await post('/handoff/collect', COLLECT);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(text)).toMatchObject({ secret: SECRET });
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
