import { isObject } from '../json.ts';
import { checkString, type Check } from './report.ts';

const CONTROL_SEQUENCE =
  /<(?:@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^S[A-Z0-9]+|!date\^\d+\^|https?:\/\/|mailto:)[^<>]*>/g;

/**
 * Refuses what text from people turns into when it is not escaped: a broadcast (`<!channel>`, a hard error in this
 * product even on purpose) and any `<` that does not open one of Slack's known sequences.
 */
export function checkMarkup(check: Check, path: string, text: string): void {
  const broadcast = /<!(channel|here|everyone)\b[^>]*>/.exec(text);
  if (broadcast) return check.report(path, `pings everybody: ${broadcast[0]}`);
  if (text.replaceAll(CONTROL_SEQUENCE, '').includes('<')) check.report(path, 'has an unescaped <');
  for (const date of text.matchAll(/<!date\^\d+\^([^<>]*)>/g)) {
    if (!date[1]?.includes('|')) check.report(path, 'has a date without a fallback text');
  }
}

interface TextRule {
  max: number;
  only?: 'plain_text' | 'mrkdwn';
  required?: boolean;
}

/** A text object: `plain_text` or `mrkdwn`, 1 to `max` characters, and safe markup. */
export function checkText(check: Check, path: string, value: unknown, rule: TextRule): void {
  if (value === undefined) {
    if (rule.required) check.report(path, 'is required');
    return;
  }
  if (!isObject(value)) return check.report(path, 'must be a text object');
  const { type, text } = value;
  if (type !== 'plain_text' && type !== 'mrkdwn') {
    return check.report(`${path}.type`, 'must be plain_text or mrkdwn');
  }
  if (rule.only && type !== rule.only) check.report(`${path}.type`, `must be ${rule.only}`);
  checkString(check, `${path}.text`, text, rule.max, true);
  if (type === 'mrkdwn' && typeof text === 'string') checkMarkup(check, `${path}.text`, text);
  const misplaced = type === 'mrkdwn' ? 'emoji' : 'verbatim';
  if (misplaced in value) check.report(`${path}.${misplaced}`, `does not belong to ${type}`);
}

/** A link somebody will open: http(s) (or mailto), no longer than Slack takes. */
export function checkUrl(check: Check, path: string, value: unknown, required = false): void {
  checkString(check, path, value, 3000, required);
  if (typeof value === 'string' && !/^(https?:\/\/|mailto:)\S+$/.test(value))
    check.report(path, 'is not a URL');
}

/** Nothing may be null anywhere, nor an empty string except where Slack itself sends one back. */
export function checkNoBlanks(check: Check, path: string, value: unknown): void {
  if (value === null) check.report(path, 'must not be null');
  else if (value === '' && !/\.(private_metadata|external_id)$/.test(path))
    check.report(path, 'must not be empty');
  else if (Array.isArray(value)) {
    value.forEach((item: unknown, index) => checkNoBlanks(check, `${path}[${index}]`, item));
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) checkNoBlanks(check, `${path}.${key}`, item);
  }
}
