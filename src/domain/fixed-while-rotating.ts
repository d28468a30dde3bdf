import type { Changes } from './changes.ts';

const DATES = ['expiresOn', 'expirySource', 'secretGeneratedOn', 'isDormant'];

/** What of a change can’t be made while the package is rotated: its dates come with the rotation’s end, and a public app has no secret to rotate. */
export function fixedWhileRotating(changes: Changes): 'dates' | 'type' | null {
  if (DATES.some((field) => field in changes)) return 'dates';
  return changes['integrationType']?.to === 'public_app' ? 'type' : null;
}
