import { DateTime } from 'luxon';
import type { Actor, Contact } from '../../domain/people.ts';
import { hardStopOn, type Day, type Moment } from '../../domain/schedule.ts';

/** One line of what a person typed: no line breaks, no control characters, at most `most` characters. */
export function oneLine(text: string, most = 120): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  if (line.length <= most) return line;
  return `${line.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What people typed, inside mrkdwn: a package named `<!channel>` pings nobody. */
export const say = (text: string, most?: number): string => escape(oneLine(text, most));

/** Bold, unless the text's own asterisks would break it. */
export const bold = (text: string, most?: number): string =>
  text.includes('*') ? say(text, most) : `*${say(text, most)}*`;

/** Cuts mrkdwn to a limit, never inside an entity or a `<…>` sequence. */
export function cut(markup: string, most: number): string {
  if (markup.length <= most) return markup;
  let text = markup.slice(0, most - 1);
  if (text.lastIndexOf('<') > text.lastIndexOf('>')) text = text.slice(0, text.lastIndexOf('<'));
  text = text.replace(/&[a-z]{0,4}$/, '').replace(/[\uD800-\uDBFF]$/, '');
  return `${text}…`;
}

/** A mention; anything that is not a Slack user id is shown as text. */
export const person = (userId: string): string =>
  /^[UW][A-Z0-9]+$/.test(userId) ? `<@${userId}>` : say(userId, 40);
export const channel = (channelId: string): string =>
  /^[CGD][A-Z0-9]+$/.test(channelId) ? `<#${channelId}>` : 'its channel';

/** `Acme, Beta and 3 more`. */
export function listed(names: readonly string[], most = 5): string {
  const shown = names.length > most + 1 ? names.slice(0, most) : names;
  const rest = names.length - shown.length;
  const words = shown.map((name) => say(name, 60));
  if (rest > 0) return `${words.join(', ')} and ${rest} more`;
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? 'nobody');
}

/** A moment in each reader's own zone; without Slack's help, in UTC. */
export const moment = (at: Moment): string =>
  `<!date^${Math.floor(at.toSeconds())}^{date_short_pretty} at {time}|${utc(at)}>`;

/** A moment for plain text: `2026-11-22 14:05 UTC`. */
export const utc = (at: Moment): string => at.toUTC().toFormat("yyyy-MM-dd HH:mm 'UTC'");

/** A moment that travelled as an ISO string, in events and refusals. */
export function isoMoment(iso: string): string {
  const at = DateTime.fromISO(iso, { zone: 'utc' });
  return at.isValid ? moment(at) : say(iso, 40);
}

export const dayOr = (day: Day | null, otherwise = 'unknown'): string => day ?? otherwise;

/** With a capital letter, where words begin a sentence. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export const days = (count: number): string => `${count} ${Math.abs(count) === 1 ? 'day' : 'days'}`;
/** `5,000`. */
export const number = (of: number): string => of.toLocaleString('en');
export const count = (number: number, noun: string): string =>
  `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

/** How long is left to the hard stop. */
export function left(daysLeft: number): string {
  if (daysLeft < 0) return 'expired';
  if (daysLeft === 0) return 'today is the last sure day';
  return `${days(daysLeft)} left`;
}

/** How long it has been over. */
export const ago = (daysLeft: number): string => (daysLeft === -1 ? 'yesterday' : `${days(-daysLeft)} ago`);

/** What is counted to and how long there is, both of the last sure day: the printed one, a day later, has no such count beside it. */
export const sureUntil = (expiresOn: Day, daysLeft: number, doubt = ''): string =>
  daysLeft < 0
    ? `last sure day was ${hardStopOn(expiresOn)}${doubt}, *${ago(daysLeft)}*`
    : `sure until ${hardStopOn(expiresOn)}${doubt}, *${left(daysLeft)}*`;

/** Who did it, as a card or a thread line says it. */
export function actor(by: Actor): string {
  switch (by.kind) {
    case 'slack':
      return person(by.userId);
    case 'vendor_link':
      return by.passedOnBy
        ? `somebody with the link that ${person(by.passedOnBy)} passed on`
        : 'somebody with the link';
    case 'job':
      return 'rekey';
  }
}

/** The same where a sentence begins. */
export const actorFirst = (by: Actor): string => actor(by).replace(/^somebody\b/, 'Somebody');

/** A vendor's contact: a mention, or a name with an address. */
export const contact = (of: Contact): string =>
  of.kind === 'slack' ? person(of.userId) : `${say(of.name, 60)} (${say(of.email, 80)})`;

/** Markup as plain words, for places that show none: field errors and options. */
export const plain = (markup: string): string =>
  markup
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<@[^>]*>/g, 'somebody')
    .replace(/<#[^>]*>/g, 'its channel')
    .replace(/<(?:https?:[^|>]*\|)?([^>]*)>/g, '$1')
    .replace(/[*_`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
