import { setImmediate as turn } from 'node:timers/promises';
import type postgres from 'postgres';
import { preparing } from './prepared-statements.ts';

type Work = (sql: postgres.TransactionSql) => unknown;

/**
 * Stands for the latest of what `open` makes: once that says it is lost, the next use opens another. A pool that lost
 * one connection is given up as a whole: the driver (3.4.9) may never get the place of that connection to work again
 * (porsager/postgres #1208), and answers the first statement in it with the old error.
 */
export function renewing<T extends object>(open: (onLost: () => void) => T): T {
  let current: T | null = null;
  const latest = (): T => {
    if (current) return current;
    const opened: T = open(() => {
      if (current === opened) current = null;
    });
    current = opened;
    return opened;
  };
  const stand = (() => {}) as unknown as T;
  return new Proxy(stand, {
    get(_, name) {
      const value: unknown = Reflect.get(latest(), name);
      return typeof value === 'function' ? (value.bind(latest()) as unknown) : value;
    },
    apply: (_, self, args) => Reflect.apply(latest() as () => unknown, self, args),
  });
}

/** A statement of a transaction whose connection is gone. */
export class ConnectionLost extends Error {
  readonly code = 'CONNECTION_CLOSED';
  constructor() {
    super('the connection of this transaction is lost');
  }
}

/**
 * A transaction whose connection is lost falls silent: no further statement, no ROLLBACK, no COMMIT. Its caller gets
 * the driver's error. The driver (3.4.9) would go on writing to that connection: the process dies of it
 * (porsager/postgres #1208, #1154), or the statement lands in the session that took its place. What is sent, inside a
 * transaction or not, is prepared: both need the same hold on the client.
 */
export function silenceLostTransactions(client: postgres.Sql): postgres.Sql {
  const begin = client.begin.bind(client) as (options: string, work: Work) => Promise<unknown>;
  const guarded = (...args: [Work] | [string, Work]) => {
    const [options, work] = args.length === 1 ? ['', args[0]] : args;
    let isOver = false;
    const ended = begin(options, (sql) => untilLost(sql, work, () => isOver));
    // While the work runs it is over only if the connection was lost: the driver then rejects at once.
    ended.catch(() => (isOver = true));
    return ended;
  };
  return Object.assign(client, { begin: guarded, unsafe: preparing(client.unsafe) });
}

async function untilLost(sql: postgres.TransactionSql, work: Work, isLost: () => boolean): Promise<unknown> {
  const send = preparing(sql.unsafe);
  const unsafe: typeof send = (...statement) => {
    if (isLost()) throw new ConnectionLost();
    return send(...statement);
  };
  try {
    const answer = await work(Object.assign(sql, { unsafe }));
    return isLost() ? await forEver() : answer;
  } catch (error) {
    await turn(); // the statement that failed may be the first to know of the loss
    if (isLost()) return forEver();
    throw error;
  }
}

/** The driver waits for the work to end before it says ROLLBACK: this work never does. Nobody else waits for it. */
const forEver = () => new Promise<never>(() => {});
