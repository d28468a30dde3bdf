import type { ServerResponse } from 'node:http';

/** So long a caller who is still sending may read why nothing more is read; closed at once, the answer would be lost to the reset. */
export const LINGER_MS = 1_000;

const unread = new WeakSet<ServerResponse>();

/** The rest of this request is not read: its answer is the last on the connection, which is closed soon after it. */
export function readNoFurther(res: ServerResponse): void {
  unread.add(res);
  res.req.pause();
  res.setHeader('Connection', 'close');
}

/** Ends an answer whose length is said in its head. */
export function endAnswer(res: ServerResponse, body: string | Buffer): void {
  if (!unread.has(res)) return void res.end(body);
  // Not `end`: Node would read the request off to its end, or reset the connection under the answer.
  res.write(body);
  setTimeout(() => res.socket?.destroy(), LINGER_MS).unref();
}
