import type { Circumstance, Command } from './command.ts';
import { nameOf } from './decide-deposit.ts';
import { accept, activatedAlready, refuse, type Decision } from './decision.ts';
import { isSameContact, type Contact } from './people.ts';
import {
  handoffFacts,
  isLive,
  isSettled,
  newHandoff,
  type Handoff,
  type LiveRotation,
  type Rotation,
  type Solution,
} from './rotation.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** The same rotation with one handoff changed. */
export const withHandoff = (rotation: LiveRotation, changed: Handoff): LiveRotation => ({
  ...rotation,
  handoffs: rotation.handoffs.map((handoff) => (handoff.id === changed.id ? changed : handoff)),
});

/** The handoff that is meant, in its living rotation. */
export const find = (rotation: Rotation, by: (handoff: Handoff) => boolean) => {
  const handoff = isLive(rotation) ? rotation.handoffs.find(by) : undefined;
  return isLive(rotation) && handoff ? { rotation, handoff } : null;
};

/** The message with the Collect button reached the vendor. */
export function decideTell(rotation: Rotation, { handoffId }: Of<'tell'>, { at }: Circumstance): Decision {
  const found = find(rotation, (handoff) => handoff.id === handoffId);
  if (!found) return refuse({ code: 'handoff_closed' });
  if (found.handoff.toldAt !== null) return refuse({ code: 'nothing_to_do' });
  return accept(withHandoff(found.rotation, { ...found.handoff, toldAt: at }), {
    kind: 'vendor_told',
    vendor: nameOf(rotation, found.handoff.vendorId),
  });
}

/** Link and code go to an admin, who passes them on, or the link goes by mail and only the code to them; the record says so. */
export function decidePassOn(
  rotation: Rotation,
  { vendorId, isAgain, mailedTo }: Of<'pass_on'>,
  { at }: Circumstance,
): Decision {
  const found = find(rotation, (handoff) => handoff.vendorId === vendorId);
  if (!found) return refuse({ code: 'handoff_closed' });
  const { handoff } = found;
  if (handoff.status === 'waived') return refuse({ code: 'already_waived' });
  if (handoff.status === 'missing') return refuse({ code: 'waiting_for_deposit' });
  if (at < found.rotation.generation.liveAt) {
    return refuse({ code: 'not_live_yet', liveAt: found.rotation.generation.liveAt.toISO() });
  }
  const vendor = nameOf(rotation, vendorId);
  return accept(
    withHandoff(found.rotation, { ...handoff, toldAt: handoff.toldAt ?? at }),
    mailedTo === null
      ? { kind: 'link_passed_on', vendor, isAgain }
      : { kind: 'link_mailed', vendor, isAgain, to: mailedTo },
  );
}

/** Promise R4: only what was collected can be confirmed, and every system of the vendor is ticked; no other is recorded. */
export function decideConfirm(rotation: Rotation, { handoffId, confirmation }: Of<'confirm'>): Decision {
  const found = find(rotation, (handoff) => handoff.id === handoffId);
  if (!found) return refuse({ code: 'handoff_closed' });
  const { handoff } = found;
  if (handoff.status === 'waived') return refuse({ code: 'already_waived' });
  if (handoff.status === 'confirmed' && handoff.problem === null) return refuse(confirmedAlready(handoff));
  if (handoff.status !== 'collected' && handoff.status !== 'confirmed')
    return refuse({ code: 'not_collected_yet' });
  const systems = rotation.participants.find((p) => p.vendorId === handoff.vendorId)?.systems ?? [];
  const missing = systems.filter((system) => !confirmation.systems.includes(system));
  if (missing.length > 0) return refuse({ code: 'systems_missing', missing });
  const { vendorId, collectedAt } = handoff;
  return accept(
    withHandoff(found.rotation, {
      ...{ ...handoffFacts(handoff), collectedAt },
      confirmation: { ...confirmation, systems },
      status: 'confirmed',
      problem: null,
      solution: null,
    }),
    {
      kind: 'vendor_confirmed',
      vendor: nameOf(rotation, vendorId),
      generation: found.rotation.generation.number,
      way: confirmation.way,
      systems,
      proof: confirmation.proof,
    },
  );
}

/** Answers whoever asks for what the vendor's confirmation has settled. */
export const confirmedAlready = (handoff: Extract<Handoff, { status: 'confirmed' }>) => {
  const { at, by } = handoff.confirmation;
  return {
    code: 'already_confirmed',
    at: at.toISO(),
    by: by.kind === 'slack' ? by.userId : by.kind,
  } as const;
};

