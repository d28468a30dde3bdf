import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { DateTime } from 'luxon';
import type { InstalledPackage } from './packages.ts';
import { SECRET_LIFE_DAYS } from './packages.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';
const MIXED = `ABCDEFGHIJKLMNOPQRSTUVWXYZ${LOWER}`;
const pick = (alphabet: string, length: number) =>
  Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');

/** The form of secrets since 2026-03-26: `SFMC_` and 59 letters or digits. */
export const newSecretText = () => `SFMC_${pick(MIXED, 59)}`;

/** An access token, as opaque as the real ones. */
export const newAccessToken = () => randomBytes(48).toString('base64url');

/** What a new package may be told; the rest is made up. */
export interface NewPackage {
  name: string;
  clientId?: string;
  subdomain?: string;
  enterpriseId?: string;
  mids?: readonly string[];
  /** Days until the active secret's printed date; 0 or less: expired already. Default 90. */
  expiresInDays?: number;
  isDormant?: boolean;
}

/** A package whose active secret was generated at noon UTC, so many days ago that `expiresInDays` are left. */
export function newPackage(wanted: NewPackage, at: DateTime): InstalledPackage {
  const { expiresInDays = 90 } = wanted;
  const noon = at.toUTC().startOf('day').plus({ hours: 12 });
  return {
    name: wanted.name,
    packageId: randomUUID(),
    clientId: wanted.clientId ?? pick(LOWER, 24),
    subdomain: wanted.subdomain ?? `mc${pick(LOWER, 26)}`,
    enterpriseId: wanted.enterpriseId ?? '510001000',
    mids: wanted.mids ?? ['510001001'],
    active: {
      text: newSecretText(),
      generatedAt: noon.plus({ days: expiresInDays - SECRET_LIFE_DAYS }),
      description: 'first secret',
    },
    staged: null,
    previous: null,
    lastGeneratedAt: null,
    lastActivatedAt: null,
    isDormant: wanted.isDormant ?? false,
  };
}

const TENANT = 'mc7kq2x9w4tdr0nvb5hy8zjs3lfp';

/** What a fresh sandbox holds: one package that is due, one that is not, one whose name is markup on purpose. */
export function seedPackages(at: DateTime): InstalledPackage[] {
  const wanted: NewPackage[] = [
    {
      name: 'ESP Production',
      clientId: 'esp4prod7x2m9q1k5w8c3v6b',
      mids: ['510001001', '510001002'],
      expiresInDays: 6,
    },
    { name: 'CRM Sync', clientId: 'crm8sync3h6t1z9p4n7d2r5j', mids: ['510001003'], expiresInDays: 81 },
    {
      name: 'Loyalty <Beta> & Friends',
      clientId: 'loy2beta9f5g8s1l4a7y6u3e',
      mids: ['510001004'],
      expiresInDays: 143,
    },
  ];
  return wanted.map((pack) => newPackage({ subdomain: TENANT, ...pack }, at));
}
