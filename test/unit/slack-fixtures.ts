import { DateTime } from 'luxon';
import { gateReasons } from '../../src/domain/gate.ts';
import { NOBODY_ASKED } from '../../src/domain/second-person.ts';
import type { Package, Vendor } from '../../src/domain/package.ts';
import type { Actor, Contact } from '../../src/domain/people.ts';
import type {
  Activated,
  Cancelled,
  Confirmation,
  Cooling,
  Done,
  Generating,
  Generation,
  Handoff,
  Participant,
  Ready,
  Rotation,
  Sharing,
} from '../../src/domain/rotation.ts';
import { isLive, newHandoff } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import type { DutyKind } from '../../src/domain/duties.ts';
import type {
  CardFacts,
  DigestFacts,
  DigestItem,
  NudgeFacts,
  PackageLine,
  ReminderFacts,
  ThreadFacts,
  VendorMessageFacts,
} from '../../src/usecases/facts.ts';

// Facts for the views: ESP Production, its vendors, and one rotation at every step. Ids are UUIDs, as in the database.

export const moment = (iso: string): Moment => DateTime.fromISO(iso, { zone: 'utc' }) as Moment;
export const AT = moment('2026-11-22T14:00:00Z');
export const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const IDS = {
  package: uuid(1),
  rotation: uuid(2),
  generation: uuid(3),
  handoff: (n: number) => uuid(100 + n),
  vendor: (n: number) => uuid(200 + n),
};

export const ada: Actor = { kind: 'slack', enterpriseId: null, teamId: 'T0HOME', userId: 'U0ADA' };
export const vera: Actor = { kind: 'slack', enterpriseId: null, teamId: 'T0ACME', userId: 'U0VERA' };

const slackContact: Contact = {
  ...{ kind: 'slack', enterpriseId: null, teamId: 'T0ACME', userId: 'U0VERA' },
  name: 'Vera',
  channelId: null,
};
export const mailContact: Contact = { kind: 'email', name: 'Bo Birch', email: 'bo@birch.example' };

export const pack = (facts: Partial<Package> = {}): Package => ({
  id: IDS.package,
  workspaceId: uuid(9),
  name: 'ESP Production',
  sfmcPackageId: null,
  clientId: 'abcdefghijklmnopqrstuvwx',
  integrationType: 'server_to_server',
  businessUnits: [{ mid: '12345', name: 'Retail UK' }],
  scopes: null,
  criticality: 'high',
  secretGeneratedOn: '2026-06-01',
  expiresOn: '2026-11-28',
  expirySource: 'read_in_setup',
  isDormant: false,
  channelId: 'C0MOPS',
  runbookUrl: 'https://wiki.example/esp',
  notes: null,
  leadDays: 7,
  freezeWindows: [],
  account: {
    id: uuid(12),
    name: 'Acme UK',
    subdomain: 'mc563885gzs27c5t9-63k636ttgm',
    enterpriseId: '7001',
    kind: 'production',
  },
  archivedAt: null,
  plannedStartOn: null,
  isRetired: false,
  snoozedUntil: null,
  createdAt: moment('2026-06-01T00:00:00Z'),
  admins: [
    { enterpriseId: null, teamId: 'T0HOME', userId: 'U0ADA', role: 'owner' },
    { enterpriseId: null, teamId: 'T0HOME', userId: 'U0BEN', role: 'backup' },
  ],
  ...facts,
});

export const participant = (n: number, facts: Partial<Participant> = {}): Participant => ({
  vendorId: IDS.vendor(n),
  name: n === 1 ? 'Acme' : n === 2 ? 'Birch' : `Vendor ${n}`,
  contact: n === 2 ? mailContact : slackContact,
  systems: ['Nightly import', 'Preference centre'],
  isLate: false,
  ...facts,
});

export const vendor = (n: number): Vendor => {
  const { vendorId: id, name, contact, systems } = participant(n);
  return { id, name, contact, systems };
};

const confirmation: Confirmation = {
  at: moment('2026-11-22T12:00:00Z'),
  by: vera,
  way: 'slack',
  systems: ['Nightly import', 'Preference centre'],
  proof: 'fresh_token',
};

type Extra = Partial<Pick<Handoff, 'problem' | 'solution' | 'toldAt'>>;
export function handoff(n: number, status: Handoff['status'], extra: Extra = {}): Handoff {
  const told = moment('2026-11-22T10:30:00Z');
  const of = {
    ...newHandoff({ id: IDS.handoff(n), vendorId: IDS.vendor(n) }),
    toldAt: told,
    ...extra,
  };
  const collectedAt = moment('2026-11-22T13:50:00Z');
  switch (status) {
    case 'missing':
      return { ...of, status, why: 'late' };
    case 'sealed':
      return { ...of, status };
    case 'collected':
      return { ...of, status, collectedAt };
    case 'confirmed':
      return { ...of, status, collectedAt, confirmation };
    case 'waived':
      return {
        ...of,
        status,
        waivedAt: confirmation.at,
        waivedBy: ada,
        secondedBy: null,
        reason: 'they left us',
      };
  }
}

export const generation: Generation = {
  id: IDS.generation,
  number: 4,
  generatedAt: moment('2026-11-22T10:00:00Z'),
  liveAt: moment('2026-11-22T10:05:00Z'),
  expiresOn: '2027-05-21',
  depositedAt: moment('2026-11-22T10:02:00Z'),
  depositedBy: ada,
};

