import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createFaults, type Fault } from '../../../sandbox/slack/faults.ts';
import { isObject, parseJson, stringAt, type JsonObject } from '../../../sandbox/slack/json.ts';
import { bodyOf, fieldsOf } from '../../../sandbox/slack/request.ts';
import { createTraffic, type Traffic } from '../../../sandbox/slack/traffic.ts';
import { problemsOf } from './limits.ts';
import type { EmulatedWorkspace } from './workspace.ts';

/** The only way from rekey to Slack: hands every call on to emulate, and keeps it with its answer. */
export interface Front {
  /** For `SLACK_API_URL`. */
  readonly apiUrl: string;
  readonly traffic: Traffic;
  /** What Slack would have refused and emulate takes: broken limits of Block Kit, another token than the bot's. */
  readonly problems: string[];
  /** Spoils coming calls or posts to a `response_url`; returns how to stop it. */
  fail(fault: Fault): () => void;
  /** Planned faults that met no call yet. */
  unmet(): readonly Fault[];
  /** A `response_url`; what is posted there and taken goes to `taken`. */
  responseUrl(taken: (message: JsonObject) => void): string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One call by rekey, on its way. */
interface Call {
  readonly method: string;
  readonly fields: JsonObject;
  readonly carryOut: () => Promise<Answer>;
}

interface Behind {
  readonly workspace: EmulatedWorkspace;
  /** The bot's. */
  readonly token: string;
  /** Told of every call that emulate carried out. */
  readonly seen: (method: string, fields: JsonObject, answer: JsonObject) => void;
}

export async function startFront(behind: Behind): Promise<Front> {
  const [traffic, faults, problems] = [createTraffic(), createFaults(), [] as string[]];
  const planned: Fault[] = [];
  const met = new Set<unknown>();
  const responseUrls: ((message: JsonObject) => void)[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await callOf(behind, problems, responseUrls, request);
    const { method, fields } = call;
    problems.push(...problemsOf(method, fields));
    const fault = faults.take(method, fields);
    met.add(fault);
    const answer = await spoiled(fault, call);
    const { status, body } = answer ?? { status: null, body: null };
    traffic.record({ direction: 'app-to-slack', method, request: fields, status, response: body });
    if (!answer) return void response.destroy();
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      problems.push(`the front failed: ${String(error)}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ apiUrl: `${url}/api/`, traffic, problems },
    fail(fault) {
      planned.push(fault);
      return faults.add(fault);
    },
    unmet: () => planned.filter((fault) => !met.has(fault)),
    responseUrl: (taken) => `${url}/response/${responseUrls.push(taken) - 1}`,
    close: () => close(server),
  };
}

/** `/api/<method>`, or `/response/<number>`. */
async function callOf(
  behind: Behind,
  problems: string[],
  responseUrls: readonly ((message: JsonObject) => void)[],
  request: IncomingMessage,
): Promise<Call> {
  const [, kind, name = ''] = new URL(request.url ?? '/', 'http://front').pathname.split('/');
  const { authorization = '', 'content-type': contentType = '' } = request.headers;
  const body = await bodyOf(request);
  const { token: _, ...fields } = fieldsOf(contentType, body);
  if (kind !== 'response') {
    if (authorization !== `Bearer ${behind.token}`) problems.push(`${name}: another token than the bot's`);
    const headers = { authorization, 'content-type': contentType };
    return { method: name, fields, carryOut: () => forward(behind, name, fields, { headers, body }) };
  }
  const carryOut = async (): Promise<Answer> => {
    const taken = responseUrls[Number(name)];
    if (!taken) return { status: 404, body: { ok: false, error: 'used_url' } };
    taken(fields);
    return { status: 200, body: { ok: true } };
  };
  return { method: 'response_url', fields, carryOut };
}

/** To emulate; its answer, with what it does not know of people. */
async function forward(
  { workspace, seen }: Behind,
  method: string,
  fields: JsonObject,
  sent: { headers: Record<string, string>; body: string },
): Promise<Answer> {
  const response = await fetch(`${workspace.url}/api/${method}`, { method: 'POST', ...sent });
  const text = await response.text();
  const answer = parseJson(text);
  if (!isObject(answer)) return { status: response.status, body: text };
  if (answer['ok'] === true) seen(method, fields, answer);
  return { status: response.status, body: decorated(workspace, answer) };
}

/** What rekey is answered; null when the connection drops instead. */
async function spoiled(
  fault: ReturnType<ReturnType<typeof createFaults>['take']>,
  { carryOut }: Call,
): Promise<Answer | null> {
  if (!fault) return carryOut();
  if ('error' in fault) return { status: 200, body: { ok: false, error: fault.error } };
  if ('rateLimited' in fault) {
    const headers = { 'retry-after': String(fault.rateLimited) };
    return { status: 429, body: { ok: false, error: 'ratelimited' }, headers };
  }
  if ('hang' in fault) throw new Error('the front does not hang');
  if ('status' in fault && !fault.isAfterSuccess) return { status: fault.status, body: 'spoiled' };
  const { body } = await carryOut();
  if (!isObject(body) || body['ok'] !== true)
    throw new Error(`it was to be carried out: ${JSON.stringify(body)}`);
  return 'status' in fault ? { status: fault.status, body: 'spoiled' } : null;
}

/** emulate's `users.info` says nothing of guests, other workspaces and time zones. */
function decorated(workspace: EmulatedWorkspace, answer: JsonObject): JsonObject {
  const { user } = answer;
  if (!isObject(user)) return answer;
  return { ...answer, user: { ...user, ...workspace.standingOf(stringAt(user, 'id')) } };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
