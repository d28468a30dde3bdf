import type { Generation, Handoff, Participant, Rotation, Shelved } from '../domain/rotation.ts';
import { NOBODY_ASKED, type SecondPerson } from '../domain/second-person.ts';
import { generation, handoff, participant, rotation } from './schema.ts';
import {
  actorSchema,
  confirmationSchema,
  contactSchema,
  dateReadSchema,
  problemSchema,
  secondPersonSchema,
  solutionSchema,
} from './stored.ts';

type RotationRow = typeof rotation.$inferSelect;
type GenerationRow = typeof generation.$inferSelect;
/** The bytes of a copy are never part of a rotation. */
export type HandoffRow = Omit<typeof handoff.$inferSelect, 'sealed' | 'readerCopy' | 'readerHash'>;
type ParticipantRow = typeof participant.$inferSelect;

/** A row that contradicts itself: a fault of ours, never a refusal. */
function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`a stored rotation lacks ${name}`);
  return value;
}

export const toParticipant = (row: ParticipantRow): Participant => ({
  vendorId: row.vendorId,
  name: row.name,
  contact: contactSchema.parse(row.contact),
  systems: row.systems,
  isLate: row.isLate,
});

export const toGeneration = (row: GenerationRow): Generation => ({
  id: row.id,
  number: row.number,
  generatedAt: row.generatedAt,
  liveAt: row.liveAt,
  expiresOn: row.expiresOn,
  depositedAt: row.depositedAt,
  depositedBy: actorSchema.parse(row.depositedBy),
});

/** Null for a revoked one: it belongs to no living rotation. */
export function toHandoff(row: HandoffRow): Handoff | null {
  const problem = row.problem === null ? null : problemSchema.parse(row.problem);
  const solution = row.solution === null ? null : solutionSchema.parse(row.solution);
  const facts = {
    ...{ id: row.id, vendorId: row.vendorId, toldAt: row.toldAt, collectedAt: row.collectedAt },
    ...{ problem, solution },
  };
  switch (row.status) {
    case 'missing':
      return { ...facts, status: 'missing', why: present(row.why, 'why') };
    case 'sealed':
      return { ...facts, status: 'sealed' };
    case 'collected':
      return { ...facts, status: 'collected', collectedAt: present(row.collectedAt, 'collected_at') };
    case 'confirmed':
      return {
        ...facts,
        status: 'confirmed',
        collectedAt: present(row.collectedAt, 'collected_at'),
        confirmation: confirmationSchema.parse(row.confirmation),
      };
    case 'waived':
      return {
        ...facts,
        status: 'waived',
        waivedAt: present(row.waivedAt, 'waived_at'),
        waivedBy: actorSchema.parse(row.waivedBy),
        secondedBy: row.waiveSecondedBy === null ? null : actorSchema.parse(row.waiveSecondedBy),
        reason: present(row.waiveReason, 'waive_reason'),
      };
    case 'revoked':
      return null;
  }
}

interface Rows {
  readonly row: RotationRow;
  readonly participants: readonly ParticipantRow[];
  readonly generation: GenerationRow | null;
  readonly handoffs: readonly HandoffRow[];
  readonly shelved: Shelved | null;
}

/** `for` is the setting's column, which no move writes. */
const toSecondPerson = (row: RotationRow): SecondPerson => ({
  ...(row.secondPerson === null ? NOBODY_ASKED : secondPersonSchema.parse(row.secondPerson)),
  for: row.secondPersonFor,
});

/** Builds the rotation of a row and what belongs to it. */
export function toRotation({
  row,
  participants,
  generation: generationRow,
  handoffs,
  shelved,
}: Rows): Rotation {
  const facts = {
    id: row.id,
    workspaceId: row.workspaceId,
    packageId: row.packageId,
    number: row.number,
    startedAt: row.startedAt,
    startedBy: actorSchema.parse(row.startedBy),
    oldExpiresOn: row.oldExpiresOn,
    isOutage: row.isOutage,
    plannedActivateAt: row.plannedActivateAt,
    secondPerson: toSecondPerson(row),
    participants: participants.map(toParticipant),
  };
  if (row.step === 'generating') return { ...facts, step: 'generating', again: row.again, shelved };
  if (row.step === 'cancelled') {
    return {
      ...facts,
      step: 'cancelled',
      cancelledAt: present(row.cancelledAt, 'cancelled_at'),
      cancelledBy: actorSchema.parse(row.cancelledBy),
      reason: present(row.endReason, 'end_reason'),
      isRetired: row.isRetired ?? false,
    };
  }
  const live = {
    ...facts,
    generation: toGeneration(present(generationRow, 'its generation')),
    handoffs: inOrderOf(facts.participants, handoffs.map(toHandoff)),
  };
  switch (row.step) {
    case 'cooling':
      return { ...live, step: 'cooling' };
    case 'sharing':
      return { ...live, step: 'sharing' };
    case 'ready':
      return { ...live, step: 'ready', readyAt: present(row.readyAt, 'ready_at') };
    case 'activated':
    case 'done':
      return toActivated(row, live);
  }
}

