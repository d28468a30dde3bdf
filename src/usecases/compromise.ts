import { wasAudited } from '../db/audit.ts';
import type { KnownGeneration } from '../db/generations.ts';
import { RULES } from '../domain/rules.ts';
import { advance, lockScene, type Asked } from './advance.ts';
import type { Deps } from './deps.ts';
import type { Result } from './refusals.ts';
import { tellAdmins } from './tell-admins.ts';

/** What became of a secret that others may know. `over`: it had ended before, and nothing was changed. */
export type Compromised = Result<
  | { readonly outcome: 'void'; readonly isOutage: boolean }
  | { readonly outcome: 'in_force' }
  | { readonly outcome: 'over' }
>;

/**
 * Others may know this secret (promises H1 and H13). Staged, it is void at once: its links and copies die, Activate is
 * blocked. In force, nothing can be taken back any more, and its admins hear of it.
 */
export async function compromise(
  deps: Deps,
  known: KnownGeneration,
  { by, allow }: Pick<Asked, 'by' | 'allow'>,
): Promise<Compromised> {
  const { id: generationId, rotationId, state } = known;
  if (state === 'activated') return tellInForce(deps, known, { by, allow });
  if (state !== 'staged') return { ok: true, outcome: 'over' };
  const command = { type: 'expose', generationId } as const;
  const advanced = await advance(deps, { rotationId, by, allow, command });
  if (advanced.ok) return { ok: true, outcome: 'void', isOutage: advanced.rotation.isOutage };
  switch (advanced.refusal.code) {
    case 'already_activated': // recorded meanwhile: it is the one in force now
      return tellInForce(deps, known, { by, allow });
    case 'nothing_staged': // void or replaced meanwhile
    case 'stale_generation':
      return { ok: true, outcome: 'over' };
    default:
      return advanced;
  }
}

/** Told once an hour: nothing else can be done about it, however often it is said. */
async function tellInForce(
  deps: Deps,
  { rotationId, number }: KnownGeneration,
  { by, allow }: Pick<Asked, 'by' | 'allow'>,
): Promise<Compromised> {
  const at = deps.clock.now();
  const told = await deps.db.transaction(async (tx): Promise<Compromised> => {
    const locked = await lockScene(deps, tx, { rotationId, allow, at });
    if (!locked.ok) return locked;
    const { package: pkg } = locked.scene;
    const event = { kind: 'secret_exposed', generation: number } as const;
    const since = at.minus({ minutes: RULES.alarmQuietMinutes });
    if (!(await wasAudited(tx, { rotationId, kind: event.kind, since }))) {
      await tellAdmins(deps, tx, { package: pkg, rotationId, handoffId: null, by, event, at });
    }
    return { ok: true, outcome: 'in_force' };
  });
  if (told.ok) deps.wake();
  return told;
}
