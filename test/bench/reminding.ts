import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { DateTime } from 'luxon';
import { randomIds } from '../../src/adapters/ids.ts';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { joseReaderSeal } from '../../src/adapters/reader-seal-jose.ts';
import { httpsWebhookSender } from '../../src/adapters/webhook-sender-https.ts';
import type { Database, Db } from '../../src/db/connection.ts';
import { migrateDatabase } from '../../src/db/migrate.ts';
import { ensureWorkspace } from '../../src/db/workspaces.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import { createFingerprintKey } from '../../src/usecases/fingerprint-key.ts';
import type { BenchPostgres } from './postgres.ts';

/** So many of the packages reach their day in one minute. */
export const DUE = 1_000;

/** A workspace of so many packages, a thousand of them due, and what a use case is given to sweep it. */
export async function reminding(
  postgres: BenchPostgres,
  { db, connect }: Database,
  packages: number,
): Promise<Deps> {
  await migrateDatabase(connect);
  const at = NOW;
  const slack = { id: randomUUID(), enterpriseId: null, teamId: 'T0REKEY001', name: 'Northwind' };
  const { id: workspaceId } = await ensureWorkspace(db, slack, at);
  await insertPackages(db, { workspaceId, packages, at });
  await db.execute(sql`vacuum analyze`);
  return depsOf(postgres, db, workspaceId);
}

/** What a use case is given on this database, with nobody behind it. */
export function depsOf(postgres: BenchPostgres, db: Db, workspaceId: string): Deps {
  const keyring = localKeyring({ file: join(postgres.folder, 'sweep', 'keyring.json'), production: false });
  const silent = () => undefined;
  return {
    ...{ db, clock: { now: () => NOW }, ids: randomIds, keyring, readerSeal: joseReaderSeal, workspaceId },
    wake: silent,
    sendLinkMail: null,
    signIn: null,
    slackUrl: 'https://northwind.slack.com/',
    webhooks: httpsWebhookSender({ ownUrl: 'http://localhost:3000' }),
    ...{
      publicUrl: 'http://localhost:3000',
      command: '/rekey',
      linkHours: 24,
      pace: null,
      directory: { find: async () => null },
    },
    log: { debug: silent, info: silent, warn: silent, error: silent },
    fingerprintKey: createFingerprintKey({ db, keyring, workspaceId }),
  };
}

const LEAD_DAYS = 7;
/** A Wednesday at noon: whatever is due today has been for hours, and everybody is at work. */
export const NOW = DateTime.fromISO('2027-03-17T12:00:00Z', { zone: 'utc' }) as Moment;
export const OWNERS = 40;

/** A thousand, spread among the others, have reached their first rung; the others reach it one day or another. */
async function insertPackages(
  db: Db,
  of: { workspaceId: string; packages: number; at: Moment },
): Promise<void> {
  const today = of.at.toISODate();
  const every = of.packages / DUE;
  await db.execute(sql`
    insert into package (id, workspace_id, name, integration_type, business_units, criticality, expires_on,
      expiry_source, is_dormant, channel_id, lead_days, freeze_windows, next_look_at, created_at)
    select gen_random_uuid(), ${of.workspaceId}::uuid, 'Journeys ' || n, 'server_to_server', '[]', 'normal',
      ${today}::date + ${LEAD_DAYS + 1}::int + days, 'computed', false, 'C0MOPS0001', ${LEAD_DAYS}::int, '[]',
      ${today}::timestamptz + days * interval '1 day', ${today}::timestamptz
    from generate_series(1, ${of.packages}::int) n,
      lateral (select case when n % ${every}::int = 0 then 0 else 1 + n % 170 end as days) d`);
  await insertOwners(db, of.workspaceId);
}

/** Everybody owns some of them, and some are due. */
async function insertOwners(db: Db, workspaceId: string): Promise<void> {
  await db.execute(sql`
    insert into appointed_admin (workspace_id, team_id, user_id, appointed_by, appointed_at)
    select ${workspaceId}::uuid, 'T0REKEY001', 'U0OWNER' || n, '{}', ${NOW.toISO()}::timestamptz
    from generate_series(0, ${OWNERS - 1}::int) n`);
  await db.execute(sql`
    insert into package_admin (workspace_id, package_id, team_id, user_id, role)
    select workspace_id, id, 'T0REKEY001', 'U0OWNER' || (row_number() over (order by name)) % ${OWNERS}::int, 'owner'
    from package where workspace_id = ${workspaceId}::uuid`);
}