/** Handoffs stand in the order of their vendors; those that ended are left out. */
const inOrderOf = (participants: readonly Participant[], handoffs: readonly (Handoff | null)[]): Handoff[] =>
  participants.flatMap((p) =>
    handoffs.filter((one) => one !== null).filter((one) => one.vendorId === p.vendorId),
  );

type Live = Pick<Extract<Rotation, { step: 'sharing' }>, 'generation' | 'handoffs'> &
  Omit<Extract<Rotation, { step: 'generating' }>, 'step' | 'again' | 'shelved'>;

function toActivated(row: RotationRow, live: Live): Rotation {
  const activated = {
    ...live,
    activatedAt: present(row.activatedAt, 'activated_at'),
    activatedBy: actorSchema.parse(row.activatedBy),
    isEarly: row.isEarly ?? false,
  };
  const dateRead = row.dateRead === null ? null : dateReadSchema.parse(row.dateRead);
  if (row.step !== 'done') return { ...activated, step: 'activated', dateRead };
  const ended = { dateRead: present(dateRead, 'date_read'), doneAt: present(row.doneAt, 'done_at') };
  return { ...activated, ...ended, step: 'done' };
}

const keptOf = ({ secondPerson: { for: _, ...kept } }: Rotation) => kept;

/** The columns of a rotation's row that a move can change; those of steps it is not in are null. */
export function rotationColumns(rotation: Rotation) {
  const is = <S extends Rotation['step']>(...steps: S[]): Extract<Rotation, { step: S }> | null =>
    (steps as string[]).includes(rotation.step) ? (rotation as Extract<Rotation, { step: S }>) : null;
  const activated = is('activated', 'done');
  const cancelled = is('cancelled');
  return {
    step: rotation.step,
    isOutage: rotation.isOutage,
    plannedActivateAt: rotation.plannedActivateAt,
    secondPerson: keptOf(rotation),
    again: is('generating')?.again ?? null,
    generationId: is('cooling', 'sharing', 'ready', 'activated', 'done')?.generation.id ?? null,
    readyAt: is('ready')?.readyAt ?? null,
    activatedAt: activated?.activatedAt ?? null,
    activatedBy: activated?.activatedBy ?? null,
    isEarly: activated?.isEarly ?? null,
    dateRead: activated?.dateRead ?? null,
    doneAt: is('done')?.doneAt ?? null,
    cancelledAt: cancelled?.cancelledAt ?? null,
    cancelledBy: cancelled?.cancelledBy ?? null,
    endReason: cancelled?.reason ?? null,
    isRetired: cancelled?.isRetired ?? null,
  };
}

/** Shredded: nobody can fetch the answer of a collect again. */
export const NO_READER_COPY = { readerCopy: null, readerHash: null, readerCopyUntil: null };

/** The columns of a handoff that a move can change. Leaving `sealed` or `collected` shreds the copy of it (promise H8). */
export function handoffColumns(handoff: Handoff) {
  const waived = handoff.status === 'waived' ? handoff : null;
  const shredded = { sealed: null, sealedKeyArn: null, leaseId: null, leaseUntil: null };
  return {
    status: handoff.status,
    why: handoff.status === 'missing' ? handoff.why : null,
    toldAt: handoff.toldAt,
    problem: handoff.problem,
    solution: handoff.solution,
    collectedAt: handoff.collectedAt,
    confirmation: handoff.status === 'confirmed' ? handoff.confirmation : null,
    waivedAt: waived?.waivedAt ?? null,
    waivedBy: waived?.waivedBy ?? null,
    waiveSecondedBy: waived?.secondedBy ?? null,
    waiveReason: waived?.reason ?? null,
    ...(handoff.status === 'missing' || handoff.status === 'sealed' ? { storedAt: null } : {}),
    ...(handoff.status === 'sealed' ? {} : shredded),
    ...(handoff.status === 'collected' ? {} : NO_READER_COPY),
  };
}
