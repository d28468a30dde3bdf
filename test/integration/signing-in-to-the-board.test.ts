import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { slackSignIn } from '../../src/adapters/sign-in-slack.ts';
import { SignInRefused, SignInUnavailable, type SignInAttempt } from '../../src/adapters/sign-in.ts';
import type { Person } from '../../src/domain/people.ts';
import { EVERYTHING, BY_URGENCY } from '../../src/domain/board.ts';
import { Secret } from '../../src/domain/secret.ts';
import { beginSignIn } from '../../src/usecases/begin-sign-in.ts';
import type { BoardRefusal } from '../../src/usecases/board-refusals.ts';
import { forgetBoardSessions } from '../../src/usecases/forget-board-sessions.ts';
import { signIn } from '../../src/usecases/sign-in.ts';
import { signOut } from '../../src/usecases/sign-out.ts';
import { visitBoard } from '../../src/usecases/visit-board.ts';
import { systemClock } from '../../src/adapters/clock.ts';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { useDatabase } from '../support/database.ts';
import { createWorld, type World } from '../support/world.ts';

// Sign in with Slack against the sandbox's own OpenID Connect, over HTTP: codes, keys, signatures and all.

const database = useDatabase();
const APP = { clientId: '1.2', clientSecret: '5ec2e75ec2e75ec2e75ec2e75ec2e75e' };
const REKEY = 'https://rekey.example';

let slack: SlackSandbox;
let world: World;

beforeEach(async () => {
  slack = await createSlackSandbox({
    ...{ clock: systemClock, signingSecret: 'x', botToken: 'xoxb-x', scopes: [], signIn: APP },
  });
  slack.connect(REKEY);
  const made = await createWorld(database, { teamId: `T${randomUUID().slice(0, 8)}` });
  const { workspaceId, directory } = made.deps;
  await database.sql`update workspace set team_id = ${TEAM_ID} || ${workspaceId}, enterprise_id = null where id = ${workspaceId}`;
  const teamId = TEAM_ID + workspaceId;
  slack.change(({ users }) => {
    for (const user of users) if (user.team_id === TEAM_ID) user.team_id = teamId;
  });
  for (const person of [ada(teamId), { ...ada(teamId), userId: PEOPLE.gus, standing: 'guest' as const }])
    directory.put(person);
  Object.assign(made.deps, { signIn: portWith(APP) });
  world = made;
});
afterEach(() => slack.close());

const ada = (teamId: string): Person => ({
  ...{ enterpriseId: null, teamId, userId: PEOPLE.ada, name: 'Ada', zone: null },
  ...{ standing: 'member', isWorkspaceAdmin: true },
});

const portWith = ({ clientId, clientSecret }: typeof APP) =>
  slackSignIn({
    ...{ issuer: slack.url, clientId, clientSecret: new Secret(clientSecret), teamId: TEAM_ID },
    redirectUrl: `${REKEY}/board/signed-in`,
  });

async function begin(): Promise<{ url: string; attempt: SignInAttempt }> {
  const begun = await beginSignIn(world.deps);
  if (!begun.ok) throw new Error(begun.refusal.code);
  return begun;
}

