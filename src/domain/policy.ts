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
  /** Of the package's channel. */
  readonly workingTime: WorkingTime;
  /** Of people, in whose zone it is counted where Slack tells it: the workspace's, so that all packages reach them at one time. */
  readonly personTime: WorkingTime;
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
  const zone = workspace.zone ?? zoneOfOwner ?? RULES.workingTime.zone;
  const usual = { ...hoursOf(workspace, OUR_HOURS), zone };
  const personTime = {
    ...usual,
    weekdays: workspace.weekdays ?? RULES.workingTime.weekdays,
    holidays: workspace.holidays ?? [],
  };
  return {
    personTime,
    workingTime: {
      ...hoursOf(pkg, usual),
      zone: pkg.zone ?? zone,
      weekdays: pkg.weekdays ?? personTime.weekdays,
      holidays: [...new Set([...personTime.holidays, ...(pkg.holidays ?? [])])],
    },
    escalation: pkg.escalation ?? workspace.escalation,
  };
}

type Hours = Pick<WorkingTime, 'fromMinute' | 'toMinute' | 'digestMinute'>;

const { from: ourFrom, to: ourTo, digest: ourDigest } = RULES.workingTime.hours;
const OUR_HOURS: Hours = { fromMinute: ourFrom * 60, toMinute: ourTo * 60, digestMinute: ourDigest * 60 };

const mixed = (said: PolicySettings, usual: Hours): Hours => ({
  fromMinute: said.fromMinute ?? usual.fromMinute,
  toMinute: said.toMinute ?? usual.toMinute,
  digestMinute: said.digestMinute ?? usual.digestMinute,
});

const isDigestWithin = ({ fromMinute, toMinute, digestMinute }: Hours): boolean =>
  fromMinute <= digestMinute && digestMinute < toMinute;

/**
 * Hours as somebody said them, over the usual ones. Each was sound when it was saved; where a later word about the usual ones
 * makes them contradict, the usual ones hold, and the message of the day goes out as they begin.
 */
function hoursOf(said: PolicySettings, usual: Hours): Hours {
  const hours = mixed(said, usual);
  if (hours.fromMinute >= hours.toMinute) return usual;
  return isDigestWithin(hours) ? hours : { ...hours, digestMinute: hours.fromMinute };
}

/** Why settings contradict themselves. */
export type PolicyFault = 'hours_reversed' | 'digest_outside_hours' | 'no_weekday';

/** What is wrong with hours and days as they would hold together with what holds otherwise; null when nothing is. */
export function policyFault(said: PolicySettings, { workingTime: usual }: Policy): PolicyFault | null {
  if (said.weekdays?.length === 0) return 'no_weekday';
  const hours = mixed(said, usual);
  if (hours.fromMinute >= hours.toMinute) return 'hours_reversed';
  return isDigestWithin(hours) ? null : 'digest_outside_hours';
}
