import { isObject, type JsonObject } from '../json.ts';
import { checkArray, checkInteger, checkOneOf, checkString, type Check } from './report.ts';
import { checkUrl } from './text.ts';

const LEAF_FIELD: Record<string, string> = {
  text: 'text',
  link: 'url',
  user: 'user_id',
  usergroup: 'usergroup_id',
  channel: 'channel_id',
  emoji: 'name',
  team: 'team_id',
  color: 'value',
  date: 'format',
};

function checkLeaf(check: Check, path: string, leaf: JsonObject, allowed?: string[]): void {
  const type = String(leaf['type']);
  if (type === 'broadcast') return check.report(path, 'pings everybody: broadcast');
  const field = LEAF_FIELD[type];
  if (field === undefined || (allowed && !allowed.includes(type))) {
    return check.report(path, `${type} is not allowed here`);
  }
  checkString(check, `${path}.${field}`, leaf[field], 40_000, true);
  if (type === 'link') checkUrl(check, `${path}.url`, leaf['url'], true);
  if (type === 'date')
    checkInteger(check, `${path}.timestamp`, leaf['timestamp'] ?? 'missing', 0, 9_999_999_999);
}

function checkPart(check: Check, path: string, part: JsonObject): void {
  const leaves = (from: JsonObject, at: string, allowed?: string[]) =>
    checkArray(check, `${at}.elements`, from['elements'], { min: 0, max: 10_000 }, (leaf, leafAt) =>
      checkLeaf(check, leafAt, leaf, allowed),
    );
  switch (part['type']) {
    case 'rich_text_section':
    case 'rich_text_quote':
      return leaves(part, path);
    case 'rich_text_preformatted':
      return leaves(part, path, ['text', 'link']);
    case 'rich_text_list':
      checkOneOf(check, `${path}.style`, part['style'], ['bullet', 'ordered'], true);
      checkInteger(check, `${path}.indent`, part['indent'], 0, 8);
      return checkArray(check, `${path}.elements`, part['elements'], { max: 10_000 }, (item, at) => {
        if (item['type'] !== 'rich_text_section') check.report(at, 'must be a rich_text_section');
        leaves(item, at);
      });
    default:
      return check.report(path, `${String(part['type'])} is not allowed here`);
  }
}

/** A `rich_text` block, alone or inside a task, table cell or container title. */
export function checkRichText(check: Check, path: string, block: unknown): void {
  if (!isObject(block) || block['type'] !== 'rich_text')
    return check.report(path, 'must be a rich_text block');
  checkArray(check, `${path}.elements`, block['elements'], { max: 1000 }, (part, at) =>
    checkPart(check, at, part),
  );
}
