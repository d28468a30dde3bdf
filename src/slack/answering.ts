import type { ModalView } from '@slack/types';
import type { RespondFn } from '@slack/bolt';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { Person } from '../domain/people.ts';
import type { HomeCause } from '../usecases/read-home.ts';
import type { Ask, Edge } from './edge.ts';
import { note, type Message } from './views/blocks.ts';
import { home } from './views/home.ts';
import { noticeModal } from './views/notice-modal.ts';
import { faultWords } from './words.ts';

/** Where a click or command came from: what can be answered to. */
export interface Place {
  readonly client: WebClient;
  /** There for commands and for clicks in messages. */
  readonly respond: RespondFn | null;
  readonly triggerId: string;
  /** The modal that was clicked in. */
  readonly modalId: string | null;
  /** The message that was clicked in. */
  readonly message: Ask['message'];
  /** The channel a command was typed in. */
  readonly channelId?: string | null;
}

/** The ways to answer somebody alone, from where they are. */
export const asking = (edge: Edge, person: Person, place: Place): Ask => ({
  edge,
  person,
  message: place.message,
  channelId: place.channelId ?? null,
  tell: (message) => tellAt(edge, place, message),
  turn: (message) => tellAt(edge, place, message, { isReplacing: true }),
  show: (view) => showAt(edge, place, view),
  redraw: (view) => redrawAt(edge, place, view),
  drawHome: (look) => drawHome(edge, place.client, person, { kind: 'look', look }),
});

/** Only the asker sees it; it replaces what was clicked only when that is a list whose page is turned. */
export async function tellAt(
  edge: Edge,
  place: Place,
  message: Message,
  { isReplacing = false } = {},
): Promise<void> {
  const { respond } = place;
  const { text, blocks, plain } = message;
  if (!respond) return showAt(edge, place, noticeModal(plain ?? message));
  try {
    const unfurl = { unfurl_links: false, unfurl_media: false };
    const answer = await respond({
      ...{ response_type: 'ephemeral', replace_original: isReplacing, text, blocks },
      ...unfurl,
    });
    if (plain && (await isRefused(answer))) await tellAt(edge, place, plain, { isReplacing });
  } catch (error) {
    if (plain) return tellAt(edge, place, plain);
    // The response_url dies after 30 minutes or five uses, or Slack is down: there is no other way to this person.
    edge.log.warn('an ephemeral answer did not reach Slack', { code: 'respond_failed' }, error);
  }
}

/** A response_url says of blocks that Slack does not take: 200, and why in its body. */
async function isRefused(answer: unknown): Promise<boolean> {
  return answer instanceof Response && (await answer.text()).includes('invalid_blocks');
}

const codeOf = (error: unknown): string => (error instanceof WebAPIPlatformError ? error.data.error : '');
const TOO_LATE = ['expired_trigger_id', 'exchanged_trigger_id', 'trigger_expired', 'trigger_exchanged'];

async function showAt(edge: Edge, place: Place, view: ModalView): Promise<void> {
  const { client, triggerId, modalId } = place;
  try {
    if (modalId) await client.views.push({ trigger_id: triggerId, view });
    else await client.views.open({ trigger_id: triggerId, view });
  } catch (error) {
    // Slack stacks three modals: a fourth takes the place of the third.
    if (codeOf(error) === 'push_limit_reached') return redrawAt(edge, place, view);
    if (!TOO_LATE.includes(codeOf(error)) || !place.respond) throw error;
    await tellAt(
      edge,
      place,
      note('Slack gave up waiting, so the window could not open. Nothing was changed. Press once more.'),
    );
  }
}

async function redrawAt(edge: Edge, place: Place, view: ModalView): Promise<void> {
  if (!place.modalId) return showAt(edge, place, view);
  await updateView(place.client, place.modalId, view);
}

/** A modal that was closed meanwhile needs no drawing. */
export async function updateView(client: WebClient, viewId: string, view: ModalView): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    if (codeOf(error) !== 'not_found') throw error;
  }
}

/** Publishes one person's App Home; a guest's or an external's shows only what is theirs. */
export async function drawHome(
  edge: Edge,
  client: WebClient,
  person: Person,
  cause: HomeCause,
): Promise<void> {
  const facts = await edge.usecases.readHome({ person, cause });
  await client.views.publish({ user_id: person.userId, view: home(facts) });
}

/** Logs a fault of ours under a reference that the person is told too. Never the payload. */
export function report(edge: Edge, action: string, error: unknown): string {
  const reference = edge.ids.reference();
  edge.log.error('a request from Slack failed', { reference, action }, error);
  return reference;
}

/** The boundary of commands and clicks: whatever is thrown becomes a reference id in kind words. */
export async function atBoundary(
  edge: Edge,
  action: string,
  place: Place,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    const reference = report(edge, action, error);
    await tellAt(edge, place, note(faultWords(reference))).catch((again: unknown) =>
      edge.log.warn('the fault could not be told', { reference }, again),
    );
  }
}
