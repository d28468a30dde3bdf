import type { AskedUntil } from '../db/board-rows.ts';
import { packagesWithPolicy, zonesOfOwners } from '../db/owner-zones.ts';
import { NO_POLICY, policiesOf } from '../db/policies.ts';
import { policyOf, type PolicySettings } from '../domain/policy.ts';
import type { Day } from '../domain/schedule.ts';
import { spokenOfUntil, type WorkingTime } from '../domain/working-time.ts';
import type { Deps } from './deps.ts';

/** Until which day starts are asked for today: as the ladder speaks of a Saturday's on the Friday before, by its owner's calendar. */
export async function readAskedUntil({ db, workspaceId }: Deps, today: Day): Promise<AskedUntil> {
  const zones = await zonesOfOwners(db, workspaceId);
  const packages = await packagesWithPolicy(db, workspaceId);
  const ids = packages.map(({ packageId }) => packageId);
  const policies = await policiesOf(db, [workspaceId, ...ids]);
  const workspace = policies.get(workspaceId) ?? NO_POLICY;
  const until = remembering(today);
  const timeOf = (pkg: PolicySettings, zone: string | null): WorkingTime => {
    const { workingTime } = policyOf(pkg, workspace, { zoneOfOwner: null });
    return zone === null ? workingTime : { ...workingTime, zone };
  };
  const ofPackage = packages.map(({ packageId, zone }): [string, Day] => [
    packageId,
    until(timeOf(policies.get(packageId) ?? NO_POLICY, zone)),
  ]);
  return {
    ofPackage: Object.fromEntries(ofPackage),
    ofZone: Object.fromEntries(zones.map((zone) => [zone, until(timeOf(NO_POLICY, zone))])),
    otherwise: until(timeOf(NO_POLICY, null)),
  };
}

/** Most packages keep the same hours, and zones are what takes time here. */
function remembering(today: Day): (time: WorkingTime) => Day {
  const known = new Map<string, Day>();
  return (time) => {
    const key = JSON.stringify(time);
    const day = known.get(key) ?? spokenOfUntil(today, time);
    known.set(key, day);
    return day;
  };
}
