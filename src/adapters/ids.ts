import { randomBytes, randomInt, randomUUID } from 'node:crypto';

/** Where identifiers, link tokens and codes come from. */
export interface Ids {
  /** A row's id: a UUID. */
  id(): string;
  /** A link's token: 256 random bits, base64url (promise H9 asks for 128 or more). */
  token(): string;
  /** The code that travels apart from the link: 8 characters of Crockford's alphabet (promise H3). */
  code(): string;
  /** What a person quotes when the fault is ours: 6 characters of Crockford's alphabet. */
  reference(): string;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const crockford = (length: number) =>
  Array.from({ length }, () => CROCKFORD[randomInt(CROCKFORD.length)]).join('');

export const randomIds: Ids = {
  id: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
  code: () => crockford(8),
  reference: () => crockford(6),
};
