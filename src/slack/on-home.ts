import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt';
import { drawHome, report } from './answering.ts';
import { admit } from './door.ts';
import type { Edge } from './edge.ts';
import { homeEvent } from './payloads.ts';

/** Somebody opened the App Home: drawn whole, from the database. Bolt has acknowledged before. */
export async function onHomeOpened(
  edge: Edge,
  args: SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs,
): Promise<void> {
  const { client, context } = args;
  const { user: userId, tab } = homeEvent.parse(args.event);
  if (tab !== 'home') return;
  try {
    const admitted = await admit(edge, {
      userId,
      teamId: null,
      addressed: context,
      texts: [],
      where: 'home',
    });
    if (admitted.ok) await drawHome(edge, client, admitted.person, { kind: 'visit' });
  } catch (error) {
    report(edge, 'home', error);
  }
}
