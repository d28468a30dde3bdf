import type { DateTime } from 'luxon';
import type { Clock } from '../../src/adapters/clock.ts';
import type { InstalledPackage, SetupRefusal, SetupResult } from './packages.ts';
import { activate, authenticates, generate } from './packages.ts';
import type { NewPackage } from './seed.ts';
import { newPackage, newSecretText, seedPackages } from './seed.ts';
import { readState, writeState } from './state-file.ts';

/** One request to the token endpoint and what became of it: what no real Setup page shows. */
export interface TokenRequest {
  readonly at: DateTime;
  readonly packageName: string | null;
  readonly status: number;
  /** Which secret it carried, when it got a token. */
  readonly used: 'active' | 'staged' | null;
  readonly accountId: string | null;
}

type GenerateOutcome =
  { ok: true; secret: string; package: InstalledPackage } | { ok: false; refusal: SetupRefusal };
type ActivateOutcome = { ok: true; package: InstalledPackage } | { ok: false; refusal: SetupRefusal };

const KEPT_REQUESTS = 500;

/** All packages of all tenants, kept in memory and, with a `stateFile`, on disk after each change. */
export function createTenants({ clock, stateFile }: { clock: Clock; stateFile?: string }) {
  const kept = stateFile ? readState(stateFile) : null;
  let packages: InstalledPackage[] = kept ?? seedPackages(clock.now());
  const requests: TokenRequest[] = [];

  const save = () => {
    if (stateFile) writeState(stateFile, packages);
  };
  if (!kept) save();

  function change(name: string, step: (pack: InstalledPackage) => SetupResult): ActivateOutcome {
    const pack = byName(name);
    const result = step(pack);
    if (!result.ok) return result;
    packages = packages.map((each) => (each === pack ? result.next : each));
    save();
    return { ok: true, package: result.next };
  }

  function byName(name: string): InstalledPackage {
    const found = packages.find((pack) => pack.name === name);
    if (!found) throw new Error(`no Installed Package is called "${name}"`);
    return found;
  }

  return {
    packages: (): readonly InstalledPackage[] => packages,
    byName,
    byId: (packageId: string) => packages.find((pack) => pack.packageId === packageId) ?? null,
    byClientId: (clientId: string) => packages.find((pack) => pack.clientId === clientId) ?? null,
    hasTenant: (subdomain: string) => packages.some((pack) => pack.subdomain === subdomain),

    add(wanted: NewPackage): InstalledPackage {
      const pack = newPackage(wanted, clock.now());
      if (packages.some(({ name, clientId }) => name === pack.name || clientId === pack.clientId)) {
        throw new Error(`an Installed Package called "${pack.name}" or with its client id exists already`);
      }
      packages = [...packages, pack];
      save();
      return pack;
    },

    generate(name: string, description = ''): GenerateOutcome {
      const text = newSecretText();
      const outcome = change(name, (pack) => generate(pack, { at: clock.now(), text, description }));
      return outcome.ok ? { ...outcome, secret: text } : outcome;
    },

    activate: (name: string): ActivateOutcome => change(name, (pack) => activate(pack, clock.now())),

    authenticates: (pack: InstalledPackage, secret: string) => authenticates(pack, secret, clock.now()),

    record(request: Omit<TokenRequest, 'at'>): void {
      requests.push({ at: clock.now(), ...request });
      if (requests.length > KEPT_REQUESTS) requests.shift();
    },
    /** Oldest first. */
    requests: (packageName?: string): readonly TokenRequest[] =>
      packageName === undefined ? requests : requests.filter((each) => each.packageName === packageName),
  };
}

export type Tenants = ReturnType<typeof createTenants>;