/** A report shuts the gate until somebody resolves it; a later confirmation by the vendor resolves it too. */
export function decideProblem(
  rotation: Rotation,
  { handoffId, kind, note }: Of<'report_problem'>,
  { at }: Circumstance,
): Decision {
  const found = find(rotation, (handoff) => handoff.id === handoffId);
  if (!found) return refuse({ code: 'handoff_closed' });
  if (found.handoff.status === 'waived') return refuse({ code: 'already_waived' });
  if (kind === 'lost' && found.handoff.status === 'sealed') return refuse({ code: 'not_collected_yet' });
  // Whoever needs a copy still needs it, whatever else goes wrong.
  const open = found.handoff.problem?.kind;
  const problem = { kind: open === 'lost' || open === 'unreadable' ? open : kind, note, reportedAt: at };
  return accept(withHandoff(found.rotation, { ...found.handoff, problem, solution: null }), {
    kind: 'problem_reported',
    vendor: nameOf(rotation, found.handoff.vendorId),
    problem: kind,
    note,
  });
}

/** No key opens the copy that waits: it is kept, and a second deposit is wanted. A repeat changes nothing. */
export function decideUnreadable(
  rotation: Rotation,
  { handoffId, reference }: Of<'note_unreadable'>,
  { at }: Circumstance,
): Decision {
  const found = find(rotation, (handoff) => handoff.id === handoffId);
  if (!found) return refuse({ code: 'handoff_closed' });
  const { handoff } = found;
  if (handoff.status !== 'sealed' || handoff.problem?.kind === 'unreadable')
    return refuse({ code: 'nothing_to_do' });
  const problem = { kind: 'unreadable', note: handoff.problem?.note ?? null, reportedAt: at } as const;
  return accept(withHandoff(found.rotation, { ...handoff, problem, solution: null }), {
    kind: 'copy_unreadable',
    vendor: nameOf(rotation, handoff.vendorId),
    reference,
  });
}

/** An admin says a report is settled. It takes back what the vendor had confirmed: only the vendor confirms (P4). */
export function decideResolve(
  rotation: Rotation,
  { vendorId, reason }: Of<'resolve_problem'>,
  { at, by }: Circumstance,
): Decision {
  const found = find(rotation, (handoff) => handoff.vendorId === vendorId);
  if (!found) return refuse({ code: 'handoff_closed' });
  const { handoff } = found;
  if (handoff.problem === null) return refuse({ code: 'no_problem_open' });
  return accept(withHandoff(found.rotation, solved(handoff, { reason, by, at })), {
    kind: 'problem_resolved',
    vendor: nameOf(rotation, vendorId),
    reason,
  });
}

function solved(handoff: Handoff, solution: Solution): Handoff {
  const answered = { problem: null, solution };
  if (handoff.status !== 'confirmed') return { ...handoff, ...answered };
  const { collectedAt } = handoff;
  return { ...handoffFacts(handoff), ...answered, status: 'collected', collectedAt };
}

/** Promise R3: a vendor found late shuts the gate until served; with a secret already staged, a second deposit is needed. */
export function decideAddVendor(rotation: Rotation, { participant, handoffId }: Of<'add_vendor'>): Decision {
  if (rotation.participants.some((p) => p.vendorId === participant.vendorId)) {
    return refuse({ code: 'vendor_already_in' });
  }
  const participants = [...rotation.participants, participant];
  const added = { kind: 'vendor_added', vendor: participant.name, needsDeposit: isLive(rotation) } as const;
  if (!isLive(rotation)) return accept({ ...rotation, participants }, added);
  const late: Handoff = {
    ...newHandoff({ id: handoffId, vendorId: participant.vendorId }),
    status: 'missing',
    why: 'late',
  };
  return accept({ ...rotation, participants, handoffs: [...rotation.handoffs, late] }, added);
}

const channelOf = (contact: Contact) => (contact.kind === 'slack' ? contact.channelId : null);

/** Promise R3: a changed contact revokes that handoff; links and copy die with it, and a second deposit serves the new one. */
export function decideContact(rotation: Rotation, { vendorId, contact }: Of<'change_contact'>): Decision {
  const before = rotation.participants.find((p) => p.vendorId === vendorId);
  if (!before) return refuse({ code: 'unknown_vendor' });
  if (isSameContact(before.contact, contact) && channelOf(before.contact) === channelOf(contact)) {
    return refuse({ code: 'nothing_to_do' });
  }
  const participants = rotation.participants.map((p) => (p === before ? { ...p, contact } : p));
  const changed = { kind: 'contact_changed', vendor: before.name, contact } as const;
  const found = find(rotation, (handoff) => handoff.vendorId === vendorId);
  if (!found) return accept({ ...rotation, participants }, changed);
  if (found.handoff.status === 'waived') return refuse({ code: 'already_waived' });
  if (found.rotation.step === 'activated' && isSettled(found.handoff)) {
    return refuse(activatedAlready(found.rotation));
  }
  const revoked: Handoff = {
    ...{ ...handoffFacts(found.handoff), problem: null, solution: null, toldAt: null },
    status: 'missing',
    why: 'contact_changed',
  };
  return accept({ ...withHandoff(found.rotation, revoked), participants }, changed);
}
