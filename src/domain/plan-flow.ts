/** Packages that may all be planned alike: how many there are, and what a start in each week costs; null where it may not be. */
export interface Kind {
  readonly costs: readonly (number | null)[];
}

/** Where the kinds have been put: per kind how many start in each week. */
export type Placement = readonly (readonly number[])[];

interface Move {
  readonly cost: number;
  /** Which kind gives way; null where none can. */
  readonly kind: number | null;
}

const NOWHERE: Move = { cost: Infinity, kind: null };

/**
 * Puts packages into weeks one by one, each at the least cost for all so far: one that is put stays put, though perhaps in
 * another week (successive shortest paths). So as many find room as can, the earlier asked for before the later.
 */
export class Weeks {
  private readonly kinds: readonly Kind[];
  private readonly capacities: readonly number[];
  private readonly placed: number[][];
  private readonly loads: number[];
  /** Per week: what it costs at least to move one of its packages to each other week. */
  private readonly moves: (Move[] | null)[];
  private readonly isFull: boolean[];

  constructor(kinds: readonly Kind[], capacities: readonly number[]) {
    this.kinds = kinds;
    this.capacities = capacities;
    this.placed = kinds.map(() => capacities.map(() => 0));
    this.loads = capacities.map(() => 0);
    this.moves = capacities.map(() => null);
    this.isFull = kinds.map(() => false);
  }

  get placement(): Placement {
    return this.placed;
  }

  /** One more of a kind. False when there is no room for it, whoever else moves: then there never will be. */
  add(kind: number): boolean {
    if (this.isFull[kind]) return false;
    const path = this.cheapestPath(kind);
    if (!path) {
      this.isFull[kind] = true;
      return false;
    }
    // Who makes way is settled before anybody moves.
    const leaving = path.slice(1).map((next, n) => this.movesFrom(path[n] ?? 0)[next]?.kind ?? kind);
    for (const [n, week] of path.entries()) {
      const leaves = leaving[n];
      this.put(n === 0 ? kind : (leaving[n - 1] ?? kind), week);
      if (leaves === undefined) this.loads[week] = (this.loads[week] ?? 0) + 1;
      else this.take(leaves, week);
    }
    return true;
  }

  /** The weeks in which somebody makes way for the one before, up to one with room (Bellman and Ford). */
  private cheapestPath(kind: number): number[] | null {
    const costs = (this.kinds[kind]?.costs ?? []).map((cost) => cost ?? Infinity);
    // Nothing that is placed can be moved to room for less than nothing: its own best week needs no detour.
    const best = costs.indexOf(Math.min(...costs));
    if (this.hasRoom(best)) return [best];
    const from = costs.map((): number | null => null);
    const queue = [...costs.keys()].filter((week) => costs[week] !== Infinity);
    for (let week = queue.shift(); week !== undefined; week = queue.shift()) {
      const cost = costs[week] ?? Infinity;
      const moves = this.movesFrom(week);
      for (let other = 0; other < moves.length; other += 1) {
        const through = cost + (moves[other]?.cost ?? Infinity);
        if (through >= (costs[other] ?? Infinity)) continue;
        costs[other] = through;
        from[other] = week;
        if (!queue.includes(other)) queue.push(other);
      }
    }
    const open = [...costs.keys()].filter((week) => costs[week] !== Infinity && this.hasRoom(week));
    const [end] = open.toSorted((a, b) => (costs[a] ?? 0) - (costs[b] ?? 0) || a - b);
    return end === undefined ? null : pathTo(end, from);
  }

  private hasRoom(week: number): boolean {
    return (this.loads[week] ?? 0) < (this.capacities[week] ?? 0);
  }

  private movesFrom(week: number): Move[] {
    return (this.moves[week] ??= this.cheapestMoves(week));
  }

  private cheapestMoves(week: number): Move[] {
    const best = this.capacities.map((): Move => NOWHERE);
    for (const kind of this.kinds.keys()) {
      if (this.placed[kind]?.[week]) this.offer(kind, week, best);
    }
    return best;
  }

  /** What moving one of this kind would cost, where that is less than what is known. */
  private offer(kind: number, week: number, best: Move[]): void {
    const costs = this.kinds[kind]?.costs ?? [];
    const here = costs[week] ?? Infinity;
    for (const [other, there] of costs.entries()) {
      if (there === null || other === week) continue;
      if (there - here < (best[other]?.cost ?? Infinity)) best[other] = { cost: there - here, kind };
    }
  }

  private put(kind: number, week: number): void {
    const row = this.placed[kind];
    if (!row) return;
    row[week] = (row[week] ?? 0) + 1;
    const known = this.moves[week];
    if (row[week] === 1 && known) this.offer(kind, week, known);
  }

  private take(kind: number, week: number): void {
    const row = this.placed[kind];
    if (!row) return;
    row[week] = (row[week] ?? 0) - 1;
    if (row[week] === 0) this.moves[week] = null;
  }
}

function pathTo(end: number, from: readonly (number | null)[]): number[] {
  const path = [end];
  for (let week = from[end] ?? null; week !== null; week = from[week] ?? null) path.unshift(week);
  return path;
}
