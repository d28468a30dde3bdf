import type { Circumstance, Command } from './command.ts';
import { nameOf } from './decide-deposit.ts';
import { confirmedAlready, find, withHandoff } from './decide-vendor.ts';
import { accept, activatedAlready, refuse, type Decision } from './decision.ts';
import type { Actor } from './people.ts';
import { handoffFacts, isLive, type Handoff, type LiveRotation, type Rotation } from './rotation.ts';
import type { Moment } from './schedule.ts';
import {
  asked,
  askedAlready,
  endsAt,
  standingRequests,
  vendorStanding,
  type SecondPersonRequest,
} from './second-person.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** The only way past a vendor who does not confirm: a reason that stays on record (promise R1). */
export function decideWaive(rotation: Rotation, command: Of<'waive'>, circumstance: Circumstance): Decision {
  if (rotation.step === 'generating') return refuse({ code: 'nothing_staged' });
  const { vendorId, reason } = command;
  const { at, by } = circumstance;
  const decision = waived(rotation, { vendorId, reason, at, by, secondedBy: null });
  if (!decision.ok || !isLive(rotation) || !rotation.secondPerson.for.includes('waive')) return decision;
  return askToWaive(rotation, command, circumstance);
}

/** Where the workspace wants two admins for a waiver, the first one only asks. */
function askToWaive(
  rotation: LiveRotation,
  { vendorId, reason }: Of<'waive'>,
  circumstance: Circumstance,
): Decision {
  const { at, by } = circumstance;
  const isSame = (one: SecondPersonRequest) => one.what === 'waive' && one.vendorId === vendorId;
  const open = standingRequests(rotation, circumstance).find(isSame);
  if (open) return askedAlready(open);
  const restsOn = vendorStanding(rotation, vendorId) ?? '';
  const number = rotation.secondPerson.asked + 1;
  return asked(rotation, {
    ...{ what: 'waive', number, askedBy: by, askedAt: at, endsAt: endsAt(at) },
    ...{ vendorId, reason, restsOn },
  });
}

interface Waiver {
  readonly vendorId: string;
  readonly reason: string;
  readonly by: Actor;
  /** Who agreed, where the workspace wants two. */
  readonly secondedBy: Actor | null;
  readonly at: Moment;
}

/** The waiver itself, with one person or two. */
export function waived(rotation: Rotation, { vendorId, reason, by, secondedBy, at }: Waiver): Decision {
  const found = find(rotation, (handoff) => handoff.vendorId === vendorId);
  if (!found) return refuse({ code: 'unknown_vendor' });
  const { handoff } = found;
  if (handoff.status === 'waived') return refuse({ code: 'already_waived' });
  if (handoff.status === 'confirmed' && handoff.problem === null) return refuse(confirmedAlready(handoff));
  return accept(
    withHandoff(found.rotation, {
      ...handoffFacts(handoff),
      status: 'waived',
      problem: null,
      reason,
      waivedAt: at,
      waivedBy: by,
      secondedBy,
    }),
    {
      ...{ kind: 'vendor_waived', vendor: nameOf(rotation, vendorId), reason },
      ...(secondedBy && by.kind === 'slack' ? { askedBy: by.userId } : {}),
    },
  );
}

/** A waiver that was a mistake: whoever has collected has still to confirm, anybody else needs a second deposit. */
export function decideTakeBackWaiver(rotation: Rotation, { vendorId }: Of<'take_back_waiver'>): Decision {
  const found = find(rotation, (handoff) => handoff.vendorId === vendorId);
  if (found?.handoff.status !== 'waived') return refuse({ code: 'not_waived' });
  if (found.rotation.step === 'activated') return refuse(activatedAlready(found.rotation));
  const facts = handoffFacts(found.handoff);
  const { collectedAt } = facts;
  const open: Handoff = collectedAt
    ? { ...facts, status: 'collected', collectedAt }
    : { ...facts, status: 'missing', why: 'waiver_taken_back', toldAt: null };
  return accept(withHandoff(found.rotation, open), {
    kind: 'waiver_taken_back',
    vendor: nameOf(rotation, vendorId),
    needsDeposit: open.status === 'missing',
  });
}
