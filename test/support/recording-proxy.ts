import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterEach } from 'vitest';
import { ask, type Answered } from '../browser/asking.ts';

/** One request to a page, with its answer, both whole. */
export interface Visit {
  readonly method: string;
  /** As it was asked for, query included. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly answer: Answered;
}

export interface RecordingProxy {
  readonly url: string;
  readonly visits: readonly Visit[];
  /** Where it passes everything on to. */
  leadTo(url: string): void;
}

/** A proxy between people and rekey that keeps what passes; stopped after the test. */
export async function recordingProxy(): Promise<RecordingProxy> {
  const visits: Visit[] = [];
  let target = '';
  const server = createServer(async (req, res) => {
    const { method = '', url: path = '', headers } = req;
    const body = await buffer(req);
    const own = { ...headers, connection: 'close', 'content-length': String(body.length) };
    const answer = await ask(`${target}${path}`, { method, headers: own, body });
    visits.push({ method, path, headers, body, answer });
    res.writeHead(answer.status, answer.headers).end(method === 'HEAD' ? undefined : answer.text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, visits, leadTo: (there) => void (target = there) };
}

const stop: (() => void)[] = [];
afterEach(() => {
  for (const one of stop.splice(0)) one();
});
