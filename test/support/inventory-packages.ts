import { randomUUID } from 'node:crypto';
import type { SlackIdentity } from '../../src/domain/people.ts';
import { dayOf, type Moment } from '../../src/domain/schedule.ts';

export interface InventoryOf {
  readonly workspaceId: string;
  readonly at: Moment;
  readonly count: number;
  /** Everybody owns some; the first is the backup of the others'. */
  readonly owners: readonly SlackIdentity[];
  /** One of them has left: what they own belongs to nobody. */
  readonly gone: SlackIdentity;
  readonly channelIds: readonly string[];
}

const USES = [
  'ESP production',
  'Loyalty sync',
  'CloudPages forms',
  'Data warehouse export',
  'Order confirmations',
  'Consent service',
  'Mobile push',
  'Nightly import',
  'Preference centre',
  'Voucher service',
  'CRM connector',
  'Survey answers',
];
const MARKETS = ['UK', 'DE', 'FR', 'Nordics', 'Iberia', 'US', 'APAC', 'Benelux'];
/** A number below `below`: always the same for the same place, and without a pattern. */
export function pick(n: number, below: number, salt = 7): number {
  const first = Math.imul(n + 1 + salt * 7919, 0x9e3779b1);
  const second = Math.imul(first ^ (first >>> 15), 0x85ebca6b);
  return ((second ^ (second >>> 13)) >>> 0) % below;
}

/** About one in so many, always the same ones. */
export const isOneIn = (n: number, of: number, salt: number): boolean => pick(n, of, salt) === 0;

/** Days from today to the printed date: two of three on the cliffs, the others anywhere in half a year; null is unknown. */
function daysToExpiry(n: number, count: number): number | null {
  if (count === 1) return 5;
  if (isOneIn(n, 20, 25)) return null;
  if (isOneIn(n, 25, 12)) return -1 - pick(n, 9, 3);
  if (isOneIn(n, 12, 9)) return 2 + pick(n, 12, 5);
  const cliff = [44, 45, 51, 93][pick(n, 4, 19)] ?? 44;
  return pick(n, 3, 23) < 2 ? cliff : 12 + pick(n, 168, 31);
}

/** The nth package of an inventory of so many. */
export function packageRow(
  { workspaceId, at, count, channelIds }: InventoryOf,
  n: number,
  accountId: string | null,
) {
  const days = daysToExpiry(n, count);
  const expiresOn = days === null ? null : dayOf(at.plus({ days }));
  const isPlanned = days !== null && days > 40 && isOneIn(n, 5, 41);
  const mid = String(510_001_000 + pick(n, 8, 43));
  const series = Math.floor(n / (USES.length * MARKETS.length));
  return {
    ...{ id: randomUUID(), workspaceId, accountId, expiresOn, leadDays: 7 },
    name: `${USES[n % USES.length]} ${MARKETS[Math.floor(n / USES.length) % MARKETS.length]}${series > 0 ? ` ${series + 1}` : ''}`,
    clientId: randomUUID().replaceAll('-', '').slice(0, 24),
    integrationType: isOneIn(n, 5, 47) ? ('web_app' as const) : ('server_to_server' as const),
    businessUnits: [{ mid, name: `${MARKETS[pick(n, 8, 43)]} retail` }],
    criticality: (['normal', 'normal', 'high', 'low'] as const)[pick(n, 4, 53)] ?? ('normal' as const),
    secretGeneratedOn: expiresOn === null ? null : dayOf(at.plus({ days: (days ?? 0) - 180 })),
    expirySource:
      expiresOn === null ? null : isOneIn(n, 4, 59) ? ('computed' as const) : ('read_in_setup' as const),
    plannedStartOn: isPlanned
      ? dayOf(at.plus({ days: Math.max(3, (days ?? 0) - 12 - pick(n, 25, 61)) }))
      : null,
    isDormant: count > 1 && isOneIn(n, 211, 67),
    channelId: channelIds[n % channelIds.length] ?? '',
    freezeWindows: [],
    createdAt: at.minus({ days: 200 }),
  };
}

export type InventoryPackage = ReturnType<typeof packageRow> & {
  readonly vendors: readonly { readonly id: string; readonly name: string; readonly contact: object }[];
};
