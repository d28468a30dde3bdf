import type { AllMiddlewareArgs, SlackActionMiddlewareArgs } from '@slack/bolt';
import { dispatch } from './actions/dispatch.ts';
import { OPEN_LINK, readValue } from './action-ids.ts';
import { asking, atBoundary, tellAt, type Place } from './answering.ts';
import { admit } from './door.ts';
import type { Edge } from './edge.ts';
import { actionBody, typedIn, type ActionBody } from './payloads.ts';
import { note } from './views/blocks.ts';
import { OLD_BUTTON_WORDS } from './door-words.ts';

/** Every click and choice, in messages, modals and the App Home. What it means is in its value. */
export async function onAction(
  edge: Edge,
  args: SlackActionMiddlewareArgs & AllMiddlewareArgs,
): Promise<void> {
  const { ack, client, respond, context } = args;
  await ack();
  const body = actionBody.parse(args.body);
  if (body.actions[0]?.action_id === OPEN_LINK) return;
  const modalId = body.view?.type === 'modal' ? body.view.id : null;
  const place: Place = {
    client,
    respond: body.response_url ? respond : null,
    triggerId: body.trigger_id,
    modalId,
    message: messageOf(body),
  };
  await atBoundary(edge, body.actions[0]?.action_id ?? 'action', place, async () => {
    const knock = {
      userId: body.user.id,
      teamId: body.user.team_id ?? null,
      addressed: context,
      texts: texts(body),
      where: 'action',
    };
    const admitted = await admit(edge, knock);
    if (!admitted.ok) return tellAt(edge, place, note(admitted.words));
    const clicked = readValue(chosen(body));
    if (!clicked) return tellAt(edge, place, note(OLD_BUTTON_WORDS));
    await dispatch(asking(edge, admitted.person, place), clicked);
  });
}

const messageOf = ({ container }: ActionBody): Place['message'] =>
  container?.channel_id && container.message_ts
    ? { channel: container.channel_id, ts: container.message_ts }
    : null;

const chosen = ({ actions: [action] }: ActionBody): string =>
  action?.selected_option?.value ?? action?.value ?? '';

/** Inputs beside the button, and values that are none of our own making. */
const texts = (body: ActionBody): string[] => [
  ...typedIn(body.view?.state?.values),
  ...typedIn(body.state?.values),
  ...body.actions.flatMap(({ value }) => (value && !readValue(value) ? [value] : [])),
];
