import { nameOf } from './decide-deposit.ts';
import { accept, refuse, type Decision } from './decision.ts';
import type { EndOfRequest, SecondPersonFacts } from './event.ts';
import { shutWithoutSecond } from './gate.ts';
import type { FreezeWindow } from './package.ts';
import { isSamePerson, type Actor, type SlackIdentity } from './people.ts';
import { isLive, type LiveRotation, type Rotation } from './rotation.ts';
import { RULES } from './rules.ts';
import type { Moment } from './schedule.ts';

/** What a workspace may want two admins for. */
export type NeedsSecond = 'activate' | 'waive';

interface Asked {
  /** Counts what was asked in this rotation, from 1: an old button never answers a later request. */
  readonly number: number;
  readonly askedBy: Actor;
  readonly askedAt: Moment;
  /** Nobody answered until then, or it was agreed to so long ago that somebody must look again. */
  readonly endsAt: Moment;
}

/** One admin asked another before it is done. An agreed Activate still waits to be pressed; an agreed waiver is a waiver. */
export type SecondPersonRequest =
  | (Asked & {
      readonly what: 'activate';
      readonly agreed: { readonly by: Actor; readonly at: Moment } | null;
    })
  | (Asked & {
      readonly what: 'waive';
      readonly vendorId: string;
      readonly reason: string;
      /** How the vendor stood when it was asked. */
      readonly restsOn: string;
    });

export interface SecondPerson {
  /** The workspace's setting. */
  readonly for: readonly NeedsSecond[];
  /** Since when nothing but a second person keeps the gate shut. */
  readonly wantedAt: Moment | null;
  readonly asked: number;
  readonly requests: readonly SecondPersonRequest[];
}

export const NOBODY_ASKED: SecondPerson = { for: [], wantedAt: null, asked: 0, requests: [] };

/** How a vendor stands, as far as a waiver rests on it: whatever they do themselves changes it. */
export function vendorStanding(rotation: Rotation, vendorId: string): string | null {
  if (!isLive(rotation)) return null;
  const handoff = rotation.handoffs.find((one) => one.vendorId === vendorId);
  if (!handoff) return null;
  const { id, status, problem, solution } = handoff;
  const isDown = rotation.step === 'activated' ? 'down' : '';
  return [id, status, problem?.reportedAt.toISO() ?? '', solution?.at.toISO() ?? '', isDown].join(' ');
}

interface Now {
  readonly at: Moment;
  readonly freezeWindows: readonly FreezeWindow[];
  /** Who may ask. Left out by what only shows a request: one whose asker has left is ended by the sweep, at once. */
  readonly admins?: readonly SlackIdentity[];
}

/** With whoever asked no admin any more, one person would decide alone. What was agreed to in their time stands. */
const hasLeft = (request: SecondPersonRequest, admins: readonly SlackIdentity[]): boolean => {
  const { askedBy } = request;
  if (request.what === 'activate' && request.agreed) return false;
  return askedBy.kind !== 'slack' || !admins.some((admin) => isSamePerson(admin, askedBy));
};

/** Why a request can't be answered any more; null while it stands. Nothing may have changed on which it rests. */
export function endOfRequest(
  rotation: Rotation,
  request: SecondPersonRequest,
  { at, freezeWindows, admins }: Now,
): EndOfRequest | null {
  if (!isLive(rotation) || !rotation.secondPerson.for.includes(request.what)) return 'changed';
  if (request.what === 'waive') {
    if (vendorStanding(rotation, request.vendorId) !== request.restsOn) return 'changed';
  } else if (shutWithoutSecond(rotation, freezeWindows, at).length > 0) return 'changed';
  if (admins && hasLeft(request, admins)) return 'asker_left';
  return at >= request.endsAt ? 'time' : null;
}

/** The requests that can still be answered, or (agreed to) acted on. */
export const standingRequests = (rotation: Rotation, now: Now): SecondPersonRequest[] =>
  rotation.secondPerson.requests.filter((request) => endOfRequest(rotation, request, now) === null);

/** Whether this person asked for it themselves. */
export const isAsker = ({ askedBy }: SecondPersonRequest, by: Actor): boolean =>
  askedBy.kind === 'slack' && by.kind === 'slack' && isSamePerson(askedBy, by);

/** The same rotation without this request. */
export const withoutRequest = <R extends Rotation>(rotation: R, number: number): R => ({
  ...rotation,
  secondPerson: {
    ...rotation.secondPerson,
    requests: rotation.secondPerson.requests.filter((one) => one.number !== number),
  },
});

/** The same rotation with one more request. */
export const withRequest = <R extends Rotation>(rotation: R, request: SecondPersonRequest): R => ({
  ...rotation,
  secondPerson: {
    ...rotation.secondPerson,
    asked: request.number,
    requests: [...rotation.secondPerson.requests.filter((one) => one.number !== request.number), request],
  },
});

/** Until when a request stands, and an agreement after it. */
export const endsAt = (at: Moment): Moment => at.plus({ hours: RULES.secondPersonHours });

/** What a request says of itself, in every event about it. */
export const factsOfRequest = (rotation: Rotation, request: SecondPersonRequest): SecondPersonFacts => ({
  request: request.number,
  what: request.what,
  vendor: request.what === 'waive' ? nameOf(rotation, request.vendorId) : null,
  reason: request.what === 'waive' ? request.reason : null,
  askedBy: request.askedBy.kind === 'slack' ? request.askedBy.userId : null,
});

/** One request is on record: the next rotation, and what happened. */
export const asked = (rotation: LiveRotation, request: SecondPersonRequest): Decision =>
  accept(withRequest(rotation, request), {
    kind: 'second_person_asked',
    ...factsOfRequest(rotation, request),
  });

/** Somebody has asked for the same already, and it stands. */
export const askedAlready = ({ askedAt, askedBy }: SecondPersonRequest): Decision =>
  refuse({
    code: 'already_asked',
    at: askedAt.toISO(),
    by: askedBy.kind === 'slack' ? askedBy.userId : askedBy.kind,
  });
