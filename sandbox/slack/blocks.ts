import { isObject, objectsAt, stringAt, type JsonObject } from './json.ts';

/** An interactive element with the block it belongs to. */
export interface PlacedElement {
  block: JsonObject;
  element: JsonObject;
  blockId: string;
  actionId: string;
}

/** All blocks of a payload in reading order, with those inside containers and carousels. */
export function flatBlocks(blocks: unknown): JsonObject[] {
  if (!Array.isArray(blocks)) return [];
  return blocks
    .filter(isObject)
    .flatMap((block) => [
      block,
      ...flatBlocks(block['child_blocks']),
      ...(block['type'] === 'carousel' ? flatBlocks(block['elements']) : []),
    ]);
}

const NOT_ELEMENTS = ['context', 'rich_text', 'carousel'];

/** The elements one block holds itself: buttons, menus, inputs. */
export function elementsOfBlock(block: JsonObject): JsonObject[] {
  const { accessory, element, type } = block;
  const listed = NOT_ELEMENTS.includes(String(type)) ? [] : objectsAt(block, 'elements');
  const single = [accessory, element].filter(isObject);
  const buttons = type === 'card' ? objectsAt(block, 'actions') : [];
  return [...listed, ...single, ...buttons].filter((item) => item['type'] !== 'image');
}

/** Every interactive element of a message or view. */
export const elementsOf = (blocks: unknown): PlacedElement[] =>
  flatBlocks(blocks).flatMap((block) =>
    elementsOfBlock(block).map((element) => ({
      block,
      element,
      blockId: stringAt(block, 'block_id'),
      actionId: stringAt(element, 'action_id'),
    })),
  );

/** A copy in which each block has a `block_id` and each element an `action_id`, as Slack makes them up. */
export function withIds<Blocks>(blocks: Blocks, next: () => string): Blocks {
  const copy = structuredClone(blocks);
  for (const block of flatBlocks(copy)) {
    block['block_id'] ??= next();
    for (const element of elementsOfBlock(block)) element['action_id'] ??= next();
  }
  return copy;
}
