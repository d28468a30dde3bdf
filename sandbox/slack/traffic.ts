/** One request between Slack and the app, with its answer. */
export interface Exchange {
  direction: 'app-to-slack' | 'slack-to-app';
  /** `chat.postMessage`, `response_url`, or what Slack sent: `slash_command`, `block_actions`, `app_home_opened` … */
  method: string;
  /** The request's fields, JSON inside them parsed. */
  request: unknown;
  /** Null when the connection was dropped or nobody answered in time. */
  status: number | null;
  response: unknown;
}

/** Everything that went over the wire, both ways, oldest first. */
export interface Traffic {
  readonly all: Exchange[];
  /** How many there ever were. */
  readonly count: number;
  record(exchange: Exchange): void;
  /** The exchanges of one method. */
  of(method: string): Exchange[];
  /** Which exchanges contain the text, in request or answer: for "the secret is never in Slack". */
  mentioning(text: string): Exchange[];
  clear(): void;
}

const KEPT = 5000;

export function createTraffic(): Traffic {
  const all: Exchange[] = [];
  let count = 0;
  return {
    all,
    get count() {
      return count;
    },
    record(exchange) {
      count += 1;
      all.push(structuredClone(exchange));
      if (all.length > KEPT) all.splice(0, all.length - KEPT);
    },
    of: (method) => all.filter((exchange) => exchange.method === method),
    mentioning: (text) =>
      all.filter((exchange) => {
        const whole = JSON.stringify(exchange);
        return whole.includes(text) || whole.includes(JSON.stringify(text).slice(1, -1));
      }),
    clear: () => void all.splice(0),
  };
}
