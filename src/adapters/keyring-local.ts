import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type Keyring, KeyringUnavailable, type SealContext, SealBroken } from './keyring.ts';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** KMS takes no more (Encrypt, `Plaintext`), so neither do we: development must not allow what production refuses. */
const LONGEST_BYTES = 4096;

const base64Key = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32);
const ringFile = z.object({ active: z.string().min(1).max(255), keys: z.record(z.string(), base64Key) });
type RingFile = z.infer<typeof ringFile>;

/** The keys as Node keeps them: made anew for each copy, a key costs more than opening the copy. */
interface Ring {
  readonly active: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/**
 * Development only: AES-256-GCM under a key in a 0600 file, made at first use. Throws when `production` is set.
 * A sealed copy is version | length of key id | key id | iv 12 | ciphertext | tag 16; id and context are its AAD.
 */
export function localKeyring({ file, production }: { file: string; production: boolean }): Keyring {
  if (production) throw new Error('the local keyring is for development: set KMS_KEY_ID');
  const ring = readRing(file);
  return {
    async seal(plain, context) {
      if (plain.length === 0 || plain.length > LONGEST_BYTES)
        throw new KeyringUnavailable('ValidationException');
      const kid = ring.active;
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keyOf(ring, kid), iv).setAAD(boundTo(kid, context));
      const body = [cipher.update(plain), cipher.final(), cipher.getAuthTag()];
      const head = [Buffer.from([VERSION, Buffer.byteLength(kid)]), Buffer.from(kid), iv];
      return { ciphertext: Buffer.concat([...head, ...body]), keyArn: `local:${kid}` };
    },
    async open({ ciphertext, keyArn }, context) {
      const { kid, iv, body, tag } = takeApart(Buffer.from(ciphertext));
      if (keyArn !== `local:${kid}`) throw new SealBroken();
      const decipher = createDecipheriv('aes-256-gcm', keyOf(ring, kid), iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(boundTo(kid, context)).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(body), decipher.final()]);
      } catch {
        throw new SealBroken();
      }
    },
  };
}

function takeApart(blob: Buffer) {
  const head = 2 + (blob[1] ?? 0);
  if (blob[0] !== VERSION || blob.length < head + IV_BYTES + TAG_BYTES) throw new SealBroken();
  return {
    kid: blob.toString('utf8', 2, head),
    iv: blob.subarray(head, head + IV_BYTES),
    body: blob.subarray(head + IV_BYTES, -TAG_BYTES),
    tag: blob.subarray(-TAG_BYTES),
  };
}

function boundTo(kid: string, context: SealContext): Buffer {
  const fields = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([kid, ...fields]));
}

function keyOf(ring: Ring, kid: string): KeyObject {
  const key = ring.keys.get(kid);
  if (!key) throw new SealBroken();
  return key;
}

function readRing(file: string): Ring {
  if (!existsSync(file)) createRing(file);
  chmodSync(file, 0o600);
  const problem = `${file} is not a keyring: restore it (what it sealed opens with nothing else) or move it away`;
  try {
    const { active, keys } = ringFile.parse(JSON.parse(readFileSync(file, 'utf8')));
    const ring = { active, keys: new Map(Object.entries(keys).map(([kid, key]) => [kid, keyObject(key)])) };
    if (ring.keys.has(active)) return ring;
  } catch {
    throw new Error(problem); // the cause would quote the file, which holds keys
  }
  throw new Error(problem);
}

const keyObject = (base64: string) => createSecretKey(Buffer.from(base64, 'base64'));

/** Written aside and linked into place: never half a file, and of two first starts one wins. */
function createRing(file: string): void {
  const kid = randomBytes(4).toString('hex');
  const ring: RingFile = { active: kid, keys: { [kid]: randomBytes(32).toString('base64') } };
  const aside = `${file}.${kid}`;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(aside, `${JSON.stringify(ring)}\n`, { mode: 0o600, flag: 'wx', flush: true });
  try {
    linkSync(aside, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(aside);
  }
}
