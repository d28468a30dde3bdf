import type { AuditRow } from '../db/audit.ts';
import type { NewMessage } from '../db/outbox.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Package } from '../domain/package.ts';
import type { Actor } from '../domain/people.ts';
import { isLive, reportIn, type Handoff, type Rotation } from '../domain/rotation.ts';
import type { Due } from '../domain/ladder.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { OutboxContent } from './outbox-message.ts';
import type { WebhookContent } from './webhook-message.ts';

/** A message before it has an id and a workspace. */
export interface Wish {
  readonly key: string;
  readonly subject: OutboxContent | WebhookContent;
}

/**
 * Alarms leave before everything (promise H13: within five seconds, whatever waits); then, at 0, what somebody waits for,
 * then what reminds them, and last what is only drawn again.
 */
const PRIORITY: Partial<Record<Wish['subject']['kind'], number>> = {
  alarm: -1,
  reminder: 1,
  nudge: 1,
  digest: 2,
  home: 3,
};

/** Of a digest that tells of a last day, or of an outage: it leaves among the reminders. */
export const TODAYS_PRIORITY = 1;

const EDITABLE: readonly Wish['subject']['kind'][] = ['card', 'vendor_message', 'home'];

/** Gives a wish its row. */
export const toMessage = (
  wish: Wish,
  of: { id: string; workspaceId: string; rotationId: string | null },
): NewMessage => {
  const { kind, ...payload } = wish.subject;
  const priority = PRIORITY[kind] ?? 0;
  // What becomes of a webhook is shown beside its address: the rotation's card is for what Slack did not take.
  const rotationId = kind === 'webhook' ? null : of.rotationId;
  return {
    ...of,
    ...{ rotationId, key: wish.key, kind, payload, priority },
    isEditable: EDITABLE.includes(kind),
  };
};

export const cardWish = (rotationId: string): Wish => ({
  key: `card:${rotationId}`,
  subject: { kind: 'card', rotationId },
});

export const threadWish = (rotationId: string, auditId: string): Wish => ({
  key: `thread:${auditId}`,
  subject: { kind: 'thread', rotationId, auditId },
});

export const vendorWish = (handoffId: string): Wish => ({
  key: `vendor:${handoffId}`,
  subject: { kind: 'vendor_message', handoffId },
});

export const alarmWish = (rotationId: string, auditId: string, userId: string): Wish => ({
  key: `alarm:${auditId}:${userId}`,
  subject: { kind: 'alarm', rotationId, auditId, userId },
});

/** The prompt to press Activate, once per opening of the gate and admin. */
export const activateWish = (rotationId: string, auditId: string, userId: string): Wish => ({
  key: `activate:${auditId}:${userId}`,
  subject: { kind: 'activate_prompt', rotationId, userId },
});

/** To the new owner and to the one before, if there was one. */
export const handedOverWishes = (
  of: { readonly packageId: string; readonly auditId: string; readonly byId: string },
  { fromId, toId }: { readonly fromId: string | null; readonly toId: string },
): Wish[] =>
  [toId, ...(fromId === null ? [] : [fromId])].map((userId) => ({
    key: `handed_over:${of.auditId}:${userId}`,
    subject: { kind: 'handed_over', packageId: of.packageId, byId: of.byId, fromId, toId, userId },
  }));

/** Once per package and rung, whoever sweeps. */
export const reminderWish = (
  { id: packageId, channelId }: Pick<Package, 'id' | 'channelId'>,
  { duty, rung }: Due,
): Wish => ({
  key: `reminder:${packageId}:${rung}`,
  subject: { kind: 'reminder', packageId, channelId, deadlineOn: duty.deadlineOn ?? '' },
});

/** One line for everything that has become overdue at that moment. */
export const nudgeWish = (rotationId: string, leavesAt: Moment): Wish => ({
  key: `nudge:${rotationId}:${leavesAt.toISO()}`,
  subject: { kind: 'nudge', rotationId },
});

/** One a day for each person and place; what can't wait for the next one (`hurry`) is one of its own. */
export function digestWish(
  { workspaceId, userId }: { workspaceId: string; userId: string },
  { day, channelId, hurry }: { day: Day; channelId: string | null; hurry: Moment | null },
): Wish {
  const key = `digest:${workspaceId}:${userId}:${channelId ?? 'dm'}:${hurry?.toISO() ?? day}`;
  return { key, subject: { kind: 'digest', userId, channelId, digest: key } };
}

export const homeWish = (userId: string): Wish => ({
  key: `home:${userId}`,
  subject: { kind: 'home', userId },
});

