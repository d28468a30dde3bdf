import { expect, test } from 'vitest';
import {
  type Keyring,
  KeyringUnavailable,
  type SealContext,
  SealBroken,
} from '../../src/adapters/keyring.ts';

/** Two keyrings of one kind, each with a key of its own. */
export interface KeyringPair {
  readonly keyring: Keyring;
  readonly stranger: Keyring;
}

/** The context of promise H7. */
export const CONTEXT: SealContext = {
  workspace: 'T1',
  package: 'p1',
  rotation: 'r1',
  generation: 'g1',
  handoff: 'h1',
};

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (plain: Uint8Array) => new TextDecoder('utf8', { fatal: true }).decode(plain);

/** What every Keyring promises, asked of `pair()` inside each test. */
export function keyringContract(pair: () => KeyringPair): void {
  sealsAndOpens(pair);
  isBoundToItsContext(pair);
  noticesEveryChange(pair);
}

function sealsAndOpens(pair: () => KeyringPair): void {
  test.each([
    ['a secret of 64 characters', 'aB3'.repeat(21) + 'Z'],
    ['unicode', 'pä$$wörd 🔑 \u0000 \r\n'],
    ['one byte', 'x'],
    ['4096 bytes', 'y'.repeat(4096)],
  ])('%s comes back as it went in', async (_, plain) => {
    const { keyring } = pair();
    const sealed = await keyring.seal(bytes(plain), CONTEXT);
    expect(Buffer.from(sealed.ciphertext).includes(plain.length > 1 ? plain : 'no one-byte check')).toBe(
      false,
    );
    expect(text(await keyring.open(sealed, CONTEXT))).toBe(plain);
  });

  test('the order of the context does not matter', async () => {
    const { keyring } = pair();
    const sealed = await keyring.seal(bytes('s'), CONTEXT);
    const reversed = Object.fromEntries(Object.entries(CONTEXT).reverse());
    expect(text(await keyring.open(sealed, reversed))).toBe('s');
  });

  test('two seals of one text differ', async () => {
    const { keyring } = pair();
    const [one, two] = await Promise.all([
      keyring.seal(bytes('s'), CONTEXT),
      keyring.seal(bytes('s'), CONTEXT),
    ]);
    expect(one.ciphertext).not.toEqual(two.ciphertext);
    expect(one.keyArn).toBe(two.keyArn);
  });

  test.each([0, 4097])('%i bytes are refused', async (length) => {
    await expect(pair().keyring.seal(new Uint8Array(length), CONTEXT)).rejects.toThrow(KeyringUnavailable);
  });
}

function isBoundToItsContext(pair: () => KeyringPair): void {
  const others: [string, SealContext][] = [
    ['no context', {}],
    ['an extra field', { ...CONTEXT, more: 'x' }],
    ['another case', { ...CONTEXT, package: 'P1' }],
    ['two values swapped', { ...CONTEXT, package: 'r1', rotation: 'p1' }],
    ...Object.keys(CONTEXT).map((name): [string, SealContext] => [
      `another ${name}`,
      { ...CONTEXT, [name]: 'other' },
    ]),
    ...Object.keys(CONTEXT).map((name): [string, SealContext] => [
      `no ${name}`,
      Object.fromEntries(Object.entries(CONTEXT).filter(([one]) => one !== name)),
    ]),
  ];
  test.each(others)('%s does not open it', async (_, context) => {
    const { keyring } = pair();
    const sealed = await keyring.seal(bytes('s'), CONTEXT);
    await expect(keyring.open(sealed, context)).rejects.toThrow(SealBroken);
  });
}

function noticesEveryChange(pair: () => KeyringPair): void {
  const broken = async (change: (whole: Uint8Array) => Uint8Array[]) => {
    const { keyring } = pair();
    const sealed = await keyring.seal(bytes('secret'), CONTEXT);
    const changed = change(sealed.ciphertext);
    expect(changed.length).toBeGreaterThan(0);
    for (const ciphertext of changed) {
      await expect(keyring.open({ ...sealed, ciphertext }, CONTEXT)).rejects.toThrow(SealBroken);
    }
  };
  const flipped = (whole: Uint8Array, at: number) =>
    whole.map((byte, index) => (index === at ? byte ^ (1 << (at % 8)) : byte));

  test('a bit flipped in any byte', () =>
    broken((whole) => [...whole.keys()].map((at) => flipped(whole, at))));
  test('cut short anywhere', () => broken((whole) => [...whole.keys()].map((at) => whole.slice(0, at))));
  test('cut at the front', () => broken((whole) => [whole.slice(1)]));
  test('prolonged', () => broken((whole) => [Buffer.concat([whole, Buffer.of(0)])]));
  test('garbage', () => broken(() => [Buffer.from('garbage'), Buffer.alloc(100), Buffer.alloc(10_000, 1)]));

  test('sealed by another key', async () => {
    const { keyring, stranger } = pair();
    const [own, foreign] = [
      await keyring.seal(bytes('s'), CONTEXT),
      await stranger.seal(bytes('s'), CONTEXT),
    ];
    await expect(keyring.open({ ...foreign, keyArn: own.keyArn }, CONTEXT)).rejects.toThrow(SealBroken);
    await expect(keyring.open({ ...own, keyArn: foreign.keyArn }, CONTEXT)).rejects.toThrow(SealBroken);
  });
}
