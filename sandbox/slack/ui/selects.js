// @ts-check
import { combobox } from './combobox.js';
import { change, held, keyOf } from './context.js';
import { freshId } from './dom.js';
import { plain } from './mrkdwn.js';

/** @typedef {import('./combobox.js').Choice} Choice */
/** @typedef {import('./context.js').Context} Context */
/** @typedef {import('./context.js').Setting} Setting */
/** @typedef {import('./context.js').Env} Env */

/** @param {any} option @param {string} [group] @returns {Choice} */
const choiceOf = (option, group) => ({
  value: option.value,
  text: plain(option.text),
  ...(option.description && { note: plain(option.description) }),
  ...(group !== undefined && { group }),
});

/** @param {any} source `options` or `option_groups` @returns {Choice[]} */
const choicesOf = (source) =>
  source.option_groups
    ? source.option_groups.flatMap((/** @type {any} */ group) =>
        group.options.map((/** @type {any} */ option) => choiceOf(option, plain(group.label))),
      )
    : (source.options ?? []).map((/** @type {any} */ option) => choiceOf(option));

/** @param {Choice[]} choices */
const fitting = (choices) => (/** @type {string} */ query) =>
  choices.filter(({ text, note }) => `${text} ${note ?? ''}`.toLowerCase().includes(query.toLowerCase()));

/** @param {Env} env @returns {Choice[]} */
const people = ({ info }) =>
  info.users
    .filter((user) => !user.deleted)
    .map((user) => ({ value: user.id, text: user.real_name, note: `@${user.name} · ${user.role}` }));

/** @param {any} element @param {Env} env @returns {Choice[]} */
function conversations(element, { state }) {
  const { include, exclude_external_shared_channels: noShared } = element.filter ?? {};
  const isChannels = element.type.endsWith('channels_select');
  const kinds = /** @type {Record<string, string>} */ ({ channel: 'public', private: 'private', dm: 'im' });
  return state.conversations
    .filter((each) => !each.is_archived && !(noShared && each.is_ext_shared))
    .filter((each) => (isChannels ? each.kind === 'channel' : !include || include.includes(kinds[each.kind])))
    .map((each) => ({
      value: each.id,
      text: each.kind === 'dm' ? each.name : `#${each.name}`,
      ...(each.kind === 'private' && { note: 'private' }),
    }));
}

/** @param {any} block @param {any} element @param {Context} context @param {Setting} setting */
export function select(block, element, context, setting) {
  const { env, place } = context;
  const kind = element.type.replace(/^multi_/, '');
  const isMultiple = element.type.startsWith('multi_');
  const isRemote = kind === 'external_select';
  const known =
    kind === 'users_select'
      ? people(env)
      : kind === 'static_select'
        ? choicesOf(element)
        : isRemote
          ? []
          : conversations(element, env);
  /** @type {Map<string, Choice>} */
  const seen = new Map(known.map((choice) => [choice.value, choice]));
  const kept = /** @type {any} */ (context.values[block.block_id]?.[element.action_id] ?? {});
  for (const option of [kept.selected_option, ...(kept.selected_options ?? [])])
    if (option) seen.set(option.value, choiceOf(option));
  for (const choice of remembered.get(keyOf(block, element)) ?? []) seen.set(choice.value, choice);
  const now = held(block, element, context);
  const values = (Array.isArray(now) ? now : [now])
    .filter(Boolean)
    .map((each) => (typeof each === 'object' ? each.value : each));

  const load = async (/** @type {string} */ query) => {
    const answer = await env.suggest({
      place,
      block_id: block.block_id,
      action_id: element.action_id,
      query,
    });
    const choices = choicesOf(answer);
    for (const choice of choices) seen.set(choice.value, choice);
    return choices;
  };
  return combobox({
    id: setting.id ?? freshId('select'),
    key: keyOf(block, element),
    label: setting.label ?? (plain(element.placeholder) || 'Choose'),
    placeholder: plain(element.placeholder) || 'Choose…',
    chosen: values.map((value) => seen.get(value) ?? { value, text: value }),
    isMultiple,
    isRemote,
    isClearable: block.type === 'input',
    minQuery: isRemote ? (element.min_query_length ?? 3) : 0,
    most: element.max_selected_items ?? Infinity,
    load: isRemote ? load : fitting(known),
    onChange: (picked) => {
      remembered.set(
        keyOf(block, element),
        picked.map((value) => seen.get(value) ?? { value, text: value }),
      );
      void change(block, element, context, isMultiple ? picked : (picked[0] ?? null));
    },
    ...(setting.aria && { aria: setting.aria }),
  });
}

/** The names of picked external options: the draft holds but their values. @type {Map<string, Choice[]>} */
const remembered = new Map();
