import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readCode } from '../domain/link-code.ts';

/** What the database keeps of a token (promise H9). */
export const hashToken = (token: string): Uint8Array => createHash('sha256').update(token, 'utf8').digest();

/** What it keeps of a code: keyed by the token, so that a dump, which has no token, can't be searched for 40-bit codes. */
export const hashCode = (token: string, code: string): Uint8Array =>
  createHmac('sha256', token)
    .update(readCode(code) ?? code, 'utf8')
    .digest();

export const isSameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
