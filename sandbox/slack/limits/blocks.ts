import { isObject, type JsonObject } from '../json.ts';
import { checkElement, checkImage, ELEMENTS_OF } from './elements.ts';
import { checkArray, checkOneOf, checkString, type Check, type Surface } from './report.ts';
import * as rich from './rich-blocks.ts';
import { checkRichText } from './rich-text.ts';
import { checkMarkup, checkText } from './text.ts';

type BlockCheck = (check: Check, path: string, block: JsonObject) => void;

const plain = { only: 'plain_text' } as const;

const section: BlockCheck = (check, path, block) => {
  const { text, fields, accessory } = block;
  if (text === undefined && fields === undefined) check.report(path, 'needs text or fields');
  checkText(check, `${path}.text`, text, { max: 3000 });
  if (fields !== undefined) {
    checkArray(check, `${path}.fields`, fields, { max: 10, what: 'fields' }, (field, at) =>
      checkText(check, at, field, { max: 2000 }),
    );
  }
  if (isObject(accessory)) checkElement(check, `${path}.accessory`, accessory, ELEMENTS_OF.section);
};

const actions: BlockCheck = (check, path, block) => {
  let primaries = 0;
  checkArray(check, `${path}.elements`, block['elements'], { max: 25, what: 'elements' }, (element, at) => {
    checkElement(check, at, element, ELEMENTS_OF.actions);
    if (element['style'] === 'primary') primaries += 1;
  });
  if (primaries > 1) check.report(path, 'has more than one primary button');
};

const context: BlockCheck = (check, path, block) =>
  checkArray(check, `${path}.elements`, block['elements'], { max: 10, what: 'elements' }, (element, at) => {
    if (element['type'] === 'image') checkImage(check, at, element);
    else checkText(check, at, element, { max: 3000 });
  });

const contextActions: BlockCheck = (check, path, block) =>
  checkArray(check, `${path}.elements`, block['elements'], { max: 5, what: 'elements' }, (element, at) =>
    checkElement(check, at, element, ELEMENTS_OF.context_actions),
  );

const input: BlockCheck = (check, path, block) => {
  checkText(check, `${path}.label`, block['label'], { max: 2000, required: true, ...plain });
  checkText(check, `${path}.hint`, block['hint'], { max: 2000, ...plain });
  if (isObject(block['element'])) checkElement(check, `${path}.element`, block['element'], ELEMENTS_OF.input);
  else check.report(`${path}.element`, 'is required');
};

const image: BlockCheck = (check, path, block) => {
  checkImage(check, path, block);
  checkText(check, `${path}.title`, block['title'], { max: 2000, ...plain });
};

const alert: BlockCheck = (check, path, block) => {
  checkText(check, `${path}.text`, block['text'], { max: 200, required: true });
  checkOneOf(check, `${path}.level`, block['level'], ['default', 'info', 'warning', 'error', 'success']);
};

const CHILDREN = 'actions context divider file header image input rich_text section table video'.split(' ');

const container: BlockCheck = (check, path, block) => {
  const { title, rich_text_title: richTitle } = block;
  if (title === undefined && richTitle === undefined) check.report(path, 'needs title or rich_text_title');
  checkText(check, `${path}.title`, title, { max: 150, ...plain });
  if (richTitle !== undefined) checkRichText(check, `${path}.rich_text_title`, richTitle);
  checkText(check, `${path}.subtitle`, block['subtitle'], { max: 150 });
  if (block['default_collapsed'] === true && block['is_collapsible'] !== true) {
    check.report(`${path}.default_collapsed`, 'requires is_collapsible');
  }
  checkArray(
    check,
    `${path}.child_blocks`,
    block['child_blocks'],
    { max: 10, what: 'blocks' },
    (child, at) => {
      if (CHILDREN.includes(String(child['type']))) checkBlock(check, at, child);
      else check.report(at, `${String(child['type'])} is not allowed in a container`);
    },
  );
};

const ALL: Surface[] = ['message', 'modal', 'home'];
const MESSAGE: Surface[] = ['message'];

/** Which blocks exist, where Slack shows them (its own blocks.json), and what each must look like inside. */
const BLOCKS: Record<string, { on: Surface[]; check: BlockCheck }> = {
  section: { on: ALL, check: section },
  actions: { on: ALL, check: actions },
  context: { on: ALL, check: context },
  divider: { on: ALL, check: () => undefined },
  header: {
    on: ALL,
    check: (check, path, block) =>
      checkText(check, `${path}.text`, block['text'], { max: 150, required: true, ...plain }),
  },
  image: { on: ALL, check: image },
  input: { on: ALL, check: input },
  rich_text: { on: ALL, check: checkRichText },
  video: { on: ALL, check: rich.video },
  card: { on: ALL, check: rich.card },
  alert: { on: ['modal'], check: alert },
  carousel: { on: ['message', 'home'], check: rich.carousel },
  table: { on: ['message', 'home'], check: rich.table },
  data_table: { on: ['message', 'home'], check: rich.dataTable },
  container: { on: MESSAGE, check: container },
  context_actions: { on: MESSAGE, check: contextActions },
  plan: { on: MESSAGE, check: rich.plan },
  task_card: { on: MESSAGE, check: rich.taskCard },
  data_visualization: { on: MESSAGE, check: rich.dataVisualization },
  markdown: {
    on: MESSAGE,
    check(check, path, block) {
      checkString(check, `${path}.text`, block['text'], 12_000, true);
      if (typeof block['text'] === 'string') checkMarkup(check, `${path}.text`, block['text']);
    },
  },
  file: { on: [], check: () => undefined },
};

/** One block on the surface of `check`, with everything inside it. */
export function checkBlock(check: Check, path: string, block: JsonObject): void {
  const type = String(block['type']);
  const known = BLOCKS[type];
  if (!known) return check.report(path, `there is no block "${type}"`);
  if (!known.on.includes(check.surface))
    return check.report(path, `${type} is not allowed in a ${check.surface}`);
  checkString(check, `${path}.block_id`, block['block_id'], 255);
  known.check(check, path, block);
}
