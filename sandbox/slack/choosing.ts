import { DateTime } from 'luxon';
import { elementsOf, type PlacedElement } from './blocks.ts';
import { isChoice, isMultiple } from './inputs.ts';
import { objectAt, stringAt, type JsonObject } from './json.ts';
import { optionsOf } from './limits/options.ts';
import { NotPossible } from './places.ts';
import type { Store } from './store.ts';
import type { InputValue, SandboxOption } from './types.ts';

/** How a test names an element: by the words on it, its action id or block id, or exactly. */
export type Which = string | { actionId?: string; blockId?: string; text?: string };

/** What a test puts into an input: also a person's or channel's name, an option's words, an ISO time, a tick. */
export type FillValue = InputValue | boolean;

const wordsOn = ({ element, block }: PlacedElement): string[] =>
  [
    element['type'] === 'button' ? objectAt(element, 'text') : {},
    objectAt(block, 'label'),
    objectAt(element, 'placeholder'),
    block['accessory'] === element ? objectAt(block, 'text') : {},
  ]
    .map((text) => stringAt(text, 'text'))
    .filter(Boolean);

const described = (elements: PlacedElement[]) =>
  elements.map((each) => `"${wordsOn(each)[0] ?? ''}" (${each.blockId}/${each.actionId})`).join(', ') ||
  'nothing';

/** The one element meant, of those of a kind; says what is there when it is none or several. */
export function choose(blocks: unknown, which: Which, isOfKind: (type: string) => boolean): PlacedElement {
  const all = elementsOf(blocks).filter(({ element }) => isOfKind(String(element['type'])));
  const { text, actionId, blockId } = typeof which === 'string' ? { text: which } : which;
  const within = all.filter(
    (each) => (!actionId || each.actionId === actionId) && (!blockId || each.blockId === blockId),
  );
  const lower = text?.toLowerCase() ?? '';
  const ways: ((each: PlacedElement) => boolean)[] = [
    (each) => !text || wordsOn(each).includes(text),
    (each) => each.actionId === text || each.blockId === text,
    (each) => wordsOn(each).some((words) => words.toLowerCase().includes(lower)),
  ];
  for (const way of ways) {
    const hits = within.filter(way);
    if (hits.length === 1 && hits[0]) return hits[0];
    if (hits.length > 1) throw new NotPossible(`${JSON.stringify(which)} could be ${described(hits)}`);
  }
  throw new NotPossible(`there is no ${JSON.stringify(which)}: there is ${described(all)}`);
}

function optionValue(options: SandboxOption[], wanted: string): string {
  const lower = wanted.toLowerCase();
  const option =
    options.find((each) => each.value === wanted || each.text.text === wanted) ??
    options.find((each) => each.text.text.toLowerCase().includes(lower));
  if (option) return option.value;
  throw new NotPossible(
    `there is no option "${wanted}": there is ${options.map((each) => each.text.text).join(', ')}`,
  );
}

function idOf(store: Store, type: string, wanted: string): string {
  const bare = wanted.replace(/^[@#]/, '');
  const { users, channels } = store.state;
  const list: { id: string; names: string[] }[] = type.includes('users')
    ? users.map(({ id, name, real_name }) => ({ id, names: [id, name, real_name] }))
    : channels.map(({ id, name }) => ({ id, names: [id, name] }));
  const hit = list.find(({ names }) => names.includes(bare));
  if (!hit && /^[A-Z]\w+$/.test(bare)) return bare;
  if (!hit) throw new NotPossible(`there is no ${type} entry "${wanted}"`);
  return hit.id;
}

/** Translates what the test says into what the client would send; `suggested` are an external select's options. */
export function inputFor(
  store: Store,
  element: JsonObject,
  given: FillValue,
  suggested: SandboxOption[],
): InputValue {
  const type = String(element['type']);
  if (given === null) return null;
  const options = [...(optionsOf(element) as unknown as SandboxOption[]), ...suggested];
  if (typeof given === 'boolean') return given ? options.map((option) => option.value) : [];
  const one = (wanted: string): string => {
    if (isChoice(element)) return optionValue(options, wanted);
    return /users|conversations|channels/.test(type) ? idOf(store, type, wanted) : wanted;
  };
  if (isMultiple(element)) return (Array.isArray(given) ? given : [String(given)]).map(one);
  if (Array.isArray(given)) throw new NotPossible(`${type} takes one value`);
  if (type === 'datetimepicker' && typeof given === 'string')
    return Math.floor(DateTime.fromISO(given, { zone: 'utc' }).toSeconds());
  return typeof given === 'number' ? given : one(given);
}
