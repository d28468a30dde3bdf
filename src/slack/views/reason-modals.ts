import type { InputBlock, ModalView } from '@slack/types';
import { isLive, type Problem } from '../../domain/rotation.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import type { Package } from '../../domain/package.ts';
import { section } from './blocks.ts';
import { modal, textField } from './inputs.ts';
import { problemName, PROBLEMS } from './terms.ts';
import { bold, say } from './text.ts';
import { handoffOf } from './vendor-row.ts';

const reason = (label: string, hint = 'Stays on record with your name.'): InputBlock =>
  textField('reason', label, { isLong: true, most: 500, hint });

interface OfVendor {
  readonly rotationId: string;
  readonly generationId?: string | undefined;
  readonly vendorId: string;
}

/** The only way past a vendor who does not confirm. */
export function waiveModal(
  ids: OfVendor,
  { package: pack, rotation }: CardFacts,
  vendorName: string,
): ModalView {
  const isAsked = rotation.secondPerson.for.includes('waive');
  return modal('waive', ids, { title: 'Waive a vendor', submit: isAsked ? 'Ask' : 'Waive' }, [
    section(
      `Go on with ${bold(pack.name, 80)} without the confirmation of *${say(vendorName, 80)}*. If they still use the old secret, *they are down the moment Activate is pressed*. If they have not collected their copy yet, it is destroyed.`,
    ),
    ...(isAsked ? [section(TWO_WANTED)] : []),
    reason('Why it is safe to go on'),
  ]);
}

const TWO_WANTED =
  '*Two admins are wanted for a waiver here.* Your reason goes to the others first; nothing is done before one of them agrees.';

const tipsFor = (kind: Problem['kind']): readonly string[] =>
  kind === 'unreadable'
    ? [
        'Only if whoever runs rekey has mended it. Otherwise deposit the same secret once more: that answers it by itself.',
      ]
    : PROBLEMS[kind].forAdmins;

/** An admin says that a reported problem is settled. */
export function resolveProblemModal(ids: OfVendor, facts: CardFacts, vendorName: string): ModalView {
  const problem = handoffOf(facts, ids.vendorId)?.problem;
  const what = problem
    ? `${problem.kind === 'unreadable' ? 'Found' : `${say(vendorName, 80)} reported`}: *${problemName(problem.kind)}*${problem.note ? `, “${say(problem.note, 500)}”` : ''}.`
    : `${say(vendorName, 80)} has no open problem.`;
  const tips = problem ? tipsFor(problem.kind).map((tip) => `• ${tip}`) : [];
  return modal('resolve_problem', ids, { title: 'The problem is solved', submit: 'Mark as solved' }, [
    section([`${what} Activate waits for it.`, ...tips].join('\n')),
    reason(
      'What was wrong, and what they should do now',
      'They read this, try again, and still have to confirm. It stays on record.',
    ),
  ]);
}

/** An alarm without a code that an admin can explain. */
export const dismissAlarmModal = (
  ids: OfVendor,
  { package: pack }: CardFacts,
  vendorName: string,
): ModalView =>
  modal('dismiss_alarm', ids, { title: 'Dismiss the alarm', submit: 'Dismiss' }, [
    section(
      `Somebody with a link of ${say(vendorName, 80)} for ${bold(pack.name, 80)} said that a secret they expected was gone. Dismiss it only if you have asked them and know what happened.`,
    ),
    reason('What happened'),
  ]);

/** Ends a rotation before Activate. */
export function cancelModal({ package: pack, rotation }: CardFacts): ModalView {
  const staged = isLive(rotation)
    ? ` Secret number ${rotation.generation.number} stays staged in Setup and keeps working for whoever has switched, until Generate is pressed again or it expires. *Tell the vendors who switched to put the old one back.*`
    : '';
  return modal(
    'cancel',
    { rotationId: rotation.id },
    { title: 'Cancel the rotation', submit: 'Cancel the rotation', close: 'Go back' },
    [
      section(
        `Ends this rotation of ${bold(pack.name, 80)}: all links and sealed copies are destroyed. The old secret keeps its date, and the reminders go on.${staged}`,
      ),
      reason('Why'),
    ],
  );
}

/** A package nobody uses is retired, not rotated. */
export const retireModal = ({ id: packageId, name }: Pick<Package, 'id' | 'name'>): ModalView =>
  modal('retire', { packageId }, { title: 'Retire the package', submit: 'Retire' }, [
    section(
      `If nobody uses ${bold(name, 80)} any more, it is retired instead of rotated: a rotation under way ends, its links and copies are destroyed, and there are no more reminders. In Setup nothing changes; delete the package there yourself when you are sure.`,
    ),
    reason('Why it is no longer needed'),
  ]);
