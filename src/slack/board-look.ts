import { EVERYTHING, SHELVES, type BoardFilter, type BoardLook, type Shelf } from '../domain/board.ts';

// What somebody looks at, as buttons and private metadata carry it. Names are for ever: old messages keep their buttons.

const NAMES = {
  text: 'text',
  accountId: 'account',
  mid: 'unit',
  vendorId: 'vendor',
  channelId: 'channel',
  ownerId: 'owner',
} as const satisfies Record<Exclude<keyof BoardFilter, 'shelf'>, string>;

/** Longest text that is looked for: with everything else it fits a button's 2,000 characters, however it is encoded. */
export const LONGEST_SEARCH = 80;

/** What was typed, as far as it is looked for: cut between two characters, null for nothing. */
export function searched(typed: string | null): string | null {
  const kept = (typed ?? '').trim().slice(0, LONGEST_SEARCH);
  return (kept.isWellFormed() ? kept : kept.slice(0, -1)).trim() || null;
}

/** As `URLSearchParams` writes it. */
export const LOOK = /^[\w%.*+=&-]{1,1800}$/;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SLACK_ID = /^[A-Z0-9]{2,30}$/;
const SHAPES: Readonly<Record<keyof typeof NAMES, RegExp>> = {
  ...{
    text: /\S/,
    accountId: UUID,
    vendorId: UUID,
    mid: /^\d{1,20}$/,
    channelId: SLACK_ID,
    ownerId: SLACK_ID,
  },
};
const PAGE = /^\d{1,5}$/;

const isShelf = (text: string): text is Shelf => (SHELVES as readonly string[]).includes(text);
const FIELDS = Object.keys(NAMES) as (keyof typeof NAMES)[];

export function writeLook({ filter, page }: BoardLook): string {
  const said = new URLSearchParams({ page: String(page) });
  if (filter.shelf) said.set('shelf', filter.shelf);
  for (const field of FIELDS) {
    const value = filter[field];
    if (value !== null) said.set(NAMES[field], value);
  }
  return said.toString();
}

/** Null when it is forged, cut short or of a version that is gone. */
export function readLook(text: string): BoardLook | null {
  if (!LOOK.test(text)) return null;
  const said = new URLSearchParams(text);
  const [page, shelf] = [said.get('page') ?? '0', said.get('shelf')];
  if (!PAGE.test(page) || (shelf !== null && !isShelf(shelf))) return null;
  let filter: BoardFilter = { ...EVERYTHING, shelf };
  for (const field of FIELDS) {
    const value = said.get(NAMES[field]);
    if (value === null) continue;
    if (value.length > LONGEST_SEARCH || !SHAPES[field].test(value)) return null;
    filter = { ...filter, [field]: value };
  }
  return { filter, page: Number(page) };
}
