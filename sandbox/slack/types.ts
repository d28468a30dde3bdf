import type { KnownBlock, ModalView, HomeView, PlainTextElement } from '@slack/types';

/** A person or a bot of the workspace, with the fields of `users.info` that the bot reads. */
export interface SandboxUser {
  id: string;
  /** The handle, as in `@ada`. */
  name: string;
  real_name: string;
  tz: string;
  /** Another team than the workspace's own: a Slack Connect external. */
  team_id: string;
  enterprise?: { id: string; name: string };
  is_admin: boolean;
  is_owner: boolean;
  is_restricted: boolean;
  is_ultra_restricted: boolean;
  deleted: boolean;
  is_bot: boolean;
  /** What the "act as" menu of the demo calls them ("Workspace admin", "Vendor, Slack Connect"). */
  role: string;
}

export interface SandboxChannel {
  id: string;
  /** Without `#`. */
  name: string;
  is_private: boolean;
  is_archived: boolean;
  is_ext_shared: boolean;
  members: string[];
}

/** A direct conversation between the bot and one person. */
export interface SandboxDm {
  id: string;
  user: string;
}

export interface MessageMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** A message in a channel or DM; a reply when `thread_ts` is another message's `ts`. */
export interface SandboxMessage {
  /** Unique and increasing over the whole workspace: seconds, a dot, six digits. */
  ts: string;
  channel: string;
  user: string;
  text: string;
  blocks: KnownBlock[];
  thread_ts?: string;
  /** A reply that is also shown in the channel. */
  reply_broadcast?: boolean;
  metadata?: MessageMetadata;
  edited?: { user: string; ts: string };
  client_msg_id?: string;
  /** What people changed in the message's inputs since it was posted. */
  values: StateValues;
}

/** A message only one person sees; it can be replaced or deleted through its `response_url` alone. */
export interface SandboxEphemeral {
  is_ephemeral: true;
  ts: string;
  channel: string;
  /** Who sees it. */
  user: string;
  text: string;
  blocks: KnownBlock[];
  thread_ts?: string;
  values: StateValues;
}

/** One value of `view.state.values[block_id][action_id]`, as Slack sends it. */
export interface StateValue {
  type: string;
  value?: string | null;
  selected_date?: string | null;
  selected_time?: string | null;
  /** Unix seconds. */
  selected_date_time?: number | null;
  selected_conversation?: string | null;
  selected_channel?: string | null;
  selected_user?: string | null;
  selected_option?: SandboxOption | null;
  selected_conversations?: string[];
  selected_channels?: string[];
  selected_users?: string[];
  selected_options?: SandboxOption[];
}

export type StateValues = Record<string, Record<string, StateValue>>;

export interface SandboxOption {
  text: { type: string; text: string; emoji?: boolean };
  value: string;
  description?: PlainTextElement;
  url?: string;
}

export interface SandboxOptionGroup {
  label: PlainTextElement;
  options: SandboxOption[];
}

/** The answer of an `external_select`'s source. */
export interface Suggestions {
  options?: SandboxOption[];
  option_groups?: SandboxOptionGroup[];
}

/** What the product sent to `views.*`. */
export type SentView = ModalView | HomeView;

interface StoredView {
  id: string;
  /** Whose screen it is on. */
  user: string;
  hash: string;
  /** The id of the lowest view of the stack; its own id for that one. */
  root_view_id: string;
  previous_view_id: string | null;
  state: { values: StateValues };
  /** Field errors of the last submission: block id to words. Shown until the next submission. */
  errors: Record<string, string>;
}

export type SandboxModal = StoredView & ModalView;
export type SandboxHome = StoredView & HomeView;

/** Something Slack's client tells a person by itself: a toast, a warning triangle, Slackbot's words. */
export interface SandboxWarning {
  ts: string;
  user: string;
  code:
    | 'operation_timeout'
    | 'dispatch_failed'
    | 'http_error'
    | 'bad_response'
    | 'invalid_command'
    | 'view_errors_unknown_block';
  text: string;
  channel?: string;
}

/** The whole workspace: plain JSON, what `stateFile` holds. */
export interface WorkspaceState {
  team: { id: string; name: string; domain: string };
  bot: { user: string; bot_id: string; app_id: string };
  users: SandboxUser[];
  channels: SandboxChannel[];
  dms: SandboxDm[];
  messages: SandboxMessage[];
  ephemerals: SandboxEphemeral[];
  /** Open modals per user, lowest first, three at most. */
  modals: Record<string, SandboxModal[]>;
  homes: Record<string, SandboxHome>;
  warnings: SandboxWarning[];
  /** `lastRead[user][channel]` is the newest `ts` that person has seen. */
  lastRead: Record<string, Record<string, string>>;
  /** The last `ts` given out. */
  lastTs: string;
}

