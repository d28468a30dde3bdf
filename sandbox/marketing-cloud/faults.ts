/** What may go wrong on the way to the token endpoint. */
export type Fault =
  | { kind: 'rate_limit'; retryAfterSeconds?: number; errorcode?: 50100 | 50200 }
  | { kind: 'server_error'; status?: number }
  | { kind: 'invalid_client' }
  | { kind: 'redirect'; to: string }
  | { kind: 'not_json' }
  | { kind: 'hang_up' }
  /** The request is answered as usual, but later. Real milliseconds, not the sandbox clock's. */
  | { kind: 'delay'; ms: number };

/** Which requests a fault meets: the next `times` (default 1; Infinity until `heal()`), of one package or of any. */
export type PlannedFault = Fault & { times?: number; packageName?: string };

/** The faults to come, first planned first served. */
export function createFaults() {
  let planned: { fault: PlannedFault; left: number }[] = [];
  return {
    plan(fault: PlannedFault): void {
      planned.push({ fault, left: fault.times ?? 1 });
    },
    heal(): void {
      planned = [];
    },
    next(packageName: string | null): Fault | null {
      const found = planned.find(
        ({ fault }) => fault.packageName === undefined || fault.packageName === packageName,
      );
      if (!found) return null;
      found.left -= 1;
      planned = planned.filter(({ left }) => left > 0);
      return found.fault;
    },
  };
}

export type Faults = ReturnType<typeof createFaults>;
