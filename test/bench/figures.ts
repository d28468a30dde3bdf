import type { Measured } from './driver.ts';

/** The value below which this share of the values lies. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5);

export interface Speed {
  /** The median over the slices. */
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Several slices of the same load as one. Throws if any request was not answered as it should have been. */
export function speedOf(slices: readonly Measured[]): Speed {
  const failures = slices.flatMap((slice) => slice.failures);
  if (failures.length > 0)
    throw new Error(`${failures.length} requests failed, the first with: ${failures[0]}`);
  const latencies = slices.flatMap((slice) => [...slice.latencies]);
  return {
    perSecond: median(slices.map(({ latencies: { length }, seconds }) => length / seconds)),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

export const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
export const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
