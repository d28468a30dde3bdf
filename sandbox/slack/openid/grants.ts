import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import type { Hub } from '../hub.ts';
import type { SandboxUser } from '../types.ts';

/** What the app asked for at the authorize page. */
export interface Asked {
  readonly redirectUrl: string;
  readonly state: string;
  readonly nonce: string;
  readonly challenge: string;
}

interface Grant {
  readonly asked: Asked;
  readonly user: SandboxUser;
  readonly untilMs: number;
}

/** Tests play a Slack that is not genuine. */
export interface Forgery {
  /** Other claims than the true ones. */
  readonly claims?: (claims: JWTPayload) => JWTPayload;
  /** Signed with a key that Slack does not publish. */
  readonly isSignedByAnother?: boolean;
}

const CODE_LIVES_MS = 600_000;
const ALGORITHM = 'RS256';
const KEY_ID = 'sandbox-1';

/** The app's credentials at this Slack, and the codes it has given out. Codes and tokens follow real time, as signatures do. */
export interface Grants {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Spoils id tokens until it is null again. */
  forgery: Forgery | null;
  keys(): Promise<object>;
  issue(asked: Asked, user: SandboxUser): string;
  redeem(hub: Hub, code: string, back: { redirectUrl: string; verifier: string }): Promise<string | null>;
}

export function createGrants(app: { clientId: string; clientSecret: string }): Grants {
  const codes = new Map<string, Grant>();
  const own = generateKeyPair(ALGORITHM);
  const other = generateKeyPair(ALGORITHM);
  const grants: Grants = {
    ...app,
    forgery: null,
    async keys() {
      const { publicKey } = await own;
      return { keys: [{ ...(await exportJWK(publicKey)), alg: ALGORITHM, kid: KEY_ID, use: 'sig' }] };
    },
    issue(asked, user) {
      const code = randomBytes(24).toString('hex');
      codes.set(code, { asked, user, untilMs: performance.now() + CODE_LIVES_MS });
      return code;
    },
    async redeem(hub, code, { redirectUrl, verifier }) {
      const grant = codes.get(code);
      codes.delete(code);
      if (!grant || performance.now() > grant.untilMs || grant.asked.redirectUrl !== redirectUrl) return null;
      if (createHash('sha256').update(verifier).digest('base64url') !== grant.asked.challenge) return null;
      const { claims = (same: JWTPayload) => same, isSignedByAnother = false } = grants.forgery ?? {};
      const { privateKey } = await (isSignedByAnother ? other : own);
      const { user, asked } = grant;
      return new SignJWT(claims(claimsOf(hub, user, { audience: app.clientId, nonce: asked.nonce })))
        .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID, typ: 'JWT' })
        .sign(privateKey);
    },
  };
  return grants;
}

function claimsOf(
  hub: Hub,
  user: SandboxUser,
  { audience, nonce }: { audience: string; nonce: string },
): JWTPayload {
  const seconds = Math.floor((performance.timeOrigin + performance.now()) / 1000);
  const { id, team_id, real_name, enterprise } = user;
  return {
    ...{ iss: hub.url, sub: id, aud: audience, nonce, iat: seconds, exp: seconds + 300 },
    ...{ 'https://slack.com/team_id': team_id, 'https://slack.com/user_id': id, name: real_name },
    ...(enterprise ? { 'https://slack.com/enterprise_id': enterprise.id } : {}),
  };
}
