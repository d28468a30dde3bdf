import type { Circumstance, Command } from './command.ts';
import { accept, refuse, type Decision } from './decision.ts';
import { decideActivate, decideExpiry, decidePlan } from './decide-activate.ts';
import { decideDeposit, decideDepositAgain, decideVoid } from './decide-deposit.ts';
import {
  decideAddVendor,
  decideConfirm,
  decideContact,
  decidePassOn,
  decideProblem,
  decideResolve,
  decideTell,
  decideUnreadable,
} from './decide-vendor.ts';
import { decideAgree, decideAskToActivate, decideDecline } from './decide-second-person.ts';
import { decideTakeBackWaiver, decideWaive } from './decide-waive.ts';
import { decideEnding } from './decide-ending.ts';
import { turnGate } from './gate-turn.ts';
import { hasEnded, type Rotation } from './rotation.ts';

/**
 * Decides what a command does to a rotation: the next rotation and what happened, or why not. Pure.
 * After every accepted move the gate is looked at again, so that it opens and shuts in the same transaction.
 */
export function decide(rotation: Rotation, command: Command, circumstance: Circumstance): Decision {
  if (hasEnded(rotation)) return refuse({ code: 'rotation_ended', step: rotation.step });
  const decision = decideOpen(rotation, command, circumstance);
  if (!decision.ok) return decision;
  const turned = turnGate(decision.next, circumstance);
  const events = [...decision.events, ...turned.events];
  return events.length === 0 ? refuse({ code: 'nothing_to_do' }) : accept(turned.next, ...events);
}

type Open = Exclude<Rotation, { step: 'done' | 'cancelled' }>;

function decideOpen(rotation: Open, command: Command, circumstance: Circumstance): Decision {
  switch (command.type) {
    case 'deposit':
      return decideDeposit(rotation, command, circumstance);
    case 'deposit_again':
      return decideDepositAgain(rotation, command, circumstance);
    case 'disown_deposit':
      return decideVoid(rotation, command.generationId, 'disowned');
    case 'expose':
      return decideVoid(rotation, command.generationId, 'exposed');
    case 'generate_again':
      return decideVoid(rotation, command.generationId, 'generated_again');
    case 'let_time_pass':
      return accept(rotation);
    case 'tell':
      return decideTell(rotation, command, circumstance);
    case 'pass_on':
      return decidePassOn(rotation, command, circumstance);
    case 'confirm':
      return decideConfirm(rotation, command);
    case 'report_problem':
      return decideProblem(rotation, command, circumstance);
    case 'note_unreadable':
      return decideUnreadable(rotation, command, circumstance);
    case 'resolve_problem':
      return decideResolve(rotation, command, circumstance);
    case 'waive':
      return decideWaive(rotation, command, circumstance);
    case 'take_back_waiver':
      return decideTakeBackWaiver(rotation, command);
    case 'add_vendor':
      return decideAddVendor(rotation, command);
    case 'change_contact':
      return decideContact(rotation, command);
    case 'plan_activate':
      return decidePlan(rotation, command);
    case 'ask_to_activate':
      return decideAskToActivate(rotation, command, circumstance);
    case 'agree':
      return decideAgree(rotation, command, circumstance);
    case 'decline':
      return decideDecline(rotation, command, circumstance);
    case 'activate':
    case 'report_early_activate':
      return decideActivate(rotation, command, circumstance);
    case 'record_expiry':
      return decideExpiry(rotation, command, circumstance);
    case 'cancel':
    case 'retire':
      return decideEnding(rotation, command, circumstance);
  }
}
