import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { headerFloor } from './headers.ts';
import { LINGER_MS } from './unread.ts';

export interface ServerLimits {
  readonly headersMs: number;
  readonly requestMs: number;
  readonly idleMs: number;
  readonly silentMs: number;
  readonly checkEveryMs: number;
  readonly connections: number;
  readonly headerBytes: number;
}

export const SERVER_LIMITS: ServerLimits = {
  /** From connecting to the last header: every honest client sends them in one piece. */
  headersMs: 10_000,
  /** To the last byte of the body: 16 KB take that long only below 5 kbit/s. What we do with it does not count. */
  requestMs: 30_000,
  /** Longer than the 60 s of common proxies, so that they close first and never ask on a connection we have just closed. */
  idleMs: 65_000,
  /** A caller who takes no byte of an answer; our own work is bounded far below (KMS 10 s, a statement 15 s). */
  silentMs: 60_000,
  /** How late the first two may be noticed. */
  checkEveryMs: 5_000,
  /** Some 10 KB each, so that they fit beside us in 256 MB and leave file handles to the database. Beyond it new ones are closed. */
  connections: 4_000,
  /** Node's own default, said here so that no flag changes it. */
  headerBytes: 16_384,
};

/** The HTTP server around the app: whoever is slow is cut off, and what never becomes a request has the header floor too (promise H12). */
export function createWebServer(app: RequestListener, limits: ServerLimits = SERVER_LIMITS): Server {
  const answers = new WeakMap<Duplex, ServerResponse>();
  const serve: RequestListener = (req, res) => {
    answers.set(req.socket, res);
    if (isOrdinary(req)) return app(req, res);
    refuseOutright(req, res);
  };
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.idleMs,
      connectionsCheckingInterval: limits.checkEveryMs,
      maxHeaderSize: limits.headerBytes,
      requireHostHeader: false, // Node's own refusal would go without the floor
    },
    serve,
  );
  server.maxConnections = limits.connections;
  server.timeout = limits.silentMs;
  // An expectation other than 100-continue may be ignored (RFC 9110 §10.1.1); Node's own 417 has no floor.
  server.on('checkExpectation', serve);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writableEnded) return; // answered already: what still comes is not read
    if (!socket.writable || !isFree(answers.get(socket))) return void socket.destroy();
    socket.end(bareAnswer(STATUS_OF[error.code ?? ''] ?? 400));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  });
  return server;
}

const STATUS_OF: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** Whether an answer on this connection can be told from the last one: that is over, or its request never came to an end. */
const isFree = (last: ServerResponse | undefined): boolean =>
  last === undefined || (last.req.complete ? last.writableFinished : !last.headersSent);

/** A host where HTTP/1.1 asks for one; a path, as `GET http://…` is for proxies, and Express would answer `http://[` by itself, without the floor. */
const isOrdinary = ({ headers, httpVersion, url = '' }: IncomingMessage): boolean =>
  (headers.host !== undefined || httpVersion === '1.0') && url.startsWith('/');

function refuseOutright(req: IncomingMessage, res: ServerResponse): void {
  headerFloor(req, res, () => {
    res.statusCode = 400;
    res.setHeader('Connection', 'close');
    res.end();
  });
}

const FLOOR = (() => {
  const res = new ServerResponse(new IncomingMessage(new Socket()));
  headerFloor(res.req, res, () => undefined);
  return Object.entries(res.getHeaders()).map(([name, value]) => `${name}: ${String(value)}\r\n`);
})().join('');

/** No body, and nothing of what was sent. */
const bareAnswer = (status: number): string =>
  `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${FLOOR}Content-Length: 0\r\nConnection: close\r\n\r\n`;
