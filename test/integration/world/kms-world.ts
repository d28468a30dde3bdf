import { afterAll, beforeAll, vi } from 'vitest';
import { kmsKeyring } from '../../../src/adapters/keyring-kms.ts';
import type { Keyring } from '../../../src/adapters/keyring.ts';
import { KmsStandIn } from '../../support/kms-stand-in.ts';

export interface KmsForTests {
  readonly kms: KmsStandIn;
  readonly keyArn: string;
  readonly keyring: Keyring;
  /** For a rekey that is to use it. */
  readonly env: { readonly KMS_ENDPOINT: string; readonly KMS_KEY_ID: string };
}

/** A KMS over real HTTP for the test file that calls it. Filled in before the first test. */
export function useKms(): KmsForTests {
  const filled = {} as { -readonly [K in keyof KmsForTests]: KmsForTests[K] };
  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
    filled.kms = new KmsStandIn();
    const endpoint = await filled.kms.listen();
    filled.keyArn = filled.kms.createKey();
    filled.env = { KMS_ENDPOINT: endpoint, KMS_KEY_ID: filled.keyArn };
    const { region } = filled.kms;
    filled.keyring = kmsKeyring({ keyArn: filled.keyArn, region, endpoint, requestTimeoutMs: 400 });
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await filled.kms.close();
  });
  return filled;
}
