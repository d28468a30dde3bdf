/** What goes wrong with a Web API call or `response_url`. */
export type FaultKind =
  | { error: string }
  /** With `isAfterSuccess` the call is carried out first, and the caller cannot know. */
  | { status: number; isAfterSuccess?: true }
  /** The call is carried out, then the connection drops: the caller cannot know. */
  | { dropAfterSuccess: true }
  /** 429 with `retry-after` in seconds. */
  | { rateLimited: number }
  /** Answers (and acts) only after that many milliseconds, if the caller is still there. */
  | { hang: number };

export type Fault = FaultKind & {
  /** `chat.postMessage`, `response_url`, `*` … */
  method: string;
  /** How many calls it spoils: 1 unless told. */
  times?: number;
  /** Only calls whose fields it accepts. */
  match?: (fields: Record<string, unknown>) => boolean;
};

export interface Faults {
  /** Returns how to take the fault away before it is used up. */
  add(fault: Fault): () => void;
  /** The fault for this call, counted as used. */
  take(method: string, fields: Record<string, unknown>): FaultKind | null;
  clear(): void;
}

export function createFaults(): Faults {
  const planned: { fault: Fault; left: number }[] = [];
  return {
    add(fault) {
      const plan = { fault, left: fault.times ?? 1 };
      planned.push(plan);
      return () => void (plan.left = 0);
    },
    take(method, fields) {
      const plan = planned.find(
        ({ fault, left }) =>
          left > 0 && (fault.method === '*' || fault.method === method) && (fault.match?.(fields) ?? true),
      );
      if (!plan) return null;
      plan.left -= 1;
      return plan.fault;
    },
    clear: () => void planned.splice(0),
  };
}
