import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Hub } from '../hub.ts';
import { bodyOf } from '../request.ts';
import { isOwnPage } from '../state-api/serve.ts';
import { authorizePage } from './authorize-page.ts';
import type { Asked } from './grants.ts';

const PATHS = ['/.well-known/openid-configuration', '/openid/connect/keys', '/api/openid.connect.token'];
const AUTHORIZE = '/openid/connect/authorize';

/** Sign in with Slack: true when the request was for it and has been answered. */
export async function serveOpenId(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  const { pathname } = url;
  if (pathname === AUTHORIZE) {
    if (request.method === 'POST') await decide(hub, request, response);
    else ask(hub, response, url.searchParams);
    return true;
  }
  if (!PATHS.includes(pathname)) return false;
  if (pathname === PATHS[0]) send(response, description(hub));
  else if (pathname === PATHS[1]) send(response, await hub.grants.keys());
  else await token(hub, request, response);
  return true;
}

/** As Slack's own says it, with PKCE. */
const description = ({ url }: Hub) => ({
  issuer: url,
  authorization_endpoint: `${url}${AUTHORIZE}`,
  token_endpoint: `${url}/api/openid.connect.token`,
  userinfo_endpoint: `${url}/api/openid.connect.userInfo`,
  jwks_uri: `${url}/openid/connect/keys`,
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code'],
  response_modes_supported: ['form_post'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
});

function ask(hub: Hub, response: ServerResponse, fields: URLSearchParams): void {
  const why = wrongWith(hub, fields);
  if (why) return text(response, 400, why);
  const { users, team } = hub.store.state;
  const people = users.filter((user) => !user.is_bot && !user.deleted);
  const kept = Object.fromEntries([...fields].filter(([name]) => name !== 'user'));
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
  response.end(authorizePage(people, kept, team.name));
}

/** Slack sends browsers only where the app has said. */
function wrongWith(hub: Hub, fields: URLSearchParams): string | null {
  const needed = ['state', 'nonce', 'code_challenge'].filter((name) => !fields.get(name));
  if (fields.get('client_id') !== hub.grants.clientId) return 'bad client_id';
  if (fields.get('redirect_uri') !== `${hub.appUrl}/board/signed-in`) return 'bad redirect_uri';
  if (!fields.get('scope')?.split(' ').includes('openid')) return 'invalid_scope';
  if (fields.get('code_challenge_method') !== 'S256' || needed.length > 0) return `missing ${needed.join()}`;
  return null;
}

async function decide(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwnPage(hub, request)) return text(response, 403, 'foreign page');
  const fields = new URLSearchParams(await bodyOf(request));
  const why = wrongWith(hub, fields);
  if (why) return text(response, 400, why);
  const value = (name: string) => fields.get(name) ?? '';
  const [redirectUrl, state, nonce] = [value('redirect_uri'), value('state'), value('nonce')];
  const asked: Asked = { redirectUrl, state, nonce, challenge: value('code_challenge') };
  const user = hub.store.user(value('user'));
  const back = new URL(redirectUrl);
  back.searchParams.set('state', state);
  if (user && !user.deleted) back.searchParams.set('code', hub.grants.issue(asked, user));
  else back.searchParams.set('error', 'access_denied');
  response.writeHead(302, { location: back.href, 'cache-control': 'no-store' }).end();
}

/** `ok: false` comes with status 200, as everywhere in Slack's API. */
async function token(hub: Hub, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const fields = new URLSearchParams(await bodyOf(request));
  const fault = hub.faults.take('openid.connect.token', {});
  if (fault && 'status' in fault) return text(response, fault.status, 'fault injected');
  const value = (name: string) => fields.get(name) ?? '';
  const { clientId, clientSecret } = hub.grants;
  if (value('client_id') !== clientId || value('client_secret') !== clientSecret)
    return send(response, { ok: false, error: 'bad_client_secret' });
  const back = { redirectUrl: value('redirect_uri'), verifier: value('code_verifier') };
  const idToken = await hub.grants.redeem(hub, value('code'), back);
  if (idToken === null) return send(response, { ok: false, error: 'invalid_code' });
  send(response, { ok: true, access_token: 'xoxp-sandbox-openid', token_type: 'Bearer', id_token: idToken });
}

const send = (response: ServerResponse, body: object): void =>
  void response
    .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));

const text = (response: ServerResponse, status: number, words: string): void =>
  void response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
