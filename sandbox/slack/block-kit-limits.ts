import { elementsOfBlock, flatBlocks } from './blocks.ts';
import { isObject, type JsonObject } from './json.ts';
import { checkBlock } from './limits/blocks.ts';
import { checkString, type Check, type Surface } from './limits/report.ts';
import { checkMarkup, checkNoBlanks, checkText } from './limits/text.ts';

function checking(surface: Surface): { check: Check; problems: string[] } {
  const problems: string[] = [];
  return { problems, check: { surface, report: (path, problem) => problems.push(`${path}: ${problem}`) } };
}

function checkUnique(check: Check, path: string, ids: unknown[]): void {
  const given = ids.filter((id) => typeof id === 'string');
  for (const id of new Set(given.filter((each, index) => given.indexOf(each) !== index))) {
    check.report(path, `${id} occurs more than once`);
  }
}

const MOST_OF: [types: string[], most: number, what: string][] = [
  [['plan'], 1, 'plan blocks'],
  [['table', 'data_table'], 1, 'tables'],
  [['data_visualization'], 2, 'data visualizations'],
];

function checkTogether(check: Check, blocks: JsonObject[]): void {
  checkUnique(
    check,
    'blocks.block_id',
    blocks.map((block) => block['block_id']),
  );
  for (const block of blocks) {
    const path = `blocks.${String(block['block_id'] ?? block['type'])}.action_id`;
    checkUnique(
      check,
      path,
      elementsOfBlock(block).map((element) => element['action_id']),
    );
  }
  for (const [types, most, what] of MOST_OF) {
    const count = blocks.filter((block) => types.includes(String(block['type']))).length;
    if (count > most) check.report('blocks', `has ${count} ${what}, at most ${most}`);
  }
  const markdown = blocks
    .filter((block) => block['type'] === 'markdown')
    .map((block) => String(block['text']));
  if (markdown.join('').length > 12_000)
    check.report('blocks', 'has more than 12000 characters of markdown in all');
  const focused = blocks.flatMap(elementsOfBlock).filter((element) => element['focus_on_load'] === true);
  if (focused.length > 1) check.report('blocks', 'has more than one focus_on_load');
}

function checkBlocks(check: Check, blocks: unknown, most: number): void {
  if (!Array.isArray(blocks)) return check.report('blocks', 'must be an array');
  if (blocks.length > most) check.report('blocks', `has ${blocks.length} blocks, at most ${most}`);
  blocks.forEach((block: unknown, index) => {
    if (isObject(block)) checkBlock(check, `blocks[${index}]`, block);
    else check.report(`blocks[${index}]`, 'must be an object');
  });
  checkNoBlanks(check, 'blocks', blocks);
  checkTogether(check, flatBlocks(blocks));
}

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isFlat = (value: unknown) => isObject(value) && Object.values(value).every(isPlain);

function checkMetadata(check: Check, metadata: unknown): void {
  if (!isObject(metadata)) return check.report('metadata', 'must be an object');
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || !/^\w+$/.test(type))
    check.report('metadata.event_type', 'must be alphanumeric');
  if (!isObject(payload)) return check.report('metadata.event_payload', 'must be an object');
  for (const [key, value] of Object.entries(payload)) {
    const isOneDeep = isFlat(value) || (Array.isArray(value) && value.every(isFlat));
    if (!isPlain(value) && !isOneDeep) check.report(`metadata.event_payload.${key}`, 'is nested too deeply');
  }
}

/** A message as `chat.*` or a `response_url` takes it. */
export interface CheckedMessage {
  text?: unknown;
  blocks?: unknown;
  markdown_text?: unknown;
  metadata?: unknown;
}

/**
 * Every broken limit of a message, as `path: problem`; none for a good one. `text` must always be there: it is what
 * notifications and screen readers read. Its limit is 4,000 characters, chat.update's.
 */
export function checkMessage(message: CheckedMessage): string[] {
  const { check, problems } = checking('message');
  const { text, blocks, markdown_text: markdown, metadata } = message;
  if (markdown !== undefined) {
    checkString(check, 'markdown_text', markdown, 12_000, true);
    if (blocks !== undefined || text !== undefined) check.report('markdown_text', 'excludes text and blocks');
  } else checkString(check, 'text', text, 4000, true);
  if (typeof text === 'string') checkMarkup(check, 'text', text);
  if (blocks !== undefined) checkBlocks(check, blocks, 50);
  if (metadata !== undefined) checkMetadata(check, metadata);
  return problems;
}

/** Every broken limit of a modal or App Home, as `path: problem`; none for a good one. */
export function checkView(view: unknown): string[] {
  if (!isObject(view)) return ['view: must be an object'];
  const isHome = view['type'] === 'home';
  const { check, problems } = checking(isHome ? 'home' : 'modal');
  if (!isHome && view['type'] !== 'modal') check.report('type', 'must be modal or home');
  for (const field of ['title', 'submit', 'close']) {
    if (isHome && view[field] !== undefined) check.report(field, 'belongs to modals only');
    const required = !isHome && field === 'title';
    checkText(check, field, view[field], { max: 24, only: 'plain_text', required });
  }
  checkString(check, 'private_metadata', view['private_metadata'], 3000);
  checkString(check, 'callback_id', view['callback_id'], 255);
  checkString(check, 'external_id', view['external_id'], 255);
  checkBlocks(check, view['blocks'], 100);
  const { blocks, ...rest } = view;
  checkNoBlanks(check, 'view', rest);
  const hasInput = flatBlocks(blocks).some((block) => block['type'] === 'input');
  if (hasInput && !isHome && view['submit'] === undefined)
    check.report('submit', 'is required with an input');
  return problems;
}
