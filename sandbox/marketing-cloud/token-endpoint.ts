import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DateTime } from 'luxon';
import type { Clock } from '../../src/adapters/clock.ts';
import { readBody, sendJson } from '../panel/exchange.ts';
import type { Fault, Faults } from './faults.ts';
import type { InstalledPackage } from './packages.ts';
import { newAccessToken } from './seed.ts';
import type { Tenants } from './tenants.ts';

/** Access tokens live 20 minutes (rule 12); `expires_in` names a minute and a second less, as the real one does. */
const TOKEN_MINUTES = 20;
const EXPIRES_IN_SECONDS = 1079;
const DOCS = 'https://developer.salesforce.com/docs';

interface GrantedToken {
  readonly packageId: string;
  readonly mid: string;
  readonly scope: string;
  readonly expiresAt: DateTime;
}

/** The answer to one token request, decided without any I/O of its own. */
interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly used: 'active' | 'staged' | null;
}

const INVALID_CLIENT = refused(
  401,
  'invalid_client',
  'Client authentication failed. Make sure that the client ID and client secret are valid and that the package is installed and enabled.',
);

/** `POST /v2/token` and `GET /v2/userinfo` of every tenant; `/t/<subdomain>/…` stands for `https://<subdomain>.auth.marketingcloudapis.com/…`. */
export function createTokenEndpoint({
  clock,
  tenants,
  faults,
}: {
  clock: Clock;
  tenants: Tenants;
  faults: Faults;
}) {
  const granted = new Map<string, GrantedToken>();

  /** Tokens outlive the secret that fetched them: an Activate doesn't end them (rule 12). */
  function grant(pack: InstalledPackage, mid: string, scope: string): string {
    const at = clock.now();
    for (const [token, { expiresAt }] of granted) if (expiresAt <= at) granted.delete(token);
    const token = newAccessToken();
    granted.set(token, {
      packageId: pack.packageId,
      mid,
      scope,
      expiresAt: at.plus({ minutes: TOKEN_MINUTES }),
    });
    return token;
  }

  function decide(fields: TokenFields, pack: InstalledPackage | null): Answer {
    const missing = (['grant_type', 'client_id', 'client_secret'] as const).find((name) => !fields[name]);
    if (missing) return refused(400, 'invalid_request', `The required parameter ${missing} is missing.`);
    if (fields.grant_type !== 'client_credentials') {
      return refused(400, 'unsupported_grant_type', `Grant type not supported: ${fields.grant_type}.`);
    }
    const accountId = fields.account_id ?? '';
    if (!/^\d*$/.test(accountId))
      return refused(400, 'invalid_request', 'The account_id parameter is not valid.');
    if (!pack) return INVALID_CLIENT;
    if (accountId && accountId !== pack.enterpriseId && !pack.mids.includes(accountId)) return INVALID_CLIENT;
    const used = tenants.authenticates(pack, fields.client_secret ?? '');
    if (!used) return INVALID_CLIENT;
    const scope = fields.scope ?? 'email_read email_write list_and_subscribers_read offline';
    const body = {
      access_token: grant(pack, accountId || pack.mids[0]!, scope),
      token_type: 'Bearer',
      expires_in: EXPIRES_IN_SECONDS,
      scope,
      rest_instance_url: `https://${pack.subdomain}.rest.marketingcloudapis.com/`,
      soap_instance_url: `https://${pack.subdomain}.soap.marketingcloudapis.com/`,
    };
    return { status: 200, body, used };
  }

  async function token(req: IncomingMessage, res: ServerResponse, subdomain: string | null): Promise<void> {
    const fields = parseFields(await readBody(req), req.headers['content-type'] ?? '');
    const known = fields?.client_id ? tenants.byClientId(fields.client_id) : null;
    const pack = subdomain === null || known?.subdomain === subdomain ? known : null;
    const record = (status: number, used: Answer['used']) =>
      tenants.record({
        packageName: pack?.name ?? null,
        status,
        used,
        accountId: fields?.account_id ?? null,
      });

    const fault = faults.next(pack?.name ?? null);
    if (fault?.kind === 'delay') await sleep(fault.ms);
    else if (fault) return record(answerFault(res, fault), null);
    const answer = fields
      ? decide(fields, pack)
      : refused(400, 'invalid_request', 'The request body is malformed.');
    record(answer.status, answer.used);
    sendJson(res, answer.status, answer.body);
  }

  /** A well-formed request from Setup's own form. */
  function tryToken(pack: InstalledPackage, client_secret: string, account_id: string): Answer {
    const answer = decide(
      { grant_type: 'client_credentials', client_id: pack.clientId, client_secret, account_id },
      pack,
    );
    tenants.record({
      packageName: pack.name,
      status: answer.status,
      used: answer.used,
      accountId: account_id || null,
    });
    return answer;
  }

  function userinfo(req: IncomingMessage, res: ServerResponse, subdomain: string | null): void {
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1] ?? '';
    const found = granted.get(bearer);
    const pack = found && found.expiresAt > clock.now() ? tenants.byId(found.packageId) : null;
    if (!found || !pack || (subdomain !== null && pack.subdomain !== subdomain)) {
      return sendJson(res, 401, { message: 'Not Authorized', errorcode: 1, documentation: '' });
    }
    sendJson(res, 200, userinfoOf(pack, found));
  }

  return { token, tryToken, userinfo };
}

