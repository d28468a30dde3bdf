import { elementsOf } from './blocks.ts';
import type { JsonObject } from './json.ts';
import { optionsOf } from './limits/options.ts';
import type { InputValue, SandboxOption, StateValue, StateValues } from './types.ts';

type Field = Exclude<keyof StateValue, 'type'>;

/** How each kind of input keeps its value: the field Slack names, and the element's field for the initial one. */
const FIELDS: Record<string, { field: Field; initial: string }> = {
  plain_text_input: { field: 'value', initial: 'initial_value' },
  email_text_input: { field: 'value', initial: 'initial_value' },
  url_text_input: { field: 'value', initial: 'initial_value' },
  number_input: { field: 'value', initial: 'initial_value' },
  datepicker: { field: 'selected_date', initial: 'initial_date' },
  timepicker: { field: 'selected_time', initial: 'initial_time' },
  datetimepicker: { field: 'selected_date_time', initial: 'initial_date_time' },
  radio_buttons: { field: 'selected_option', initial: 'initial_option' },
  static_select: { field: 'selected_option', initial: 'initial_option' },
  external_select: { field: 'selected_option', initial: 'initial_option' },
  users_select: { field: 'selected_user', initial: 'initial_user' },
  conversations_select: { field: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { field: 'selected_channel', initial: 'initial_channel' },
  checkboxes: { field: 'selected_options', initial: 'initial_options' },
  multi_static_select: { field: 'selected_options', initial: 'initial_options' },
  multi_external_select: { field: 'selected_options', initial: 'initial_options' },
  multi_users_select: { field: 'selected_users', initial: 'initial_users' },
  multi_conversations_select: { field: 'selected_conversations', initial: 'initial_conversations' },
  multi_channels_select: { field: 'selected_channels', initial: 'initial_channels' },
};

const typeOf = (element: JsonObject) => String(element['type']);
const stateValue = (type: string, field: Field, value: unknown) => ({ type, [field]: value }) as StateValue;

/** Whether the element keeps a value, as buttons and overflow menus do not. */
export const isInput = (element: JsonObject): boolean => typeOf(element) in FIELDS;

/** Whether its value is an array. */
export const isMultiple = (element: JsonObject): boolean =>
  FIELDS[typeOf(element)]?.field.endsWith('s') ?? false;

/** What is chosen from options, not typed. */
export const isChoice = (element: JsonObject): boolean =>
  FIELDS[typeOf(element)]?.field.startsWith('selected_option') === true || typeOf(element) === 'overflow';

/** The value an untouched input has; `channel` is where the person was when the view opened. */
export function initialValue(element: JsonObject, channel: string | null): StateValue | null {
  const type = typeOf(element);
  const known = FIELDS[type];
  if (!known) return null;
  const current = element['default_to_current_conversation'] === true ? channel : null;
  const empty = isMultiple(element) ? (current ? [current] : []) : current;
  return stateValue(type, known.field, element[known.initial] ?? empty);
}

/**
 * `state.values` of a payload's blocks. Values of `kept` stay where block id, action id and type are still the same, as
 * Slack keeps them over `views.update`.
 */
export function valuesOf(
  blocks: unknown,
  kept: StateValues = {},
  channel: string | null = null,
): StateValues {
  const values: StateValues = {};
  for (const { element, blockId, actionId } of elementsOf(blocks)) {
    const old = kept[blockId]?.[actionId];
    const value = old?.type === element['type'] ? old : initialValue(element, channel);
    if (value) (values[blockId] ??= {})[actionId] = value;
  }
  return values;
}

function optionWith(options: SandboxOption[], value: string): SandboxOption {
  const option = options.find((each) => each.value === value);
  if (!option)
    throw new Error(`there is no option "${value}" among ${options.map((each) => each.value).join(', ')}`);
  return option;
}

/** The state value after somebody put `input` into the element; `suggested` are an external select's options. */
export function withInput(element: JsonObject, input: InputValue, suggested: SandboxOption[]): StateValue {
  const type = typeOf(element);
  const field: Field = type === 'overflow' ? 'selected_option' : (FIELDS[type]?.field ?? 'value');
  const { initial_option: initial = [], initial_options: initials = [] } = element;
  const offered = [...optionsOf(element), initial, initials].flat() as SandboxOption[];
  const options = [...offered, ...suggested];
  if (isMultiple(element)) {
    const many = (Array.isArray(input) ? input : input === null ? [] : [input]).map(String);
    return stateValue(
      type,
      field,
      isChoice(element) ? many.map((value) => optionWith(options, value)) : many,
    );
  }
  if (Array.isArray(input)) throw new Error(`${type} takes one value`);
  if (input === null || input === '') return stateValue(type, field, null);
  if (isChoice(element)) return stateValue(type, field, optionWith(options, String(input)));
  return stateValue(type, field, field === 'selected_date_time' ? Number(input) : String(input));
}

/** The bare value inside a state value: string, number, option, array or null. */
export function bareValue(value: StateValue): unknown {
  const field = FIELDS[value.type]?.field;
  return field ? (value[field] ?? null) : null;
}
