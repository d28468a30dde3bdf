// What nobody should do with a secret is done here on purpose.
import { format, formatWithOptions, inspect, types } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';

const TEXT = 'SFMC_do-not-print-this-anywhere-0123456789';
const secret = new Secret(TEXT);
const nested = { name: 'Acme', deep: { deeper: { deepest: [new Map([['copy', secret]])] } } };

it('is yielded by one method only', () => {
  expect(secret.reveal()).toBe(TEXT);
});

describe.each([
  ['String()', () => String(secret)],
  ['a template', () => `the secret is ${secret}`],
  ['concatenation', () => 'x' + secret],
  ['joined in an array', () => [secret].join(',')],
  ['toLocaleString', () => secret.toLocaleString()],
  ['JSON', () => JSON.stringify({ secret })],
  ['JSON in an array', () => JSON.stringify([secret, [secret]])],
  ['inspect', () => inspect(secret)],
  ['inspect, nested', () => inspect(nested, { depth: null })],
  ['inspect, everything shown', () => inspect(nested, { depth: null, showHidden: true, getters: true })],
  ['console.log of it', () => format(secret)],
  ['console.log with %s', () => format('%s', secret)],
  ['console.log with %o', () => format('%o', secret)],
  ['console.log with %O', () => format('%O', { secret })],
  ['console.log with %j', () => format('%j', { secret })],
  ['console.log in colour', () => formatWithOptions({ colors: true }, '%o', [secret])],
  ['an error’s cause', () => inspect(new Error('it failed', { cause: secret }))],
  ['an error’s cause, nested', () => inspect(new Error('it failed', { cause: { secret } }), { depth: null })],
  [
    'an aggregate error',
    () => inspect(new AggregateError([new Error('x', { cause: secret })]), { depth: null }),
  ],
  ['an error’s message', () => new Error(`refused: ${secret}`).message],
])('%s', (_, print) => {
  it('prints [secret]', () => {
    expect(print()).toContain('[secret]');
    expect(print()).not.toContain(TEXT);
    expect(print()).not.toContain('print-this');
  });
});

describe.each([
  ['inspect that ignores our own', () => inspect(secret, { customInspect: false, showHidden: true })],
  ['its keys', () => JSON.stringify([Object.entries(secret), Reflect.ownKeys(secret)])],
  ['a spread', () => inspect({ ...secret }, { showHidden: true })],
  ['a copy by structuredClone', () => inspect(structuredClone({ secret }), { showHidden: true })],
  ['a number', () => format('%d', secret)],
  ['its own source', () => Secret.toString()],
])('%s', (_, print) => {
  it('says nothing', () => expect(print()).not.toContain('print-this'));
});

it('is no proxy, and each one keeps its own text', () => {
  expect(types.isProxy(secret)).toBe(false);
  expect([new Secret('a'), new Secret('b')].map((one) => one.reveal())).toEqual(['a', 'b']);
});
