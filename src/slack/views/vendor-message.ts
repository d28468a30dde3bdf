import type { KnownBlock } from '@slack/types';
import { hasEnded, type Handoff, type Rotation, type VoidReason } from '../../domain/rotation.ts';
import { RULES } from '../../domain/rules.ts';
import { dayOf, hardStopOn, isExpired } from '../../domain/schedule.ts';
import type { VendorMessageFacts } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { confirmationWords, PROBLEMS } from './terms.ts';
import { actor, bold, contact, moment, say } from './text.ts';

const idsOf = ({ rotation, handoffId }: VendorMessageFacts) => ({
  rotationId: rotation.id,
  generationId: 'generation' in rotation ? rotation.generation.id : '',
  handoffId,
});

/** A vendor's buttons: only what applies now. */
function buttonsOf(facts: VendorMessageFacts, handoff: Handoff) {
  const ids = idsOf(facts);
  const { name } = facts.package;
  const collect = button('Collect', 'collect', ids, {
    style: 'primary',
    label: `Collect the new secret of ${name}`,
  });
  const works = button('It works…', 'confirm', ids, {
    style: 'primary',
    label: `Confirm that the new secret of ${name} works`,
  });
  const wrong = button('Something is wrong…', 'problem', ids, {
    label: `Report a problem with the new secret of ${name}`,
  });
  switch (handoff.status) {
    case 'sealed':
      return handoff.problem?.kind === 'unreadable' ? [wrong] : [collect, wrong];
    case 'collected':
      return [works, wrong];
    case 'confirmed':
      return handoff.problem ? [works] : [wrong];
    case 'missing':
    case 'waived':
      return [];
  }
}

/** The old secret is dead: whoever has not switched is down. */
const isDown = ({ rotation }: VendorMessageFacts): boolean =>
  rotation.isOutage || rotation.step === 'activated';

/** What holds now, in the words of somebody who has never heard of rekey. */
function stateOf(facts: VendorMessageFacts, handoff: Handoff): string {
  if (handoff.problem?.kind === 'unreadable')
    return ':warning: rekey can’t open the copy of the secret that waits for you. Nothing was handed out. The admins were told and must hand it in once more; you will get a new message, and there is nothing to do now.';
  if (handoff.problem) {
    const next =
      handoff.problem.kind === 'lost'
        ? 'The admin deposits it once more; you need nothing from here.'
        : 'When it works after all, press *It works*.';
    return `:warning: You reported: ${PROBLEMS[handoff.problem.kind].name}. The admins were told${isDown(facts) ? '' : ', and rekey asks nobody to switch the old secret off meanwhile'}. ${next}`;
  }
  return `${answered(handoff)}${statusOf(facts, handoff)}`;
}

/** An admin has called the reported problem solved: the vendor tries again. */
const answered = ({ solution, status }: Handoff): string =>
  solution && status !== 'waived'
    ? `:bulb: *${actor(solution.by)} has answered what you reported:* “${say(solution.reason, 500)}”\n`
    : '';

function statusOf(facts: VendorMessageFacts, handoff: Handoff): string {
  switch (handoff.status) {
    case 'missing':
      return ':hourglass_flowing_sand: An admin has to hand the secret in once more before you can collect it. You will get a new message; there is nothing to do now.';
    case 'sealed':
      return '*1.* Press *Collect*: you alone get a link and a code. The link opens a page that shows the secret once.\n*2.* Put it into your systems in place of the old one.\n*3.* Come back here and say whether it works.';
    case 'collected':
      return `Collected ${moment(handoff.collectedAt)}. When your systems run on it, press *It works*. An access token lives about ${RULES.tokenLifeMinutes} minutes, so force a new one first.`;
    case 'confirmed':
      return `:white_check_mark: Confirmed ${moment(handoff.confirmation.at)} by ${actor(handoff.confirmation.by)}: ${confirmationWords(handoff.confirmation)}. Thank you. If it stops working, say so here.`;
    case 'waived':
      return isDown(facts)
        ? 'An admin has gone on without your confirmation. The old secret no longer works. If one of your systems still uses it, tell the admin now.'
        : 'An admin has gone on without your confirmation. The old secret may be switched off at any time. If one of your systems still uses it, tell the admin now.';
  }
}

const systemsOf = ({ participant: { systems } }: VendorMessageFacts): string =>
  systems.length > 0 ? ` We know of these places: ${say(systems.join(', '), 300)}.` : '';

/** The mention pings, and says in a shared channel who is meant. */
const toWhom = ({ participant }: VendorMessageFacts): string =>
  `${contact(participant.contact)}, for ${bold(participant.name, 80)}`;

