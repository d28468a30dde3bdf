import { isDeepStrictEqual } from 'node:util';
import { isObject, objectsAt, type JsonObject } from '../json.ts';
import { checkArray, checkOneOf, checkString, type Check } from './report.ts';
import { checkText, checkUrl } from './text.ts';

/** One option of a menu, checkbox or radio group; only an overflow menu's may carry a `url`. */
export function checkOption(check: Check, path: string, option: JsonObject, elementType: string): void {
  const isMarkupAllowed = elementType === 'checkboxes' || elementType === 'radio_buttons';
  const only = isMarkupAllowed ? {} : ({ only: 'plain_text' } as const);
  checkText(check, `${path}.text`, option['text'], { max: 75, required: true, ...only });
  checkText(check, `${path}.description`, option['description'], { max: 75, ...only });
  checkString(check, `${path}.value`, option['value'], 150, elementType !== 'overflow');
  if (option['url'] === undefined) return;
  if (elementType !== 'overflow') check.report(`${path}.url`, 'belongs to overflow menus only');
  checkUrl(check, `${path}.url`, option['url']);
}

function checkDistinct(check: Check, path: string, options: JsonObject[]): void {
  const values = options.map((option) => option['value']);
  if (new Set(values).size < values.length) check.report(path, 'has two options of the same value');
}

/** A flat list of options. */
export function checkOptions(
  check: Check,
  path: string,
  element: JsonObject,
  size: { min?: number; max: number },
) {
  const type = String(element['type']);
  checkArray(check, path, element['options'], { ...size, what: 'options' }, (option, at) =>
    checkOption(check, at, option, type),
  );
  checkDistinct(check, path, objectsAt(element, 'options'));
}

/** A list of option groups: 100 groups of 100 options. */
export function checkOptionGroups(check: Check, path: string, element: JsonObject): void {
  const groups = element['option_groups'];
  checkArray(check, path, groups, { max: 100, what: 'groups' }, (group, at) => {
    checkText(check, `${at}.label`, group['label'], { max: 75, only: 'plain_text', required: true });
    checkOptions(check, `${at}.options`, { ...group, type: element['type'] }, { max: 100 });
  });
}

/** All options of an element, with those inside groups. */
export const optionsOf = (element: JsonObject): JsonObject[] => [
  ...objectsAt(element, 'options'),
  ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
];

/** Whether the initial choice is, field by field, among the options: Slack refuses a near miss. */
export function checkInitialOptions(check: Check, path: string, element: JsonObject): void {
  const options = optionsOf(element);
  const among = (choice: unknown) => options.some((option) => isDeepStrictEqual(option, choice));
  const { initial_option: one, initial_options: many } = element;
  if (one !== undefined && !among(one))
    check.report(`${path}.initial_option`, 'must equal one of the options');
  if (many === undefined) return;
  if (!Array.isArray(many) || many.length === 0) check.report(`${path}.initial_options`, 'must not be empty');
  else if (!many.every(among)) check.report(`${path}.initial_options`, 'must equal some of the options');
}

/** The "are you sure" of a button or menu. */
export function checkConfirm(check: Check, path: string, confirm: unknown): void {
  if (confirm === undefined) return;
  if (!isObject(confirm)) return check.report(path, 'must be an object');
  const plain = { only: 'plain_text' } as const;
  checkText(check, `${path}.title`, confirm['title'], { max: 100, ...plain, required: true });
  checkText(check, `${path}.text`, confirm['text'], { max: 300, required: true });
  checkText(check, `${path}.confirm`, confirm['confirm'], { max: 30, ...plain });
  checkText(check, `${path}.deny`, confirm['deny'], { max: 30, ...plain });
  checkOneOf(check, `${path}.style`, confirm['style'], ['primary', 'danger']);
}
