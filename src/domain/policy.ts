import type { SlackIdentity } from './people.ts';
import { RULES } from './rules.ts';
import type { Day } from './schedule.ts';
import type { WorkingTime } from './working-time.ts';

/** How a workspace, or one of its packages, wants to be reminded. Null: not said here. */
export interface PolicySettings {
  /** Of channels, and of people whose own zone Slack does not tell. */
  readonly zone: string | null;
  readonly fromMinute: number | null;
  readonly toMinute: number | null;
  readonly digestMinute: number | null;
  readonly weekdays: readonly number[] | null;
  readonly holidays: readonly Day[] | null;
  /** Who hears of it when nobody else has acted. */
  readonly escalation: SlackIdentity | null;
}

/** What holds, with nothing left open. */
export interface Policy {
  readonly workingTime: WorkingTime;
  readonly escalation: SlackIdentity | null;
}

export const NOTHING_SET: PolicySettings = {
  ...{ zone: null, fromMinute: null, toMinute: null, digestMinute: null },
  ...{ weekdays: null, holidays: null, escalation: null },
};

/** The package's word before the workspace's, and ours where neither has one. */
export function policyOf(
  pkg: PolicySettings,
  workspace: PolicySettings,
  { zoneOfOwner }: { zoneOfOwner: string | null },
): Policy {
  const { zone, hours, weekdays } = RULES.workingTime;
  const [from, to] = [pkg.fromMinute ?? workspace.fromMinute, pkg.toMinute ?? workspace.toMinute];
  return {
    workingTime: {
      zone: pkg.zone ?? workspace.zone ?? zoneOfOwner ?? zone,
      fromMinute: from ?? hours.from * 60,
      toMinute: to ?? hours.to * 60,
      digestMinute: pkg.digestMinute ?? workspace.digestMinute ?? hours.digest * 60,
      weekdays: pkg.weekdays ?? workspace.weekdays ?? weekdays,
      holidays: [...new Set([...(workspace.holidays ?? []), ...(pkg.holidays ?? [])])],
    },
    escalation: pkg.escalation ?? workspace.escalation,
  };
}

/** Why settings contradict themselves. */
export type PolicyFault = 'hours_reversed' | 'digest_outside_hours' | 'no_weekday';

/** What is wrong with hours and days as they would hold together; null when nothing is. */
export function policyFault({ workingTime: time }: Policy): PolicyFault | null {
  if (time.weekdays.length === 0) return 'no_weekday';
  if (time.fromMinute >= time.toMinute) return 'hours_reversed';
  const isWithin = time.fromMinute <= time.digestMinute && time.digestMinute < time.toMinute;
  return isWithin ? null : 'digest_outside_hours';
}
