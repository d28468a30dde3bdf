import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseCookie, stringifySetCookie } from 'cookie';
import type { SignInAttempt } from '../../adapters/sign-in.ts';
import { RULES } from '../../domain/rules.ts';

const SESSION_SECONDS = RULES.boardSessionHours * 3_600;
/** Slack's codes live ten minutes. */
const ATTEMPT_SECONDS = 600;

const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const ATTEMPT = /^([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})\.([A-Za-z0-9_-]{43})$/;

/** The only cookies in the house. */
export interface BoardCookies {
  session(req: IncomingMessage): string | null;
  attempt(req: IncomingMessage): SignInAttempt | null;
  keepSession(res: ServerResponse, token: string): void;
  keepAttempt(res: ServerResponse, attempt: SignInAttempt): void;
  dropSession(res: ServerResponse): void;
  dropAttempt(res: ServerResponse): void;
}

/**
 * Over https the names have the prefix that ties them to this host and to https. On http, which the configuration lets through
 * on loopback only, not every browser takes a cookie that says Secure, so there they go without.
 */
export function boardCookies(publicUrl: string): BoardCookies {
  const isSecure = publicUrl.startsWith('https:');
  const prefix = isSecure ? '__Host-' : '';
  const [session, attempt] = [`${prefix}rekey-board`, `${prefix}rekey-sign-in`];
  const set = (res: ServerResponse, name: string, value: string, maxAge: number) => {
    const guards = { path: '/', httpOnly: true, secure: isSecure, sameSite: 'lax' } as const;
    res.appendHeader('Set-Cookie', stringifySetCookie({ name, value, maxAge, ...guards }));
  };
  const read = (req: IncomingMessage, name: string) => parseCookie(req.headers.cookie ?? '')[name] ?? '';
  return {
    session: (req) => TOKEN.exec(read(req, session))?.[0] ?? null,
    attempt(req) {
      const [, state, nonce, verifier] = ATTEMPT.exec(read(req, attempt)) ?? [];
      return state && nonce && verifier ? { state, nonce, verifier } : null;
    },
    keepSession: (res, token) => set(res, session, token, SESSION_SECONDS),
    keepAttempt: (res, { state, nonce, verifier }) =>
      set(res, attempt, `${state}.${nonce}.${verifier}`, ATTEMPT_SECONDS),
    dropSession: (res) => set(res, session, '', 0),
    dropAttempt: (res) => set(res, attempt, '', 0),
  };
}
