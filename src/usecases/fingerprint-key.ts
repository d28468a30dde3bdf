import { createHmac, randomBytes } from 'node:crypto';
import type { Keyring, SealContext } from '../adapters/keyring.ts';
import type { Db } from '../db/connection.ts';
import { keepFingerprintKey, sealedFingerprintKey } from '../db/workspaces.ts';

/** Tells two secrets apart without keeping either: HMAC-SHA256 under a key that only this workspace has. */
export interface FingerprintKey {
  /** Throws KeyringUnavailable while the key itself can't be opened. */
  fingerprint(text: string): Promise<Uint8Array>;
}

/** The workspace's fingerprint key: made at the first use, kept sealed by the keyring, opened once per process. */
export function createFingerprintKey(of: { db: Db; keyring: Keyring; workspaceId: string }): FingerprintKey {
  let opened: Uint8Array | null = null;
  return {
    async fingerprint(text) {
      opened ??= await openKey(of);
      return createHmac('sha256', opened).update(text, 'utf8').digest();
    },
  };
}

async function openKey({ db, keyring, workspaceId }: { db: Db; keyring: Keyring; workspaceId: string }) {
  const context: SealContext = { workspace: workspaceId, purpose: 'fingerprint-key' };
  const known = await sealedFingerprintKey(db, workspaceId);
  if (known) return keyring.open(known, context);
  await keepFingerprintKey(db, workspaceId, await keyring.seal(randomBytes(32), context));
  const kept = await sealedFingerprintKey(db, workspaceId);
  if (!kept) throw new Error('the fingerprint key was not kept');
  return keyring.open(kept, context);
}
