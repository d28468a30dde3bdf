// @ts-check
import { h, hidden } from './dom.js';

/** @typedef {{ name: string, data: { label: string, value: number }[] }} Series */

/** Steps of 1, 2 or 5, so that there are about five lines. @param {number} most */
function stepFor(most) {
  const rough = Math.max(1, most) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, (([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power) | 0);
}

/** @param {number} value @param {number} top */
const share = (value, top) => `${(100 * value) / top}%`;

/** @param {Series[]} series */
const legend = (series) =>
  h(
    'ul',
    { class: 'legend' },
    series.map(({ name }, n) => h('li', null, h('span', { class: `swatch series-${n}` }), name)),
  );

/** @param {number} top @param {number} step */
const axis = (top, step) =>
  h(
    'div',
    { class: 'axis', 'aria-hidden': 'true' },
    Array.from({ length: top / step + 1 }, (_, n) =>
      h('span', { class: 'tick', style: `bottom:${share(n * step, top)}` }, n * step),
    ),
  );

/** @param {Series[]} series @param {string} label @param {number} top */
function group(series, label, top) {
  const values = series.map(({ name, data }) => ({
    name,
    value: data.find((point) => point.label === label)?.value ?? 0,
  }));
  return h(
    'li',
    { class: 'group' },
    h(
      'span',
      { class: 'bars' },
      values.map(({ name, value }, n) =>
        h(
          'span',
          {
            class: `bar series-${n}`,
            style: `height:${share(value, top)}`,
            title: `${label}, ${name}: ${value}`,
          },
          value > 0 && h('span', { class: 'value', 'aria-hidden': 'true' }, value),
        ),
      ),
    ),
    h('span', { class: 'label' }, h('span', null, label)),
    hidden(`: ${values.map(({ name, value }) => `${name} ${value}`).join(', ')}`),
  );
}

/**
 * Bars beside each other for each label; other kinds of chart are not drawn.
 * @param {any} block
 */
export function barChart(block) {
  const { type, series, axis_config: config = {} } = block.chart ?? {};
  if (type !== 'bar')
    return h('span', { class: 'unknown' }, `[a ${type} chart is not drawn in this sandbox]`);
  const values = series.flatMap((/** @type {Series} */ { data }) => data.map(({ value }) => value));
  const step = stepFor(Math.max(...values));
  const top = Math.max(step, Math.ceil(Math.max(...values) / step) * step);
  /** @type {string[]} */
  const labels = config.categories ?? series[0].data.map((/** @type {any} */ { label }) => label);
  return h(
    'figure',
    { class: 'chart' },
    h('figcaption', null, h('strong', null, block.title), series.length > 1 && legend(series)),
    h(
      'div',
      { class: 'chart-scroll', tabindex: '0', role: 'region', 'aria-label': block.title },
      h('div', { class: 'y-label', 'aria-hidden': 'true' }, config.y_label),
      axis(top, step),
      h(
        'ol',
        { class: 'plot', style: `--lines:${top / step}` },
        labels.map((label) => group(series, label, top)),
      ),
    ),
    config.x_label && h('div', { class: 'x-label' }, config.x_label),
  );
}
