import { describe, expect, test } from 'vitest';
import { ACTS, DEPOSIT, HELD, JSON_PLEASE, PATHS_OF_ACTS, serve } from '../browser/asking.ts';
import { CODE, SECRET, TOKEN } from '../browser/in-memory.ts';
import { tracesOf } from '../support/search.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

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

  test('to a page the secret goes sealed to its own key, in every form of answer', async () => {
    const { publicKey } = await crypto.subtle.generateKey(CURVE, false, ['deriveBits']);
    const { x, y } = await crypto.subtle.exportKey('jwk', publicKey);
    const body = { ...HELD, claimId: crypto.randomUUID(), publicKey: { x, y } };
    for (const headers of [{}, { accept: 'application/json' }]) {
      const { post } = await serve();
      const { status, text } = await post('/handoff/collect', body, { headers });
      expect(status).toBe(200);
      expect(text).toMatch(/eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+/);
      expect(tracesOf(SECRET, text)).toEqual([]);
    }
  });

  test('the secret is in the one answer to a program that collects, and a deposit is never echoed', async () => {
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
