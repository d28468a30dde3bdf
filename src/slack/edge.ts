import type { ModalView } from '@slack/types';
import type { Clock } from '../adapters/clock.ts';
import type { Directory } from '../adapters/directory.ts';
import type { Ids } from '../adapters/ids.ts';
import type { Log } from '../adapters/log.ts';
import type { BoardLook } from '../domain/board.ts';
import type { Person } from '../domain/people.ts';
import type { Refusal } from '../usecases/refusals.ts';
import type { SlackUsecases } from './usecases.ts';
import { note, type Message } from './views/blocks.ts';
import { wordsFor } from './words.ts';

/** What Slack's listeners are given, once, in app.ts. */
export interface Edge {
  readonly usecases: SlackUsecases;
  readonly directory: Directory;
  readonly log: Log;
  readonly ids: Pick<Ids, 'reference'>;
  readonly clock: Clock;
  /** With its slash. */
  readonly command: string;
  /** The one workspace that is served. */
  readonly workspace: { readonly teamId: string; readonly enterpriseId: string | null };
}

/** Somebody who asks for something in Slack, and the ways to answer them alone. */
export interface Ask {
  readonly edge: Edge;
  readonly person: Person;
  /** The message that was clicked in; null elsewhere. */
  readonly message: { readonly channel: string; readonly ts: string } | null;
  /** The channel a command was typed in; null in a direct conversation, and for anything but a command. */
  readonly channelId: string | null;
  /** Beside a message: ephemeral. In the App Home or a modal: a modal. */
  readonly tell: (message: Message) => Promise<void>;
  /** Opens a modal, or puts it on top of the one that was clicked in. */
  readonly show: (view: ModalView) => Promise<void>;
  /** Draws the modal that was clicked in again; elsewhere it opens. */
  readonly redraw: (view: ModalView) => Promise<void>;
  /** Draws the asker's App Home; null shows the board as a whole. */
  readonly drawHome: (look: BoardLook | null) => Promise<void>;
  /** Takes the place of the ephemeral message that was clicked in; beside anything else it is told. */
  readonly turn: (message: Message) => Promise<void>;
}

/** Answers with the words of a refusal. */
export const refuse = ({ tell }: Pick<Ask, 'tell'>, refusal: Refusal): Promise<void> =>
  tell(note(wordsFor(refusal)));
