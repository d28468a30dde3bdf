import { appendAudit } from '../db/audit.ts';
import { takePackagesToLookAt, type DuePackage } from '../db/reminder-sweep.ts';
import { insertReminders } from '../db/reminders.ts';
import { enqueue } from '../db/outbox.ts';
import { nextLookAt, rungDue } from '../domain/reminders.ts';
import { dayOf, type Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { toMessage, type Wish } from './messages.ts';

const AT_MOST = 500;

/**
 * Step 1 by itself: reminds the channels of packages that are due and for which nothing was started. One reminder per
 * rung and expiry date, however many instances sweep. Returns how many packages were looked at.
 */
export async function remindPackages(deps: Deps): Promise<number> {
  const at = deps.clock.now();
  const looked = await deps.db.transaction(async (tx) => {
    const due = await takePackagesToLookAt(tx, {
      ...{ workspaceId: deps.workspaceId, now: at, limit: AT_MOST },
      nextLook: (pkg) => nextLookAt(pkg.expiresOn, pkg.leadDays, at),
    });
    const owed = due.flatMap((pkg) => reminderFor(deps, pkg, at));
    const made = new Set(await insertReminders(tx, owed));
    const fresh = owed.filter((one) => made.has(one.id));
    await enqueue(
      tx,
      fresh.map((one) =>
        toMessage(wishFor(one), { id: deps.ids.id(), workspaceId: one.workspaceId, rotationId: null }),
      ),
      at,
    );
    await appendAudit(
      tx,
      fresh.map((one) => auditFor(deps, one, at)),
    );
    return due.length;
  });
  if (looked > 0) deps.wake();
  return looked;
}

interface Owed {
  readonly id: string;
  readonly workspaceId: string;
  readonly packageId: string;
  readonly expiresOn: string;
  readonly rungDays: number;
  readonly createdAt: Moment;
}

function reminderFor(deps: Deps, pkg: DuePackage, at: Moment): Owed[] {
  if (pkg.isRotating || pkg.expiresOn === null) return [];
  const rungDays = rungDue(pkg.expiresOn, pkg.leadDays, dayOf(at));
  if (rungDays === null) return [];
  const { id: packageId, workspaceId, expiresOn } = pkg;
  return [{ id: deps.ids.id(), workspaceId, packageId, expiresOn, rungDays, createdAt: at }];
}

const wishFor = ({ id, packageId, rungDays, expiresOn }: Owed): Wish => ({
  key: `reminder:${packageId}:${expiresOn}:${rungDays}`,
  subject: { kind: 'reminder', packageId, reminderId: id, rungDays, expiresOn },
});

const auditFor = (deps: Deps, { workspaceId, packageId, rungDays, expiresOn }: Owed, at: Moment) => ({
  id: deps.ids.id(),
  ...{ workspaceId, packageId, at },
  by: { kind: 'job', job: 'remind_packages' } as const,
  event: { kind: 'reminded', rungDays, expiresOn } as const,
  rotationId: null,
  handoffId: null,
});
