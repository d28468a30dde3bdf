import type { Button } from '@slack/types';
import {
  hasEnded,
  pendingParticipants,
  type Activated,
  type Cancelled,
  type Done,
  type Generating,
  type LiveRotation,
  type Rotation,
  type VoidReason,
} from '../../domain/rotation.ts';
import { RULES } from '../../domain/rules.ts';
import { dueOn } from '../../domain/schedule.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { button } from './blocks.ts';

import { actor, bold, listed, moment, say } from './text.ts';
import { inCharge, settledWords, waivedNames } from './names.ts';
import { agreedWords, askingForSecond, waitsForSecond } from './second-person.ts';
import { reports, servingButtons, sharing, type Now } from './card-serving.ts';

const AGAIN_WORDS = {
  generated_again: 'An admin reported that Generate was pressed again: the earlier new secret is void.',
  disowned: 'The last deposit was not made by the person it was recorded for: it is void.',
  exposed: 'Others may have seen the last new secret: it is void.',
  expired: 'The last new secret passed its own expiration date before it was activated: it is void.',
} as const satisfies Record<VoidReason, string>;

function generating(facts: CardFacts, rotation: Generating): Now {
  const { again } = rotation;
  const why = again
    ? `:warning: ${AGAIN_WORDS[again]} Links, copies and confirmations of it are void too.\n`
    : '';
  if (again === 'generated_again') return depositLast(facts, why);
  const words = `${why}*Now: ${inCharge(facts.package)} generates the new secret and deposits it.* Salesforce calls it _staged_: a second secret, live ${RULES.coolingMinutes} minutes after Generate. ${rotation.isOutage ? 'It ends the outage.' : 'The old secret goes on working beside it.'}`;
  const label = `Show how to generate and deposit the new secret of ${facts.package.name}`;
  const { id: rotationId } = rotation;
  return {
    words,
    buttons: [button('Generate and deposit…', 'how_to_deposit', { rotationId }, { style: 'primary', label })],
  };
}

/** The secret is there already, in the window that Generate opened: pressing it once more would make another. */
function depositLast({ package: pack, rotation: { id: rotationId } }: CardFacts, why: string): Now {
  return {
    words: `${why}*Now: ${inCharge(pack)} deposits the secret that Generate showed last.* Don’t press Generate for that; only if nobody has kept that secret, press it once more.`,
    buttons: [
      button(
        'Deposit the secret…',
        'deposit',
        { rotationId },
        { style: 'primary', label: `Give me the deposit page for the new secret of ${pack.name}` },
      ),
      button(
        'Generate and deposit…',
        'how_to_deposit',
        { rotationId },
        { label: `Show how to generate and deposit the new secret of ${pack.name}` },
      ),
    ],
  };
}

const cooling = ({ generation }: LiveRotation): Now => ({
  words: `*Now: wait.* ${actor(generation.depositedBy)} deposited secret number ${generation.number}. It goes live ${moment(generation.liveAt)}; before that Salesforce refuses it, so nobody can collect it. Then rekey tells the vendors.`,
  buttons: [],
});

function ready(facts: CardFacts, rotation: LiveRotation): Now {
  const missing = ' Does anybody else use this package? Then add them first, under *More…*.';
  const words = `*Now: ${inCharge(facts.package)} presses Activate in Setup.* It switches the old secret off, at once and for good. ${settledWords(rotation)}${agreedWords(facts)}${missing}`;
  const ref = { rotationId: rotation.id, generationId: rotation.generation.id };
  const label = `Show how to activate the new secret of ${facts.package.name} and record it`;
  return { words, buttons: [button('Activate…', 'activate', ref, { style: 'primary', label })] };
}

function activated(facts: CardFacts, rotation: Activated): Now {
  const down = pendingParticipants(rotation).map(({ name }) => name);
  const ref = { rotationId: rotation.id, generationId: rotation.generation.id };
  const outage =
    down.length > 0
      ? `:rotating_light: *Outage: Activate was pressed before everybody had switched.* The old secret is dead and there is no way back. Down until they use the new secret: ${listed(down, 10)}.\n`
      : '';
  const by = `${actor(rotation.activatedBy)} recorded Activate, ${moment(rotation.activatedAt)}.`;
  const next = rotation.dateRead
    ? ` The new date is recorded: ${rotation.dateRead.expiresOn}.`
    : ` *Now: ${inCharge(facts.package)} reads the new expiration date in Setup and records it.* rekey expects ${rotation.generation.expiresOn} (unconfirmed).`;
  const record = rotation.dateRead
    ? []
    : [
        button('Record the date…', 'record_date', ref, {
          ...(down.length > 0 ? {} : { style: 'primary' }),
          label: `Record the new expiration date of ${facts.package.name}`,
        }),
      ];
  const slip =
    rotation.dateRead || rotation.isEarly
      ? ''
      : '\nWas it recorded by mistake? Then press Activate in Setup now: everybody is settled.';
  return {
    words: `${outage}${reports(facts, rotation)}${by}${next}${slip}`,
    buttons: [...servingButtons(facts, rotation), ...record],
  };
}

