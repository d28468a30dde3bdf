import { isLive } from '../../domain/rotation.ts';
import { RULES } from '../../domain/rules.ts';
import { dayOf } from '../../domain/schedule.ts';
import { needsCopy } from '../../domain/decide-deposit.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { bold, listed, say } from './text.ts';

/** Step 2, click by click; beside a message it is ephemeral, in the App Home a modal. */
export function depositWalkthrough(facts: CardFacts): Message {
  const { package: pack, rotation, at } = facts;
  const description = `rekey rotation ${rotation.number} ${dayOf(at)}`;
  const steps = [
    `1. In Marketing Cloud open *Setup &gt; Installed Packages* and choose ${bold(pack.name, 80)}${pack.clientId ? ` (client id ${say(pack.clientId, 40)})` : ''}.`,
    '2. Find *Staged Secret* and press *Generate*. You need the permission Installed Package | Administer.',
    `3. As description type \`${description}\` and press *Next*.`,
    '4. *Leave that window open:* the secret is shown now and never again. Do *not* press Activate.',
    '5. Press the button below: you alone get a link to the deposit page, and its code. *Type* the code there; then copy the secret from Setup into the page.',
    '6. When the page says *Sealed and stored*, press *Finish* in Setup.',
  ].join('\n');
  if (rotation.step === 'generating' && rotation.again === 'generated_again') return depositLast(facts);
  const label = `I pressed Generate: give me the deposit page for ${pack.name}`;
  return message(`How to generate and deposit the new secret of ${say(pack.name, 80)}`, [
    header('Generate and deposit'),
    section(steps),
    section(RULE_4),
    ...actions(
      button(
        'I pressed Generate: give me the deposit page',
        'deposit',
        { rotationId: rotation.id },
        { style: 'primary', label },
      ),
    ),
    context(
      `The new secret works ${RULES.coolingMinutes} minutes after Generate, beside the old one, and lives ${RULES.secretLifeDays} days from that moment. Never paste it into Slack.`,
    ),
  ]);
}

/** Generate was pressed again already: the secret it showed last is the one to deposit. */
function depositLast({ package: pack, rotation: { id: rotationId } }: CardFacts): Message {
  const look = { style: 'primary', label: `Give me the deposit page for ${pack.name}` } as const;
  return message(`How to deposit the new secret of ${say(pack.name, 80)}`, [
    header('Deposit the secret that Generate showed last'),
    ...actions(button('I pressed Generate: give me the deposit page', 'deposit', { rotationId }, look)),
    section(
      `Generate was pressed again for ${bold(pack.name, 80)}, so its new secret is there already. Press the button above: you alone get a link to the deposit page, and its code. Paste that secret there.`,
    ),
    section(
      '*Generate once only.* Don’t press it for this. Only if nobody has kept that secret: press *Generate* once more in *Setup &gt; Installed Packages*, under *Staged Secret*, copy what it shows, and do *not* press Activate.',
    ),
    context('Never paste it into Slack.'),
  ]);
}

const RULE_4 =
  ':warning: *Generate once only.* Generating again replaces the new secret: whoever already runs on it is cut off at once. Salesforce allows it every five minutes; if it happened, deposit the one that was shown last.';

/** A second deposit of the same secret, for those who have no copy. */
export function secondDepositWalkthrough(facts: CardFacts): Message {
  const { package: pack, rotation } = facts;
  const ids = {
    rotationId: rotation.id,
    generationId: isLive(rotation) ? rotation.generation.id : undefined,
  };
  const number = isLive(rotation) ? rotation.generation.number : 0;
  const waiting = isLive(rotation)
    ? rotation.participants.filter(({ vendorId }) =>
        rotation.handoffs.some((h) => h.vendorId === vendorId && needsCopy(h)),
      )
    : [];
  const label = `Give me the page for a second deposit of ${pack.name}`;
  return message(`Deposit the same secret of ${say(pack.name, 80)} again`, [
    header('Deposit the same secret again'),
    section(
      `${listed(
        waiting.map(({ name }) => name),
        10,
      )} ${waiting.length === 1 ? 'needs' : 'need'} a copy of secret number ${number}. Paste *the same secret* once more, from your own password manager or from a colleague who stored it. rekey keeps a fingerprint only and will refuse any other.`,
    ),
    section(
      '*Don’t press Generate for this:* that makes a different secret. If nobody has this one any more, choose *More…*, then *I generated again*.',
    ),
    ...actions(button('Give me the deposit page', 'deposit_again', ids, { style: 'primary', label })),
  ]);
}
