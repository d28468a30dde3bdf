import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { callbackId, INPUT, metaOf, type MetaOf, type Modal } from '../action-ids.ts';
import type { Field as Name } from '../fields.ts';
import { option, words } from './blocks.ts';

type Element = InputBlock['element'];

interface Field {
  readonly hint?: string;
  readonly isOptional?: boolean;
}

const field = (id: Name, label: string, element: Element, look: Field): InputBlock => ({
  type: 'input',
  block_id: id,
  label: words(label, 200),
  element,
  ...(look.hint ? { hint: words(look.hint, 400) } : {}),
  ...(look.isOptional ? { optional: true } : {}),
});

interface TextField extends Field {
  readonly most?: number;
  readonly isLong?: boolean;
  readonly initial?: string;
  readonly placeholder?: string;
}

/** A line, or a box, of text. */
export const textField = (id: Name, label: string, look: TextField = {}): InputBlock =>
  field(
    id,
    label,
    {
      type: 'plain_text_input',
      action_id: INPUT,
      max_length: look.most ?? 200,
      ...(look.isLong ? { multiline: true } : {}),
      ...(look.initial ? { initial_value: look.initial.slice(0, look.most ?? 200) } : {}),
      ...(look.placeholder ? { placeholder: words(look.placeholder, 150) } : {}),
    },
    look,
  );

/** One that Slack itself judges by its type. */
const judgedField =
  (type: 'url_text_input' | 'email_text_input') =>
  (id: Name, label: string, look: Field & { readonly initial?: string } = {}): InputBlock =>
    field(
      id,
      label,
      { type, action_id: INPUT, ...(look.initial ? { initial_value: look.initial } : {}) },
      look,
    );

/** An address of a page. */
export const urlField = judgedField('url_text_input');

/** An e-mail address. */
export const emailField = judgedField('email_text_input');

/** A day, free of zones. */
export const dayField = (
  id: Name,
  label: string,
  look: Field & { readonly initial?: string } = {},
): InputBlock =>
  field(
    id,
    label,
    { type: 'datepicker', action_id: INPUT, ...(look.initial ? { initial_date: look.initial } : {}) },
    look,
  );

/** A moment in the reader's own zone; it travels as unix seconds. */
export const momentField = (
  id: Name,
  label: string,
  look: Field & { readonly initial?: number } = {},
): InputBlock =>
  field(
    id,
    label,
    {
      type: 'datetimepicker',
      action_id: INPUT,
      ...(look.initial ? { initial_date_time: look.initial } : {}),
    },
    look,
  );

/** A text, a value and a line below it. */
export type Choice = readonly [text: string, value: string, description?: string];
const options = (choices: readonly Choice[]) =>
  choices.map(([text, value, about]) => option(text, value, about));

/** One of at most ten. */
export function radioField(
  id: Name,
  label: string,
  choices: readonly Choice[],
  look: Field & { readonly initial?: string } = {},
) {
  const all = options(choices);
  const initial = all.find(({ value }) => value === look.initial);
  const element = {
    type: 'radio_buttons',
    action_id: INPUT,
    options: all,
    ...(initial ? { initial_option: initial } : {}),
  } as const;
  return field(id, label, element, look);
}

const MOST_BOXES = 10;
const MOST_OPTIONS = 100;

interface Chosen extends Field {
  /** All of them are chosen beforehand. */
  readonly isChosen?: boolean;
  /** These values are. */
  readonly chosen?: readonly string[];
}

/** Slack refuses an empty list of what is chosen. */
function chosenOf(all: ReturnType<typeof options>, { isChosen, chosen = [] }: Chosen) {
  const initial = isChosen ? all : all.filter(({ value }) => chosen.includes(value ?? ''));
  return initial.length > 0 ? { initial_options: initial } : {};
}

/** Any of at most ten, as boxes. */
export function boxesField(id: Name, label: string, choices: readonly Choice[], look: Chosen = {}) {
  const all = options(choices.slice(0, MOST_BOXES));
  const element = {
    type: 'checkboxes',
    action_id: INPUT,
    options: all,
    ...chosenOf(all, look),
  } as const;
  return field(id, label, element, look);
}

