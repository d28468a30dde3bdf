// @ts-check
// The key pair of whoever presses Reveal (promise H5): the secret comes sealed to it, so that an answer lost on its way can
// be fetched again, in this tab only. The private key can't be exported; it lies in IndexedDB under a random id, and only
// this tab's session knows the id.

import { deviceMs } from './times.js';

const DATABASE = 'rekey';
const STORE = 'reader-keys';
const KEEP_MS = 10 * 60_000;
const CURVE = { name: 'ECDH', namedCurve: 'P-256' };

/** @typedef {{ claimId: string, keys: CryptoKeyPair, at: number }} Claim */

/** Claims of this visit: all there is where a browser allows no IndexedDB. @type {Map<string, Claim>} */
const inMemory = new Map();

/** This tab's session; what a browser forbids to keep there is kept for the visit. */
const session = {
  /** @type {Map<string, string | null>} */ visit: new Map(),
  /** @param {string} name */
  get(name) {
    try {
      return sessionStorage.getItem(name) ?? this.visit.get(name) ?? null;
    } catch {
      return this.visit.get(name) ?? null;
    }
  },
  /** @param {string} name @param {string | null} value */
  set(name, value) {
    this.visit.set(name, value);
    try {
      if (value === null) sessionStorage.removeItem(name);
      else sessionStorage.setItem(name, value);
    } catch {
      // site data are blocked: the visit's memory has it
    }
  },
};

/** The claim this tab has made on a link, or null. @param {string} token @returns {Promise<Claim | null>} */
export async function claimOn(token) {
  const claimId = session.get(await nameOf(token));
  if (claimId === null) return null;
  return inMemory.get(claimId) ?? (await stored('readonly', (store) => store.get(claimId))) ?? null;
}

/** The same, made now if there is none. @param {string} token @returns {Promise<Claim>} */
export async function claim(token) {
  const known = await claimOn(token);
  if (known) return keep({ ...known, at: deviceMs() });
  const keys = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(CURVE, false, ['deriveBits']));
  const made = await keep({ claimId: crypto.randomUUID(), keys, at: deviceMs() });
  session.set(await nameOf(token), made.claimId);
  return made;
}

/** The ten minutes run from the last try. @param {Claim} claim */
async function keep(claim) {
  inMemory.set(claim.claimId, claim);
  await stored('readwrite', (store) => store.put(claim, claim.claimId));
  return claim;
}

/** What the server is told of it. @param {Claim} claim */
export async function publicPart({ claimId, keys }) {
  const { x, y } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  return { claimId, publicKey: { x, y } };
}

/** The secret is put away: nothing is left that could open it. @param {string} token */
export async function forgetClaim(token) {
  const name = await nameOf(token);
  const claimId = session.get(name);
  session.set(name, null);
  if (claimId === null) return;
  inMemory.delete(claimId);
  await stored('readwrite', (store) => store.delete(claimId));
}

/** Keys older than the server keeps a copy for open nothing any more. */
export async function dropOldClaims() {
  const old = deviceMs() - KEEP_MS;
  for (const { claimId, at } of (await stored('readonly', (store) => store.getAll())) ?? [])
    if (at < old) await stored('readwrite', (store) => store.delete(claimId));
}

/**
 * Opens a compact JWE of ECDH-ES and A256GCM (RFC 7518, 4.6 and 5.3). Throws when it was sealed to somebody else.
 * @param {string} sealed @param {Claim} claim @returns {Promise<string>}
 */
export async function openSealed(sealed, { keys }) {
  const [head = '', , iv = '', ciphertext = '', tag = ''] = sealed.split('.');
  const { epk, enc } = JSON.parse(new TextDecoder().decode(bytesOf(head)));
  const theirs = await crypto.subtle.importKey('jwk', epk, CURVE, false, []);
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, keys.privateKey, 256);
  const nothing = lengthAnd('');
  const told = [uint32(1), new Uint8Array(agreed), lengthAnd(enc), nothing, nothing, uint32(256)];
  const derived = await crypto.subtle.digest('SHA-256', await new Blob(told).arrayBuffer());
  const key = await crypto.subtle.importKey('raw', derived, 'AES-GCM', false, ['decrypt']);
  const additionalData = new TextEncoder().encode(head);
  const body = await new Blob([bytesOf(ciphertext), bytesOf(tag)]).arrayBuffer();
  const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv), additionalData }, key, body);
  return new TextDecoder('utf-8', { fatal: true }).decode(plain);
}

/** @param {number} value */
const uint32 = (value) => new Uint8Array([value >>> 24, value >>> 16, value >>> 8, value]);

/** @param {string} text */
function lengthAnd(text) {
  const bytes = new TextEncoder().encode(text);
  return new Blob([uint32(bytes.length), bytes]);
}

/** @param {string} base64url */
const bytesOf = (base64url) =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** A link's place in the session: not its token. @param {string} token */
async function nameOf(token) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`rekey claim ${token}`));
  return `claim-${btoa(String.fromCharCode(...new Uint8Array(digest))).slice(0, 22)}`;
}

/**
 * One act on the store; undefined where the browser allows none.
 * @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => IDBRequest} act @returns {Promise<any>}
 */
async function stored(mode, act) {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
    const database = /** @type {IDBDatabase} */ (await done(opening));
    const result = await done(act(database.transaction(STORE, mode).objectStore(STORE)));
    database.close();
    return result;
  } catch {
    return undefined; // private windows and strict settings: the claim lives in this visit's memory only
  }
}

/** @param {IDBRequest} request */
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