// --- The HTTP state API under /_sandbox/ (JSON; `user` always says whom one acts as) ------------------------------

/** GET /_sandbox/workspace */
export interface WorkspaceInfo {
  team: { id: string; name: string; domain: string };
  /** "/rekey" */
  command: string;
  bot: { user: string; name: string };
  /** Everybody one can act as: no bots, no deactivated users. */
  people: SandboxUser[];
  /** All users, for names in mentions and author lines. */
  users: SandboxUser[];
}

/** One conversation as one person sees it. */
export interface ConversationView {
  id: string;
  kind: 'channel' | 'private' | 'dm';
  /** Without `#`; for a DM the bot's name. */
  name: string;
  is_archived: boolean;
  is_ext_shared: boolean;
  is_member: boolean;
  members: string[];
  /** Messages newer than the person's last reading, thread replies included. */
  unread: number;
  last_read: string;
  /** Oldest first, replies included (`thread_ts`). */
  messages: SandboxMessage[];
  /** Theirs only, oldest first: mix into `messages` by `ts`. */
  ephemerals: SandboxEphemeral[];
}

/** GET /_sandbox/state?user=U… */
export interface UserState {
  /** Grows with every change: the same number as in the stream. */
  version: number;
  user: SandboxUser;
  /** The sandbox clock: ISO, UTC. */
  now: string;
  conversations: ConversationView[];
  /** The view on top of the stack, or null. */
  modal: SandboxModal | null;
  /** How many views are stacked: the close button says "Back" when there is more than one. */
  modal_depth: number;
  home: SandboxHome | null;
  warnings: SandboxWarning[];
}

/** Where an interactive element sits. */
export type Place =
  | { kind: 'message'; channel: string; ts: string }
  | { kind: 'ephemeral'; channel: string; ts: string }
  | { kind: 'modal'; view_id: string }
  | { kind: 'home' };

/**
 * What was put into an input: text and numbers as a string, one option's `value`, one id, `YYYY-MM-DD`, `HH:mm`, unix
 * seconds as a number (datetimepicker), an array for the multi ones and checkboxes, null when emptied.
 */
export type InputValue = string | number | string[] | null;

/** POST /_sandbox/slash */
export interface SlashRequest {
  user: string;
  channel: string;
  /** The whole line, "/rekey start ESP": other commands get Slack's refusal. */
  text: string;
}
/** POST /_sandbox/message: a person's own words, so that a conversation looks alive. The bot is not told. */
export interface PersonMessageRequest {
  user: string;
  channel: string;
  text: string;
  thread_ts?: string;
}
/** POST /_sandbox/click: a button (its `confirm`, if any, already accepted in the UI). */
export interface ClickRequest {
  user: string;
  place: Place;
  block_id: string;
  action_id: string;
}
/**
 * POST /_sandbox/select: a changed input, overflow, picker… anywhere. It is stored in the view's or message's state, and
 * sent to the app as `block_actions` unless it is inside an `input` block without `dispatch_action`.
 */
export interface SelectRequest extends ClickRequest {
  value: InputValue;
}
/** POST /_sandbox/submit. `values` may carry all inputs at once, instead of one `select` each. */
export interface SubmitRequest {
  user: string;
  view_id: string;
  values?: Record<string, Record<string, InputValue>>;
}
/** POST /_sandbox/close: the ✕ or close button; `all` closes the whole stack. */
export interface CloseRequest {
  user: string;
  view_id: string;
  all?: boolean;
}
/** POST /_sandbox/suggest → `Suggestions`: the options of an external select for what was typed. */
export interface SuggestRequest extends ClickRequest {
  query: string;
}
/** POST /_sandbox/home: the person opens the App Home (the app gets `app_home_opened`). */
export type HomeRequest = { user: string };
/** POST /_sandbox/read: everything in the conversation up to now has been seen. */
export type ReadRequest = { user: string; channel: string };
/** POST /_sandbox/dismiss: the warning was read. */
export type DismissRequest = { user: string; ts: string };

/** What became of an act. `version` is the state's afterwards. */
export type ActResult =
  | {
      ok: true;
      version: number;
      outcome: 'done' | 'closed' | 'updated' | 'errors';
      errors?: Record<string, string>;
    }
  | { ok: false; version: number; error: string };
