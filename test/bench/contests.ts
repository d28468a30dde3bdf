import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/adapters/clock.ts';
import type { Checked } from './driver.ts';
import type { Rekey } from './rekey.ts';
import type { Held } from './rows.ts';
import { sized } from './run.ts';

export const SLICES = 5;
/** Requests in a slice: a second or two of work each. The first slice of everything is for warming up only. */
export const SIZE = sized({ landing: 4000, deposit: 200, collect: 800, floor: 4000 });

/** A server and the load of each slice. */
interface Runner {
  readonly name: string;
  readonly port: number;
  readonly slices: readonly (readonly Checked[])[];
}

/** Those who take turns; the first is the floor of the others. */
export type Contest = readonly Runner[];

/** A rekey and the links its load will use. */
export interface Prepared {
  readonly rekey: Rekey;
  readonly collects: readonly Held[];
  readonly deposits: readonly Held[];
}

/** Each act with its floor. */
export function contestsOf(floor: number, local: Prepared, sealed: Prepared): Contest[] {
  const landing: Checked = { method: 'GET', path: '/handoff', expect: 'One moment' };
  const landings = Array.from({ length: SLICES + 1 }, () =>
    Array.from({ length: SIZE.landing }, () => landing),
  );
  const parcels = Array.from({ length: SIZE.floor * (SLICES + 1) }, (_, index) => ({
    token: `token-${index}`,
    sealed: `secret-${index}`,
  }));
  const rekeys = [
    { name: 'rekey, local keyring', of: local },
    { name: 'rekey, KMS stand-in', of: sealed },
  ];
  return [
    [
      { name: 'Landing page: the floor, bare Node', port: floor, slices: landings },
      { name: 'Landing page: rekey', port: local.rekey.port, slices: landings },
    ],
    [
      {
        name: 'Deposit: the floor, one INSERT',
        port: floor,
        slices: sliced(parcels.map(insertOf), SIZE.floor),
      },
      ...rekeys.map(({ name, of }) => ({
        name: `Deposit: ${name}`,
        port: of.rekey.port,
        slices: sliced(of.deposits.map(depositOf), SIZE.deposit),
      })),
    ],
    [
      {
        name: 'Collect: the floor, one DELETE … RETURNING',
        port: floor,
        slices: sliced(parcels.map(deleteOf), SIZE.floor),
      },
      ...rekeys.map(({ name, of }) => ({
        name: `Collect: ${name}`,
        port: of.rekey.port,
        slices: sliced(of.collects.map(collectOf), SIZE.collect),
      })),
    ],
  ];
}

const sliced = (requests: readonly Checked[], size: number) =>
  Array.from({ length: SLICES + 1 }, (_, index) => requests.slice(index * size, (index + 1) * size));

const JSON_TYPE = { 'content-type': 'application/json' };

type Parcel = { token: string; sealed: string };
const insertOf = (parcel: Parcel): Checked => ({
  ...{ method: 'POST', path: '/insert', headers: JSON_TYPE, body: JSON.stringify(parcel) },
  expect: 'stored',
});
const deleteOf = (parcel: Parcel): Checked => ({
  ...{ method: 'POST', path: '/delete', headers: JSON_TYPE, body: JSON.stringify({ ...parcel, sealed: '' }) },
  expect: parcel.sealed,
});

/** Everybody has an address of their own, as behind a proxy: the brake per address must not be what is measured. */
const from = (index: number) => ({
  ...JSON_TYPE,
  'x-forwarded-for': `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
});

const depositOf = ({ token, code, secret }: Held, index: number): Checked => ({
  ...{ method: 'POST', path: '/deposit/accept', headers: from(index), expect: 'Sealed and stored' },
  body: JSON.stringify({ token, code, secret, generatedAt: systemClock.now().toISO() }),
});
/** As a program: with a key of its own, to which the secret is sealed before it leaves. */
const collectOf = ({ token, code, secret }: Held, index: number): Checked => ({
  ...{ method: 'POST', path: '/handoff/collect', headers: from(index), expect: secret },
  body: JSON.stringify({ token, code, retry_key: randomBytes(32).toString('hex') }),
});
