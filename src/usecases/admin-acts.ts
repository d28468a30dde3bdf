import type { Command } from '../domain/command.ts';
import type { Person } from '../domain/people.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import { advance, type Advanced } from './advance.ts';
import type { Deps } from './deps.ts';
import { actorOf, allowing } from './rights.ts';

type AdminAct =
  | ('resolve_problem' | 'waive' | 'take_back_waiver' | 'plan_activate')
  | ('generate_again' | 'disown' | 'record_date' | 'cancel');

interface Who {
  readonly person: Person;
  readonly rotationId: string;
}

/** What only an admin of the package may ask, and needs nothing but the command. */
const ask = (
  deps: Deps,
  { person, rotationId }: Who,
  action: AdminAct,
  command: Command,
): Promise<Advanced> =>
  advance(deps, { rotationId, by: actorOf(person), allow: allowing(person, action), command });

/** An admin says that a vendor's report is settled; the vendor still confirms. */
export const resolveProblem = (
  deps: Deps,
  input: Who & { vendorId: string; reason: string },
): Promise<Advanced> =>
  ask(deps, input, 'resolve_problem', {
    type: 'resolve_problem',
    vendorId: input.vendorId,
    reason: input.reason,
  });

/** Goes on without this vendor's confirmation, for a reason that stays on record. */
export const waiveVendor = (
  deps: Deps,
  input: Who & { vendorId: string; reason: string },
): Promise<Advanced> =>
  ask(deps, input, 'waive', { type: 'waive', vendorId: input.vendorId, reason: input.reason });

/** Takes back a waiver that was a mistake: the vendor takes part again, and Activate waits for them. */
export const takeBackWaiver = (deps: Deps, input: Who & { vendorId: string }): Promise<Advanced> =>
  ask(deps, input, 'take_back_waiver', { type: 'take_back_waiver', vendorId: input.vendorId });

/** Moves or drops the maintenance window for Activate. */
export const planActivate = (
  deps: Deps,
  input: Who & { plannedActivateAt: Moment | null },
): Promise<Advanced> =>
  ask(deps, input, 'plan_activate', { type: 'plan_activate', plannedActivateAt: input.plannedActivateAt });

/** "I generated again": the staged generation is superseded, and all that hangs on it is void (rule 4). */
export const generateAgain = (deps: Deps, input: Who & { generationId: string }): Promise<Advanced> =>
  ask(deps, input, 'generate_again', { type: 'generate_again', generationId: input.generationId });

/** "This deposit wasn't me": the generation is void, and Generate must be pressed again. */
export const disownDeposit = (deps: Deps, input: Who & { generationId: string }): Promise<Advanced> =>
  ask(deps, input, 'disown', { type: 'disown_deposit', generationId: input.generationId });

/** Records the expiration date somebody read in Setup (promise R7). */
export const recordExpiry = (
  deps: Deps,
  input: Who & { expiresOn: Day; explanation: string | null },
): Promise<Advanced> =>
  ask(deps, input, 'record_date', {
    type: 'record_expiry',
    expiresOn: input.expiresOn,
    explanation: input.explanation,
  });

/** Ends the rotation without a new key in force. */
export const cancelRotation = (deps: Deps, input: Who & { reason: string }): Promise<Advanced> =>
  ask(deps, input, 'cancel', { type: 'cancel', reason: input.reason });
