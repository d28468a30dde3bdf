import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ReaderKey } from '../adapters/reader-seal.ts';
import { readCode } from '../domain/link-code.ts';

/** What the database keeps of a token (promise H9). */
export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token, 'utf8').digest();

/** What it keeps of a code: keyed by the token, so that a dump, which has no token, can't be searched for 40-bit codes. */
export const hashCode = (token: string, code: string): Uint8Array =>
  createHmac('sha256', token)
    .update(readCode(code) ?? code, 'utf8')
    .digest();

/** What it keeps of whom a secret was sealed to: enough to know the same reader again, nothing to open with. */
export const hashReader = (reader: ReaderKey): Uint8Array => {
  const parts =
    reader.kind === 'page'
      ? ['page', reader.claimId, reader.publicKey.x, reader.publicKey.y]
      : ['script', Buffer.from(reader.retryKey).toString('hex')];
  return createHash('sha256').update(parts.join('\n'), 'utf8').digest();
};

export const isSameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
