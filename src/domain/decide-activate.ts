import type { Circumstance, Command } from './command.ts';
import { accept, activatedAlready, refuse, type Decision } from './decision.ts';
import { gateReasons, hasRunOut } from './gate.ts';
import { RULES } from './rules.ts';
import {
  factsOf,
  isLive,
  pendingParticipants,
  type Activated,
  type Generating,
  type LiveRotation,
  type Rotation,
} from './rotation.ts';
import { dayOf, daysBetween } from './schedule.ts';
import type { SecondPerson } from './second-person.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/**
 * Records that Activate was pressed. With the gate open it is the fourth step; with the gate shut it can only be
 * *reported*, truthfully, and the rotation shows the outage it is (promise R1).
 */
export function decideActivate(
  rotation: Rotation,
  command: Of<'activate'> | Of<'report_early_activate'>,
  circumstance: Circumstance,
): Decision {
  if (rotation.step === 'generating') return decideShelved(rotation, command.generationId);
  if (!isLive(rotation)) return refuse({ code: 'nothing_staged' });
  const { generation } = rotation;
  if (rotation.step === 'activated') return refuse(activatedAlready(rotation));
  if (generation.id !== command.generationId)
    return refuse({ code: 'stale_generation', current: generation.number });
  if (hasRunOut(generation, circumstance.at)) return refuse({ code: 'nothing_staged' });
  const reasons = gateReasons(rotation, circumstance.freezeWindows, circumstance.at);
  const pending = pendingParticipants(rotation).map((p) => p.name);
  if (command.type === 'activate') {
    if (reasons.length > 0) return refuse({ code: 'gate_shut', reasons, pending });
    return accept(activated(rotation, circumstance, false), {
      kind: 'activated',
      generation: generation.number,
      computedExpiresOn: generation.expiresOn,
    });
  }
  if (circumstance.at < generation.liveAt) {
    return refuse({ code: 'too_early_to_be_activated', liveAt: generation.liveAt.toISO() });
  }
  if (reasons.length === 0) return refuse({ code: 'gate_open_no_early' });
  return accept(activated(rotation, circumstance, true), {
    kind: 'activated_early',
    generation: generation.number,
    computedExpiresOn: generation.expiresOn,
    affected: pending,
  });
}

/**
 * The unwanted secret was activated all the same: told as it is. The key before it is dead, whoever has not switched is
 * down, and the rotation goes on as an outage until another secret is generated and shared.
 */
function decideShelved(rotation: Generating, generationId: string): Decision {
  const { shelved } = rotation;
  if (shelved?.id !== generationId) return refuse({ code: 'nothing_staged' });
  return accept(
    { ...rotation, isOutage: true, shelved: null },
    { kind: 'void_secret_activated', generation: shelved.number, expiresOn: shelved.expiresOn },
  );
}

/** What was asked for Activate has been answered by it. */
const fulfilled = ({ secondPerson }: LiveRotation): SecondPerson => ({
  ...secondPerson,
  wantedAt: null,
  requests: secondPerson.requests.filter(({ what }) => what !== 'activate'),
});

function activated(rotation: LiveRotation, { at, by }: Circumstance, isEarly: boolean): Activated {
  const { generation, handoffs } = rotation;
  return {
    ...factsOf(rotation),
    secondPerson: fulfilled(rotation),
    ...{ generation, handoffs, isEarly },
    step: 'activated',
    activatedAt: at,
    activatedBy: by,
    dateRead: null,
  };
}

/** Promise R7: the date somebody read in Setup; a difference of more than a day from the computed one must be explained. */
export function decideExpiry(
  rotation: Rotation,
  { expiresOn, explanation }: Of<'record_expiry'>,
  { at, by }: Circumstance,
): Decision {
  if (rotation.step !== 'activated') return refuse({ code: 'not_activated_yet' });
  if (rotation.dateRead) {
    return refuse({ code: 'date_already_recorded', expiresOn: rotation.dateRead.expiresOn });
  }
  if (expiresOn <= dayOf(rotation.activatedAt)) return refuse({ code: 'date_in_the_past' });
  const computed = rotation.generation.expiresOn;
  const days = daysBetween(computed, expiresOn);
  if (Math.abs(days) > RULES.expiryToleranceDays && explanation === null) {
    return refuse({ code: 'date_needs_explanation', computedExpiresOn: computed, days });
  }
  return accept(
    { ...rotation, dateRead: { expiresOn, by, at, explanation } },
    { kind: 'expiry_recorded', expiresOn, computedExpiresOn: computed, explanation },
  );
}

/** The maintenance window for Activate moves, or there is none any more. */
export function decidePlan(rotation: Rotation, { plannedActivateAt }: Of<'plan_activate'>): Decision {
  if (rotation.step === 'activated') return refuse(activatedAlready(rotation));
  return accept(
    { ...rotation, plannedActivateAt },
    {
      kind: 'activate_planned',
      plannedActivateAt: plannedActivateAt?.toISO() ?? null,
      insteadOf: rotation.plannedActivateAt?.toISO() ?? null,
    },
  );
}
