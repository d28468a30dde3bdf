import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import { PACKAGE_SEARCH } from './action-ids.ts';
import { report } from './answering.ts';
import { admit } from './door.ts';
import type { Edge } from './edge.ts';
import { suggestionBody } from './payloads.ts';
import { packageOption } from './views/start-modal.ts';

const MOST = 100;

/** Typeahead over packages. There is no place for words: whoever may see nothing is offered nothing. */
export async function onSuggestion(
  edge: Edge,
  args: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs,
): Promise<void> {
  const { ack, context } = args;
  const body = suggestionBody.parse(args.body);
  const options = await suggest(edge, context, body).catch((error: unknown) => {
    report(edge, body.action_id, error);
    return [];
  });
  await ack({ options });
}

async function suggest(
  edge: Edge,
  addressed: { teamId?: string; enterpriseId?: string },
  body: ReturnType<typeof suggestionBody.parse>,
) {
  const { user, action_id: actionId, value: query } = body;
  const knock = {
    userId: user.id,
    teamId: user.team_id ?? null,
    addressed,
    texts: query ? [query] : [],
    where: actionId,
  };
  const admitted = await admit(edge, knock);
  if (!admitted.ok || actionId !== PACKAGE_SEARCH) return [];
  const found = await edge.usecases.findPackages({ person: admitted.person, query, limit: MOST });
  return found.ok ? found.packages.map(packageOption) : [];
}
