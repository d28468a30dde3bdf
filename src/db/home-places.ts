import { sql, type SQL } from 'drizzle-orm';
import {
  isShown,
  PLACE,
  SHELF_COUNTS,
  standings,
  toPlace,
  type BoardOf,
  type PlaceOnBoard,
  type PlaceRow,
} from './board-rows.ts';
import type { ShelfCounts } from '../domain/board.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { waitingOfAdmin } from './home-waiting.ts';
import { toMoment } from './stored.ts';

/** The shelves of an App Home. Each package with a known date stands on one; what is to be started soon is not there again. */
export const HOME_SHELVES = [
  'overdue',
  'in_progress',
  'soon',
  'unknown',
  'unowned',
  'planned',
  'later',
] as const;
export type HomeShelf = (typeof HOME_SHELVES)[number];

const ON_SHELF: Readonly<Record<HomeShelf, SQL>> = {
  overdue: sql`state = 'overdue'`,
  in_progress: sql`state = 'in_progress'`,
  soon: sql`is_soon`,
  unknown: sql`state = 'unknown'`,
  unowned: sql`is_nobodys`,
  planned: sql`state = 'planned' and not is_soon`,
  later: sql`state = 'later' and not is_soon`,
};

/** Shelf by shelf how many places of it there are, and the first of them. */
export type HomeShelves = Readonly<Record<HomeShelf, { total: number; places: readonly PlaceOnBoard[] }>>;

export interface HomePlaces {
  readonly counts: ShelfCounts;
  readonly shelves: HomeShelves;
  /**
   * Packages of which something waits for this person as an admin: the first of them, and how many there are. Those
   * that are only to be started are counted for themselves, so that they don't hide the others.
   */
  readonly waiting: WaitingPlaces;
}

export interface WaitingPlaces {
  readonly places: readonly PlaceOnBoard[];
  readonly toStart: number;
  /** Without a date; no place is one for that alone. */
  readonly undated: number;
  readonly others: number;
}

interface HomeOf extends BoardOf {
  /** For whom it is asked what waits for an admin; null: for nobody. */
  readonly admin: SlackIdentity | null;
  readonly now: Moment;
  readonly perShelf: Readonly<Record<HomeShelf, number>>;
  readonly mostWaiting: { readonly toStart: number; readonly others: number };
}

/** No Slack id is empty. */
const NOBODY: SlackIdentity = { enterpriseId: null, teamId: '', userId: '' };

/** Everything an App Home lists, in one statement over the packages however many there are. */
export async function readHomePlaces(db: Db, of: HomeOf): Promise<HomePlaces> {
  const [row] = await db.execute<{
    counts: ShelfCounts;
    waiting: { toStart: number; undated: number; others: number; places: PlaceRow[] };
    shelves: Shelved;
  }>(sql`
    with ${standings(of)}, ${waitingOfAdmin({ ...of, person: of.admin ?? NOBODY })},
    board as materialized (select id, name, state, due_on, ends_on, start_on, is_soon, is_nobodys, has_secret,
        id in (select package_id from own) as is_own, id in (select package_id from alarmed) as is_alarmed,
        id in (select package_id from wanting union select package_id from troubled) as is_other
      from standing),
    waiting as materialized (select *, row_number() over (partition by is_other
        order by is_alarmed desc, ends_on nulls last, lower(name), id) as nth_of_kind
      from board where is_own and (is_other or state in ('overdue', 'due')))
    select (select json_build_object(${SHELF_COUNTS}) from board) as counts,
      json_build_object(${sql.join(
        HOME_SHELVES.map((shelf) => {
          const first = { order: sql`start_on nulls last, is_own desc`, most: of.perShelf[shelf] };
          return sql`${sql.raw(`'${shelf}'`)}, ${firstOf(sql`board where ${ON_SHELF[shelf]}`, first)}`;
        }),
        sql`, `,
      )}) as shelves,
      (select json_build_object('toStart', count(*) filter (where not is_other), 'others', count(*) filter (where is_other),
        'undated', (select count(*) from board where is_own and state = 'unknown'),
        'places', coalesce(json_agg(${PLACE}
          order by is_alarmed desc, ends_on nulls last, lower(name), id) filter (where nth_of_kind <= case
            when is_other then ${of.mostWaiting.others}::int else ${of.mostWaiting.toStart}::int end), '[]'))
        from waiting) as waiting`);
  if (!row) throw new Error('a count without a row');
  const shelves = HOME_SHELVES.map((shelf) => [shelf, toFirst(row.shelves[shelf])]);
  return {
    counts: row.counts,
    waiting: { ...row.waiting, places: row.waiting.places.map(toPlace) },
    shelves: Object.fromEntries(shelves) as HomeShelves,
  };
}

interface First {
  readonly total: number;
  readonly places: readonly PlaceRow[];
}
type Shelved = Readonly<Record<HomeShelf, First>>;

const toFirst = ({ total, places }: First) => ({ total, places: places.map(toPlace) });

/** How many rows there are, and the first of them. */
const firstOf = (rows: SQL, { order, most }: { order: SQL; most: number }): SQL => sql`json_build_object(
  'total', (select count(*)::int from ${rows}),
  'places', (select coalesce(json_agg(${PLACE} order by nth), '[]')
    from (select *, row_number() over () as nth from (
      select * from ${rows} order by ${order}, lower(name), id limit ${most}) sorted) first))`;

/** A package whose rotation was carried to its end, with the date of the new secret. */
export interface DoneLately {
  readonly packageId: string;
  readonly name: string;
  readonly expiresOn: Day | null;
  readonly doneAt: Moment;
}

interface DoneRow extends Record<string, unknown> {
  package_id: string;
  name: string;
  expires_on: Day | null;
  total: number;
  done_at: string;
}

/** The rotations done since then: the latest of them, and how many there are. */
export async function readDone(
  db: Db,
  { since, most, ...of }: Pick<BoardOf, 'workspaceId' | 'seenBy'> & { since: Moment; most: number },
): Promise<{ total: number; latest: DoneLately[] }> {
  const rows = await db.execute<DoneRow>(sql`
    select r.package_id, p.name, p.expires_on::text, count(*) over ()::int as total,
      to_char(r.done_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as done_at
    from rotation r join package p on p.id = r.package_id and ${isShown(of)}
    where r.step in ('done', 'cancelled') and not r.is_without_receipts
      and coalesce(r.done_at, r.cancelled_at) > ${since.toISO()} and r.step = 'done'
    order by r.done_at desc limit ${most}`);
  const latest = rows.map(({ package_id: packageId, name, expires_on: expiresOn, done_at: doneAt }) => ({
    ...{ packageId, name, expiresOn, doneAt: toMoment(doneAt) },
  }));
  return { total: rows[0]?.total ?? 0, latest };
}
