import type { Circumstance, Command } from './command.ts';
import { waived } from './decide-waive.ts';
import { accept, activatedAlready, refuse, type Decision } from './decision.ts';
import { gateReasons, hasRunOut, shutWithoutSecond } from './gate.ts';
import { isLive, pendingParticipants, type Rotation } from './rotation.ts';
import {
  asked,
  askedAlready,
  endsAt,
  factsOfRequest,
  isAsker,
  standingRequests,
  withoutRequest,
  withRequest,
  type SecondPersonRequest,
} from './second-person.ts';

type Of<T extends Command['type']> = Extract<Command, { type: T }>;

/** Before anybody presses Activate in Setup: with everything else settled, another admin is asked to agree. */
export function decideAskToActivate(
  rotation: Rotation,
  { generationId }: Of<'ask_to_activate'>,
  circumstance: Circumstance,
): Decision {
  const { at, by, freezeWindows } = circumstance;
  if (!isLive(rotation)) return refuse({ code: 'nothing_staged' });
  if (rotation.step === 'activated') return refuse(activatedAlready(rotation));
  const { generation } = rotation;
  if (generation.id !== generationId) return refuse({ code: 'stale_generation', current: generation.number });
  if (hasRunOut(generation, at)) return refuse({ code: 'nothing_staged' });
  const reasons = shutWithoutSecond(rotation, freezeWindows, at);
  const pending = pendingParticipants(rotation).map(({ name }) => name);
  if (reasons.length > 0) return refuse({ code: 'gate_shut', reasons, pending });
  if (gateReasons(rotation, freezeWindows, at).length === 0)
    return refuse({ code: 'no_second_person_needed' });
  const open = standingRequests(rotation, circumstance).find(({ what }) => what === 'activate');
  if (open) return askedAlready(open);
  const number = rotation.secondPerson.asked + 1;
  const request: SecondPersonRequest = {
    ...{ what: 'activate', number, askedBy: by, askedAt: at, endsAt: endsAt(at), agreed: null },
  };
  return asked(rotation, request);
}

const findRequest = (rotation: Rotation, number: number, circumstance: Circumstance) =>
  standingRequests(rotation, circumstance).find((one) => one.number === number);

/** Another admin agrees: Activate may be pressed, or the waiver holds. Nobody agrees with themselves. */
export function decideAgree(
  rotation: Rotation,
  { request: number }: Of<'agree'>,
  circumstance: Circumstance,
): Decision {
  const { at, by } = circumstance;
  const request = findRequest(rotation, number, circumstance);
  if (!request || !isLive(rotation)) return refuse({ code: 'request_ended' });
  if (isAsker(request, by)) return refuse({ code: 'own_request' });
  const agreed = { kind: 'second_person_agreed', ...factsOfRequest(rotation, request) } as const;
  if (request.what === 'activate') {
    if (request.agreed) return refuse({ code: 'nothing_to_do' });
    return accept(withRequest(rotation, { ...request, agreed: { by, at }, endsAt: endsAt(at) }), agreed);
  }
  const { vendorId, reason, askedBy } = request;
  const next = waived(withoutRequest(rotation, number), {
    vendorId,
    reason,
    at,
    by: askedBy,
    secondedBy: by,
  });
  return next.ok ? accept(next.next, agreed, ...next.events) : next;
}

/** Another admin does not agree, with a reason; whoever asked takes it back. Also after it was agreed to. */
export function decideDecline(
  rotation: Rotation,
  { request: number, reason }: Of<'decline'>,
  circumstance: Circumstance,
): Decision {
  const request = findRequest(rotation, number, circumstance);
  if (!request) return refuse({ code: 'request_ended' });
  return accept(withoutRequest(rotation, number), {
    kind: 'second_person_declined',
    ...factsOfRequest(rotation, request),
    why: reason,
    isWithdrawn: isAsker(request, circumstance.by),
  });
}
