import { sql, type SQL } from 'drizzle-orm';
import {
  SOON_DAYS,
  type BoardFilter,
  type BoardSort,
  type BoardState,
  type Shelf,
  type ShelfCounts,
} from '../domain/board.ts';
import type { SlackIdentity } from '../domain/people.ts';
import type { Day } from '../domain/schedule.ts';
import type { Db } from './connection.ts';
import { packagesOf } from './roles.ts';

/** Until which day starts are asked for: by package with settings of its own, by the zone of whoever owns it, for all others. */
export interface AskedUntil {
  readonly ofPackage: Readonly<Record<string, Day>>;
  readonly ofZone: Readonly<Record<string, Day>>;
  readonly otherwise: Day;
}

/** The board that is read: whose, and on which day. */
export interface BoardOf {
  readonly workspaceId: string;
  /** Whoever sees their own packages alone; null: all of the workspace's are on it. */
  readonly seenBy: SlackIdentity | null;
  readonly today: Day;
  readonly askedUntil: AskedUntil;
}

/** On the board at all, of the table `p`: not archived, and theirs where it is a board of what is theirs. */
export const isShown = ({ workspaceId, seenBy }: Pick<BoardOf, 'workspaceId' | 'seenBy'>): SQL => sql`
  p.workspace_id = ${workspaceId} and p.archived_at is null
    and ${seenBy ? sql`p.id in (${packagesOf(workspaceId, seenBy)})` : sql`true`}`;

/** Where one package stands; everything else about it is read for the page alone. */
export interface PlaceOnBoard {
  readonly packageId: string;
  readonly state: BoardState;
  readonly dueOn: Day | null;
  /** The first to end: its secret, or one that an earlier rotation left staged. */
  readonly endsOn: Day | null;
}

/**
 * Every package on the board, with its state (as `boardState` in the domain judges it), and whether it is to be
 * started soon or owned by nobody: taken off the list of admins or gone from Slack is nobody. A plan that leaves too few days
 * counts for nothing, as `isPlanned` says. Owners and left secrets are looked up, not joined: how a join is done hangs on
 * statistics, which there are none of in the first minute after an import, and 5,000 packages then took seconds. `offset 0`
 * keeps the planner from copying what a step works out into every place that names it: each `case` was worked out some twenty
 * times a row.
 */
export const standings = ({ workspaceId, seenBy, today, askedUntil }: BoardOf): SQL => sql`
  owned as materialized (
    select a.package_id, k.zone from package_admin a
    join appointed_admin s on s.workspace_id = a.workspace_id and s.team_id = a.team_id and s.user_id = a.user_id
    left join known_person k on k.workspace_id = a.workspace_id and k.team_id = a.team_id and k.user_id = a.user_id
    where a.workspace_id = ${workspaceId} and a.role = 'owner' and not coalesce(k.is_gone, false)),
  left_staged as materialized (
    select coalesce(jsonb_object_agg(g.package_id, g.expires_on), '{}') as ends from generation g
    where g.workspace_id = ${workspaceId} and g.state = 'abandoned'
      and not exists (select from generation n where n.package_id = g.package_id and n.number > g.number)),
  ending as (
    select p.*, least(p.expires_on, (l.ends ->> p.id::text)::date) as ends_on
    from package p cross join left_staged l where ${isShown({ workspaceId, seenBy })} offset 0),
  dated as (
    select p.id, p.workspace_id, p.account_id, p.name, p.expires_on, p.channel_id, p.client_id,
      case when p.planned_start_on <= p.ends_on - 1 - p.lead_days then p.planned_start_on end as planned_start_on,
      p.criticality, p.business_units, p.is_retired, p.is_dormant, p.integration_type <> 'public_app' as has_secret,
      r.id is not null as is_rotating, p.id not in (select package_id from owned) as is_unowned,
      p.ends_on, p.ends_on - 1 - p.lead_days as due_on,
      ${untilWhen(askedUntil)} as asked_until
    from ending p
    left join rotation r on r.package_id = p.id and r.step not in ('done', 'cancelled') offset 0),
  stated as (
    select *, least(due_on, planned_start_on) as start_on, case
      when is_retired then 'retired'
      when is_rotating then 'in_progress'
      when not has_secret then 'later'
      when ends_on - 1 < ${today}::date then 'overdue'
      when is_dormant then 'due'
      when due_on is null then 'unknown'
      when least(due_on, planned_start_on) <= asked_until then 'due'
      when planned_start_on is null then 'later'
      else 'planned' end as state
    from dated offset 0),
  standing as (
    select *, state in ('due', 'planned', 'later') and has_secret
        and (state = 'due' or start_on <= ${today}::date + ${SOON_DAYS}::int) as is_soon,
      is_unowned and has_secret and not is_retired as is_nobodys
    from stated)`;

