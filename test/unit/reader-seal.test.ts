import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { expect, test } from 'vitest';
import { joseReaderSeal as seal } from '../../src/adapters/reader-seal-jose.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' };
const SECRET = new TextEncoder().encode('SFMC_cAnArY0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ');
const retryKey = () => crypto.getRandomValues(new Uint8Array(32));

async function pageKey() {
  const keys = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const { x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return {
    reader: { kind: 'page', claimId: crypto.randomUUID(), publicKey: { x: x!, y: y! } } as const,
    privateKey: keys.privateKey,
  };
}

test('what is sealed to a page is opened by its private key and no other', async () => {
  const mine = await pageKey();
  const sealed = await seal.seal(SECRET, mine.reader);
  expect((await compactDecrypt(sealed, mine.privateKey)).plaintext).toEqual(SECRET);
  await expect(compactDecrypt(sealed, (await pageKey()).privateKey)).rejects.toThrow();
});

test('what is sealed to a script is opened by its retry key and no other', async () => {
  const mine = retryKey();
  const sealed = await seal.seal(SECRET, { kind: 'script', retryKey: mine });
  expect(await seal.open(sealed, mine)).toEqual(SECRET);
  await expect(seal.open(sealed, retryKey())).rejects.toThrow();
  const [head, key, iv, body, tag] = sealed.split('.');
  await expect(seal.open([head, key, iv, `A${body?.slice(1)}`, tag].join('.'), mine)).rejects.toThrow();
});

test('a copy that was sealed to a page is never opened by rekey', async () => {
  await expect(seal.open(await seal.seal(SECRET, (await pageKey()).reader), retryKey())).rejects.toThrow();
});

test('two copies of one secret for one reader have nothing in common', async () => {
  const { reader } = await pageKey();
  const [first, second] = await Promise.all([seal.seal(SECRET, reader), seal.seal(SECRET, reader)]);
  expect(first.split('.')[3]).not.toBe(second.split('.')[3]);
});

test('a key that is none is known before anything is opened', async () => {
  const { reader } = await pageKey();
  const { x } = reader.publicKey;
  expect(await seal.accepts(reader)).toBe(true);
  expect(await seal.accepts({ ...reader, publicKey: { x, y: x } })).toBe(false);
  expect(await seal.accepts({ kind: 'script', retryKey: retryKey() })).toBe(true);
  expect(await seal.accepts({ kind: 'script', retryKey: new Uint8Array(31) })).toBe(false);
});
