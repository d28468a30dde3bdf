import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Hub } from './hub.ts';
import { serveOpenId } from './openid/serve.ts';
import { isOwnPage, serveStateApi } from './state-api/serve.ts';
import { serveUiFile } from './ui-files.ts';
import { serveResponseUrl, serveWebApi } from './web-api/serve.ts';

/** Pages of others on the same server, asked first: true when the request has been answered. */
export type AlsoServe = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

async function route(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', hub.url);
  const { pathname } = url;
  if (await serveOpenId(hub, request, response, url)) return;
  if (pathname.startsWith('/api/')) return serveWebApi(hub, request, response, url);
  if (pathname.startsWith('/response/')) return serveResponseUrl(hub, request, response, url);
  if (pathname.startsWith('/_sandbox/')) return serveStateApi(hub, request, response, url);
  if (request.method !== 'GET') return void response.writeHead(405).end();
  const isNavigation = request.headers['sec-fetch-mode'] === 'navigate';
  if (!isNavigation && !isOwnPage(hub, request)) return void response.writeHead(403).end();
  return serveUiFile(response, pathname);
}

function fail(response: ServerResponse, error: unknown): void {
  process.stderr.write(`sandbox slack: ${error instanceof Error ? error.stack : String(error)}\n`);
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'content-type': 'text/plain' }).end('the sandbox itself failed');
}

/** Listens on 127.0.0.1 only; port 0 takes any. Puts the address into the hub. */
export async function listen(hub: Hub, port: number, also: AlsoServe | undefined): Promise<Server> {
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    if (!(await also?.(request, response))) await route(hub, request, response);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  hub.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return server;
}
