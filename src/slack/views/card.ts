import type { KnownBlock } from '@slack/types';
import { hasEnded, isLive, type Participant } from '../../domain/rotation.ts';
import { dayOf, daysLeft, hardStopOn, isExpired } from '../../domain/schedule.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { nowOf, summary } from './card-now.ts';
import { openAlarms } from './open-alarms.ts';
import { planBlock, planLines, stepWords } from './plan-block.ts';
import { askedWaivers } from './second-person.ts';
import { actor, bold, count, left, moment, oneLine, say, sentence } from './text.ts';
import { hintFor, troubleWords } from './trouble.ts';
import { handoffOf, vendorRow } from './vendor-row.ts';

/** Rows of vendors: with everything else the card stays far below Slack's 50 blocks and its size in all. */
const MOST_VENDORS = 20;

/** The rotation's card, whole, from the facts: header, open alarms, plan, what to do now, dates, vendors. */
export const card = (facts: CardFacts): Message =>
  message(summary(facts), [titleOf(facts), ...openAlarms(facts), ...planOf(facts), ...body(facts)]);

/** The same card without Slack's native plan, for workspaces that answer `invalid_blocks`. */
export const plainCard = (facts: CardFacts): Message =>
  message(summary(facts), [
    titleOf(facts),
    ...openAlarms(facts),
    section(`*${stepWords(facts.rotation)}*\n${planLines(facts.rotation)}`),
    ...body(facts),
  ]);

const titleOf = ({ package: { name }, rotation }: CardFacts): KnownBlock =>
  header(`${isDown(rotation) ? 'Outage · ' : ''}${oneLine(name, 100)} · rotation ${rotation.number}`);

const isDown = (rotation: CardFacts['rotation']): boolean =>
  (rotation.isOutage && !hasEnded(rotation)) ||
  (rotation.step === 'activated' &&
    rotation.isEarly &&
    rotation.handoffs.some((h) => h.status !== 'confirmed' && h.status !== 'waived'));

const planOf = (facts: CardFacts): KnownBlock[] =>
  facts.rotation.step === 'cancelled' ? [] : [planBlock(facts)];

function body(facts: CardFacts): KnownBlock[] {
  const { words, buttons } = nowOf(facts);
  return [
    ...outage(facts),
    section(words),
    ...actions(...buttons, ...moreButton(facts)),
    ...askedWaivers(facts),
    ...dates(facts),
    ...vendors(facts),
    ...undelivered(facts),
    footer(facts),
  ];
}

function outage(facts: CardFacts): KnownBlock[] {
  const { rotation } = facts;
  if (!rotation.isOutage || hasEnded(rotation) || rotation.step === 'activated') return [];
  return [
    section(
      `:rotating_light: *Outage.* ${whyDown(facts)} whatever uses the package is down until it has the new one. The steps are the same.`,
    ),
  ];
}

/** No key works only before the new secret is live; and one that is void and was activated all the same does work. */
function whyDown({ rotation, package: { isDormant }, at }: CardFacts): string {
  const noKey =
    rotation.step === 'sharing' || rotation.step === 'ready' ? '' : ' there is no working secret, and';
  if (isDormant) return `Salesforce invalidated this package because it was not used for 180 days:${noKey}`;
  if (rotation.oldExpiresOn !== null && isExpired(rotation.oldExpiresOn, dayOf(at)))
    return `The old secret has expired:${noKey}`;
  return 'Activate was pressed for a secret that is void, so the old one is dead:';
}

function moreButton({ rotation, package: { name } }: CardFacts) {
  if (hasEnded(rotation)) return [];
  const ref = {
    rotationId: rotation.id,
    generationId: isLive(rotation) ? rotation.generation.id : undefined,
  };
  return [button('More…', 'more', ref, { label: `Show all other paths for the rotation of ${name}` })];
}

