import type { Measured } from './driver.ts';

/** The value below which this share of the values lies. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: Iterable<number>): number => quantile(values, 0.5);

export interface Speed {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** One load's figures. Throws if any request was not answered as it should have been. */
export function speedOf({ latencies, seconds, failures }: Measured): Speed {
  if (failures.length > 0)
    throw new Error(`${failures.length} requests failed, the first with: ${failures[0]}`);
  return {
    perSecond: latencies.length / seconds,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  };
}

/** The fastest of several: whatever else the machine does only ever slows one down. */
export const fastest = (speeds: readonly Speed[]): Speed =>
  speeds.reduce((best, speed) => (speed.perSecond > best.perSecond ? speed : best), NONE);

const NONE: Speed = { perSecond: 0, p50: Number.NaN, p99: Number.NaN };

export const ms = (value: number): string => value.toFixed(value < 10 ? 1 : 0);
export const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