interface Moved {
  readonly before: Rotation | null;
  readonly next: Rotation;
  readonly package: Package;
  readonly audits: readonly (AuditRow & { readonly event: RotationEvent })[];
}

/** Which messages a move causes: the card, its thread, vendors' messages, and what single people must know. Pure. */
export function wishesFor(moved: Moved): Wish[] {
  const { next, audits } = moved;
  return [
    cardWish(next.id),
    ...audits.map((row) => threadWish(next.id, row.id)),
    ...vendorWishes(moved),
    ...audits.flatMap((row) => personalWishes(moved, row)),
  ];
}

const handoffsOf = (rotation: Rotation | null): readonly Handoff[] =>
  rotation && 'handoffs' in rotation ? rotation.handoffs : [];

/** Vendors in Slack have one message per handoff: written once the secret is live, rewritten whenever it changes. */
function vendorWishes({ before, next }: Moved): Wish[] {
  if (next.step === 'cooling') return [];
  const earlier = handoffsOf(before);
  const later = handoffsOf(next);
  const hasTurned = before?.step !== next.step || before.isOutage !== next.isOutage;
  const ids = new Set<string>();
  const add = (handoff: Handoff) => {
    const wasInSlack = before !== null && isInSlack(before, handoff);
    if (wasInSlack || isInSlack(next, handoff)) ids.add(handoff.id);
  };
  for (const handoff of later) {
    const known = earlier.find((one) => one.id === handoff.id);
    if (hasTurned || !known || !readsAlike(known, handoff)) add(handoff);
  }
  if (!isLive(next)) earlier.forEach(add);
  return [...ids].map(vendorWish);
}

/** That the vendor was told changes nothing in what they read. */
const readsAlike = (a: Handoff, b: Handoff) => a.status === b.status && a.problem === b.problem;

const isInSlack = (rotation: Rotation, handoff: Handoff) =>
  rotation.participants.find((p) => p.vendorId === handoff.vendorId)?.contact.kind === 'slack';

/** Who reports more while a report is open adds to the thread and the card; it alarms nobody once more. */
const hasReported = (rotation: Rotation | null, vendor: string): boolean => {
  const vendorId = rotation?.participants.find(({ name }) => name === vendor)?.vendorId;
  return handoffsOf(rotation).some(
    (handoff) => handoff.vendorId === vendorId && reportIn(handoff.problem) !== null,
  );
};

/** Several copies that no key opens are one incident: its admins are told once. */
const isIncident = (rotation: Rotation | null): boolean =>
  handoffsOf(rotation).some(({ problem }) => problem?.kind === 'unreadable');

/** Whoever asked hears what came of it, unless they did it themselves; an agreed Activate prompts every admin anyway. */
function toAsker({ kind, what, askedBy }: Extract<RotationEvent, { what: unknown }>, by: Actor): string[] {
  if (askedBy === null || (by.kind === 'slack' && by.userId === askedBy)) return [];
  return kind === 'second_person_agreed' && what === 'activate' ? [] : [askedBy];
}

function personalWishes({ before, next, package: pkg }: Moved, { id: auditId, event, by }: AuditRow): Wish[] {
  const toAdmins = (wish: (userId: string) => Wish) => pkg.admins.map((admin) => wish(admin.userId));
  const rotationId = next.id;
  const alarm = (userId: string) => alarmWish(rotationId, auditId, userId);
  switch (event.kind) {
    case 'secret_deposited':
    case 'secret_deposited_again':
      if (by.kind !== 'slack' || !isLive(next)) return [];
      return [
        {
          key: `receipt:${auditId}`,
          subject: {
            ...{ kind: 'receipt', rotationId, auditId, userId: by.userId },
            generationId: next.generation.id,
          },
        },
      ];
    case 'second_person_asked':
      return pkg.admins
        .map(({ userId }) => userId)
        .filter((userId) => userId !== event.askedBy)
        .map(alarm);
    case 'second_person_agreed':
    case 'second_person_declined':
    case 'second_person_ended':
      return toAsker(event, by).map(alarm);
    case 'second_person_wanted':
    case 'gate_opened':
      return toAdmins((userId) => activateWish(rotationId, auditId, userId));
    case 'generation_voided':
    case 'gate_shut':
    case 'old_secret_expired':
    case 'void_secret_activated':
    case 'activated_early':
      return toAdmins(alarm);
    case 'copy_unreadable':
      return isIncident(before) ? [] : toAdmins(alarm);
    case 'problem_reported':
      return hasReported(before, event.vendor) ? [] : toAdmins(alarm);
    default:
      return [];
  }
}
