import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process of the bench's own, so that nothing measured shares an event loop with what measures it. */
export interface Child<Ready> {
  readonly ready: Ready;
  /** Sends a question and waits for its answer; one at a time. */
  ask(question: object | string): Promise<unknown>;
  stop(): Promise<void>;
}

const BOOT = new URL('../../src/boot.ts', import.meta.url).href;

/** Starts one of the bench's files and waits for its first message. */
export async function startChild<Ready>(file: URL, argument: object = {}): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(file), [JSON.stringify(argument)], {
    execArgv: ['--import', BOOT],
    serialization: 'advanced',
  });
  const next = async () => {
    const died = new AbortController();
    const failed = once(child, 'exit', { signal: died.signal }).then(() => {
      throw new Error(`${file.pathname.split('/').at(-1)} ended`);
    });
    try {
      const [message] = (await Promise.race([once(child, 'message', { signal: died.signal }), failed])) as [
        unknown,
      ];
      return message;
    } finally {
      failed.catch(() => undefined);
      died.abort();
    }
  };
  return {
    ready: (await next()) as Ready,
    ask(question) {
      child.send(question);
      return next();
    },
    async stop() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** What the parent gave, in the child. */
export const argumentOf = <Argument>(): Argument => JSON.parse(process.argv[2] ?? '{}') as Argument;

/** Tells the parent that the child is ready, then answers its questions; ends when the parent is gone. */
export function serveParent<Question>(
  ready: object,
  answer: (question: Question) => Promise<object> = async () => ({}),
): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (question) => {
    void answer(question as Question).then((reply) => process.send?.(reply));
  });
  process.send?.(ready);
}

/** A clock that processes of one machine share, finer than milliseconds. */
export const machineMs = (): number => performance.timeOrigin + performance.now();
