import type {
  ActionsBlock,
  Button,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import { actionId, OPEN_LINK, valueOf, type RefOf, type Verb } from '../action-ids.ts';
import { cut, oneLine } from './text.ts';

/** A message: its blocks, and the text that notifications and screen readers read. */
export interface Message {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same where Slack refuses a block of it, or has no place for it. */
  readonly plain?: Message;
}

/** Longest text of a section, below Slack's 3,000. */
const SECTION = 2900;
const TEXT = 3000;

export const message = (text: string, blocks: KnownBlock[]): Message => ({ text: cut(text, TEXT), blocks });

export const words = (text: string, most = 75): PlainTextElement => ({
  type: 'plain_text',
  text: oneLine(text, most) || '–',
});

/** `verbatim`: Slack looks for no names, channels or links of its own in it. */
const markup = (text: string, most = SECTION): MrkdwnElement => ({
  type: 'mrkdwn',
  text: cut(text, most),
  verbatim: true,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: words(text, 150) });

export const section = (text: string, accessory?: SectionBlock['accessory']): SectionBlock => ({
  type: 'section',
  text: markup(text),
  ...(accessory ? { accessory } : {}),
});

export const context = (text: string): ContextBlock => ({ type: 'context', elements: [markup(text)] });

export const divider: KnownBlock = { type: 'divider' };

/** A row of buttons; nothing at all for none, since Slack refuses an empty row. */
export const actions = (...elements: ActionsBlock['elements']): ActionsBlock[] =>
  elements.length > 0 ? [{ type: 'actions', elements: elements.slice(0, 25) }] : [];

interface ButtonLook {
  readonly style?: 'primary' | 'danger';
  /** What a screen reader says: verb, object and whose. */
  readonly label?: string;
  /** Tells apart buttons of one verb in one block. */
  readonly n?: number;
  /** "Are you sure": what it asks, and the word that does it. */
  readonly asks?: readonly [question: string, yes: string];
}

export const button = <V extends Verb>(
  text: string,
  verb: V,
  ref: RefOf<V>,
  look: ButtonLook = {},
): Button => ({
  type: 'button',
  text: words(text),
  action_id: actionId(verb, look.n),
  value: valueOf(verb, ref),
  ...(look.style ? { style: look.style } : {}),
  ...(look.label ? { accessibility_label: oneLine(look.label, 75) } : {}),
  ...(look.asks ? { confirm: confirmation(...look.asks) } : {}),
});

const confirmation = (question: string, yes: string) => ({
  title: words('Are you sure?', 100),
  text: words(question, 300),
  confirm: words(yes, 30),
  deny: words('Go back', 30),
});

/** A button that opens a page in the browser. */
export const linkButton = (text: string, url: string, label: string): Button => ({
  type: 'button',
  text: words(text),
  action_id: OPEN_LINK,
  url,
  style: 'primary',
  accessibility_label: oneLine(label, 75),
});

/** The same where it is one way among several. */
export function plainLinkButton(text: string, url: string, label: string): Button {
  const { style: _, ...plain } = linkButton(text, url, label);
  return plain;
}

/** A message of one paragraph, for short answers. */
export const note = (text: string, ...more: KnownBlock[]): Message =>
  message(plainEnough(text), [section(text), ...more]);

/** Notifications show no markup but mentions and dates: stars and back ticks go. */
const plainEnough = (text: string): string => text.replace(/[*`]/g, '');

/** One option of a menu or a group of boxes. */
export const option = (text: string, value: string, description?: string) => ({
  text: words(text),
  value,
  ...(description ? { description: words(description) } : {}),
});
