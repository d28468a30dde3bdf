import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';

type Json = Record<string, unknown>;
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const x = (length: number) => 'x'.repeat(length);
const many = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, i) => make(i));
const url = (length: number) => `https://${x(length - 8)}`;
const section = (more: Json = { text: plain('hello') }) => ({ type: 'section', ...more });
const button = (more: Json = {}) => ({ type: 'button', action_id: 'go', text: plain('Go'), ...more });
const buttons = (count: number) => many(count, (index) => button({ action_id: `b${index}` }));
const option = (value: string, more: Json = {}) => ({ text: plain('o'), value, ...more });
const options = (count: number) => many(count, (index) => option(`o${index}`));
const groups = (count: number, size = 1) =>
  many(count, () => ({ label: plain('g'), options: options(size) }));
const input = (element: Json, more: Json = {}) => ({
  type: 'input',
  label: plain('Label'),
  element,
  ...more,
});
const field = (more: Json = {}) => ({ type: 'plain_text_input', action_id: 'a', ...more });
const richWith = (...elements: Json[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const rich = richWith({ type: 'text', text: 'x' });
const task = (more: Json = {}) => ({
  type: 'task_card',
  task_id: 't',
  title: 'Start',
  status: 'complete',
  ...more,
});
const cell = (text: string) => ({ type: 'raw_text', text });
const rows = (count: number, cells = 1) => many(count, () => many(cells, () => cell('x')));
const icon = (index: number) => ({
  type: 'icon_button',
  icon: 'trash',
  action_id: `i${index}`,
  text: plain('x'),
});

const inMessage = (...blocks: Json[]) => checkMessage({ text: 'words', blocks });
const inActions = (...elements: Json[]) => inMessage({ type: 'actions', elements });
const home = (...blocks: Json[]) => checkView({ type: 'home', blocks });
const modal = (blocks: Json[], more: Json = {}) =>
  checkView({ type: 'modal', title: plain('Title'), submit: plain('Save'), blocks, ...more });
const asked = (more: Json) =>
  inActions(button({ confirm: { title: plain('t'), text: plain('t'), ...more } }));
const menu = (more: Json) => inActions({ type: 'static_select', action_id: 's', ...more });
const image = (more: Json = {}) => ({
  type: 'image',
  alt_text: 'a',
  image_url: 'https://x.test/i.png',
  ...more,
});
const table = (more: Json = {}) => ({ type: 'table', rows: rows(1), ...more });
const data = (more: Json = {}) => ({ type: 'data_table', caption: 'c', rows: rows(2), ...more });
const card = (more: Json = {}) => ({ type: 'card', body: mrkdwn('x'), ...more });
const carousel = (count: number) => ({ type: 'carousel', elements: many(count, () => card()) });
const box = (more: Json = {}) => ({
  type: 'container',
  title: plain('x'),
  child_blocks: [section()],
  ...more,
});
const chart = (more: Json = {}) => ({ type: 'data_visualization', ...more });
const links = { video_url: 'https://x.test/v', thumbnail_url: 'https://x.test/t' };
const video = (more: Json = {}) => ({ type: 'video', title: plain('t'), alt_text: 'a', ...links, ...more });
const told = (event_payload: Json, event_type = 'rekey') =>
  checkMessage({ text: 'x', metadata: { event_type, event_payload } });

/** slack.md 2.4, row by row: at the limit all is well, one more is refused in words that name the number. */
const largest: [limit: string, most: number, problems: (size: number) => string[]][] = [
  ['message blocks', 50, (n) => inMessage(...many(n, () => section()))],
  ['view blocks', 100, (n) => modal(many(n, () => section()))],
  ['message text', 4000, (n) => checkMessage({ text: x(n) })],
  ['markdown_text', 12_000, (n) => checkMessage({ markdown_text: x(n) })],
  ['a markdown block', 12_000, (n) => inMessage({ type: 'markdown', text: x(n) })],
  ['block_id', 255, (n) => inMessage({ ...section(), block_id: x(n) })],
  ['action_id', 255, (n) => inActions(button({ action_id: x(n) }))],
  ['callback_id', 255, (n) => modal([], { callback_id: x(n) })],
  ['external_id', 255, (n) => modal([], { external_id: x(n) })],
  ['section text', 3000, (n) => inMessage(section({ text: plain(x(n)) }))],
  ['section fields', 10, (n) => inMessage(section({ fields: many(n, () => plain('x')) }))],
  ['a section field', 2000, (n) => inMessage(section({ fields: [plain(x(n))] }))],
  ['header', 150, (n) => inMessage({ type: 'header', text: plain(x(n)) })],
  ['context elements', 10, (n) => inMessage({ type: 'context', elements: many(n, () => plain('x')) })],
  ['actions elements', 25, (n) => inActions(...buttons(n))],
  ['context_actions elements', 5, (n) => inMessage({ type: 'context_actions', elements: many(n, icon) })],
  ['button text', 75, (n) => inActions(button({ text: plain(x(n)) }))],
  ['button value', 2000, (n) => inActions(button({ value: x(n) }))],
  ['button url', 3000, (n) => inActions(button({ url: url(n) }))],
  ['accessibility_label', 75, (n) => inActions(button({ accessibility_label: x(n) }))],
  ['option text', 75, (n) => menu({ options: [option('v', { text: plain(x(n)) })] })],
  ['option description', 75, (n) => menu({ options: [option('v', { description: plain(x(n)) })] })],
  ['option value', 150, (n) => menu({ options: [option(x(n))] })],
  ['option url', 3000, (n) => inActions({ type: 'overflow', options: [option('v', { url: url(n) })] })],
  ['options of a select', 100, (n) => menu({ options: options(n) })],
  ['option groups', 100, (n) => menu({ option_groups: groups(n) })],
  ['options of a group', 100, (n) => menu({ option_groups: groups(1, n) })],
  ['group label', 75, (n) => menu({ option_groups: [{ label: plain(x(n)), options: options(1) }] })],
  ['checkboxes', 10, (n) => inActions({ type: 'checkboxes', options: options(n) })],
  ['radio_buttons', 10, (n) => inActions({ type: 'radio_buttons', options: options(n) })],
  ['overflow', 5, (n) => inActions({ type: 'overflow', options: options(n) })],
  ['placeholder', 150, (n) => menu({ options: options(1), placeholder: plain(x(n)) })],
  ['confirm title', 100, (n) => asked({ title: plain(x(n)) })],
  ['confirm text', 300, (n) => asked({ text: plain(x(n)) })],
  ['confirm confirm', 30, (n) => asked({ confirm: plain(x(n)) })],
  ['confirm deny', 30, (n) => asked({ deny: plain(x(n)) })],
  ['input label', 2000, (n) => modal([input(field(), { label: plain(x(n)) })])],
  ['input hint', 2000, (n) => modal([input(field(), { hint: plain(x(n)) })])],
  ['initial_value', 3000, (n) => modal([input(field({ initial_value: x(n) }))])],
  ['view title', 24, (n) => modal([], { title: plain(x(n)) })],
  ['view submit', 24, (n) => modal([], { submit: plain(x(n)) })],
  ['view close', 24, (n) => modal([], { close: plain(x(n)) })],
  ['private_metadata', 3000, (n) => modal([], { private_metadata: x(n) })],
  ['image alt_text', 2000, (n) => inMessage(image({ alt_text: x(n) }))],
  ['image_url', 3000, (n) => inMessage(image({ image_url: url(n) }))],
  ['image title', 2000, (n) => inMessage(image({ title: plain(x(n)) }))],
  ['video title', 199, (n) => inMessage(video({ title: plain(x(n)) }))],
  ['video author_name', 49, (n) => inMessage(video({ author_name: x(n) }))],
  ['video description', 200, (n) => inMessage(video({ description: plain(x(n)) }))],
  ['card title', 150, (n) => inMessage(card({ title: mrkdwn(x(n)) }))],
  ['card subtitle', 150, (n) => inMessage(card({ subtitle: mrkdwn(x(n)) }))],
  ['card body', 200, (n) => inMessage(card({ body: mrkdwn(x(n)) }))],
  ['card actions', 3, (n) => inMessage(card({ actions: buttons(n) }))],
  ['carousel', 10, (n) => inMessage(carousel(n))],
  ['container title', 150, (n) => inMessage(box({ title: plain(x(n)) }))],
  ['container subtitle', 150, (n) => inMessage(box({ subtitle: plain(x(n)) }))],
  ['container children', 10, (n) => inMessage(box({ child_blocks: many(n, () => section()) }))],
  ['alert text', 200, (n) => modal([{ type: 'alert', text: plain(x(n)) }])],
  ['table rows', 100, (n) => inMessage(table({ rows: rows(n) }))],
  ['table cells', 20, (n) => inMessage(table({ rows: rows(1, n) }))],
  [
    'table column_settings',
    20,
    (n) => inMessage(table({ column_settings: many(n, () => ({ align: 'left' })) })),
  ],
  ['data_table rows', 101, (n) => inMessage(data({ rows: rows(n) }))],
  ['data_table cells', 20, (n) => inMessage(data({ rows: rows(2, n) }))],
  ['data_table characters', 10_000, (n) => inMessage(data({ rows: [[cell('x')], [cell(x(n - 1))]] }))],
  ['data_visualization title', 50, (n) => inMessage(chart({ title: x(n) }))],
  ['data_visualization segments', 6, (n) => inMessage(chart({ segments: many(n, () => ({})) }))],
  ['data_visualization label', 20, (n) => inMessage(chart({ segments: [{ label: x(n) }] }))],
  ['data_visualization points', 20, (n) => inMessage(chart({ series: [{ points: many(n, Number) }] }))],
  ['data_visualizations', 2, (n) => inMessage(...many(n, () => chart()))],
  ['plans', 1, (n) => inMessage(...many(n, () => ({ type: 'plan', title: 'p' })))],
  ['tables of either kind', 1, (n) => inMessage(...[table(), data()].slice(0, n))],
];

test.each(largest)('%s: at most %i', (_limit, most, problems) => {
  expect(problems(most)).toEqual([]);
  expect(problems(most + 1).join('\n')).toContain(String(most + 1));
});

const dates = (type: string, initial: Json) => inActions({ type, ...initial });
const focus = field({ focus_on_load: true });
const primary = (action_id: string) => button({ action_id, style: 'primary' });
const checked = (value: string) =>
  inActions({ type: 'checkboxes', options: options(2), initial_options: [option(value)] });
const markdown = (size: number) => ({ type: 'markdown', text: x(size) });

const rules: [rule: string, good: string[], bad: string[], words: RegExp][] = [
  [
    'text beside blocks',
    checkMessage({ text: 'x', blocks: [] }),
    checkMessage({ blocks: [] }),
    /text: is required/,
  ],
  [
    'markdown in all',
    inMessage(markdown(6000), markdown(6000)),
    inMessage(markdown(6000), markdown(6001)),
    /in all/,
  ],
  [
    'block_id twice',
    inMessage(),
    inMessage(...many(2, () => ({ ...section(), block_id: 'a' }))),
    /a occurs more/,
  ],
  ['action_id twice', inActions(...buttons(2)), inActions(button(), button()), /go occurs more/],
  ['section of nothing', inMessage(section()), inMessage(section({})), /needs text or fields/],
  ['header markup', inMessage(), inMessage({ type: 'header', text: mrkdwn('x') }), /must be plain_text/],
  ['button address', [], inActions(button({ url: 'x.test' })), /not a URL/],
  [
    'button style',
    inActions(button({ style: 'danger' })),
    inActions(button({ style: 'warning' })),
    /primary, danger/,
  ],
  ['two primaries', inActions(primary('a'), button()), inActions(primary('a'), primary('b')), /one primary/],
  ['option url', [], menu({ options: [option('v', { url: 'https://x.test' })] }), /overflow menus only/],
  [
    'option values',
    menu({ options: options(2) }),
    menu({ options: [option('a'), option('a')] }),
    /same value/,
  ],
  ['options or groups', menu({ options: options(1) }), menu({}), /either options or option_groups/],
  ['empty overflow', [], inActions({ type: 'overflow', options: [] }), /at least 1/],
  [
    'max_length',
    modal([input(field({ max_length: 3000 }))]),
    modal([input(field({ max_length: 3001 }))]),
    /1 to 3000/,
  ],
  [
    'min_length',
    modal([input(field({ min_length: 3000 }))]),
    modal([input(field({ min_length: 3001 }))]),
    /0 to 3000/,
  ],
  ['min over max', [], modal([input(field({ min_length: 5, max_length: 4 }))]), /greater than max_length/],
  ['max_files', [], modal([input({ type: 'file_input', max_files: 11 })]), /1 to 10/],
  [
    'number_input',
    [],
    modal([input({ type: 'number_input', min_value: 1 })]),
    /decimal_allowed: is required/,
  ],
  ['no title', modal([]), modal([], { title: undefined }), /title: is required/],
  [
    'input, no submit',
    modal([input(field())]),
    modal([input(field())], { submit: undefined }),
    /with an input/,
  ],
  [
    'two focused',
    modal([input(focus), input(field())]),
    modal([input(focus), input(focus)]),
    /one focus_on_load/,
  ],
  ['no alt_text', inMessage(image()), inMessage(image({ alt_text: undefined })), /alt_text: is required/],
  ['empty card', inMessage(card()), inMessage({ type: 'card', subtitle: mrkdwn('x') }), /needs one of/],
  [
    'plan in a box',
    inMessage(box()),
    inMessage(box({ child_blocks: [{ type: 'plan' }] })),
    /not allowed in a cont/,
  ],
  ['collapsed box', inMessage(box()), inMessage(box({ default_collapsed: true })), /requires is_collapsible/],
  ['alert level', [], modal([{ type: 'alert', text: plain('x'), level: 'loud' }]), /one of default/],
  ['data_table of no data', inMessage(data()), inMessage(data({ rows: rows(1) })), /1 rows/],
  ['page_size', inMessage(data({ page_size: 100 })), inMessage(data({ page_size: 101 })), /1 to 100/],
  ['caption', inMessage(data()), inMessage(data({ caption: undefined })), /caption: is required/],
  [
    'header row',
    inMessage(data({ rows: [[cell('x')], [rich]] })),
    inMessage(data({ rows: [[rich], [rich]] })),
    /header/,
  ],
  [
    'plan title',
    inMessage({ type: 'plan', title: 'p' }),
    inMessage({ type: 'plan', title: plain('p') }),
    /a string/,
  ],
  ['task_id', inMessage(task()), inMessage(task({ task_id: undefined })), /task_id: is required/],
  ['task title', inMessage(task()), inMessage(task({ title: undefined })), /title: is required/],
  [
    'task status',
    inMessage(task({ status: 'error' })),
    inMessage(task({ status: 'done' })),
    /one of pending/,
  ],
  [
    'task details',
    inMessage(task({ details: rich })),
    inMessage(task({ details: plain('x') })),
    /a rich_text/,
  ],
  ['task output', inMessage(task({ output: rich })), inMessage(task({ output: 'x' })), /a rich_text/],
  ['task ids', [], inMessage({ type: 'plan', title: 'p', tasks: [task(), task()] }), /same task_id/],
  [
    'date',
    dates('datepicker', { initial_date: '2026-02-28' }),
    dates('datepicker', { initial_date: '28.2.26' }),
    /YYYY/,
  ],
  [
    'time',
    dates('timepicker', { initial_time: '09:30' }),
    dates('timepicker', { initial_time: '9:30' }),
    /HH:mm/,
  ],
  ['moment', [], dates('datetimepicker', { initial_date_time: 1_790_000_000_000 }), /ten digits/],
  ['event_type', told({ id: '1' }), told({}, 'rekey card'), /alphanumeric/],
  ['event_payload', told({ one: { deep: 1 } }), told({ two: { deep: { er: 1 } } }), /nested too deeply/],
  ['initial_options', checked('o1'), checked('o2'), /must equal some of the options/],
  [
    'no option checked',
    [],
    inActions({ type: 'checkboxes', options: options(1), initial_options: [] }),
    /not be empty/,
  ],
  [
    'near miss',
    [],
    menu({ options: options(2), initial_option: option('o2') }),
    /must equal one of the options/,
  ],
  ['empty text', inMessage(), inMessage(section({ text: plain('') })), /must not be empty/],
  ['empty string', inActions(button({ value: 'v' })), inActions(button({ value: '' })), /must not be empty/],
  ['null', inMessage(section()), inMessage({ ...section(), accessory: null }), /must not be null/],
  [
    'emoji',
    inMessage(),
    inMessage(section({ text: { ...mrkdwn('x'), emoji: true } })),
    /not belong to mrkdwn/,
  ],
  [
    'home with title',
    home(section()),
    checkView({ type: 'home', title: plain('x'), blocks: [] }),
    /modals only/,
  ],
  ['no view', home(), checkView('x'), /must be an object/],
  ['input as accessory', [], inMessage({ ...section(), accessory: field() }), /not allowed here/],
  ['button as input', [], modal([input(button())]), /not allowed here/],
  ['overflow as input', [], modal([input({ type: 'overflow', options: options(1) })]), /not allowed here/],
  ['text input in actions', [], inActions(field()), /not allowed here/],
  ['file_input outside modals', [], inMessage(input({ type: 'file_input' })), /modals only/],
];

test.each(rules)('%s', (_rule, good, bad, words) => {
  expect(good).toEqual([]);
  expect(bad.join('\n')).toMatch(words);
});

const unsafe = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<!channel|x>',
  '5 < 6',
  '<script>',
  '<@nobody',
  '<!date^1^{date}>',
];
test.each(unsafe)('%s is refused as markup, and harmless as plain text', (text) => {
  expect(inMessage(section({ text: mrkdwn(text) }))).not.toEqual([]);
  expect(checkMessage({ text })).not.toEqual([]);
  expect(inMessage({ type: 'markdown', text })).not.toEqual([]);
  expect(inMessage(section({ text: plain(text) }))).toEqual([]);
});

test.each([
  '<@U0ADA00001> in <#C0MOPS0001>',
  '<!date^1790769600^{date_short_pretty} at {time}|30 Sep 2026>',
  '<https://x.test/?a=1&b=2|the page>',
  '<!subteam^S123>',
  '&lt;!channel&gt; &amp; *bold*\n> quoted',
])('%s is fine', (text) => expect(inMessage(section({ text: mrkdwn(text) }))).toEqual([]));

test('rich text cannot broadcast either', () => {
  expect(inMessage(richWith({ type: 'broadcast', range: 'here' })).join()).toMatch(/pings everybody/);
  expect(
    inMessage(richWith({ type: 'user', user_id: 'U1' }, { type: 'link', url: 'https://x.test' })),
  ).toEqual([]);
  expect(inMessage(richWith({ type: 'unknown' })).join()).toMatch(/not allowed here/);
});

describe('the surface matrix: M message, V modal, H home', () => {
  const samples: Record<string, [block: Json, on: string]> = {
    section: [section(), 'MVH'],
    actions: [{ type: 'actions', elements: [button()] }, 'MVH'],
    context: [{ type: 'context', elements: [plain('x'), image()] }, 'MVH'],
    divider: [{ type: 'divider' }, 'MVH'],
    header: [{ type: 'header', text: plain('x') }, 'MVH'],
    image: [image(), 'MVH'],
    input: [input(field()), 'MVH'],
    rich_text: [rich, 'MVH'],
    video: [video(), 'MVH'],
    card: [card(), 'MVH'],
    alert: [{ type: 'alert', text: plain('x') }, 'V'],
    carousel: [carousel(1), 'MH'],
    container: [box(), 'M'],
    context_actions: [{ type: 'context_actions', elements: [icon(1)] }, 'M'],
    data_table: [data(), 'MH'],
    table: [table(), 'MH'],
    markdown: [{ type: 'markdown', text: 'x' }, 'M'],
    plan: [{ type: 'plan', title: 'x', tasks: [task()] }, 'M'],
    task_card: [task(), 'M'],
    data_visualization: [chart(), 'M'],
    file: [{ type: 'file', source: 'remote', external_id: 'x' }, ''],
    nonsense: [{ type: 'nonsense' }, ''],
  };
  test.each(Object.entries(samples))('%s', (_type, [block, on]) => {
    const allowed = [inMessage(block), modal([block]), home(block)].map((problems) => problems.length === 0);
    expect(allowed).toEqual([on.includes('M'), on.includes('V'), on.includes('H')]);
  });
});
