import { inspect } from 'node:util';
import { afterEach, vi } from 'vitest';

/** All that this process prints past its log, until the test is over: streams, console, warnings. Nothing of it is shown. */
export function listenToPrints(): readonly string[] {
  const said: string[] = [];
  const keep = (...parts: unknown[]) => {
    said.push(parts.map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 9 }))).join(' '));
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(keep);
  for (const method of ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const)
    vi.spyOn(console, method).mockImplementation(keep);
  process.on('warning', keep);
  stop.push(() => process.off('warning', keep));
  return said;
}

const stop: (() => unknown)[] = [];
afterEach(() => {
  for (const one of stop.splice(0)) one();
  vi.restoreAllMocks();
});
