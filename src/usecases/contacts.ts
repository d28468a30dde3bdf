import type { Contact, Person } from '../domain/people.ts';
import type { Deps } from './deps.ts';
import type { ContactDraft } from './drafts.ts';
import { refused, type Result } from './refusals.ts';

/** Whoever records a vendor would be its contact: nobody gives themselves a secret (promise R3). */
export const isOneself = (person: Person, contact: ContactDraft | Contact): boolean =>
  contact.kind === 'slack' && contact.userId === person.userId;

/**
 * Resolves who was named: for somebody in Slack their own team and name, now, to be compared at every click.
 * Nobody can name themselves (promise R3). Throws DirectoryUnavailable when Slack can't be asked.
 */
export async function resolveContact(
  deps: Deps,
  person: Person,
  draft: ContactDraft,
): Promise<Result<{ contact: Contact }>> {
  if (draft.kind === 'email') return { ok: true, contact: draft };
  if (isOneself(person, draft)) return refused({ code: 'not_yourself' });
  const found = await deps.directory.find(draft.userId);
  if (!found) return refused({ code: 'contact_not_found' });
  const { standing, enterpriseId, teamId, userId, name } = found;
  if (standing === 'deactivated' || standing === 'bot')
    return refused({ code: 'contact_unusable', why: standing });
  const { channelId } = draft;
  return { ok: true, contact: { kind: 'slack', ...{ enterpriseId, teamId, userId, name, channelId } } };
}
