import type { SandboxUser, WorkspaceState } from './types.ts';

export const TEAM_ID = 'T0REKEY001';
export const BOT_USER_ID = 'U0REKEYBOT';

/** The people every demo and journey starts with, by the part they play. */
export const PEOPLE = {
  ada: 'U0ADA00001',
  ben: 'U0BEN00001',
  vera: 'U0VERA0001',
  gus: 'U0GUS00001',
  otto: 'U0OTTO0001',
  eve: 'U0EVE00001',
  dex: 'U0DEX00001',
} as const;

export const CHANNELS = {
  marketingOps: 'C0MOPS0001',
  extAcme: 'C0ACME0001',
  privateWithoutBot: 'C0PRIV0001',
  archived: 'C0ARCH0001',
} as const;

const person = (
  id: string,
  realName: string,
  role: string,
  more: Partial<SandboxUser> = {},
): SandboxUser => ({
  id,
  name: realName.split(' ')[0]?.toLowerCase() ?? id,
  real_name: realName,
  tz: 'Europe/London',
  team_id: TEAM_ID,
  is_admin: false,
  is_owner: false,
  is_restricted: false,
  is_ultra_restricted: false,
  deleted: false,
  is_bot: false,
  role,
  ...more,
});

const users = (): SandboxUser[] => [
  person(PEOPLE.ada, 'Ada Reyes', 'Workspace admin, marketing ops', { is_admin: true, is_owner: true }),
  person(PEOPLE.ben, 'Ben Okafor', 'Member, second admin', { tz: 'America/New_York' }),
  person(PEOPLE.vera, 'Vera Lindqvist', 'Vendor, Slack Connect (Acme)', {
    team_id: 'T0ACME0001',
    tz: 'Europe/Stockholm',
  }),
  person(PEOPLE.gus, 'Gus Marin', 'Vendor, single-channel guest', {
    is_restricted: true,
    is_ultra_restricted: true,
  }),
  person(PEOPLE.otto, 'Otto Braun', 'Member, no part in it', { tz: 'Europe/Berlin' }),
  person(PEOPLE.eve, 'Eve Novak', 'External, no part in it', { team_id: 'T0EVIL0001' }),
  person(PEOPLE.dex, 'Dex Warren', 'Deactivated', { deleted: true }),
  person(BOT_USER_ID, 'rekey', 'App', { is_bot: true, tz: 'UTC' }),
];

/** Northwind's workspace before anything happened: a fresh copy at each call. */
export function seedWorkspace(): WorkspaceState {
  const { ada, ben, vera, gus, otto, eve } = PEOPLE;
  const channel = (id: string, name: string, members: string[]) => ({
    id,
    name,
    is_private: false,
    is_archived: false,
    is_ext_shared: false,
    members,
  });
  return {
    team: { id: TEAM_ID, name: 'Northwind', domain: 'northwind' },
    bot: { user: BOT_USER_ID, bot_id: 'B0REKEY001', app_id: 'A0REKEY001' },
    users: users(),
    channels: [
      channel(CHANNELS.marketingOps, 'marketing-ops', [ada, ben, otto, BOT_USER_ID]),
      {
        ...channel(CHANNELS.extAcme, 'ext-acme', [ada, ben, vera, gus, eve, BOT_USER_ID]),
        is_ext_shared: true,
      },
      { ...channel(CHANNELS.privateWithoutBot, 'leadership', [ada, ben]), is_private: true },
      { ...channel(CHANNELS.archived, 'old-campaigns', [ada, ben, BOT_USER_ID]), is_archived: true },
    ],
    dms: [],
    messages: [],
    ephemerals: [],
    modals: {},
    homes: {},
    warnings: [],
    lastRead: {},
    lastTs: '0000000000.000000',
  };
}
