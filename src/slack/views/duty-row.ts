import type { Button, KnownBlock } from '@slack/types';
import type { DutyKind } from '../../domain/duties.ts';
import { isPlanned } from '../../domain/planned-start.ts';
import { isLive } from '../../domain/rotation.ts';
import type { DigestItem } from '../../usecases/facts.ts';
import { button, section } from './blocks.ts';
import { bold, days, left, moment, person, say, sentence } from './text.ts';

const generationOf = ({ rotation }: DigestItem): string =>
  rotation && isLive(rotation) ? rotation.generation.id : '';

const vendorName = ({ vendor }: DigestItem): string => say(vendor?.name ?? 'a vendor', 60);

const waited = ({ duty: { since } }: DigestItem): string =>
  since ? ` (waiting since ${moment(since)})` : '';

/** A start before it is due anyway is the plan's. */
const plannedFor = ({ package: pkg, duty: { deadlineOn } }: DigestItem): string =>
  isPlanned(pkg, deadlineOn) ? `, planned for ${pkg.plannedStartOn}` : '';

/** What is owed, as a sentence to whoever owes it. */
const ASKS: { readonly [K in DutyKind]: (item: DigestItem) => string } = {
  start: (item) =>
    item.isHeadsUp
      ? `nothing to do yet; its rotation is due in ${days((item.daysLeft ?? 0) - item.package.leadDays)}.`
      : `start its rotation${plannedFor(item)}.`,
  deposit: (item) => `generate the new secret in Setup and deposit it${waited(item)}.`,
  deposit_again: (item) => `deposit the same secret once more for ${vendorName(item)}${waited(item)}.`,
  hand_over: (item) => `give ${vendorName(item)} their link and code; they have no Slack${waited(item)}.`,
  answer: (item) => `answer what ${vendorName(item)} reported${waited(item)}.`,
  activate: (item) => `everybody has confirmed: press Activate in Setup${waited(item)}.`,
  second_person: (item) =>
    `everybody is settled, and two admins are wanted for Activate: one asks, another agrees${waited(item)}.`,
  record_date: () => 'read the new expiration date in Setup and record it.',
  collect: (item) =>
    item.audience === 'vendor'
      ? `collect the new secret${waited(item)}.`
      : `${vendorName(item)} has not collected the new secret${waited(item)}. Ask them.`,
  confirm: (item) =>
    item.audience === 'vendor'
      ? `say whether the new secret works${waited(item)}.`
      : `${vendorName(item)} has collected and not confirmed${waited(item)}. Ask them.`,
};

const NOW = { style: 'primary' } as const;

/** The button that does it; none for who is told only because nobody else has acted, and can't. */
function buttonOf(item: DigestItem): Button | undefined {
  const { duty, package: pkg, rotation, audience } = item;
  const label = (what: string) => ({ ...NOW, label: `${what}: ${pkg.name}` });
  if (audience === 'escalation' || item.isHeadsUp) return undefined;
  if (duty.kind === 'start') return button('Start…', 'start', { packageId: pkg.id }, label('Start'));
  if (!rotation) return undefined;
  const rotationId = rotation.id;
  const generationId = generationOf(item);
  const of = { rotationId, generationId };
  const handoff = { ...of, handoffId: duty.subject };
  const vendor = { ...of, vendorId: duty.vendorId ?? '' };
  switch (duty.kind) {
    case 'deposit':
      return button('Generate…', 'how_to_deposit', { rotationId }, label('Generate and deposit'));
    case 'deposit_again':
      return button('Deposit again…', 'how_to_deposit_again', of, label('Deposit the same secret again'));
    case 'second_person':
      return button('Activate…', 'activate', of, label('Ask or answer'));
    case 'activate':
      return button('Activate…', 'activate', of, label('Record Activate'));
    case 'record_date':
      return button('Record…', 'record_date', of, label('Record the new date'));
    case 'collect':
      if (audience === 'vendor') return button('Collect', 'collect', handoff, label('Collect'));
      break;
    case 'confirm':
      if (audience === 'vendor') return button('It works…', 'confirm', handoff, label('Confirm'));
      break;
    case 'hand_over':
    case 'answer':
      break;
  }
  return button('Look…', 'vendor_paths', vendor, { label: `What can be done: ${pkg.name}` });
}

const mark = (item: DigestItem): string => {
  const { daysLeft, duty } = item;
  if (item.isHeadsUp) return ':calendar:';
  if (duty.isDown || (daysLeft !== null && daysLeft < 0)) return ':rotating_light:';
  return daysLeft !== null && daysLeft <= 3 ? ':warning:' : ':hourglass_flowing_sand:';
};

/** How long there is: the date counts, not how long somebody has waited. */
const time = ({ daysLeft, duty }: DigestItem): string => {
  if (duty.isDown) return ' *Its secret does not work any more.*';
  if (daysLeft === null) return '';
  return daysLeft < 0 ? ' *Its secret has expired.*' : ` *${sentence(left(daysLeft))}*.`;
};

/** Who should do it, for those who are told beside them. */
const instead = ({ audience, ownerId, isOwnerSilent }: DigestItem): string =>
  (audience === 'backup' || audience === 'escalation') && ownerId
    ? ` ${person(ownerId)} ${isOwnerSilent ? 'was asked and has not answered' : 'is asked too'}.`
    : '';

export const dutyWords = (item: DigestItem): string => `${bold(item.package.name, 80)}: ${taskWords(item)}`;

/** The same where everybody knows which package it is. */
export const taskWords = (item: DigestItem): string =>
  `${ASKS[item.duty.kind](item)}${time(item)}${instead(item)}`;

/** One thing that is owed, with the button that does it. */
export const dutyRow = (item: DigestItem): KnownBlock =>
  section(`${mark(item)} ${dutyWords(item)}`, buttonOf(item));
