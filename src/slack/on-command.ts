import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { asking, atBoundary, tellAt, type Place } from './answering.ts';
import { runCommand } from './commands/run.ts';
import { admit } from './door.ts';
import type { Edge } from './edge.ts';
import { commandBody, unescaped } from './payloads.ts';
import { note } from './views/blocks.ts';

/** The slash command: acknowledged at once, answered to whoever typed it alone. */
export async function onCommand(
  edge: Edge,
  args: SlackCommandMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  const { ack, client, respond, context } = args;
  await ack();
  const body = commandBody.parse(args.body);
  const place: Place = { client, respond, triggerId: body.trigger_id, modalId: null, message: null };
  await atBoundary(edge, 'command', place, async () => {
    const text = unescaped(body.text);
    const { user_id: userId, team_id: teamId } = body;
    const here = { ...place, channelId: channelOf(body) };
    const knock = { userId, teamId, addressed: context, texts: text ? [text] : [], where: 'command' };
    const admitted = await admit(edge, knock);
    if (!admitted.ok) return tellAt(edge, place, note(admitted.words));
    await runCommand(asking(edge, admitted.person, here), text);
  });
}

/** Slack's ids begin alike for channels and for conversations of several people: the name tells them apart. */
const channelOf = ({ channel_id: id, channel_name: name }: { channel_id: string; channel_name: string }) =>
  /^[CG]/.test(id) && !/^(?:mpdm-|directmessage$)/.test(name) ? id : null;
