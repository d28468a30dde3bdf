import { DateTime } from 'luxon';
import { pick } from './inventory-packages.ts';

const USES = [
  'ESP',
  'Loyalty sync',
  'CloudPages forms',
  'Warehouse export',
  'Order mails',
  'Consent',
  'Push',
];
const UNITS = ['UK', 'DE', 'FR', 'Nordics', 'Iberia', 'US', 'APAC', 'Benelux', 'Polska'];
export const HEADINGS = [
  'Name',
  'Package ID',
  'Client ID',
  'Business units',
  'Secret expires',
  'Staged secret',
];

const hex = (n: number, digits: number, salt: number): string =>
  Array.from({ length: digits }, (_, at) => pick(n, 16, salt + at).toString(16)).join('');

/** The rows of an inventory of so many packages, always the same: most dates on four days, as in a real tenant. */
export function rowsOf(count: number, fromOn: string, format = 'yyyy-MM-dd'): string[][] {
  const from = DateTime.fromISO(fromOn, { zone: 'utc' });
  return Array.from({ length: count }, (_, n) => {
    const series = Math.floor(n / (USES.length * UNITS.length));
    const name = `${USES[n % USES.length]} ${UNITS[Math.floor(n / USES.length) % UNITS.length]}`;
    const days = pick(n, 3, 5) < 2 ? ([34, 35, 65, 96][pick(n, 4, 11)] ?? 34) : 9 + pick(n, 150, 17);
    return [
      series > 0 ? `${name} ${series + 1}` : name,
      `${hex(n, 8, 100)}-${hex(n, 4, 120)}-4${hex(n, 3, 130)}-8${hex(n, 3, 140)}-${hex(n, 12, 150)}`,
      hex(n, 24, 200),
      `51000${1001 + pick(n, 9, 31)}`,
      from.plus({ days }).toFormat(format),
      'none',
    ];
  });
}

/** The same as a browser copies a table: cells parted by tabs. */
export const pastedTable = (rows: readonly (readonly string[])[]): string =>
  [HEADINGS, ...rows].map((cells) => cells.join('\t')).join('\n');
