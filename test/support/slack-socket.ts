import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A Slack that speaks Socket Mode: enough of its Web API to start, one WebSocket, and a response_url. */
export interface SlackSocket {
  readonly apiUrl: string;
  readonly responseUrl: string;
  /** Sends an envelope once the app is connected, and waits for its acknowledgement. */
  send(envelope: { envelope_id: string; type: string; payload: object }): Promise<void>;
  /** What was posted to the response_url. */
  readonly answers: { text?: string }[];
  close(): Promise<void>;
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const ANSWERS: Record<string, object> = {
  'auth.test': { ok: true, team_id: 'T0SOCKET01', team: 'Socket', user_id: 'U0BOT', bot_id: 'B0BOT' },
  'users.info': { ok: true, user: { id: 'U0ADA', team_id: 'T0SOCKET01', real_name: 'Ada', is_admin: true } },
};

export async function startSlackSocket(): Promise<SlackSocket> {
  const answers: { text?: string }[] = [];
  const acked = new Set<string>();
  const sockets: Duplex[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const method = req.url?.replace('/api/', '') ?? '';
    if (method === '/response')
      answers.push(JSON.parse(Buffer.concat(chunks).toString()) as { text?: string });
    const open = { ok: true, url: `ws://127.0.0.1:${portOf(server)}/socket` };
    const answer = method === 'apps.connections.open' ? open : (ANSWERS[method] ?? { ok: true });
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.on('upgrade', (req, socket: Duplex) => {
    const accept = createHash('sha1').update(`${req.headers['sec-websocket-key']}${MAGIC}`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    sockets.push(socket);
    socket.on('data', (bytes: Buffer) => {
      const id = /"envelope_id":"([^"]+)"/.exec(unmask(bytes))?.[1];
      if (id) acked.add(id);
    });
    socket.on('error', () => undefined);
    socket.write(frame({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${portOf(server)}`;
  return {
    apiUrl: `${base}/api/`,
    responseUrl: `${base}/response`,
    answers,
    async send(envelope) {
      await until(() => sockets.length > 0);
      sockets.at(-1)?.write(frame({ ...envelope, accepts_response_payload: true }));
      await until(() => acked.has(envelope.envelope_id));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** One unmasked text frame, as a server sends it. */
function frame(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}

/** The text of one short masked frame, as a client sends it. */
function unmask(bytes: Buffer): string {
  const short = (bytes[1] ?? 0) & 0x7f;
  const at = short === 126 ? 4 : 2;
  const mask = bytes.subarray(at, at + 4);
  return Buffer.from(bytes.subarray(at + 4).map((byte, n) => byte ^ (mask[n % 4] ?? 0))).toString();
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 500) throw new Error('it did not happen within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
