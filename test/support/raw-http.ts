import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** One answer as it stood on the wire. */
export interface RawAnswer {
  readonly status: number;
  /** With its header lines, in lower case. */
  readonly head: string;
  readonly body: string;
}

/** A connection of somebody who speaks to the port as they like. */
export interface RawLine {
  readonly socket: Socket;
  /** All that came back so far. */
  heard(): string;
  /** When the other side closed it: all that came back. Cut, reset and closed are the same. */
  readonly closed: Promise<string>;
}

export function openLine(url: string, allowHalfOpen = false): RawLine {
  const parts: Buffer[] = [];
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen });
  const heard = () => Buffer.concat(parts).toString('latin1');
  socket.on('data', (bytes) => void parts.push(bytes)).on('error', () => undefined);
  return { socket, heard, closed: new Promise((resolve) => socket.once('close', () => resolve(heard()))) };
}

const PATIENCE_MS = 8_000;

/** Sends these bytes and returns what came back until the server closed the line; gives up with an error. */
export async function sendRaw(url: string, ...bytes: (string | Uint8Array)[]): Promise<string> {
  const { socket, heard, closed } = openLine(url);
  for (const part of bytes) socket.write(part);
  const late = new AbortController();
  const said = await Promise.race([
    closed,
    sleep(PATIENCE_MS, null, { signal: late.signal }).catch(() => null),
  ]);
  late.abort();
  socket.destroy();
  if (said === null) throw new Error(`the line was not closed; it said ${heard().slice(0, 500)}`);
  return said;
}

/** The answers in what came back, by their lengths; throws at anything that is none. */
export function answersIn(text: string): RawAnswer[] {
  const found: RawAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const [, head = '', status = ''] = /^(HTTP\/1\.1 (\d{3}) [\s\S]*?\r\n)\r\n/.exec(rest) ?? [];
    if (!head) throw new Error(`this is no answer: ${rest.slice(0, 200)}`);
    const length = Number(/^content-length: (\d+)\r$/im.exec(head)?.[1] ?? 0);
    const begin = head.length + 2;
    found.push({
      status: Number(status),
      head: head.toLowerCase(),
      body: rest.slice(begin, begin + length),
    });
    rest = rest.slice(begin + length);
  }
  return found;
}
