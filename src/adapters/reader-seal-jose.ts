import type { PageKey, ReaderKey, ReaderSeal } from './reader-seal.ts';

const KEY_BYTES = 32;
const ENC = 'A256GCM';

/** Imported at the first collect: a quiet process, which most are most of the time, does without its memory. */
const encryption = () => import('jose/jwe/compact/encrypt');
const decryption = () => import('jose/jwe/compact/decrypt');
const keys = () => import('jose/key/import');

/** The seal to a reader by the JOSE standards, so that any browser's WebCrypto opens it. */
export const joseReaderSeal: ReaderSeal = {
  async accepts(key) {
    if (key.kind === 'script') return key.retryKey.length === KEY_BYTES;
    return imported(key.publicKey).then(
      () => true,
      () => false, // not a point of the curve: WebCrypto's import says so by throwing
    );
  },
  async seal(plain, key) {
    const { CompactEncrypt } = await encryption();
    const alg = key.kind === 'page' ? 'ECDH-ES' : 'dir';
    return new CompactEncrypt(plain).setProtectedHeader({ alg, enc: ENC }).encrypt(await keyOf(key));
  },
  async open(sealed, retryKey) {
    const { compactDecrypt } = await decryption();
    const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: [ENC] };
    return (await compactDecrypt(sealed, retryKey, options)).plaintext;
  },
};

async function imported({ x, y }: PageKey) {
  const { importJWK } = await keys();
  return importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ECDH-ES');
}

const keyOf = async (key: ReaderKey) => (key.kind === 'page' ? imported(key.publicKey) : key.retryKey);
