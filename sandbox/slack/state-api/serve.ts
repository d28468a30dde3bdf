import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { isObject, parseJson } from '../json.ts';
import { NotPossible, personOf } from '../places.ts';
import { bodyOf } from '../request.ts';
import { ACTS } from './acts.ts';
import { userState, workspaceInfo } from './user-state.ts';

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}

/**
 * Whether the request comes from the sandbox's own page or from no browser at all: the name in `Host` keeps out DNS
 * rebinding, `Sec-Fetch-Site` and `Origin` other sites' pages.
 */
export function isOwnPage(hub: Hub, request: IncomingMessage): boolean {
  const { port } = new URL(hub.url);
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin, 'sec-fetch-site': site } = request.headers;
  if (!own.includes(host)) return false;
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && request.method === 'GET'))
    return false;
  return origin === undefined || own.some((each) => origin === `http://${each}`);
}

function stream(hub: Hub, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  let sent = 0;
  let isPlanned = false;
  const tell = () => {
    isPlanned = false;
    if (sent === hub.store.version) return;
    sent = hub.store.version;
    response.write(`event: change\ndata: ${JSON.stringify({ version: sent })}\n\n`);
  };
  const stop = hub.store.onChange(() => {
    if (!isPlanned) setImmediate(tell);
    isPlanned = true;
  });
  tell();
  response.on('close', stop);
}

async function act(
  hub: Hub,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const run = ACTS[name];
  if (!run)
    return send(response, 404, { ok: false, version: hub.store.version, error: `there is no act ${name}` });
  const isJson = request.headers['content-type']?.startsWith('application/json');
  const body = isJson ? parseJson(await bodyOf(request)) : undefined;
  if (!isObject(body))
    return send(response, 415, { ok: false, version: hub.store.version, error: 'send JSON' });
  const result = await run(hub, body as never);
  send(response, 200, name === 'suggest' ? result : { ok: true, version: hub.store.version, ...result });
}

async function route(hub: Hub, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const name = url.pathname.slice('/_sandbox/'.length);
  if (request.method === 'POST') return act(hub, name, request, response);
  if (request.method !== 'GET') return send(response, 405, { ok: false, error: 'GET or POST' });
  if (name === 'events') return stream(hub, response);
  if (name === 'workspace') return send(response, 200, workspaceInfo(hub));
  if (name === 'state') {
    return send(response, 200, userState(hub, personOf(hub.store, url.searchParams.get('user') ?? '')));
  }
  send(response, 404, { ok: false, error: `there is no ${name}` });
}

/** `/_sandbox/*`: the demo's page reads states and acts through it (types.ts). */
export async function serveStateApi(hub: Hub, request: IncomingMessage, response: ServerResponse, url: URL) {
  if (!isOwnPage(hub, request)) return send(response, 403, { ok: false, error: 'foreign page' });
  try {
    await route(hub, request, response, url);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = error instanceof NotPossible ? 409 : 400;
    send(response, status, { ok: false, version: hub.store.version, error: error.message });
  }
}
