import type { Trouble } from '../../usecases/facts.ts';
import { count, person, say } from './text.ts';

/** What to do about Slack's own error codes. */
export function hintFor(error: string): string {
  if (/not_in_channel|channel_not_found|is_archived/.test(error))
    return 'Invite rekey into the channel with /invite, or choose another contact or channel for the vendor.';
  if (/user_not_found|user_disabled|cannot_dm|user_not_visible/.test(error))
    return 'rekey can’t write to that person: change the contact, or give the vendor a shared channel.';
  if (/invalid_auth|token|missing_scope/.test(error)) return 'Whoever runs rekey must look at its Slack app.';
  return 'Tell the person yourself; if it goes on, tell whoever runs rekey.';
}

/** What keeps people from hearing of a package, and what to do about it. */
export function troubleWords(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'owner_gone':
      return `its owner, ${person(trouble.userId)}, is deactivated. The backup is asked instead; name another owner.`;
    case 'escalation_gone':
      return `${person(trouble.userId)}, who was to hear of it when nobody else has acted, has left Slack, and nobody hears in their place. Name another${trouble.isOfPackage ? ' for this package' : ''}: type rekey’s slash command, then \`settings\`${trouble.isOfPackage ? ' and its name' : ''}.`;
    case 'refused':
      return `Slack refused a message (${say(trouble.error, 80)}). ${hintFor(trouble.error)}`;
    case 'in_doubt':
      return `${count(trouble.count, 'message')} may not have arrived. What ${trouble.count === 1 ? 'it' : 'they'} said stands here and on the card; if somebody has heard nothing, tell them.`;
  }
}
