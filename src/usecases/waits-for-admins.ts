import type { BoardRow } from './board-facts.ts';

/** Duties that are a vendor's own; all others are the admins'. */
const VENDORS_OWN = ['collect', 'confirm'];

/** Whether a package's admins should act on it now, rather than wait for somebody or for time to pass. */
export function waitsForAdmins({ state, rotation }: BoardRow): boolean {
  if (state === 'overdue' || state === 'due' || state === 'unknown') return true;
  const holdsUp = rotation?.holdsUp ?? null;
  return state === 'in_progress' && holdsUp?.kind === 'duty' && !VENDORS_OWN.includes(holdsUp.duty);
}
