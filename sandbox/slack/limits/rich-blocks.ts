import { isObject, objectsAt, type JsonObject } from '../json.ts';
import { checkElement, checkImage, ELEMENTS_OF } from './elements.ts';
import { checkArray, checkInteger, checkOneOf, checkString, type Check } from './report.ts';
import { checkRichText } from './rich-text.ts';
import { checkText, checkUrl } from './text.ts';

type BlockCheck = (check: Check, path: string, block: JsonObject) => void;

/** A task of a plan: the three fields the types require, details and output as rich text. */
export const taskCard: BlockCheck = (check, path, task) => {
  if (task['type'] !== 'task_card') check.report(`${path}.type`, 'must be task_card');
  checkString(check, `${path}.task_id`, task['task_id'], 255, true);
  checkString(check, `${path}.title`, task['title'], 3000, true);
  checkOneOf(check, `${path}.status`, task['status'], ['pending', 'in_progress', 'complete', 'error'], true);
  for (const field of ['details', 'output']) {
    if (task[field] !== undefined) checkRichText(check, `${path}.${field}`, task[field]);
  }
  if (task['sources'] === undefined) return;
  checkArray(check, `${path}.sources`, task['sources'], { max: 100 }, (source, at) => {
    if (source['type'] !== 'url') check.report(`${at}.type`, 'must be url');
    checkUrl(check, `${at}.url`, source['url'], true);
    checkString(check, `${at}.text`, source['text'], 3000, true);
  });
};

export const plan: BlockCheck = (check, path, block) => {
  checkString(check, `${path}.title`, block['title'], 3000, true);
  if (block['tasks'] === undefined) return;
  checkArray(check, `${path}.tasks`, block['tasks'], { max: 100, what: 'tasks' }, (task, at) =>
    taskCard(check, at, task),
  );
  const ids = objectsAt(block, 'tasks').map((task) => task['task_id']);
  if (new Set(ids).size < ids.length) check.report(`${path}.tasks`, 'has two tasks of the same task_id');
};

export const card: BlockCheck = (check, path, block) => {
  if (!['hero_image', 'title', 'actions', 'body'].some((field) => block[field] !== undefined)) {
    check.report(path, 'needs one of hero_image, title, actions, body');
  }
  const markup = { only: 'mrkdwn' } as const;
  checkText(check, `${path}.title`, block['title'], { max: 150, ...markup });
  checkText(check, `${path}.subtitle`, block['subtitle'], { max: 150, ...markup });
  checkText(check, `${path}.body`, block['body'], { max: 200, ...markup });
  for (const field of ['hero_image', 'icon']) {
    const image = block[field];
    if (isObject(image)) checkImage(check, `${path}.${field}`, image);
  }
  if (block['actions'] === undefined) return;
  checkArray(check, `${path}.actions`, block['actions'], { max: 3, what: 'buttons' }, (button, at) =>
    checkElement(check, at, button, ELEMENTS_OF.card),
  );
};

export const carousel: BlockCheck = (check, path, block) =>
  checkArray(check, `${path}.elements`, block['elements'], { max: 10, what: 'cards' }, (item, at) => {
    if (item['type'] !== 'card') check.report(`${at}.type`, 'must be card');
    card(check, at, item);
  });

function checkCell(check: Check, path: string, cell: unknown, isRichTextAllowed: boolean): number {
  if (!isObject(cell)) return (check.report(path, 'must be an object'), 0);
  if (cell['type'] === 'rich_text') {
    if (isRichTextAllowed) checkRichText(check, path, cell);
    else check.report(path, 'rich_text is not allowed in the header row');
    return JSON.stringify(cell).length;
  }
  checkOneOf(check, `${path}.type`, cell['type'], ['raw_text', 'raw_number', 'rich_text'], true);
  checkString(check, `${path}.text`, cell['text'], 10_000, true);
  if (cell['type'] === 'raw_number' && typeof cell['value'] !== 'number') {
    check.report(`${path}.value`, 'must be a number');
  }
  return String(cell['text']).length;
}

function checkRows(
  check: Check,
  path: string,
  rows: unknown,
  size: { min: number; max: number; isData: boolean },
) {
  if (!Array.isArray(rows)) return check.report(path, 'must be an array');
  if (rows.length < size.min || rows.length > size.max) {
    check.report(path, `has ${rows.length} rows, allowed are ${size.min} to ${size.max}`);
  }
  let characters = 0;
  rows.forEach((row: unknown, r) => {
    const at = `${path}[${r}]`;
    if (!Array.isArray(row)) return check.report(at, 'must be an array');
    if (row.length < 1 || row.length > 20) check.report(at, `has ${row.length} cells, allowed are 1 to 20`);
    row.forEach((cell: unknown, c) => {
      characters += checkCell(check, `${at}[${c}]`, cell, !(size.isData && r === 0));
    });
  });
  if (size.isData && characters > 10_000)
    check.report(path, `has ${characters} characters in all, at most 10000`);
}

export const table: BlockCheck = (check, path, block) => {
  checkRows(check, `${path}.rows`, block['rows'], { min: 1, max: 100, isData: false });
  if (block['column_settings'] === undefined) return;
  checkArray(check, `${path}.column_settings`, block['column_settings'], { max: 20 }, (column, at) =>
    checkOneOf(check, `${at}.align`, column['align'], ['left', 'center', 'right']),
  );
};

export const dataTable: BlockCheck = (check, path, block) => {
  checkRows(check, `${path}.rows`, block['rows'], { min: 2, max: 101, isData: true });
  checkString(check, `${path}.caption`, block['caption'], 3000, true);
  checkInteger(check, `${path}.page_size`, block['page_size'], 1, 100);
  checkInteger(check, `${path}.row_header_column_index`, block['row_header_column_index'], 0, 19);
};

/** Its inner shape is not in @slack/types 3.2: the lengths are looked for wherever they occur. */
export const dataVisualization: BlockCheck = (check, path, block) => {
  const walk = (value: unknown, at: string, key: string): void => {
    if (Array.isArray(value)) {
      if (/^(series|segments)$/.test(key) && (value.length < 1 || value.length > 6)) {
        check.report(at, `has ${value.length} items, allowed are 1 to 6`);
      } else if (value.length > 20) check.report(at, `has ${value.length} points, at most 20`);
      value.forEach((item: unknown, index) => walk(item, `${at}[${index}]`, ''));
    } else if (isObject(value)) {
      for (const [field, item] of Object.entries(value)) walk(item, `${at}.${field}`, field);
    } else if (key === 'title') checkString(check, at, value, 50);
    else if (key === 'label') checkString(check, at, value, 20);
  };
  walk(block, path, '');
};

export const video: BlockCheck = (check, path, block) => {
  const plain = { only: 'plain_text' } as const;
  checkText(check, `${path}.title`, block['title'], { max: 199, required: true, ...plain });
  checkText(check, `${path}.description`, block['description'], { max: 200, ...plain });
  checkString(check, `${path}.author_name`, block['author_name'], 49);
  checkString(check, `${path}.alt_text`, block['alt_text'], 2000, true);
  checkUrl(check, `${path}.video_url`, block['video_url'], true);
  checkUrl(check, `${path}.thumbnail_url`, block['thumbnail_url'], true);
};
