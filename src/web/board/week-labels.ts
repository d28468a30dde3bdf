/** What a number over a bar needs to know: where the bar ends, in pixels from the floor, and what it says. */
interface Bar {
  readonly height: number;
  readonly label: string;
}

/** How wide a column is where the chart has room, and where it has little, in pixels. */
const COLUMN = { wide: 15.5, narrow: 9.5 };
const LETTER = 6.2;
const LINE = 12;
/** Between a bar and its number. */
export const ABOVE = 5;
/** How much of a column its bar takes. */
export const FILLED = 0.74;

/**
 * Which bars can have their number over them without writing into another's, or across a bar beside them: the highest come
 * first. All numbers are in the table below the chart.
 */
export function labelled(bars: readonly Bar[], room: keyof typeof COLUMN): ReadonlySet<number> {
  const halves = bars.map(({ label }) => (label.length * LETTER) / COLUMN[room] / 2);
  const placed = new Set<number>();
  const meets = (n: number, other: number): boolean => {
    const away = Math.abs(n - other);
    const [own, theirs] = [bars[n]?.height ?? 0, bars[other]?.height ?? 0];
    const isAcross = away < halves[n]! + FILLED / 2 && theirs > own + ABOVE;
    const isOver = placed.has(other) && away < halves[n]! + halves[other]! && Math.abs(own - theirs) < LINE;
    return other !== n && (isAcross || isOver);
  };
  for (const n of [...bars.keys()].toSorted((a, b) => bars[b]!.height - bars[a]!.height)) {
    if (bars[n]!.height > 0 && !bars.some((_, other) => meets(n, other))) placed.add(n);
  }
  return placed;
}
