import { connect, type Socket } from 'node:net';

/** One request of a load, before it has an address. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadAnswer {
  readonly status: number;
  readonly body: string;
}

/** A kept-alive HTTP/1.1 connection, bare so that the driver costs the shared cores little. Answers name their length or come in chunks. */
export interface Connection {
  send(request: LoadRequest): Promise<LoadAnswer>;
  close(): void;
}

/** Opens a connection to a port of this machine. */
export async function openConnection(port: number): Promise<Connection> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(opened));
    opened.once('error', reject);
  });
  let received = Buffer.alloc(0);
  let waiting: { done(answer: LoadAnswer): void; failed(error: Error): void } | null = null;
  socket.on('data', (bytes) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
    const answer = readAnswer(received);
    if (!answer) return;
    received = Buffer.alloc(0);
    waiting?.done(answer);
  });
  socket.on('error', () => undefined); // 'close' follows and tells whoever waits
  socket.on('close', () => waiting?.failed(new Error('the connection was closed')));
  return {
    send: (request) =>
      new Promise((done, failed) => {
        waiting = { done, failed };
        socket.write(textOf(request));
      }),
    close: () => socket.destroy(),
  };
}

function textOf({ method, path, headers = {}, body = '' }: LoadRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${lines.join('')}${length}\r\n${body}`;
}

/** Null while something is still missing. The sizes of chunks are left in the body: nobody looks at those. */
function readAnswer(bytes: Buffer): LoadAnswer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const body = bytes.subarray(end + 4);
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  const isWhole = length === undefined ? body.subarray(-5).equals(LAST_CHUNK) : body.length >= Number(length);
  return isWhole ? { status: Number(head.slice(9, 12)), body: body.toString('utf8') } : null;
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');
