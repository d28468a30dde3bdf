import { KeyringUnavailable, type Keyring } from '../../../src/adapters/keyring.ts';
import type { Db } from '../../../src/db/connection.ts';
import type { FingerprintKey } from '../../../src/usecases/fingerprint-key.ts';

const down = () => Promise.reject(new KeyringUnavailable('ThrottlingException'));

/** A keyring nobody can reach, and the fingerprint key that can't be opened with it. */
export const brokenKeyring: Keyring & { fingerprintKey: FingerprintKey } = {
  seal: down,
  open: down,
  fingerprintKey: { fingerprint: down },
};

/** A database that answers, but opens no transaction. */
export const withoutTransactions = (db: Db): Db =>
  new Proxy(db, {
    get: (target, name) =>
      name === 'transaction'
        ? () => Promise.reject(new Error('no transaction'))
        : (Reflect.get(target, name) as unknown),
  });

/** A keyring whose `at`-th call fails; all others go through. `calls` counts them. */
export function failingAt(keyring: Keyring, at: number): Keyring & { calls: number } {
  const counted = {
    calls: 0,
    seal: (...args: Parameters<Keyring['seal']>) => pass(() => keyring.seal(...args)),
    open: (...args: Parameters<Keyring['open']>) => pass(() => keyring.open(...args)),
  };
  const pass = async <T>(call: () => Promise<T>): Promise<T> => {
    counted.calls += 1;
    if (counted.calls === at) throw new KeyringUnavailable('KMSInternalException');
    return call();
  };
  return counted;
}
