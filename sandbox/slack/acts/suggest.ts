import type { Hub } from '../hub.ts';
import { isObject, objectsAt, type JsonObject } from '../json.ts';
import { checkOptionGroups, checkOptions, optionsOf } from '../limits/options.ts';
import { channelPart, interactionPart, teamPart } from '../payloads.ts';
import type { Found } from '../places.ts';
import type { SandboxOption, SandboxUser, Suggestions } from '../types.ts';
import { viewPayload } from '../views.ts';
import { suggestionKey, type Target } from './block-actions.ts';
import { warnUnlessAcked } from './failures.ts';

function problemsOf(answer: JsonObject): string[] {
  const problems: string[] = [];
  const check = {
    surface: 'modal' as const,
    report: (path: string, problem: string) => void problems.push(`${path}: ${problem}`),
  };
  const element = { ...answer, type: 'external_select' };
  if (answer['option_groups'] !== undefined) checkOptionGroups(check, 'option_groups', element);
  else checkOptions(check, 'options', element, { min: 0, max: 100 });
  return problems;
}

/** Somebody types into an external select: the options the app offers, checked and remembered for the choice. */
export async function suggest(
  hub: Hub,
  user: SandboxUser,
  found: Found,
  target: Target,
  query: string,
): Promise<Suggestions> {
  const { blockId, actionId } = target;
  const inView = found.kind === 'modal' || found.kind === 'home';
  const where = inView
    ? { container: { type: 'view', view_id: found.view.id }, view: viewPayload(hub.store, found.view) }
    : {
        container: { type: 'message' },
        channel: channelPart(
          hub.store,
          found.kind === 'message' ? found.message.channel : found.ephemeral.channel,
        ),
      };
  const answer = await hub.delivery.interaction({
    ...interactionPart(hub, 'block_suggestion', user),
    team: teamPart(hub.store, 'app'),
    ...where,
    block_id: blockId,
    action_id: actionId,
    value: query,
  });
  warnUnlessAcked(hub, user, answer, 'The search');
  if (!answer.acked || !isObject(answer.body)) return { options: [] };
  const problems = problemsOf(answer.body);
  if (problems.length > 0) {
    hub.store.warn(
      user.id,
      'bad_response',
      `The search: the app’s options were refused: ${problems.join('; ')}`,
    );
    return { options: [] };
  }
  const key = suggestionKey(user, target);
  const fresh = optionsOf(answer.body) as unknown as SandboxOption[];
  hub.suggested.set(key, [...fresh, ...(hub.suggested.get(key) ?? [])]);
  return objectsAt(answer.body, 'option_groups').length > 0
    ? ({ option_groups: answer.body['option_groups'] } as Suggestions)
    : ({ options: answer.body['options'] } as Suggestions);
}
