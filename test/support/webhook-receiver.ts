import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer as createHttp, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A delivery as a receiver has it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Does with one delivery what the test wants. */
type Answer = number | ((response: ServerResponse) => void);

/** A ticket system's end of a webhook: keeps what it gets, answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: Received[];
  /** The next answers, in this order; then 200 for ever, or what stands last in `always`. */
  answers: Answer[];
  always: Answer;
  close(): Promise<void>;
}

interface ReceiverOptions {
  readonly host?: string;
  readonly tls?: { readonly key: string; readonly cert: string };
}

export async function startReceiver({ host = '127.0.0.1', tls }: ReceiverOptions = {}): Promise<Receiver> {
  const server = tls ? createHttps(tls) : createHttp();
  const receiver: Omit<Receiver, 'url' | 'port' | 'close'> = { received: [], answers: [], always: 200 };
  server.on('request', async (request, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    receiver.received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    const answer = receiver.answers.shift() ?? receiver.always;
    if (typeof answer === 'function') answer(response);
    else response.writeHead(answer).end('thank you');
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, {
    ...{ port, url: `${tls ? 'https' : 'http'}://${host}:${port}/hooks` },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** Whether a delivery is signed with this secret, as the specification says it is verified: written apart from ours. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const [version, text = ''] = one.split(',');
      const given = Buffer.from(text, 'base64');
      return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
    });
}
