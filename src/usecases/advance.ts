import type { Db } from '../db/connection.ts';
import { findPackage } from '../db/packages.ts';
import { lockRotation } from '../db/rotations.ts';
import type { Command } from '../domain/command.ts';
import { decide } from '../domain/decide.ts';
import type { RotationEvent } from '../domain/event.ts';
import type { Package } from '../domain/package.ts';
import type { Actor } from '../domain/people.ts';
import type { Rotation } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { Deps } from './deps.ts';
import { withFreezes } from './freezes.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { saveMove, type Deposit } from './save-move.ts';

/** The rotation under lock, with its package: what rights and commands are judged on. */
export interface Scene {
  readonly rotation: Rotation;
  readonly package: Package;
  readonly at: Moment;
}

export interface Asked {
  readonly rotationId: string;
  readonly by: Actor;
  /** Judged under the lock; null lets it through. */
  readonly allow: (scene: Scene) => Refusal | null;
  /** Built under the lock where it depends on what is there. */
  readonly command: Command | ((scene: Scene, tx: Db) => Promise<Command>);
  readonly deposit?: Deposit;
  /** More to write in the same transaction, before the move is saved; a refusal stops the move. */
  readonly alongside?: (tx: Db, scene: Scene, next: Rotation) => Promise<Refusal | null>;
}

export type Advanced = Result<{ readonly rotation: Rotation; readonly events: readonly RotationEvent[] }>;

/**
 * The one door: whoever asks for a move of a rotation comes through here. Locks the row, judges rights, decides,
 * saves, writes the audit rows, enqueues the messages, commits.
 */
export async function advance(deps: Deps, asked: Asked): Promise<Advanced> {
  const at = deps.clock.now();
  const advanced = await deps.db.transaction((tx) => advanceWithin(deps, tx, asked, at));
  if (advanced.ok) deps.wake();
  return advanced;
}

/** The rotation under its lock, if whoever asks has the right: also for what happens to it beside its moves. */
export async function lockScene(
  { workspaceId }: Pick<Deps, 'workspaceId'>,
  tx: Db,
  { rotationId, allow, at }: Pick<Asked, 'rotationId' | 'allow'> & { at: Moment },
): Promise<Result<{ scene: Scene }>> {
  const rotation = await lockRotation(tx, workspaceId, rotationId);
  if (!rotation) return refused({ code: 'unknown_rotation' });
  const found = await findPackage(tx, workspaceId, rotation.packageId);
  if (!found) return refused({ code: 'unknown_package' });
  const pkg = await withFreezes(tx, found);
  const scene: Scene = { rotation, package: pkg, at };
  const denied = allow(scene);
  return denied ? refused(denied) : { ok: true, scene };
}

/** The same as a part of something larger, which commits and wakes. A refusal writes nothing. */
export async function advanceWithin(deps: Deps, tx: Db, asked: Asked, at: Moment): Promise<Advanced> {
  const locked = await lockScene(deps, tx, { ...asked, at });
  if (!locked.ok) return locked;
  const { scene } = locked;
  const { rotation, package: pkg } = scene;
  const command = typeof asked.command === 'function' ? await asked.command(scene, tx) : asked.command;
  const { freezeWindows, leadDays, admins } = pkg;
  const decision = decide(rotation, command, { by: asked.by, at, freezeWindows, leadDays, admins });
  if (!decision.ok) return decision;
  const { next, events } = decision;
  const stopped = await asked.alongside?.(tx, scene, next);
  if (stopped) return refused(stopped);
  const deposit = asked.deposit ?? null;
  await saveMove(deps, tx, { before: rotation, next, events, package: pkg, by: asked.by, at, deposit });
  return { ok: true, rotation: next, events };
}
