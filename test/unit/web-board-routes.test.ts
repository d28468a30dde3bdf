import { METHODS } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { BoardRefusal } from '../../src/usecases/board-refusals.ts';
import { BOARD_PATHS, OWN_FORM, serve, VISITS, type Answered } from '../browser/asking.ts';
import { ATTEMPT, TOKEN } from '../browser/in-memory.ts';

const SESSION = '__Host-rekey-board';
const REMEMBERED = '__Host-rekey-sign-in';
const IN = { cookie: `${SESSION}=${TOKEN}` };
const CAME_BACK = { cookie: `${REMEMBERED}=${Object.values(ATTEMPT).join('.')}` };
const cookiesOf = ({ headers }: Answered): string[] => headers['set-cookie'] ?? [];

/** The pages with somebody signed in. */
async function signedIn(options: Parameters<typeof serve>[0] = {}) {
  const served = await serve(options);
  served.world.isSignedIn = true;
  return served;
}

describe('methods', () => {
  test('a visit by GET or HEAD, the way back by GET alone, signing out by POST alone; nothing else reaches a use case', async () => {
    const { world, look } = await serve();
    const allowed: Record<string, string[]> = {
      ...Object.fromEntries(Object.keys(VISITS).map((path) => [path, ['GET', 'HEAD']])),
      '/board/signed-in': ['GET'],
      '/board/sign-out': ['POST'],
    };
    for (const path of BOARD_PATHS) {
      for (const method of METHODS.filter((one) => one !== 'CONNECT' && !allowed[path]?.includes(one))) {
        const { status, headers } = await look(path, { method });
        expect([method, path, status, headers.allow]).toEqual([method, path, 405, allowed[path]?.join(', ')]);
      }
    }
    expect(world.calls).toEqual([]);
    for (const [path, expected] of Object.entries(VISITS)) {
      for (const method of ['GET', 'HEAD']) expect((await look(path, { method })).status).toBe(expected);
    }
  });

  test('HEAD says of the board what GET would, without it', async () => {
    const { look } = await signedIn();
    const [get, head] = [
      await look('/board', { headers: IN }),
      await look('/board', { method: 'HEAD', headers: IN }),
    ];
    const { date: _, ...headers } = get.headers;
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers).toMatchObject(headers);
  });
});

describe('signing out', () => {
  const leave = async (site: string | undefined) => {
    const { world, look } = await signedIn();
    const { 'sec-fetch-site': _, ...headers } = { ...OWN_FORM, ...IN };
    const answer = await look('/board/sign-out', {
      method: 'POST',
      headers: site === undefined ? headers : { ...headers, 'sec-fetch-site': site },
    });
    return { world, answer };
  };

  test('from our own page: the session ends, the cookie goes, and the door is shown', async () => {
    const { world, answer } = await leave('same-origin');
    expect([answer.status, answer.headers.location, answer.text]).toEqual([303, '/board', '']);
    expect(world.calls).toEqual([{ name: 'signOut', input: { token: TOKEN } }]);
    expect(cookiesOf(answer)).toEqual([`${SESSION}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`]);
  });

  test.each(['cross-site', 'same-site', 'none', 'SAME-ORIGIN', 'same-origin, cross-site', '', undefined])(
    'from anywhere else (Sec-Fetch-Site %j): refused, and the session lives',
    async (site) => {
      const { world, answer } = await leave(site);
      expect([answer.status, world.isSignedIn, world.calls]).toEqual([403, true, []]);
      expect(cookiesOf(answer)).toEqual([]);
    },
  );

  test('by nobody: nothing is asked, and the door is shown', async () => {
    const { world, look } = await serve();
    const answer = await look('/board/sign-out', { method: 'POST', headers: OWN_FORM });
    expect([answer.status, answer.headers.location]).toEqual([303, '/board']);
    expect(world.calls).toEqual([]);
  });

  test('a body larger than any form is not read', async () => {
    const { world, look } = await signedIn();
    const headers = { ...OWN_FORM, ...IN };
    const answer = await look('/board/sign-out', { method: 'POST', headers, body: 'x'.repeat(20_000) });
    expect([answer.status, world.calls]).toEqual([413, []]);
  });
});

