import type { JsonObject } from '../json.ts';
import { checkConfirm, checkInitialOptions, checkOptionGroups, checkOptions } from './options.ts';
import { checkInteger, checkOneOf, checkString, type Check } from './report.ts';
import { checkText, checkUrl } from './text.ts';

const MENUS = ['static', 'external', 'users', 'conversations', 'channels'].map((kind) => `${kind}_select`);
const SELECTS = [...MENUS, ...MENUS.map((menu) => `multi_${menu}`)];
const TEXT_INPUTS = [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
];
const CHOICES = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker', ...SELECTS];

/** Which elements each block takes (@slack/types: SectionBlockAccessory, ActionsBlockElement, InputBlockElement …). */
export const ELEMENTS_OF = {
  section: ['button', 'workflow_button', 'overflow', 'image', ...CHOICES],
  actions: ['button', 'workflow_button', 'overflow', 'datetimepicker', 'rich_text_input', ...CHOICES],
  input: ['datetimepicker', 'file_input', ...TEXT_INPUTS, ...CHOICES],
  context_actions: ['feedback_buttons', 'icon_button'],
  card: ['button'],
} satisfies Record<string, string[]>;

type ElementCheck = (check: Check, path: string, element: JsonObject) => void;

const button: ElementCheck = (check, path, element) => {
  checkText(check, `${path}.text`, element['text'], { max: 75, only: 'plain_text', required: true });
  checkString(check, `${path}.value`, element['value'], 2000);
  checkString(check, `${path}.accessibility_label`, element['accessibility_label'], 75);
  checkOneOf(check, `${path}.style`, element['style'], ['primary', 'danger']);
  if (element['url'] !== undefined) checkUrl(check, `${path}.url`, element['url']);
};

const image: ElementCheck = (check, path, element) => {
  checkString(check, `${path}.alt_text`, element['alt_text'], 2000, true);
  if (element['slack_file'] === undefined) checkUrl(check, `${path}.image_url`, element['image_url'], true);
};

const choices =
  (max: number): ElementCheck =>
  (check, path, element) =>
    checkOptions(check, `${path}.options`, element, { max });

const staticMenu: ElementCheck = (check, path, element) => {
  const hasOptions = element['options'] !== undefined;
  if (hasOptions === (element['option_groups'] !== undefined)) {
    check.report(path, 'needs either options or option_groups');
  } else if (hasOptions) choices(100)(check, path, element);
  else checkOptionGroups(check, `${path}.option_groups`, element);
};

const menu: ElementCheck = (check, path, element) => {
  checkInteger(check, `${path}.max_selected_items`, element['max_selected_items'], 1, 100);
  checkInteger(check, `${path}.min_query_length`, element['min_query_length'], 0, 3000);
  const filter = element['filter'];
  if (filter !== undefined && Object.keys(filter ?? {}).length === 0)
    check.report(`${path}.filter`, 'is empty');
};

const matching =
  (field: string, pattern: RegExp, shape: string): ElementCheck =>
  (check, path, element) => {
    const value = element[field];
    if (value !== undefined && !pattern.test(JSON.stringify(value).replaceAll('"', '')))
      check.report(`${path}.${field}`, `must be ${shape}`);
  };

const textInput: ElementCheck = (check, path, element) => {
  const { min_length: min, max_length: max, initial_value: initial } = element;
  checkInteger(check, `${path}.min_length`, min, 0, 3000);
  checkInteger(check, `${path}.max_length`, max, 1, 3000);
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    check.report(`${path}.min_length`, 'is greater than max_length');
  }
  checkString(check, `${path}.initial_value`, initial, typeof max === 'number' ? max : 3000);
};

const numberInput: ElementCheck = (check, path, element) => {
  if (typeof element['is_decimal_allowed'] !== 'boolean')
    check.report(`${path}.is_decimal_allowed`, 'is required');
  for (const field of ['initial_value', 'min_value', 'max_value']) {
    const value = element[field];
    if (value === undefined) continue;
    if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value)) {
      check.report(`${path}.${field}`, 'must be a number written as a string');
    }
  }
};

const feedbackButtons: ElementCheck = (check, path, element) => {
  for (const side of ['positive_button', 'negative_button']) {
    const half = element[side];
    if (typeof half !== 'object' || half === null) check.report(`${path}.${side}`, 'is required');
    else button(check, `${path}.${side}`, half as JsonObject);
  }
};

const nothingMore: ElementCheck = () => undefined;
const CHECKS: Record<string, ElementCheck> = {
  button,
  workflow_button: button,
  icon_button: button,
  image,
  feedback_buttons: feedbackButtons,
  overflow: choices(5),
  checkboxes: choices(10),
  radio_buttons: choices(10),
  static_select: staticMenu,
  multi_static_select: staticMenu,
  datepicker: matching('initial_date', /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'YYYY-MM-DD'),
  timepicker: matching('initial_time', /^([01]\d|2[0-3]):[0-5]\d$/, 'HH:mm'),
  datetimepicker: matching('initial_date_time', /^\d{10}$/, 'ten digits of unix seconds'),
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: numberInput,
  rich_text_input: nothingMore,
  file_input: (check, path, element) => {
    checkInteger(check, `${path}.max_files`, element['max_files'], 1, 10);
    if (check.surface !== 'modal') check.report(path, 'file_input belongs to modals only');
  },
};

/** One element inside a block that takes the types `allowed`. */
export function checkElement(check: Check, path: string, element: JsonObject, allowed: string[]): void {
  const type = String(element['type']);
  if (!allowed.includes(type)) return check.report(path, `${type} is not allowed here`);
  checkString(check, `${path}.action_id`, element['action_id'], 255);
  checkText(check, `${path}.placeholder`, element['placeholder'], { max: 150, only: 'plain_text' });
  checkConfirm(check, `${path}.confirm`, element['confirm']);
  (CHECKS[type] ?? nothingMore)(check, path, element);
  if (SELECTS.includes(type)) menu(check, path, element);
  if (element['options'] !== undefined || element['option_groups'] !== undefined) {
    checkInitialOptions(check, path, element);
  }
}

/** An image inside a context, card or container. */
export const checkImage: ElementCheck = image;
