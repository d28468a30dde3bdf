import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { type Keyring, KeyringUnavailable, SealBroken } from './keyring.ts';

/** Where the key is. Credentials come by AWS's own default chain (environment, profile, instance or task role). */
export interface KmsOptions {
  readonly keyArn: string;
  readonly region: string;
  readonly endpoint?: string;
  /** For each attempt; shorter in tests. */
  readonly requestTimeoutMs?: number;
}

const ATTEMPTS = 3;
/** For the client's pauses between attempts, which grow when it is throttled. */
const WAITS_MS = 3000;
/** What Decrypt takes at most (`CiphertextBlob`); beyond it KMS complains about the request, not about the seal. */
const LONGEST_CIPHERTEXT_BYTES = 6144;

/** AWS KMS with an encryption context. It answers or is unavailable within 12 s. */
export function kmsKeyring({ keyArn, region, endpoint, requestTimeoutMs = 3000 }: KmsOptions): Keyring {
  const client = new KMSClient({
    region,
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: ATTEMPTS,
    // Without throwOnRequestTimeout the client only warns and waits on.
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  // The request time-out ends with the headers: the signal also covers a body that never comes, and all retries.
  const bound = () => ({ abortSignal: AbortSignal.timeout(ATTEMPTS * requestTimeoutMs + WAITS_MS) });
  return {
    async seal(plain, context) {
      const input = { KeyId: keyArn, Plaintext: plain, EncryptionContext: { ...context } };
      const answer = await client.send(new EncryptCommand(input), bound()).catch(rethrow);
      if (!answer.CiphertextBlob || !answer.KeyId) throw new KeyringUnavailable('EmptyAnswer');
      return { ciphertext: answer.CiphertextBlob, keyArn: answer.KeyId };
    },
    async open(sealed, context) {
      const { length } = sealed.ciphertext;
      if (length === 0 || length > LONGEST_CIPHERTEXT_BYTES) throw new SealBroken();
      const input = {
        KeyId: sealed.keyArn,
        CiphertextBlob: sealed.ciphertext,
        EncryptionContext: { ...context },
      };
      const answer = await client.send(new DecryptCommand(input), bound()).catch(rethrow);
      if (!answer.Plaintext) throw new KeyringUnavailable('EmptyAnswer');
      return answer.Plaintext;
    },
  };
}

/** Only these two say something about the sealed copy; whatever else went wrong may be right again later. */
function rethrow(error: unknown): never {
  const name = nameOf(error);
  if (name === 'InvalidCiphertextException' || name === 'IncorrectKeyException') throw new SealBroken();
  throw new KeyringUnavailable(name);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError';
  const isPlain = error.name === 'Error' || error.name === 'AggregateError';
  return isPlain && 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
