import type { ModalView } from '@slack/types';
import { pendingParticipants, type LiveRotation, type Shelved } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { context, section } from './blocks.ts';
import { consentField, dayField, modal, momentField, textField } from './inputs.ts';
import { settledWords } from './names.ts';
import { bold, listed, moment, say } from './text.ts';

const idsOf = ({ id, generation }: LiveRotation) => ({ rotationId: id, generationId: generation.id });

const WHERE =
  'The new date is in the summary table of *Setup &gt; Installed Packages*, column of expiration dates.';

const WHY_LABEL = 'Why it differs, if it does';
const WHY_HINT = 'A day’s difference is fine and needs no reason.';

/** Step 4: what Activate does, where to click, and one button that records it. */
export const activateModal = ({ package: pack }: CardFacts, rotation: LiveRotation): ModalView =>
  modal('activate', idsOf(rotation), { title: 'Activate', submit: 'I pressed Activate' }, [
    section(
      `*${bold(pack.name, 80).replaceAll('*', '')}: switch the old secret off.* Salesforce calls it _Activate_. The old one dies at once, everywhere, and *there is no way back*. ${settledWords(rotation)}`,
    ),
    section(
      `1. In Marketing Cloud open *Setup &gt; Installed Packages* and choose the package${pack.clientId ? ` with the client id \`${say(pack.clientId, 60).replaceAll('`', "'")}\`` : ''}.\n2. In *Staged Secret* press *Activate* and confirm.\n3. Go back to the list and read the new expiration date.\n4. Then press *I pressed Activate* here: rekey can’t see it by itself.`,
    ),
    dayField('expires_on', 'New expiration date, read in Setup', {
      isOptional: true,
      hint: `rekey expects ${rotation.generation.expiresOn}. If you can’t read it now, leave it empty and record it later.`,
    }),
    textField('explanation', WHY_LABEL, { isOptional: true, isLong: true, most: 500, hint: WHY_HINT }),
    context('Not pressed yet? Then cancel: this only records what you did in Setup.'),
  ]);

/** Step 5: the date somebody read; `wish` says what was refused, after Activate itself was recorded. */
export function recordDateModal(
  { package: pack }: CardFacts,
  rotation: LiveRotation,
  wish?: { words: string; expiresOn: string },
): ModalView {
  const recorded = wish
    ? [section(`:white_check_mark: *Activate is recorded.* :warning: ${wish.words}`)]
    : [];
  return modal('record_date', idsOf(rotation), { title: 'Record the date', submit: 'Record' }, [
    ...recorded,
    section(
      `${bold(pack.name, 80)}: ${WHERE} rekey counts ${rotation.generation.expiresOn}, 180 days from Generate, until somebody has read it there.`,
    ),
    dayField('expires_on', 'New expiration date, read in Setup', wish ? { initial: wish.expiresOn } : {}),
    textField('explanation', WHY_LABEL, {
      isOptional: !wish,
      isLong: true,
      most: 500,
      hint: WHY_HINT,
    }),
  ]);
}

/** Activate was pressed while it should not have been: reported truthfully, never undone. */
export function earlyActivateModal({ package: pack }: CardFacts, rotation: LiveRotation): ModalView {
  const down = pendingParticipants(rotation).map(({ name }) => name);
  const who =
    down.length > 0
      ? `Not confirmed yet, so probably down: *${listed(down, 15)}*.`
      : 'Every vendor is settled.';
  return modal('early_activate', idsOf(rotation), { title: 'Activated too early', submit: 'Report it' }, [
    section(
      `If Activate was pressed in Setup for ${bold(pack.name, 80)} before everybody had switched, the old secret is dead and there is no way back. ${who}`,
    ),
    section(
      'rekey records it as it is: the card shows the outage, the admins are told, and these vendors are helped to switch. Nobody is blamed.',
    ),
    consentField('accept', 'Only if it is so', 'Activate was pressed in Setup'),
  ]);
}

/** An earlier secret, void or left behind, was activated in Setup: nothing works but that one. */
export function shelvedActivatedModal({ package: pack, rotation }: CardFacts, shelved: Shelved): ModalView {
  const ids = { rotationId: rotation.id, generationId: shelved.id };
  return modal('early_activate', ids, { title: 'Activated too early', submit: 'Report it' }, [
    section(
      `If Activate was pressed in Setup for secret number ${shelved.number} of ${bold(pack.name, 80)}, the one before it is dead and there is no way back: whoever still uses that is down.`,
    ),
    section(
      'rekey records it as it is: the card shows the outage and the admins are told. The way out is another secret: Generate, deposit, share. Nobody is blamed.',
    ),
    consentField('accept', 'Only if it is so', 'Activate was pressed in Setup'),
  ]);
}

/** The earliest time for Activate: moved, or emptied. */
export function planActivateModal({ package: pack, rotation }: CardFacts): ModalView {
  const planned = rotation.plannedActivateAt;
  const now = planned
    ? `Planned now: ${moment(planned)}.`
    : 'Nothing is planned now: Activate opens as soon as everybody has confirmed or was waived.';
  const initial = planned ? { initial: Math.floor(planned.toSeconds()) } : {};
  return modal('plan_activate', { rotationId: rotation.id }, { title: 'Plan Activate', submit: 'Save' }, [
    section(`${bold(pack.name, 80)}: ${now}`),
    momentField('planned_at', 'Earliest time for Activate', {
      isOptional: true,
      hint: 'In your own time zone. Leave it empty for no planned time.',
      ...initial,
    }),
  ]);
}

/** Promise H13: somebody else has the secret, or may have. */
export const compromisedModal = ({ package: pack }: CardFacts, rotation: LiveRotation): ModalView =>
  modal('compromised', idsOf(rotation), { title: 'In wrong hands', submit: 'Report it' }, [
    section(
      rotation.step === 'activated'
        ? `Secret number ${rotation.generation.number} of ${bold(pack.name, 80)} is the one in force: it can’t be taken back, only rotated away. The admins are told, and the package should be rotated again at once.`
        : `Secret number ${rotation.generation.number} of ${bold(pack.name, 80)} becomes void *for every vendor, at once*: its links and copies die, Activate is blocked, and another must be generated. Whoever has switched is asked to put the old one back.`,
    ),
    consentField('accept', 'Only if it is so', 'Somebody else has this secret, or may have it'),
  ]);

/** Rule 4: Generate was pressed again, so what is out is void. */
export function generatedAgainModal({ package: pack }: CardFacts, rotation: LiveRotation): ModalView {
  const taken = rotation.handoffs.filter((h) => h.status === 'collected' || h.status === 'confirmed');
  const names = taken.flatMap((h) =>
    rotation.participants.filter((p) => p.vendorId === h.vendorId).map((p) => p.name),
  );
  const who =
    names.length > 0
      ? `Already collected by *${listed(names, 15)}*: they must collect and switch once more.`
      : 'Nobody has collected it yet.';
  return modal('generated_again', idsOf(rotation), { title: 'I generated again', submit: 'Make it void' }, [
    section(
      `Generate was pressed once more for ${bold(pack.name, 80)}? Then Salesforce has replaced secret number ${rotation.generation.number}: it no longer works for anybody who has it. ${who}`,
    ),
    section(
      'rekey then makes its links, copies and confirmations void, and asks for the deposit of the secret that Generate showed last. *If you have not pressed Generate again, cancel.*',
    ),
    consentField('accept', 'Only if it is so', 'Generate was pressed again in Setup'),
  ]);
}