/** Any of many: boxes up to ten, a menu above; a menu holds a hundred, groups of a hundred above that. */
export function manyField(id: Name, label: string, choices: readonly Choice[], look: Chosen = {}) {
  if (choices.length <= MOST_BOXES) return boxesField(id, label, choices, look);
  const all = options(choices);
  const groups = Array.from({ length: Math.ceil(all.length / MOST_OPTIONS) }, (_, n) => ({
    label: words(`${n * MOST_OPTIONS + 1} to ${Math.min((n + 1) * MOST_OPTIONS, all.length)}`),
    options: all.slice(n * MOST_OPTIONS, (n + 1) * MOST_OPTIONS),
  }));
  const element = {
    type: 'multi_static_select',
    action_id: INPUT,
    ...(all.length > MOST_OPTIONS ? { option_groups: groups } : { options: all }),
    ...chosenOf(all, look),
  } as const;
  return field(id, label, element, look);
}

/** One box that must be ticked before the modal can be submitted. */
export const consentField = (id: Name, label: string, text: string): InputBlock =>
  boxesField(id, label, [[text, 'yes']]);

export const personField = (
  id: Name,
  label: string,
  look: Field & { readonly initial?: string } = {},
): InputBlock =>
  field(
    id,
    label,
    { type: 'users_select', action_id: INPUT, ...(look.initial ? { initial_user: look.initial } : {}) },
    look,
  );

export const peopleField = (
  id: Name,
  label: string,
  look: Field & { readonly initial?: readonly string[] } = {},
): InputBlock =>
  field(
    id,
    label,
    {
      type: 'multi_users_select',
      action_id: INPUT,
      ...(look.initial?.length ? { initial_users: [...look.initial] } : {}),
    },
    look,
  );

export const channelField = (
  id: Name,
  label: string,
  look: Field & { readonly isHere?: boolean; readonly initial?: string | null } = {},
): InputBlock =>
  field(
    id,
    label,
    {
      type: 'conversations_select',
      action_id: INPUT,
      filter: { include: ['public', 'private'], exclude_bot_users: true },
      ...(look.isHere ? { default_to_current_conversation: true } : {}),
      ...(look.initial ? { initial_conversation: look.initial } : {}),
    },
    look,
  );

export const selectField = (
  id: Name,
  label: string,
  choices: readonly Choice[],
  look: Field & { readonly initial?: string } = {},
) => {
  const all = options(choices.slice(0, MOST_OPTIONS));
  const initial = all.find(({ value }) => value === look.initial);
  const element = {
    type: 'static_select',
    action_id: INPUT,
    options: all,
    ...(initial ? { initial_option: initial } : {}),
  } as const;
  return field(id, label, element, look);
};

interface SearchField extends Field {
  readonly placeholder?: string;
  readonly initial?: ReturnType<typeof option> | null;
}

/** One of many, found by typing; `search` is the action id by which the suggestions are asked for. */
export const searchField = (id: Name, label: string, search: string, look: SearchField): InputBlock =>
  field(
    id,
    label,
    {
      type: 'external_select',
      action_id: search,
      min_query_length: 0,
      ...(look.placeholder ? { placeholder: words(look.placeholder) } : {}),
      ...(look.initial ? { initial_option: look.initial } : {}),
    },
    look,
  );

interface ModalLook {
  readonly title: string;
  readonly submit?: string;
  readonly close?: string;
}

/** A modal: its `callback_id` says which, its metadata what it is about. */
export const modal = <M extends Modal>(
  name: M,
  meta: MetaOf<M>,
  look: ModalLook,
  blocks: KnownBlock[],
): ModalView => ({
  type: 'modal',
  callback_id: callbackId(name),
  private_metadata: metaOf(name, meta),
  title: words(look.title, 24),
  ...(look.submit ? { submit: words(look.submit, 24) } : {}),
  close: words(look.close ?? (look.submit ? 'Cancel' : 'Close'), 24),
  blocks,
});