/** Zones are few, and so are the packages with settings of their own. */
function untilWhen({ ofPackage, ofZone, otherwise }: AskedUntil): SQL {
  const own = JSON.stringify(ofPackage);
  const cases = [
    sql`when ${own}::jsonb ? p.id::text then (${own}::jsonb ->> p.id::text)::date`,
    ...Object.entries(ofZone)
      .filter(([, day]) => day !== otherwise)
      .map(
        ([zone, day]) =>
          sql`when p.id in (select package_id from owned where zone = ${zone}) then ${day}::date`,
      ),
  ];
  return sql`case ${sql.join(cases, sql` `)} else ${otherwise}::date end`;
}

const RANK = sql`array_position(array['overdue', 'in_progress', 'due', 'unknown', 'planned', 'later', 'retired'], state)`;

/** The pattern of `ilike` for a text anywhere in another; its signs mean themselves. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`;

/** Everything but the shelf: what the counts are of. */
export function matches({ text, accountId, mid, vendorId, channelId, ownerId }: BoardFilter): SQL {
  const parts: SQL[] = [sql`true`];
  if (accountId !== null) parts.push(sql`account_id = ${accountId}::uuid`);
  if (channelId !== null) parts.push(sql`channel_id = ${channelId}`);
  if (mid !== null) parts.push(sql`business_units @> ${JSON.stringify([{ mid }])}::jsonb`);
  if (vendorId !== null) {
    parts.push(sql`id in (select package_id from package_vendor where vendor_id = ${vendorId}::uuid)`);
  }
  if (ownerId !== null) {
    parts.push(sql`id in (select a.package_id from package_admin a join appointed_admin s
      on s.workspace_id = a.workspace_id and s.team_id = a.team_id and s.user_id = a.user_id
      where a.role = 'owner' and a.user_id = ${ownerId})`);
  }
  if (text !== null) parts.push(mentions(containing(text)));
  return sql.join(parts, sql` and `);
}

/** Accounts and vendors are looked for once, not package by package: the lists depend on no row. */
const mentions = (pattern: string): SQL => sql`(name ilike ${pattern} or client_id ilike ${pattern}
  or exists (select from jsonb_array_elements(business_units) u
    where u ->> 'name' ilike ${pattern} or u ->> 'mid' ilike ${pattern})
  or account_id in (select a.id from account a where a.name ilike ${pattern})
  or id in (select pv.package_id from package_vendor pv join vendor v on v.id = pv.vendor_id
    where v.name ilike ${pattern}))`;

/** Retired ones are left out unless they are asked for. */
function onShelf(shelf: Shelf | null): SQL {
  if (shelf === null) return sql`state <> 'retired'`;
  if (shelf === 'soon') return sql`is_soon`;
  return shelf === 'unowned' ? sql`is_nobodys` : sql`state = ${shelf}`;
}