const facts = {
  id: IDS.rotation,
  workspaceId: uuid(9),
  packageId: IDS.package,
  number: 3,
  startedAt: moment('2026-11-21T09:00:00Z'),
  startedBy: ada,
  oldExpiresOn: '2026-11-28',
  isOutage: false,
  plannedActivateAt: null,
  secondPerson: NOBODY_ASKED,
  participants: [participant(1), participant(2)],
};
type Changes<R> = Partial<Omit<R, 'step'>>;
const handoffs = (a: Handoff['status'], b: Handoff['status']) => [handoff(1, a), handoff(2, b)];
const pressed = { activatedAt: moment('2026-11-22T13:00:00Z'), activatedBy: ada, isEarly: false };

export const generating = (of: Changes<Generating> = {}): Generating => ({
  ...facts,
  step: 'generating',
  again: null,
  shelved: null,
  ...of,
});
export const cooling = (of: Changes<Cooling> = {}): Cooling => ({
  ...facts,
  step: 'cooling',
  generation,
  handoffs: handoffs('sealed', 'sealed'),
  ...of,
});
export const sharing = (of: Changes<Sharing> = {}): Sharing => ({
  ...facts,
  step: 'sharing',
  generation,
  handoffs: handoffs('sealed', 'sealed'),
  ...of,
});
export const ready = (of: Changes<Ready> = {}): Ready => ({
  ...facts,
  step: 'ready',
  generation,
  handoffs: handoffs('confirmed', 'waived'),
  readyAt: AT,
  ...of,
});
export const activated = (of: Changes<Activated> = {}): Activated => ({
  ...facts,
  ...pressed,
  step: 'activated',
  generation,
  handoffs: handoffs('confirmed', 'waived'),
  dateRead: null,
  ...of,
});
export const done = (of: Changes<Done> = {}): Done => ({
  ...{ ...facts, ...pressed, step: 'done', generation, handoffs: handoffs('confirmed', 'waived') },
  dateRead: { expiresOn: '2027-05-21', by: ada, at: AT, explanation: null },
  doneAt: AT,
  ...of,
});
export const cancelled = (of: Changes<Cancelled> = {}): Cancelled => ({
  ...{
    ...facts,
    step: 'cancelled',
    cancelledAt: AT,
    cancelledBy: ada,
    reason: 'wrong package',
    isRetired: false,
  },
  ...of,
});

export const cardFacts = (rotation: Rotation, of: Partial<CardFacts> = {}): CardFacts => {
  const pkg = of.package ?? pack();
  return {
    workspaceName: 'Northwind',
    package: pkg,
    rotation,
    gate: isLive(rotation) ? gateReasons(rotation, pkg.freezeWindows, AT) : [],
    pageOpenedAt: new Map(),
    givenOut: new Map(),
    unmailed: new Map(),
    hasMail: false,
    alarms: [],
    inDoubt: 0,
    undelivered: [],
    escalationGone: null,
    at: AT,
    ...of,
  };
};

export const threadFacts = (
  event: ThreadFacts['event'],
  by: Actor = ada,
  of: Partial<ThreadFacts> = {},
): ThreadFacts => ({
  ...{ event, by, at: AT, package: pack(), rotation: sharing() },
  ...of,
});

export const messageFacts = (
  rotation: Rotation,
  of: Partial<VendorMessageFacts> = {},
): VendorMessageFacts => ({
  workspaceName: 'Northwind',
  package: pack(),
  rotation,
  generationNumber: 4,
  participant: participant(1),
  handoffId: IDS.handoff(1),
  handoff: ('handoffs' in rotation && rotation.handoffs[0]) || null,
  at: AT,
  ...of,
});

export const line = (of: Partial<PackageLine> = {}): PackageLine => ({
  package: pack(),
  vendors: [vendor(1), vendor(2)],
  rotation: null,
  daysLeft: 5,
  dueOn: '2026-11-20',
  troubles: [],
  ...of,
});

/** What people might call things. */
export const NASTY = '<!channel> & <@U0EVIL> *bold* `code` ' + 'x'.repeat(4000);

export const adaId = { enterpriseId: null, teamId: 'T0HOME', userId: 'U0ADA' } as const;

const nextReminder = { at: AT.plus({ days: 2 }), audiences: ['owner', 'backup', 'channel'] } as const;

export const reminderFacts = (of: Partial<ReminderFacts> = {}): ReminderFacts => ({
  ...{ line: line(), deadlineOn: '2026-11-27', daysLeft: 5, isStagedFirst: false },
  ...{ asked: ['U0ADA'], next: nextReminder, maySnooze: true, at: AT },
  ...of,
});

/** Something owed of the usual package; what a vendor owes is waited for by the admins unless `audience` says otherwise. */
export const digestItem = (kind: DutyKind, of: Partial<DigestItem> = {}): DigestItem => {
  const rotation = kind === 'start' ? null : sharing();
  const vendor = rotation?.participants[0] ?? null;
  const duty = {
    ...{ kind, subject: uuid(77), vendorId: vendor?.vendorId ?? null, isVendors: true },
    ...{ since: kind === 'start' ? null : AT.minus({ days: 2 }), deadlineOn: '2026-11-27', isDown: false },
  };
  return {
    ...{ package: pack(), rotation, duty, audience: 'owner', daysLeft: 5, isHeadsUp: false, vendor },
    ...{ ownerId: 'U0ADA', backupId: 'U0BEN', isOwnerSilent: true, next: nextReminder },
    ...of,
  };
};

export const nudgeFacts = (of: Partial<NudgeFacts> = {}): NudgeFacts => ({
  ...{ package: pack(), rotation: sharing(), asked: ['U0ADA'], isOverdue: false, at: AT },
  items: [digestItem('collect'), digestItem('answer')],
  ...of,
});

export const digestFacts = (of: Partial<DigestFacts> = {}): DigestFacts => ({
  ...{ workspaceName: 'Northwind', userId: 'U0ADA', at: AT },
  items: [digestItem('start'), digestItem('activate', { daysLeft: 2 })],
  ...of,
});