type TokenFields = Partial<
  Record<'grant_type' | 'client_id' | 'client_secret' | 'scope' | 'account_id', string>
>;

/** JSON and form bodies alike; null when it is neither. */
function parseFields(body: string, contentType: string): TokenFields | null {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType))
    return Object.fromEntries(new URLSearchParams(body));
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const texts = Object.entries(json).filter(([, value]) => value !== null && typeof value !== 'object');
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
}

function refused(status: number, error: string, error_description: string): Answer {
  return { status, body: { error, error_description, error_uri: DOCS }, used: null };
}

/** Answers with the fault and says which status that was; 0 for none. */
function answerFault(res: ServerResponse, fault: Exclude<Fault, { kind: 'delay' }>): number {
  switch (fault.kind) {
    case 'rate_limit': {
      const { retryAfterSeconds: retryAfter = 5, errorcode = 50100 } = fault;
      res.setHeader('retry-after', String(retryAfter));
      sendJson(res, 429, { message: 'Rate limit exceeded', errorcode, retryAfter });
      return 429;
    }
    case 'server_error':
      sendJson(res, fault.status ?? 500, { message: 'Internal Server Error', errorcode: 0 });
      return fault.status ?? 500;
    case 'invalid_client':
      sendJson(res, 401, INVALID_CLIENT.body);
      return 401;
    case 'redirect':
      res.writeHead(302, { location: fault.to }).end();
      return 302;
    case 'not_json':
      res.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Maintenance</body></html>');
      return 200;
    case 'hang_up':
      res.destroy();
      return 0;
  }
}

function userinfoOf(pack: InstalledPackage, { mid, scope, expiresAt }: GrantedToken) {
  return {
    exp: Math.floor(expiresAt.toSeconds()),
    iss: `https://${pack.subdomain}.auth.marketingcloudapis.com`,
    user: {
      sub: `${mid}_api`,
      name: `${pack.name} app user`,
      preferred_username: 'app user',
      locale: 'en-US',
    },
    organization: {
      member_id: Number(mid),
      enterprise_id: Number(pack.enterpriseId),
      enterprise_name: 'Sandbox Inc.',
      account_type: 'enterprise',
      stack_key: 'S0',
      region: 'NA1',
      locale: 'en-US',
    },
    rest: { rest_instance_url: `https://${pack.subdomain}.rest.marketingcloudapis.com/` },
    application: {
      id: pack.packageId,
      name: pack.name,
      redirectUrl: [],
      appScopes: scope ? scope.split(' ') : [],
    },
    permissions: [],
  };
}
