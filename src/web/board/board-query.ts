import { z } from 'zod';
import { BOARD_ORDERS, BY_URGENCY, SHELVES, type BoardFilter, type BoardSort } from '../../domain/board.ts';
import { isWholeText } from '../../domain/whole-text.ts';

/** What the address of a board asks for. */
export interface BoardQuery {
  readonly filter: BoardFilter;
  readonly sort: BoardSort;
  /** From 0. */
  readonly page: number;
}

const TEXT_LIMIT = 100;
const LAST_PAGE = 100_000;

const text = z.string().trim().max(TEXT_LIMIT).refine(isWholeText);
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);
const slackId = z.string().regex(/^[A-Z0-9]{2,20}$/);

const schema = z.object({
  q: orNull(text.min(1)),
  account: orNull(z.uuid()),
  unit: orNull(z.string().regex(/^\d{1,20}$/)),
  vendor: orNull(z.uuid()),
  channel: orNull(slackId),
  owner: orNull(slackId),
  state: orNull(z.enum(SHELVES)),
  sort: z.enum(BOARD_ORDERS).catch(BY_URGENCY.by),
  down: z.literal('1').nullable().catch(null),
  page: z.coerce.number().int().min(1).max(LAST_PAGE).catch(1),
});

/** An address may have come by mail or be typed: whatever in it can't be read asks for nothing. */
export function readBoardQuery(query: string): BoardQuery {
  const given = new URLSearchParams(query);
  const names = Object.keys(schema.shape);
  const { q, account, unit, vendor, channel, owner, state, sort, down, page } = schema.parse(
    Object.fromEntries(names.map((name) => [name, given.get(name)])),
  );
  return {
    filter: {
      ...{ text: q, accountId: account, mid: unit, vendorId: vendor },
      ...{ channelId: channel, ownerId: owner, shelf: state },
    },
    sort: { by: sort, isDescending: down !== null },
    page: page - 1,
  };
}

/** The address of a board, with what is usual left out; `change` in place of what is asked for now. */
export function boardAddress(
  { filter, sort, page }: BoardQuery,
  change: { filter?: Partial<BoardFilter>; sort?: BoardSort; page?: number } = {},
): string {
  const wanted = { ...filter, ...change.filter };
  const order = change.sort ?? sort;
  const nth = change.page ?? (change.filter || change.sort ? 0 : page);
  const parts: [string, string | null][] = [
    ...fieldsOf(wanted),
    ['sort', order.by === BY_URGENCY.by ? null : order.by],
    ['down', order.isDescending ? '1' : null],
    ['page', nth === 0 ? null : String(nth + 1)],
  ];
  const query = new URLSearchParams(parts.filter((part): part is [string, string] => part[1] !== null));
  return query.size === 0 ? '/board' : `/board?${query.toString()}`;
}

/** A filter as fields of an address or a form. */
export const fieldsOf = (filter: BoardFilter): [string, string | null][] => [
  ['q', filter.text],
  ['account', filter.accountId],
  ['unit', filter.mid],
  ['vendor', filter.vendorId],
  ['channel', filter.channelId],
  ['owner', filter.ownerId],
  ['state', filter.shelf],
];
