import type { NewPackage } from './seed.ts';

/** A second account: a client whose packages nobody has typed in anywhere yet. */
export const CLIENT = {
  name: 'Fjord Travel',
  subdomain: 'mc5wd8n1h3rqk7zty0vbx4cjm6pg',
  enterpriseId: '510004000',
} as const;

const USES = [
  'Newsletter',
  'Loyalty sync',
  'CloudPages forms',
  'Warehouse export',
  'Booking mails',
  'Consent',
];
const MARKETS = ['UK', 'DE', 'FR', 'Nordics', 'Iberia', 'US', 'APAC', 'Benelux', 'Polska', 'Italia'];

/** Days to the printed date: two of three ended up on the same two days, as they do where all were made at once. */
const daysLeft = (n: number): number => {
  if (n === 0) return 8;
  return n % 3 === 0 ? 19 + ((n * 37) % 140) : n % 2 === 0 ? 44 : 45;
};

/** Sixty of them. */
export const clientPackages = (): NewPackage[] =>
  MARKETS.flatMap((market, m) =>
    USES.map((use, u) => ({
      name: `${use} ${market}`,
      ...{ subdomain: CLIENT.subdomain, enterpriseId: CLIENT.enterpriseId },
      mids: [String(510_004_001 + m)],
      expiresInDays: daysLeft(m * USES.length + u),
    })),
  );
