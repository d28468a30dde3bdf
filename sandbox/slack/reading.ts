import { elementsOf } from './blocks.ts';
import { isObject, objectAt, objectsAt, stringAt, type JsonObject } from './json.ts';
import type { SandboxEphemeral, SandboxHome, SandboxMessage, SandboxModal } from './types.ts';

/** Anything that shows blocks. */
export type Shown = SandboxMessage | SandboxEphemeral | SandboxModal | SandboxHome;

export interface ShownButton {
  text: string;
  blockId: string;
  actionId: string;
  value?: string;
  url?: string;
  style?: string;
  /** The words of its confirmation dialog. */
  confirm?: string;
}

/** mrkdwn as it looks: links by their label, dates by their fallback, entities resolved; mentions stay ids. */
const looks = (markup: string): string =>
  markup
    .replaceAll(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<(?:https?:|mailto:)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<((?:https?:|mailto:)[^|>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

function leafText(leaf: JsonObject): string {
  switch (leaf['type']) {
    case 'user':
      return `<@${stringAt(leaf, 'user_id')}>`;
    case 'channel':
      return `<#${stringAt(leaf, 'channel_id')}>`;
    case 'emoji':
      return `:${stringAt(leaf, 'name')}:`;
    case 'date':
      return stringAt(leaf, 'fallback');
    default:
      return stringAt(leaf, 'text') || stringAt(leaf, 'url');
  }
}

const VISIBLE = ['text', 'title', 'caption', 'alt_text', 'initial_value', 'initial_date', 'initial_time'];
const HIDDEN = /^(confirm|metadata|state|values|initial_options?|filter|dispatch_action_config)$/;
const LINES = ['rich_text_section', 'rich_text_quote', 'rich_text_preformatted'];

function linesOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(linesOf);
  if (!isObject(value)) return [];
  const type = stringAt(value, 'type');
  if (type === 'mrkdwn') return [looks(stringAt(value, 'text'))];
  if (type === 'plain_text') return [stringAt(value, 'text')];
  if (LINES.includes(type)) {
    const isListed = objectsAt(value, 'elements');
    return [isListed.map(leafText).join('')];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    if (HIDDEN.test(key)) return [];
    if (typeof item !== 'string') return linesOf(item);
    return VISIBLE.includes(key) ? [item] : [];
  });
}

/**
 * All that a person can read there, one line per text, button labels included. A message's `text` counts only when it
 * has no blocks: otherwise it is in notifications alone.
 */
export function textOf(shown: Shown | null | undefined): string {
  if (!shown) return '';
  const blocks = linesOf(shown.blocks);
  if (!('hash' in shown)) return (blocks.length > 0 ? blocks : [looks(shown.text)]).join('\n');
  const words =
    shown.type === 'modal' ? [shown.title, shown.submit, shown.close].map((each) => each?.text ?? '') : [];
  const [title = '', ...rest] = words;
  return [title, ...blocks, ...Object.values(shown.errors), ...rest].filter(Boolean).join('\n');
}

/** The buttons there, in reading order. */
export const buttons = (shown: Shown | null | undefined): ShownButton[] =>
  elementsOf(shown?.blocks)
    .filter(({ element }) => element['type'] === 'button')
    .map(({ element, blockId, actionId }) => {
      const { value, url, style } = element as { value?: string; url?: string; style?: string };
      const confirm = linesOf(Object.values(objectAt(element, 'confirm'))).join('\n');
      const given = { ...(value ? { value } : {}), ...(url ? { url } : {}), ...(style ? { style } : {}) };
      const text = stringAt(objectAt(element, 'text'), 'text');
      return { text, blockId, actionId, ...given, ...(confirm ? { confirm } : {}) };
    });

/** Every http(s) address there: behind buttons, in links, in bare text; each once. */
export function linksIn(shown: Shown | null | undefined): string[] {
  if (!shown) return [];
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(shown.blocks);
  if ('text' in shown) texts.push(shown.text);
  return [...new Set(texts.flatMap((text) => text.match(/https?:\/\/[^\s<>|"`]+/g) ?? []))];
}
