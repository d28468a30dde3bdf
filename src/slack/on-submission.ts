import type { ModalView } from '@slack/types';
import type { AllMiddlewareArgs, SlackViewMiddlewareArgs } from '@slack/bolt';
import type { BoardLook } from '../domain/board.ts';
import { modalOf } from './action-ids.ts';
import { drawHome, report, updateView } from './answering.ts';
import { OLD_BUTTON_WORDS } from './door-words.ts';
import { admit, looksLikeSecret, type Admission } from './door.ts';
import type { Edge } from './edge.ts';
import { submissionBody, typedIn, type View } from './payloads.ts';
import type { Submitted } from './submissions/handler.ts';
import { submit } from './submissions/submit.ts';
import { noticeOf } from './views/notice-modal.ts';
import { plain } from './views/text.ts';
import { faultWords } from './words.ts';

type Args = SlackViewMiddlewareArgs & AllMiddlewareArgs;

/** A submitted modal: the acknowledgement is the answer, so the work comes first; it is a few rows of the database. */
export async function onSubmission(edge: Edge, args: Args): Promise<void> {
  const body = submissionBody.parse(args.body);
  const { view } = body;
  const action = view.callback_id;
  const submitted = await decide(edge, args, body).catch((error: unknown) =>
    atFirstInput(view, faultWords(report(edge, action, error))),
  );
  await acknowledge(args, submitted);
  if (submitted.kind !== 'close' || !submitted.afterwards) return;
  await submitted.afterwards().catch((error: unknown) => report(edge, action, error));
}

async function decide(
  edge: Edge,
  { client, context }: Args,
  { user, view }: { user: { id: string; team_id?: string | null | undefined }; view: View },
): Promise<Submitted> {
  const texts = typedIn(view.state?.values);
  const knock = {
    userId: user.id,
    teamId: user.team_id ?? null,
    addressed: context,
    texts,
    where: view.callback_id,
  };
  const admitted = await admit(edge, knock);
  if (!admitted.ok) return turnedAway(view, admitted);
  const modal = modalOf(view.callback_id);
  if (!modal) return { kind: 'update', view: noticeOf(OLD_BUTTON_WORDS) };
  const below = view.previous_view_id;
  const redrawBelow = async (drawn: ModalView) => {
    if (below) await updateView(client, below, drawn);
  };
  const { person } = admitted;
  const drawn = (look: BoardLook | null) => drawHome(edge, client, person, { kind: 'look', look });
  return submit({ edge, person, redrawBelow, drawHome: drawn }, modal, view);
}

/** A secret is pointed at where it was typed, so that it can be deleted there. */
function turnedAway(view: View, { words, isSecret }: Extract<Admission, { ok: false }>): Submitted {
  const hits = Object.entries(view.state?.values ?? {}).filter(([, block]) =>
    Object.values(block).some(({ value }) => value && looksLikeSecret(value)),
  );
  if (!isSecret || hits.length === 0) return atFirstInput(view, words);
  return { kind: 'errors', errors: Object.fromEntries(hits.map(([id]) => [id, plain(words)])) };
}

/** What was typed stays where it is; a modal without inputs gives way to the words. */
function atFirstInput({ blocks }: View, words: string): Submitted {
  const input = blocks.find(({ type }) => type === 'input')?.block_id;
  return input
    ? { kind: 'errors', errors: { [input]: plain(words) } }
    : { kind: 'update', view: noticeOf(words) };
}

async function acknowledge({ ack }: Args, submitted: Submitted): Promise<void> {
  switch (submitted.kind) {
    case 'close':
      return ack();
    case 'clear':
      return ack({ response_action: 'clear' });
    case 'errors':
      return ack({ response_action: 'errors', errors: { ...submitted.errors } as Record<string, string> });
    case 'update':
      return ack({ response_action: 'update', view: submitted.view });
  }
}