const ofWhat = ({ package: pack, workspaceName }: VendorMessageFacts): string =>
  `the Marketing Cloud package ${bold(pack.name, 80)} of ${say(workspaceName, 80)}.`;

/** Whoever confirmed is not down, whatever became of the old secret. */
const hasSwitched = ({ handoff }: VendorMessageFacts): boolean =>
  handoff?.status === 'confirmed' && handoff.problem === null;

const isPastItsDate = ({ rotation: { oldExpiresOn }, at }: VendorMessageFacts): boolean =>
  oldExpiresOn !== null && isExpired(oldExpiresOn, dayOf(at));

const hasOldEnded = (facts: VendorMessageFacts): boolean => isDown(facts) || isPastItsDate(facts);

function why(facts: VendorMessageFacts): string {
  const { rotation, workspaceName, package: pack } = facts;
  const asks = `${actor(rotation.startedBy)} at ${say(workspaceName, 80)} asks you to switch to the new client secret, number ${facts.generationNumber}, of the Marketing Cloud package ${bold(pack.name, 80)}.`;
  if (hasSwitched(facts) && hasOldEnded(facts)) return `${asks} The old one no longer works.`;
  if (rotation.isOutage)
    return `${asks} The old one no longer works, so your connection is down until you switch.`;
  if (rotation.step === 'activated')
    return `${asks} *The old one was switched off early, so your connection is down until you switch.*`;
  if (isPastItsDate(facts))
    return `${asks} *The old one ended by its date, ${rotation.oldExpiresOn}, so your connection may be down until you switch.*`;
  const until = rotation.oldExpiresOn
    ? ` Please be done by the end of ${hardStopOn(rotation.oldExpiresOn)}; it may be switched off sooner, once everybody is settled.`
    : ' It is switched off once everybody is settled.';
  return `${asks} The old one works meanwhile.${until}`;
}

const isFinished = ({ rotation, handoff }: VendorMessageFacts): boolean =>
  handoff === null || hasEnded(rotation);

/** A staged secret that is void may be replaced at any moment; the old one works until Activate. */
const BACK = ' If you have switched already, put the old secret back now.';

const VOID_WORDS = {
  generated_again: 'Another secret was generated since',
  disowned: 'That secret was not deposited by the right person',
  exposed: 'Others may have seen that secret',
  expired: 'That secret has passed its own date',
} as const satisfies Record<VoidReason, string>;

const whyVoid = (rotation: Rotation): string =>
  rotation.step === 'generating' && rotation.again
    ? `:warning: ${VOID_WORDS[rotation.again]}, so what you were given no longer counts.`
    : 'This request was replaced, and what you were given for it no longer counts.';

function ended({ rotation, package: { name }, handoff }: VendorMessageFacts): string {
  if (rotation.step === 'done')
    return `:white_check_mark: The new secret of ${say(name, 80)} is in force and the old one is switched off. Thank you, there is nothing left to do.`;
  if (rotation.step === 'cancelled')
    return `This was called off: keep the secret you had before for ${say(name, 80)}.${rotation.isOutage ? ' If you have switched already, tell the admin who asked you.' : BACK}`;
  if (handoff === null)
    return `${whyVoid(rotation)} Don’t switch to that secret of ${say(name, 80)}; a new message will come.${rotation.isOutage ? '' : BACK}`;
  return 'There is nothing left to do here.';
}

/** The vendor's one message, rewritten as things happen. No link and no code is ever in it. */
export function vendorMessage(facts: VendorMessageFacts): Message {
  const {
    package: { name },
    handoff,
  } = facts;
  const title = header(`New secret for ${name}`);
  if (isFinished(facts) || !handoff) {
    const words = ended(facts);
    return message(words, [title, section(`${toWhom(facts)}: ${words}`)]);
  }
  const state = stateOf(facts, handoff);
  const about = handoff.status === 'waived' ? ofWhat(facts) : why(facts);
  const blocks: KnownBlock[] = [
    title,
    section(`${toWhom(facts)}: ${about}${systemsOf(facts)}`),
    section(state),
    ...actions(...buttonsOf(facts, handoff)),
    context('Sent by rekey. The secret itself never passes through Slack: never paste it here.'),
  ];
  return message(`New secret for ${say(name, 80)}: ${state.replaceAll('*', '')}`, blocks);
}

/** What is left of the message when the vendor's contact has become somebody else, or a newer one was sent. */
export const vendorMessageMoved = ({ package: { name } }: VendorMessageFacts): Message => {
  const words = `This message about the new secret of ${say(name, 80)} was replaced by a newer one to the present contact. Its buttons are gone; there is nothing to do here.`;
  return message(words, [section(words)]);
};
