// @ts-check
import { h, hidden } from './dom.js';
import { icon } from './icons.js';
import { link } from './mrkdwn.js';
import { richText } from './rich-text.js';

const STATUS = /** @type {Record<string, string>} */ ({
  complete: 'Done',
  in_progress: 'Now',
  pending: 'To come',
  error: 'Problem',
});

/** @param {string} status */
const mark = (status) =>
  h(
    'span',
    { class: `mark ${status}`, title: STATUS[status] ?? status },
    status === 'complete' ? icon('check') : status === 'error' ? icon('bang') : null,
    hidden(`${STATUS[status] ?? status}: `),
  );

/**
 * One step.
 * @param {any} task
 * @param {import('./mrkdwn.js').Names} names
 */
export function taskCard(task, names) {
  const status = STATUS[task.status] ? task.status : 'pending';
  const sources = (task.sources ?? []).map((/** @type {any} */ source) => link(source.url, source.text));
  return h(
    'div',
    { class: `task ${status}` },
    mark(status),
    h(
      'div',
      { class: 'task-body' },
      h('p', { class: 'task-title' }, task.title),
      task.details && h('div', { class: 'details' }, richText(task.details, names)),
      task.output && h('div', { class: 'output' }, richText(task.output, names)),
      sources.length > 0 && h('p', { class: 'sources' }, sources),
    ),
  );
}

/**
 * The steps under one title, with how many are done.
 * @param {any} block
 * @param {import('./mrkdwn.js').Names} names
 */
export function plan(block, names) {
  const tasks = block.tasks ?? [];
  const done = tasks.filter((/** @type {any} */ task) => task.status === 'complete').length;
  return h(
    'section',
    { class: 'plan', 'aria-label': block.title },
    h(
      'header',
      null,
      h('h3', null, block.title),
      h('span', { class: 'count' }, `${done} of ${tasks.length} done`),
    ),
    h(
      'div',
      { class: 'progress', 'aria-hidden': 'true' },
      tasks.map((/** @type {any} */ task) => h('span', { class: task.status })),
    ),
    h(
      'ol',
      null,
      tasks.map((/** @type {any} */ task) => h('li', null, taskCard(task, names))),
    ),
  );
}