const ORDERS: Readonly<Record<BoardSort['by'], SQL>> = {
  urgency: sql`${RANK}, start_on`,
  name: sql`lower(name)`,
  account: sql`(select lower(a.name) from account a where a.id = account_id)`,
  expires: sql`expires_on`,
  due: sql`due_on`,
  planned: sql`planned_start_on`,
  criticality: sql`array_position(array['high', 'normal', 'low'], criticality)`,
};

/** What is not known stands last, whichever way it is sorted. */
export function inOrder({ by, isDescending }: BoardSort): SQL {
  if (by === 'urgency') return sql`${RANK}${down(isDescending)}, start_on${down(isDescending)} nulls last`;
  return sql`${ORDERS[by]}${down(isDescending)} nulls last`;
}

const down = (isDescending: boolean): SQL => (isDescending ? sql` desc` : sql``);

export interface PlaceRow extends Record<string, unknown> {
  package_id: string;
  state: BoardState;
  due_on: Day | null;
  ends_on: Day | null;
}

/** Which part of the board is wanted. */
export interface PageLook {
  readonly filter: BoardFilter;
  readonly sort: BoardSort;
  readonly offset: number;
  readonly limit: number;
}

/** One page of the board, how many packages there are on all of them, and how many on each shelf. */
export interface PlacesPage {
  readonly places: readonly PlaceOnBoard[];
  readonly total: number;
  readonly counts: ShelfCounts;
}

export interface PageRow extends Record<string, unknown> {
  places: PlaceRow[] | null;
  total: number;
  counts: ShelfCounts;
}

/** Of the packages in `standing` those that `matching` the filter, and the `page` of them; `PAGE_COLUMNS` then reads it. */
export const pageOf = ({ filter, sort, offset, limit }: PageLook): SQL => sql`
  matching as materialized (
    select id, name, account_id, criticality, expires_on, ends_on, due_on, planned_start_on, start_on,
      state, is_soon, is_nobodys, has_secret, ${onShelf(filter.shelf)} as is_listed
    from standing m where ${matches(filter)}),
  page as (select *, row_number() over () as nth from (
    select * from matching where is_listed order by ${inOrder(sort)}, lower(name), id offset ${offset} limit ${limit}) sorted)`;

/** The counts of a `ShelfCounts`, for `json_build_object`. */
export const SHELF_COUNTS = sql`
  'overdue', count(*) filter (where state = 'overdue'), 'in_progress', count(*) filter (where state = 'in_progress'),
  'due', count(*) filter (where state = 'due'), 'unknown', count(*) filter (where state = 'unknown'),
  'planned', count(*) filter (where state = 'planned'), 'later', count(*) filter (where state = 'later'),
  'retired', count(*) filter (where state = 'retired'), 'soon', count(*) filter (where is_soon),
  'unowned', count(*) filter (where is_nobodys)`;

/** A `PlaceRow` as JSON. */
export const PLACE = sql`json_build_object('package_id', id, 'state', state, 'due_on', due_on, 'ends_on', ends_on)`;

/** A `PageRow`, of what `pageOf` made. */
export const PAGE_COLUMNS = sql`
  (select json_agg(${PLACE} order by nth) from page) as places,
  (select count(*)::int from matching where is_listed) as total,
  (select json_build_object(${SHELF_COUNTS}) from matching) as counts`;

export async function readPlaces(db: Db, of: BoardOf, look: PageLook): Promise<PlacesPage> {
  const [row] = await db.execute<PageRow>(sql`with ${standings(of)}, ${pageOf(look)} select ${PAGE_COLUMNS}`);
  if (!row) throw new Error('a count without a row');
  return toPage(row);
}

export const toPlace = ({
  package_id: packageId,
  state,
  due_on: dueOn,
  ends_on: endsOn,
}: PlaceRow): PlaceOnBoard => ({
  ...{ packageId, state, dueOn, endsOn },
});

export const toPage = ({ places, total, counts }: PageRow): PlacesPage => ({
  ...{ places: (places ?? []).map(toPlace), total, counts },
});
