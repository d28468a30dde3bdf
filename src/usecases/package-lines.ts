import type { Db } from '../db/connection.ts';
import { vendorsOf } from '../db/packages.ts';
import { openRotationsOf } from '../db/rotations.ts';
import { troublesOf } from '../db/troubles.ts';
import type { Package } from '../domain/package.ts';
import { dayOf, daysLeft, dueOn, type Moment } from '../domain/schedule.ts';
import type { PackageLine } from './facts.ts';

/** Packages with their vendors, their rotation under way and the days to their hard stop, in the order given. */
export async function packageLines(db: Db, packages: readonly Package[], at: Moment): Promise<PackageLine[]> {
  const ids = packages.map((pkg) => pkg.id);
  const vendors = await vendorsOf(db, ids);
  const rotations = await openRotationsOf(db, ids);
  const troubles = await troublesOf(db, ids);
  const today = dayOf(at);
  return packages.map((pkg) => ({
    package: pkg,
    vendors: vendors.get(pkg.id) ?? [],
    rotation: rotations.get(pkg.id) ?? null,
    troubles: troubles.get(pkg.id) ?? [],
    daysLeft: pkg.expiresOn === null ? null : daysLeft(pkg.expiresOn, today),
    dueOn: pkg.expiresOn === null ? null : dueOn(pkg.expiresOn, pkg.leadDays),
  }));
}
