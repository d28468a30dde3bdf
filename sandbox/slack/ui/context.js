// @ts-check
import { ask } from './confirm.js';

/** @typedef {import('../types.ts').InputValue} InputValue */
/** @typedef {import('../types.ts').Place} Place */
/** @typedef {import('../types.ts').StateValues} StateValues */
/** @typedef {import('./mrkdwn.js').Names & { info: import('../types.ts').WorkspaceInfo, state: import('../types.ts').UserState, act: (path: string, body: Record<string, unknown>) => Promise<import('../types.ts').ActResult>, suggest: (body: Record<string, unknown>) => Promise<import('../types.ts').Suggestions> }} Env */
/**
 * Where elements are drawn. A modal keeps `drafts`, so that drawing it again loses nothing that was typed.
 * @typedef {{ env: Env, place: Place, values: StateValues, drafts?: Map<string, InputValue>, touched?: (blockId: string) => void }} Context
 */
/**
 * How an element is named and described by the block around it.
 * @typedef {{ id?: string, label?: string, aria?: Record<string, string | null>, isDispatching?: boolean }} Setting
 */

/** @param {any} block @param {any} element */
export const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

/**
 * What the element holds now: the draft, else what the server keeps.
 * @param {any} block @param {any} element @param {Context} context
 * @returns {any} An InputValue, or options.
 */
export function held(block, element, { values, drafts }) {
  const draft = drafts?.get(keyOf(block, element));
  if (draft !== undefined) return draft;
  const { type: _type, ...fields } = /** @type {Record<string, any>} */ (
    values[block.block_id]?.[element.action_id] ?? {}
  );
  return Object.values(fields)[0] ?? null;
}

/**
 * Tells the server of a new value, after the element's own confirmation.
 * @param {any} block @param {any} element @param {Context} context @param {InputValue} value
 */
export async function change(block, element, { env, place, drafts, touched }, value) {
  drafts?.set(keyOf(block, element), value);
  touched?.(block.block_id);
  if (element.confirm && !(await ask(element.confirm, env))) return;
  await env.act('select', { place, block_id: block.block_id, action_id: element.action_id, value });
}
