/** How this run was asked for: `npm run bench -- --short pages` takes a fifth of the time and writes no document. */
export const isShort = process.argv.includes('--short');

/** The parts asked for by name; none named means all. */
export const isWanted = (part: string): boolean => {
  const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  return named.length === 0 || named.includes(part);
};

const SHORT = 5;

/** Sizes as they are, or a fifth of them in a short run. */
export const sized = <Sizes extends Readonly<Record<string, number>>>(sizes: Sizes): Sizes =>
  Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => [name, isShort ? Math.ceil(size / SHORT) : size]),
  ) as Sizes;

/** Says on stderr what is going on. */
export const tell = (line: string): void => void process.stderr.write(`  ${line}\n`);