/** At Slack somebody says who they are; the query with which their browser comes back. */
async function chosen(url: string, userId: string): Promise<string> {
  const { searchParams, origin, pathname } = new URL(url);
  const body = new URLSearchParams(searchParams);
  body.set('user', userId);
  const answer = await fetch(`${origin}${pathname}`, { method: 'POST', body, redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '').search.slice(1);
}

async function codeOf(done: Promise<{ ok: true } | { ok: false; refusal: BoardRefusal }>): Promise<string> {
  const result = await done;
  return result.ok ? 'ok' : result.refusal.code;
}

async function signedIn(userId: string = PEOPLE.ada): Promise<string> {
  const { url, attempt } = await begin();
  const query = await chosen(url, userId);
  const done = await signIn(world.deps, { query, attempt, before: null });
  if (!done.ok) throw new Error(done.refusal.code);
  return done.token;
}

const visit = (token: string | null) =>
  codeOf(visitBoard(world.deps, { token, asked: { filter: EVERYTHING, sort: BY_URGENCY, page: 0 } }));

const sessions = () =>
  database.sql`select * from board_session where workspace_id = ${world.deps.workspaceId}`;
const trail = async () => {
  const rows = await database.sql<{ kind: string }[]>`
    select kind from audit where workspace_id = ${world.deps.workspaceId} and kind like 'board%' order by seq`;
  return rows.map(({ kind }) => kind);
};

test('whoever Slack vouches for sees the board; of the token a hash is kept, and the trail says who came and left', async () => {
  const token = await signedIn();
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(await visit(token)).toBe('ok');
  const kept = JSON.stringify(await sessions());
  expect(kept).not.toContain(token);
  expect(kept).toContain(PEOPLE.ada);
  await signOut(world.deps, { token });
  await signOut(world.deps, { token });
  expect(await visit(token)).toBe('not_signed_in');
  expect(await trail()).toEqual(['board_signed_in', 'board_signed_out']);
});

test('what Slack is asked for: openid and profile, with state, nonce and PKCE, each new every time', async () => {
  const [one, other] = [await begin(), await begin()];
  const { searchParams } = new URL(one.url);
  expect(searchParams.get('scope')).toBe('openid profile');
  expect(searchParams.get('state')).toBe(one.attempt.state);
  expect(searchParams.get('nonce')).toBe(one.attempt.nonce);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(one.url).not.toContain(one.attempt.verifier);
  const texts = [one, other].flatMap(({ attempt }) => Object.values(attempt));
  expect(new Set(texts).size).toBe(6);
});

test('a query can’t be used twice, not even by the browser that used it', async () => {
  const { url, attempt } = await begin();
  const query = await chosen(url, PEOPLE.ada);
  expect(await codeOf(signIn(world.deps, { query, attempt, before: null }))).toBe('ok');
  expect(await codeOf(signIn(world.deps, { query, attempt, before: null }))).toBe('sign_in_not_genuine');
  // Nor with a fresh code for the same state, which Slack would redeem.
  const again = await chosen(url, PEOPLE.ada);
  expect(await codeOf(signIn(world.deps, { query: again, attempt, before: null }))).toBe(
    'sign_in_not_genuine',
  );
  expect(await sessions()).toHaveLength(1);
});

test('of two at once with one attempt, one gets in', async () => {
  const { url, attempt } = await begin();
  const queries = await Promise.all([chosen(url, PEOPLE.ada), chosen(url, PEOPLE.ada)]);
  const codes = await Promise.all(
    queries.map((query) => codeOf(signIn(world.deps, { query, attempt, before: null }))),
  );
  expect(codes.toSorted()).toEqual(['ok', 'sign_in_not_genuine']);
});

test('another browser’s query, or a state, nonce or verifier of another attempt, opens nothing', async () => {
  const { url, attempt } = await begin();
  const other = await begin();
  const query = await chosen(url, PEOPLE.ada);
  const tries: [string, SignInAttempt | null][] = [
    [query, null],
    [query, other.attempt],
    [query, { ...attempt, state: other.attempt.state }],
    [query.replace(/state=[^&]*/, `state=${other.attempt.state}`), attempt],
    [await chosen(url, PEOPLE.ada), { ...attempt, nonce: other.attempt.nonce }],
    [await chosen(url, PEOPLE.ada), { ...attempt, verifier: other.attempt.verifier }],
    ['', attempt],
    ['code=%00&state=%ff', attempt],
    [`code=nonsense&state=${attempt.state}`, attempt],
    [`state=${attempt.state}&code=a&code=b`, attempt],
  ];
  for (const [tried, mine] of tries) {
    const code = await codeOf(signIn(world.deps, { query: tried, attempt: mine, before: null }));
    expect([tried, code]).toEqual([tried, 'sign_in_not_genuine']);
  }
  expect(await sessions()).toEqual([]);
  expect(await trail()).toEqual([]);
});

test.each([
  ['signed with a key that Slack does not publish', { isSignedByAnother: true }],
  ['for another app', { claims: (claims: object) => ({ ...claims, aud: '9.9' }) }],
  ['from another issuer', { claims: (claims: object) => ({ ...claims, iss: 'https://evil.example' }) }],
  ['that has run out', { claims: (claims: object) => ({ ...claims, exp: 1_000_000 }) }],
  ['for another attempt', { claims: (claims: object) => ({ ...claims, nonce: 'another' }) }],
  [
    'that names no workspace',
    { claims: (claims: object) => ({ ...claims, 'https://slack.com/team_id': undefined }) },
  ],
])('an id token %s vouches for nobody', async (_, forgery) => {
  const { url, attempt } = await begin();
  const query = await chosen(url, PEOPLE.ada);
  slack.grants.forgery = forgery;
  expect(await codeOf(signIn(world.deps, { query, attempt, before: null }))).toBe('sign_in_not_genuine');
  expect(await sessions()).toEqual([]);
});

test('somebody of another workspace, of another organisation, or who may not see the board is sent away', async () => {
  const tryAs = async (userId: string) => {
    const { url, attempt } = await begin();
    return codeOf(signIn(world.deps, { query: await chosen(url, userId), attempt, before: null }));
  };
  expect(await tryAs(PEOPLE.eve)).toBe('signed_in_elsewhere');
  expect(await tryAs(PEOPLE.gus)).toBe('may_not_view');
  expect(await tryAs(PEOPLE.otto)).toBe('may_not_view'); // Slack's directory does not know him
  expect(await tryAs('')).toBe('sign_in_cancelled');
  await database.sql`update workspace set enterprise_id = 'E1' where id = ${world.deps.workspaceId}`;
  slack.grants.forgery = { claims: (claims) => ({ ...claims, 'https://slack.com/enterprise_id': 'E2' }) };
  expect(await tryAs(PEOPLE.ada)).toBe('signed_in_elsewhere');
  expect(await sessions()).toEqual([]);
});

test('a session lasts eight hours, and is forgotten a day later', async () => {
  const token = await signedIn();
  world.deps.clock.move({ hours: 7, minutes: 59 });
  expect(await visit(token)).toBe('ok');
  world.deps.clock.move({ minutes: 1 });
  expect(await visit(token)).toBe('not_signed_in');
  expect(await forgetBoardSessions(world.deps)).toBe(0);
  world.deps.clock.move({ days: 1, minutes: 1 });
  expect(await forgetBoardSessions(world.deps)).toBeGreaterThan(0);
  expect(await sessions()).toEqual([]);
});

test.each(['deactivated', 'guest', 'external'] as const)(
  'whoever becomes %s is shown nothing more, and the session does not come back with them',
  async (standing) => {
    const token = await signedIn();
    const { directory } = world.deps;
    const person = await directory.find(PEOPLE.ada);
    directory.put({ ...person!, standing });
    expect(await visit(token)).toBe('may_not_view');
    directory.put(person!);
    expect(await visit(token)).toBe('not_signed_in');
    expect(await trail()).toEqual(['board_signed_in', 'board_session_ended']);
  },
);

test('while Slack can’t say who somebody is nothing is shown, and nobody is signed out', async () => {
  const token = await signedIn();
  world.deps.directory.isDown = true;
  expect(await visit(token)).toBe('slack_is_silent');
  world.deps.directory.isDown = false;
  expect(await visit(token)).toBe('ok');
});

test('a Slack that fails or is not there is told apart from one that says no', async () => {
  const { url, attempt } = await begin();
  const query = await chosen(url, PEOPLE.ada);
  const stop = slack.fail({ method: 'openid.connect.token', status: 503 });
  expect(await codeOf(signIn(world.deps, { query, attempt, before: null }))).toBe('slack_is_silent');
  stop();
  const wrong = portWith({ ...APP, clientSecret: 'another0another0another0' });
  const { url: theirs, attempt: mine } = await wrong.begin();
  await expect(wrong.finish({ query: await chosen(theirs, PEOPLE.ada), attempt: mine })).rejects.toThrow(
    SignInRefused,
  );
  await slack.close();
  await expect(portWith(APP).begin()).rejects.toThrow(SignInUnavailable);
  expect(await codeOf(signIn(world.deps, { query, attempt, before: null }))).toBe('slack_is_silent');
});

test('signing in again ends the session there was before', async () => {
  const before = await signedIn();
  const { url, attempt } = await begin();
  const done = await signIn(world.deps, { query: await chosen(url, PEOPLE.ada), attempt, before });
  expect(done.ok && (await visit(done.token))).toBe('ok');
  expect(await visit(before)).toBe('not_signed_in');
});

test('without the app’s id and secret nobody gets in, whatever they hold', async () => {
  const token = await signedIn();
  Object.assign(world.deps, { signIn: null });
  expect(await visit(token)).toBe('sign_in_not_set_up');
  expect(await codeOf(beginSignIn(world.deps))).toBe('sign_in_not_set_up');
});

test('another workspace’s session opens nothing here', async () => {
  const token = await signedIn();
  const other = await createWorld(database);
  Object.assign(other.deps, { signIn: portWith(APP) });
  const asked = { filter: EVERYTHING, sort: BY_URGENCY, page: 0 };
  expect(await codeOf(visitBoard(other.deps, { token, asked }))).toBe('not_signed_in');
});
