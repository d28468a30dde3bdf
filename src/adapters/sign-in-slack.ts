import * as oidc from 'openid-client';
import { z } from 'zod';
import type { Secret } from '../domain/secret.ts';
import type { SlackIdentity } from '../domain/people.ts';
import { SignInRefused, SignInUnavailable, type SignIn } from './sign-in.ts';

const TIMEOUT_SECONDS = 10;

export interface SlackSignInOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Where Slack sends browsers back to, as the app names it. */
  readonly redirectUrl: string;
  /** So that Slack asks for this workspace, where somebody is in several. */
  readonly teamId: string;
}

/** Slack's own claims; the subject alone names no workspace. */
const claimsSchema = z.object({
  'https://slack.com/team_id': z.string().min(1),
  'https://slack.com/user_id': z.string().min(1),
  'https://slack.com/enterprise_id': z.string().optional(),
});

/**
 * Sign in with Slack (scopes openid, profile): authorization code with PKCE, state and nonce, the id token's signature checked
 * against Slack's keys. Slack's own description is asked for at the first sign-in, so that rekey starts without it.
 */
export function slackSignIn({ redirectUrl, teamId, ...client }: SlackSignInOptions): SignIn {
  let described: Promise<oidc.Configuration> | null = null;
  const describe = async () => {
    described ??= discover(client);
    try {
      return await described;
    } catch {
      described = null;
      throw new SignInUnavailable();
    }
  };
  return {
    async begin() {
      const config = await describe();
      const verifier = oidc.randomPKCECodeVerifier();
      const attempt = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier };
      const url = oidc.buildAuthorizationUrl(config, {
        ...{ redirect_uri: redirectUrl, scope: 'openid profile', team: teamId },
        ...{ state: attempt.state, nonce: attempt.nonce, code_challenge_method: 'S256' },
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      });
      return { url: url.href, attempt };
    },
    async finish({ query, attempt: { state, nonce, verifier } }) {
      const config = await describe();
      const back = new URL(`${redirectUrl}?${query}`);
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      try {
        const tokens = await oidc.authorizationCodeGrant(config, back, { ...checks, idTokenExpected: true });
        return identityIn(tokens.claims());
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: Pick<SlackSignInOptions, 'issuer' | 'clientId' | 'clientSecret'>): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  // The configuration lets http through on loopback only: a Slack of our own, in tests and in the demo.
  const isPlain = server.protocol === 'http:';
  return oidc.discovery(server, clientId, undefined, oidc.ClientSecretPost(clientSecret.reveal()), {
    execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    timeout: TIMEOUT_SECONDS,
  });
}

function identityIn(claims: unknown): SlackIdentity {
  const read = claimsSchema.safeParse(claims);
  if (!read.success) throw new SignInRefused('not_genuine');
  return {
    enterpriseId: read.data['https://slack.com/enterprise_id'] ?? null,
    teamId: read.data['https://slack.com/team_id'],
    userId: read.data['https://slack.com/user_id'],
  };
}

/** Whatever Slack's answer or the browser's query lacks is one refusal; only a Slack that did not answer is worth another try. */
function faultOf(error: unknown): Error {
  if (error instanceof SignInRefused) return error;
  if (error instanceof oidc.AuthorizationResponseError) return new SignInRefused('cancelled');
  return isSilence(error) ? new SignInUnavailable() : new SignInRefused('not_genuine');
}

function isSilence(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, cause } = error;
  if (name === 'TimeoutError' || (error as oidc.ClientError).code === 'OAUTH_TIMEOUT') return true;
  if (cause instanceof Response) return cause.status >= 500;
  return error instanceof TypeError && error.message === 'fetch failed';
}
