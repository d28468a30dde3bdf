import type { Person } from '../../src/domain/people.ts';
import type { ContactDraft } from '../../src/usecases/drafts.ts';
import { PEOPLE } from '../integration/world/people.ts';

/** Both hemispheres' summer times, one zone with a quarter of an hour, and none. */
const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'],
  ...['Australia/Sydney', 'America/Los_Angeles', 'UTC'],
];

const numbered = (n: number) => String(n + 1).padStart(2, '0');
const zoneOf = (n: number) => ZONES[n % ZONES.length] ?? 'UTC';
const member = { ...PEOPLE.ben, isWorkspaceAdmin: false };

/** Owners and backups. Their ids come before Ada's and Ben's, who are admins of every package too but never asked first. */
export const STAFF: readonly Person[] = Array.from({ length: 12 }, (_, n) => ({
  ...member,
  userId: `U0A${numbered(n)}`,
  name: `Staff ${numbered(n)}`,
  zone: zoneOf(n),
}));

const GUESTS: readonly Person[] = Array.from({ length: 10 }, (_, n) => ({
  ...member,
  userId: `U0G${numbered(n)}`,
  name: `Guest ${numbered(n)}`,
  zone: zoneOf(n + 1),
  standing: 'guest',
}));

const CONNECTED: readonly Person[] = Array.from({ length: 6 }, (_, n) => ({
  ...member,
  userId: `U0X${numbered(n)}`,
  teamId: `T0X${numbered(n)}`,
  name: `Connected ${numbered(n)}`,
  zone: zoneOf(n + 2),
  standing: 'external',
}));

/** Everybody whom Slack knows. */
export const EVERYBODY: readonly Person[] = [...Object.values(PEOPLE), ...STAFF, ...GUESTS, ...CONNECTED];

/** The n-th contact there is: by direct message, in a shared channel, by mail. */
export function contactNumber(n: number): ContactDraft {
  const guest = GUESTS[Math.floor(n / 3) % GUESTS.length];
  const connected = CONNECTED[Math.floor(n / 3) % CONNECTED.length];
  if (n % 3 === 0 && guest) return { kind: 'slack', userId: guest.userId, channelId: null };
  if (n % 3 === 1 && connected) {
    return { kind: 'slack', userId: connected.userId, channelId: `C${connected.userId.slice(1)}` };
  }
  return { kind: 'email', name: `Milo ${n}`, email: `milo-${n}@post.example` };
}