describe('signing in', () => {
  test('leads to Slack; only this browser remembers the attempt, for ten minutes, and not for other sites to send', async () => {
    const { look } = await serve();
    const answer = await look('/board/sign-in');
    expect([answer.status, answer.headers.location]).toMatchObject([303, /^https:\/\/slack\.example\//]);
    const { state, nonce, verifier } = ATTEMPT;
    expect(cookiesOf(answer)).toEqual([
      `${REMEMBERED}=${state}.${nonce}.${verifier}; Max-Age=600; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ]);
  });

  test('back from Slack: a session for eight hours, the attempt forgotten, on to the board', async () => {
    const { world, look } = await serve();
    const headers = { cookie: `${CAME_BACK.cookie}; ${SESSION}=${'o'.repeat(43)}` };
    const answer = await look('/board/signed-in?code=1&state=2', { headers });
    expect([answer.status, answer.headers.location]).toEqual([303, '/board']);
    expect(world.calls).toEqual([
      { name: 'signIn', input: { query: 'code=1&state=2', attempt: ATTEMPT, before: 'o'.repeat(43) } },
    ]);
    expect(cookiesOf(answer)).toEqual([
      `${REMEMBERED}=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax`,
      `${SESSION}=${TOKEN}; Max-Age=28800; Path=/; HttpOnly; Secure; SameSite=Lax`,
    ]);
    expect((await look('/board', { headers: IN })).text).toContain('Packages of Northwind');
  });

  test('what did not begin here ends here: words, no session, the attempt forgotten', async () => {
    const { world, look } = await serve();
    const answer = await look('/board/signed-in?code=1&state=2');
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('That sign-in can’t be used');
    expect(answer.text).toContain('href="/board/sign-in"');
    expect(cookiesOf(answer).join('\n')).not.toContain(SESSION);
    expect(world.isSignedIn).toBe(false);
  });

  test('a query longer than Slack’s is nobody’s', async () => {
    const { world, look } = await serve();
    const { status } = await look(`/board/signed-in?code=${'x'.repeat(2_000)}`, { headers: CAME_BACK });
    expect([status, world.calls]).toEqual([404, []]);
  });

  test('on http, which is let through on loopback alone, the cookies go without Secure and its prefix', async () => {
    const { look } = await serve({ publicUrl: 'http://localhost:3000' });
    const [cookie = ''] = cookiesOf(await look('/board/sign-in'));
    expect(cookie).toMatch(/^rekey-sign-in=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

describe('the session’s cookie', () => {
  test.each([
    ['none', undefined],
    ['an empty one', `${SESSION}=`],
    ['one cut short', `${SESSION}=${TOKEN.slice(1)}`],
    ['one too long', `${SESSION}=${TOKEN}x`],
    ['one of other letters', `${SESSION}=${'ö'.repeat(43)}`],
    ['one with a NUL', `${SESSION}=${TOKEN.slice(1)}%00`],
    ['one without the prefix', `rekey-board=${TOKEN}`],
    ['one of another name', `${SESSION}2=${TOKEN}`],
    ['ten thousand', 'a=b; '.repeat(1_500)],
    ['one named __proto__', `__proto__=${TOKEN}`],
  ])('%s: the door, and nobody is asked for', async (_, cookie) => {
    const { world, look } = await signedIn();
    const { status, text } = await look('/board', { headers: cookie === undefined ? {} : { cookie } });
    expect([status, text.includes('Sign in with Slack')]).toEqual([200, true]);
    expect(world.calls.map(({ input }) => input['token'])).toEqual([null]);
  });

  test('one that lives no more goes, and the door says why', async () => {
    const { look } = await serve();
    const answer = await look('/board', { headers: IN });
    expect(answer.text).toContain('You are no longer signed in');
    expect(cookiesOf(answer)).toMatchObject([new RegExp(`^${SESSION}=; Max-Age=0`)]);
  });

  test('opens no other page, and none of them gives one', async () => {
    const { world, look } = await signedIn();
    for (const path of ['/', '/health', '/handoff', '/deposit', '/import', '/assets/page.css', '/nothing'])
      expect(cookiesOf(await look(path, { headers: IN }))).toEqual([]);
    expect(world.calls).toEqual([]);
  });
});

const TURNED_AWAY: [BoardRefusal, number, boolean][] = [
  [{ code: 'sign_in_not_set_up' }, 404, false],
  [{ code: 'sign_in_cancelled' }, 403, true],
  [{ code: 'sign_in_not_genuine' }, 403, true],
  [{ code: 'signed_in_elsewhere', workspaceName: '<b>Fabrikam</b>' }, 403, true],
  [{ code: 'may_not_view' }, 403, false],
  [{ code: 'slack_is_silent' }, 503, false],
];

describe('who is not let in', () => {
  test.each(TURNED_AWAY)('%j reads what happened and what to do', async (refusal, status, mayTryAgain) => {
    const { world, look } = await signedIn();
    world.turnAwayNext = refusal;
    const answer = await look('/board', { headers: IN });
    expect(answer.status).toBe(status);
    expect(answer.text).toMatchSnapshot();
    expect(answer.text.includes('href="/board/sign-in"')).toBe(mayTryAgain);
    expect(answer.text).not.toContain('<b>Fabrikam');
    expect(answer.headers['retry-after']).toBe(status === 503 ? '60' : undefined);
    // Whoever may no longer look has no session any more; a silent Slack ends nobody's.
    expect(cookiesOf(answer)).toHaveLength(refusal.code === 'may_not_view' ? 1 : 0);
  });

  test('a fault is answered with a reference, and tells nothing', async () => {
    const { world, look } = await signedIn();
    world.throwNext = new Error(`the token ${TOKEN}`);
    const answer = await look('/board', { headers: IN });
    expect([answer.status, answer.text.includes('R3F0NE'), answer.text.includes(TOKEN)]).toEqual([
      500,
      true,
      false,
    ]);
    expect(JSON.stringify(world.log)).not.toContain(TOKEN);
  });
});

describe('the header floor (promise H12)', () => {
  test('is under every answer of the board; the one difference is that its forms may be sent, to us', async () => {
    const { world, look } = await signedIn({ actsPerMinute: 12 });
    const asked: [number, string, object, boolean][] = [
      [200, '/board', {}, true],
      [200, '/board', { headers: IN }, true],
      [303, '/board/sign-in', {}, true],
      [303, '/board/signed-in?code=1', { headers: CAME_BACK }, false],
      [403, '/board/signed-in', {}, false],
      [403, '/board/sign-out', { method: 'POST' }, false],
      [303, '/board/sign-out', { method: 'POST', headers: OWN_FORM }, false],
      [405, '/board', { method: 'POST' }, false],
      [500, '/board', {}, true],
      [404, '/board/', {}, false],
      [404, '/BOARD', {}, false],
    ];
    for (const [status, path, asking, hasForms] of asked) {
      if (status === 500) world.throwNext = new Error();
      const answer = await look(path, asking);
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.headers).toMatchObject({
        'content-security-policy': `default-src 'none';script-src 'self';style-src 'self';connect-src 'self';form-action ${hasForms ? "'self'" : "'none'"};base-uri 'none';frame-ancestors 'none';require-trusted-types-for 'script';trusted-types rekey`,
        ...{ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' },
        ...{ 'x-robots-tag': 'noindex, nofollow', 'x-content-type-options': 'nosniff' },
        'strict-transport-security': 'max-age=31536000',
      });
      expect(answer.headers).not.toHaveProperty('etag');
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  test('visits are braked by themselves: they take no act from anybody', async () => {
    const { look, post } = await serve({ actsPerMinute: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await look('/board')).status);
    expect(statuses).toEqual([200, 200, 429]);
    expect((await post('/handoff/peek', { token: TOKEN })).status).toBe(200);
  });
});