function dates({ rotation, at }: CardFacts): KnownBlock[] {
  if (hasEnded(rotation) || rotation.step === 'activated') return [];
  const { oldExpiresOn, plannedActivateAt, isOutage } = rotation;
  const planned = plannedActivateAt ? `\nActivate is planned for ${moment(plannedActivateAt)}.` : '';
  const isPast = oldExpiresOn !== null && isExpired(oldExpiresOn, dayOf(at));
  if (isPast || (isOutage && oldExpiresOn !== null)) {
    const how = isPast ? 'It ended' : 'It is dead before that';
    return [section(`Old secret’s date: *${oldExpiresOn}*. ${how}: *don’t count on it any more*.${planned}`)];
  }
  const old = oldExpiresOn
    ? `Old secret’s date: *${oldExpiresOn}*. Count on it until ${hardStopOn(oldExpiresOn)} at the latest: *${left(daysLeft(oldExpiresOn, dayOf(at)))}*.`
    : 'Old secret’s date: unknown. Read it in the summary table of Installed Packages.';
  return [section(`${old}${planned}`)];
}

/** The unsettled first, so that what is cut off is what needs nobody. */
function inOrder(facts: CardFacts): Participant[] {
  const rank = ({ vendorId }: Participant): number => {
    const handoff = handoffOf(facts, vendorId);
    if (handoff?.problem) return 0;
    return handoff ? { missing: 1, sealed: 2, collected: 3, confirmed: 4, waived: 5 }[handoff.status] : 2;
  };
  return facts.rotation.participants.toSorted((a, b) => rank(a) - rank(b));
}

function vendors(facts: CardFacts): KnownBlock[] {
  const all = inOrder(facts);
  if (all.length === 0) return [];
  const shown = facts.rotation.step === 'cancelled' ? [] : all.slice(0, MOST_VENDORS);
  const rest = all.slice(shown.length);
  return [
    ...shown.map((vendor) => vendorRow(facts, vendor)),
    ...(rest.length > 0 ? [context(summedUp(facts, rest))] : []),
  ];
}

const STATUS_WORDS = {
  missing: 'in need of a deposit',
  sealed: 'to collect',
  collected: 'to confirm',
  confirmed: 'confirmed',
  waived: 'waived',
};

function summedUp(facts: CardFacts, rest: Participant[]): string {
  const counts = new Map<string, number>();
  for (const { vendorId } of rest) {
    const handoff = handoffOf(facts, vendorId);
    const words = handoff ? (handoff.problem ? 'with a problem' : STATUS_WORDS[handoff.status]) : 'in all';
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const parts = [...counts].map(([words, number]) => `${number} ${words}`);
  const hint = hasEnded(facts.rotation) ? '' : ' *More…* leads to each of them.';
  return `${rest.length === facts.rotation.participants.length ? 'Vendors' : 'More vendors'}: ${parts.join(', ')}.${hint}`;
}

function undelivered({ rotation, inDoubt, undelivered: errors, escalationGone }: CardFacts): KnownBlock[] {
  const doubt =
    inDoubt > 0
      ? [
          `:warning: ${count(inDoubt, 'message')} of this rotation may not have arrived: Slack did not answer. rekey does not send ${inDoubt === 1 ? 'it' : 'them'} twice; this card and the App Home hold what ${inDoubt === 1 ? 'it' : 'they'} said. If a vendor has heard nothing, tell them.`,
        ]
      : [];
  const refused = [...new Set(errors)]
    .slice(0, 5)
    .map((error) => `:warning: Slack refused a message (${say(error, 80)}). ${hintFor(error)}`);
  const gone =
    escalationGone && !hasEnded(rotation) ? [`:warning: ${sentence(troubleWords(escalationGone))}`] : [];
  return [...doubt, ...refused, ...gone].map((words) => context(words));
}

function footer({ package: pack, rotation }: CardFacts): KnownBlock {
  const runbook =
    pack.runbookUrl && /^https?:\/\/[^\s<>|]+$/.test(pack.runbookUrl)
      ? ` · <${pack.runbookUrl}|Runbook>`
      : '';
  return context(
    `Rotation ${rotation.number} of ${bold(pack.name, 80)}, opened by ${actor(rotation.startedBy)}, ${moment(rotation.startedAt)}. Secrets never pass through Slack.${runbook}`,
  );
}