function done({ package: { id: packageId, leadDays, name } }: CardFacts, rotation: Done): Now {
  const { expiresOn, by } = rotation.dateRead;
  const early = rotation.isEarly
    ? ` Activate was pressed too early this time; every vendor ${waivedNames(rotation).length > 0 ? 'who was not waived ' : ''}is back.`
    : '';
  const label = `Put the next dates of ${name} into my calendar`;
  return {
    words: `:white_check_mark: *Done, ${moment(rotation.doneAt)}.* The new secret expires ${expiresOn} (read in Setup by ${actor(by)}). The next rotation is due ${dueOn(expiresOn, leadDays)}. Everything sealed is gone.${early}`,
    buttons: [button('Add to calendar…', 'add_to_calendar', { packageId }, { label })],
  };
}

const cancelled = ({ isRetired, cancelledBy, cancelledAt, reason }: Cancelled): Now => ({
  words: `*${isRetired ? 'The package was retired' : 'Cancelled'} by ${actor(cancelledBy)}, ${moment(cancelledAt)}:* ${say(reason, 600)}\nLinks and sealed copies are gone. ${isRetired ? 'It is not rotated any more.' : 'The old secret keeps its date.'}`,
  buttons: [],
});

/** One primary button per set: the first, what comes first. */
const onePrimary = (buttons: readonly Button[]): Button[] => {
  const first = buttons.findIndex(({ style }) => style === 'primary');
  return buttons.map((each, n) => {
    if (n <= first || each.style !== 'primary') return each;
    const { style: _, ...plain } = each;
    return plain;
  });
};

/** The part of the card that changes with the step. */
export function nowOf(facts: CardFacts): Now {
  const now = nowAt(facts);
  return { ...now, buttons: onePrimary(now.buttons) };
}

function nowAt(facts: CardFacts): Now {
  const rotation: Rotation = facts.rotation;
  switch (rotation.step) {
    case 'generating':
      return generating(facts, rotation);
    case 'cooling':
      return cooling(rotation);
    case 'sharing':
      return waitsForSecond(facts) ? askingForSecond(facts, rotation) : sharing(facts, rotation);
    case 'ready':
      return ready(facts, rotation);
    case 'activated':
      return activated(facts, rotation);
    case 'done':
      return done(facts, rotation);
    case 'cancelled':
      return cancelled(rotation);
  }
}

/** The one sentence for notifications and screen readers: package, step, who is waited for. An open alarm goes before it. */
export function summary(facts: CardFacts): string {
  const { rotation, alarms } = facts;
  const about = listed(alarms.map(({ vendor }) => vendor));
  const first = alarms.length > 0 && !hasEnded(rotation) ? `alarm about ${about}, not answered yet; ` : '';
  return `${bold(facts.package.name, 80).replaceAll('*', '')}: ${first}${stepSummary(facts)}`;
}

function stepSummary(facts: CardFacts): string {
  const { rotation } = facts;
  switch (rotation.step) {
    case 'generating':
      return rotation.again === 'generated_again'
        ? 'step 2 of 5. An admin must deposit the secret that Generate showed last.'
        : 'step 2 of 5. An admin must generate the new secret and deposit it.';
    case 'cooling':
      return `secret deposited; live ${moment(rotation.generation.liveAt)}.`;
    case 'sharing': {
      const pending = pendingParticipants(rotation).map((p) => p.name);
      if (waitsForSecond(facts)) return 'step 4 of 5. Two admins are wanted: one asks, another agrees.';
      if (pending.length === 0) return 'every vendor is settled, but Activate must wait.';
      return `step 3 of 5. Waiting for ${listed(pending)}.`;
    }
    case 'ready':
      return 'step 4 of 5. An admin must press Activate in Setup.';
    case 'activated': {
      const down = pendingParticipants(rotation).map((p) => p.name);
      if (down.length > 0) return `OUTAGE, activated too early. Down: ${listed(down)}.`;
      return 'step 5 of 5. An admin must record the new expiration date.';
    }
    case 'done':
      return `rotation done. The new secret expires ${rotation.dateRead.expiresOn}.`;
    case 'cancelled':
      return rotation.isRetired ? 'the package was retired.' : 'the rotation was cancelled.';
  }
}
