import { flatBlocks } from './blocks.ts';
import { bareValue, isInput } from './inputs.ts';
import { isObject, type JsonObject } from './json.ts';
import type { StateValue, StateValues } from './types.ts';

const REQUIRED = 'Please complete this required field.';

function wordsForText(element: JsonObject, text: string): string | null {
  const { min_length: min, max_length: max, type } = element;
  if (typeof min === 'number' && text.length < min) return `This field must have at least ${min} characters.`;
  const most = typeof max === 'number' ? max : 3000;
  if (text.length > most) return `This field cannot have more than ${most} characters.`;
  if (type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text))
    return 'Please enter a valid email address.';
  if (type === 'url_text_input' && !/^https?:\/\/\S+$/.test(text)) return 'Please enter a valid URL.';
  return type === 'number_input' ? wordsForNumber(element, text) : null;
}

function wordsForNumber(element: JsonObject, text: string): string | null {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) return 'Please enter a valid number.';
  if (element['is_decimal_allowed'] !== true && !Number.isInteger(number))
    return 'Please enter a whole number.';
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && number < Number(min)) return `Please enter a number of at least ${Number(min)}.`;
  if (max !== undefined && number > Number(max)) return `Please enter a number of at most ${Number(max)}.`;
  return null;
}

function wordsFor(block: JsonObject, element: JsonObject, value: StateValue | undefined): string | null {
  const bare = value ? bareValue(value) : null;
  const isEmpty = bare === null || (Array.isArray(bare) && bare.length === 0);
  if (isEmpty) return block['optional'] === true || !isInput(element) ? null : REQUIRED;
  const most = element['max_selected_items'];
  if (Array.isArray(bare) && typeof most === 'number' && bare.length > most)
    return `Please choose at most ${most}.`;
  return typeof value?.value === 'string' ? wordsForText(element, value.value) : null;
}

/** What Slack's client objects to before it sends a submission: block id to words. */
export function clientErrors(blocks: unknown, values: StateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of flatBlocks(blocks)) {
    const element = block['element'];
    if (block['type'] !== 'input' || !isObject(element)) continue;
    const id = String(block['block_id']);
    const words = wordsFor(block, element, values[id]?.[String(element['action_id'])]);
    if (words) errors[id] = words;
  }
  return errors;
}
