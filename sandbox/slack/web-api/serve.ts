import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Hub } from '../hub.ts';
import type { JsonObject } from '../json.ts';
import { refusalBecause, SlackRefusal } from '../refusal.ts';
import { bodyOf, fieldsOf } from '../request.ts';
import { CHAT } from './chat.ts';
import type { Method } from './method.ts';
import { PEOPLE_AND_PLACES } from './people.ts';
import { VIEWS } from './views.ts';

const METHODS: Record<string, Method> = { ...CHAT, ...VIEWS, ...PEOPLE_AND_PLACES };

interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

function refuseWrongToken(hub: Hub, request: IncomingMessage, args: JsonObject): void {
  const [, bearer] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = bearer ?? args['token'];
  if (token === undefined || token === '') throw new SlackRefusal('not_authed');
  if (token !== hub.settings.botToken) throw new SlackRefusal('invalid_auth');
}

function runMethod(hub: Hub, name: string, request: IncomingMessage, args: JsonObject): JsonObject {
  refuseWrongToken(hub, request, args);
  const method = METHODS[name];
  if (!method) throw new SlackRefusal('unknown_method', { req_method: name });
  const needed = typeof method.scope === 'function' ? method.scope(hub, args) : method.scope;
  const provided = hub.settings.scopes;
  if (needed && !provided.includes(needed)) {
    throw new SlackRefusal('missing_scope', { needed, provided: provided.join(',') });
  }
  return method.run(hub, args);
}

function answerTo(run: () => JsonObject): Answer {
  try {
    return { status: 200, body: { ok: true, ...run() } };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    return { status: 200, body: { ok: false, error: error.code, ...error.more } };
  }
}

/** `used_url` and the like are 404s, so that Bolt's `respond` throws as it does in real life. */
function answerToUrl(run: () => void): Answer {
  try {
    run();
    return { status: 200, body: { ok: true } };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    const status = error.code.endsWith('_url') ? 404 : 400;
    return { status, body: { ok: false, error: error.code, ...error.more } };
  }
}

/** Null: no answer, the connection drops. */
async function spoiled(hub: Hub, call: Call, run: () => Answer): Promise<Answer | null> {
  const fault = hub.faults.take(call.name, call.args);
  if (!fault) return run();
  if ('error' in fault) return { status: 200, body: { ok: false, error: fault.error } };
  if ('status' in fault) {
    if (fault.isAfterSuccess) run();
    return { status: fault.status, body: `fault injected: ${fault.status}` };
  }
  if ('rateLimited' in fault) {
    const headers = { 'retry-after': String(fault.rateLimited) };
    return { status: 429, body: { ok: false, error: 'ratelimited' }, headers };
  }
  if ('dropAfterSuccess' in fault) {
    run();
    return null;
  }
  await sleep(fault.hang);
  return call.response.destroyed ? null : run();
}

interface Call {
  name: string;
  args: JsonObject;
  response: ServerResponse;
}

async function serve(hub: Hub, call: Call, run: () => Answer): Promise<void> {
  const { response, name: method } = call;
  const { token: _token, ...request } = call.args;
  const answer = await spoiled(hub, call, run);
  const { status, body } = answer ?? { status: null, body: null };
  hub.traffic.record({ direction: 'app-to-slack', method, request, status, response: body });
  if (!answer) return void response.destroy();
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
    'x-oauth-scopes': hub.settings.scopes.join(','),
    ...answer.headers,
  });
  response.end(isText ? answer.body : JSON.stringify(answer.body));
}

async function argsOf(request: IncomingMessage, url: URL): Promise<JsonObject> {
  const fields = fieldsOf(request.headers['content-type'] ?? '', await bodyOf(request));
  return { ...Object.fromEntries(url.searchParams), ...fields };
}

/** `/api/<method>`. */
export async function serveWebApi(hub: Hub, request: IncomingMessage, response: ServerResponse, url: URL) {
  const name = url.pathname.slice('/api/'.length);
  const args = await argsOf(request, url);
  await serve(hub, { name, args, response }, () => answerTo(() => runMethod(hub, name, request, args)));
}

/** `/response/<handle>`: a `response_url`, JSON only. */
export async function serveResponseUrl(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) {
  const handle = url.pathname.slice('/response/'.length);
  const args = await argsOf(request, url);
  const call = { name: 'response_url', args, response };
  await serve(hub, call, () =>
    answerToUrl(() => {
      if (Object.keys(args).length === 0)
        throw refusalBecause('invalid_payload', ['the body is no JSON object']);
      hub.responseUrls.use(handle, args);
    }),
  );
}
