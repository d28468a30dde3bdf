import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Keyring, KeyringUnavailable } from '../../src/adapters/keyring.ts';
import { kmsKeyring } from '../../src/adapters/keyring-kms.ts';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { CONTEXT, keyringContract } from '../support/keyring-contract.ts';
import { KmsStandIn } from '../support/kms-stand-in.ts';

const plain = new TextEncoder().encode('a secret');

describe('the local keyring', () => {
  let dir: string;
  const ring = (name: string) => localKeyring({ file: join(dir, name, 'keyring.json'), production: false });
  beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'rekey-keyring-'))));
  afterAll(() => rmSync(dir, { recursive: true }));

  keyringContract(() => ({ keyring: ring('one'), stranger: ring('two') }));

  test('is refused in production, before it makes a file', () => {
    const file = join(dir, 'production.json');
    expect(() => localKeyring({ file, production: true })).toThrow('set KMS_KEY_ID');
    expect(() => statSync(file)).toThrow('ENOENT');
  });

  test('keeps its key for the owner only, across restarts', async () => {
    const sealed = await ring('kept').seal(plain, CONTEXT);
    expect(statSync(join(dir, 'kept', 'keyring.json')).mode & 0o777).toBe(0o600);
    expect(sealed.keyArn).toMatch(/^local:[0-9a-f]{8}$/);
    expect(Buffer.from(await ring('kept').open(sealed, CONTEXT)).toString()).toBe('a secret');
  });

  test.each(['', '{}', '{"active":"a","keys":{"a":"c2hvcnQ="}}', '{"active":"toString","keys":{}}'])(
    'a damaged file is named and left alone: %j',
    (content) => {
      const file = join(dir, 'damaged.json');
      writeFileSync(file, content);
      expect(() => localKeyring({ file, production: false })).toThrow(`${file} is not a keyring`);
      expect(readFileSync(file, 'utf8')).toBe(content);
    },
  );
});

describe('the KMS keyring', () => {
  let kms: KmsStandIn;
  let endpoint: string;
  let keyArn: string;
  let keyring: Keyring;
  const keyringOf = (arn: string) =>
    kmsKeyring({ keyArn: arn, region: kms.region, endpoint, requestTimeoutMs: 400 });

  beforeAll(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  });
  afterAll(() => void vi.unstubAllEnvs());
  beforeEach(async () => {
    kms = new KmsStandIn();
    endpoint = await kms.listen();
    keyArn = kms.createKey();
    keyring = keyringOf(keyArn);
  });
  afterEach(() => kms.close());

  /** The reason it gives, and that it gives it in time. */
  async function unavailable(act: () => Promise<unknown>, withinMs: number): Promise<string> {
    const startedMs = performance.now();
    const error = await act().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(performance.now() - startedMs).toBeLessThan(withinMs);
    if (!(error instanceof KeyringUnavailable)) throw new Error('it was not unavailable', { cause: error });
    expect(error.cause).toBeUndefined();
    return error.reason;
  }

  keyringContract(() => ({ keyring, stranger: keyringOf(kms.createKey()) }));

  test('the signature, the context and the key go over the wire', async () => {
    const sealed = await keyring.seal(plain, CONTEXT);
    await keyring.open(sealed, CONTEXT);

    expect(sealed.keyArn).toBe(keyArn);
    expect(kms.calls.map(({ action }) => action)).toEqual(['TrentService.Encrypt', 'TrentService.Decrypt']);
    for (const { input, headers } of kms.calls) {
      expect(input).toMatchObject({ KeyId: keyArn, EncryptionContext: CONTEXT });
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d+\/eu-west-1\/kms\//,
      );
    }
  });

  test('what an earlier key sealed still opens after the key was changed', async () => {
    const sealed = await keyring.seal(plain, CONTEXT);
    const opened = await keyringOf(kms.createKey()).open(sealed, CONTEXT);
    expect(Buffer.from(opened).toString()).toBe('a secret');
  });

  test('throttled once, it goes through', async () => {
    kms.failNext = { type: 'ThrottlingException', times: 1 };
    await keyring.seal(plain, CONTEXT);
    expect(kms.calls).toHaveLength(2);
  });

  test.each([
    ['throttled for ever', 'ThrottlingException', 400, 3],
    ['broken for ever', 'KMSInternalException', 500, 3],
    ['denied', 'AccessDeniedException', 400, 1],
    ['out of order', 'KMSInvalidStateException', 400, 1],
  ])('%s, it says so', async (_, type, status, attempts) => {
    const sealed = await keyring.seal(plain, CONTEXT);
    kms.failNext = { type, status, times: 1000 };
    kms.calls.length = 0;
    expect(await unavailable(() => keyring.open(sealed, CONTEXT), 5000)).toBe(type);
    expect(kms.calls).toHaveLength(attempts);

    kms.failNext = undefined;
    expect(Buffer.from(await keyring.open(sealed, CONTEXT)).toString()).toBe('a secret');
  });

  test('a disabled or vanished key is no broken seal', async () => {
    const sealed = await keyring.seal(plain, CONTEXT);
    kms.disableKey(keyArn);
    expect(await unavailable(() => keyring.seal(plain, CONTEXT), 1000)).toBe('DisabledException');
    expect(await unavailable(() => keyring.open(sealed, CONTEXT), 1000)).toBe('DisabledException');
    const vanished = keyringOf(`${keyArn}0`);
    expect(await unavailable(() => vanished.seal(plain, CONTEXT), 1000)).toBe('NotFoundException');
  });

  test('a silent KMS is given up on', async () => {
    kms.delayMs = 5000;
    expect(await unavailable(() => keyring.seal(plain, CONTEXT), 5000)).toMatch(
      /^(TimeoutError|AbortError)$/,
    );
  });

  test('so is one that stops in mid-answer', async () => {
    kms.isBodyStalled = true;
    expect(await unavailable(() => keyring.seal(plain, CONTEXT), 5000)).toMatch(
      /^(TimeoutError|AbortError|ECONNRESET)$/,
    );
  });

  test('nobody listens', async () => {
    await kms.close();
    expect(await unavailable(() => keyring.seal(plain, CONTEXT), 5000)).toBe('ECONNREFUSED');
    await kms.listen();
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined);
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nowhere');
    vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
    const poor = keyringOf(keyArn);
    expect(await unavailable(() => poor.seal(plain, CONTEXT), 5000)).toBe('CredentialsProviderError');
    expect(kms.calls).toEqual([]);
  });
});
