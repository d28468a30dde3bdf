import { isObject, type JsonObject } from '../json.ts';

/** Where a block is shown: Slack allows different blocks on each. */
export type Surface = 'message' | 'modal' | 'home';

/** What the checks of one payload share. */
export interface Check {
  surface: Surface;
  /** Notes one broken limit: a path such as `blocks[2].text`, and what is wrong there. */
  report(path: string, problem: string): void;
}

/** A string of 1 to `max` characters; missing is a problem only when `required`. */
export function checkString(check: Check, path: string, value: unknown, max: number, required = false): void {
  if (value === undefined) {
    if (required) check.report(path, 'is required');
  } else if (typeof value !== 'string') check.report(path, 'must be a string');
  else if (value.length > max) check.report(path, `has ${value.length} characters, at most ${max}`);
  else if (value === '' && required) check.report(path, 'must not be empty');
}

/** An array of `min` to `max` objects, each handed to `each`; returns nothing for anything else. */
export function checkArray(
  check: Check,
  path: string,
  value: unknown,
  size: { min?: number; max: number; what?: string },
  each: (item: JsonObject, path: string) => void,
): void {
  if (!Array.isArray(value)) return check.report(path, 'must be an array');
  const { min = 1, max, what = 'items' } = size;
  if (value.length < min) check.report(path, `has ${value.length} ${what}, at least ${min}`);
  if (value.length > max) check.report(path, `has ${value.length} ${what}, at most ${max}`);
  value.forEach((item: unknown, index) => {
    if (isObject(item)) each(item, `${path}[${index}]`);
    else check.report(`${path}[${index}]`, 'must be an object');
  });
}

/** An integer from `min` to `max`, if given at all. */
export function checkInteger(check: Check, path: string, value: unknown, min: number, max: number): void {
  if (value === undefined) return;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    check.report(path, `must be a whole number from ${min} to ${max}`);
  }
}

/** One of the given words; missing is a problem only when `required`. */
export function checkOneOf(
  check: Check,
  path: string,
  value: unknown,
  words: string[],
  required = false,
): void {
  if (value === undefined && !required) return;
  if (typeof value !== 'string' || !words.includes(value)) {
    check.report(path, `must be one of ${words.join(', ')}`);
  }
}
