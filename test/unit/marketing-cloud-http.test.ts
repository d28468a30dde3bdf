import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarketingCloud } from '../../sandbox/marketing-cloud/index.ts';
import { createMarketingCloud } from '../../sandbox/marketing-cloud/index.ts';
import { createMovableClock } from '../../sandbox/clock.ts';

const NAME = 'ESP Production';
const INVALID_CLIENT = {
  error: 'invalid_client',
  error_description:
    'Client authentication failed. Make sure that the client ID and client secret are valid and that the package is installed and enabled.',
  error_uri: 'https://developer.salesforce.com/docs',
};

let at = DateTime.fromISO('2026-11-02T10:00:00Z', { zone: 'utc' }) as DateTime<true>;
const clock = { now: () => at };
let cloud: MarketingCloud;

beforeEach(async () => {
  at = DateTime.fromISO('2026-11-02T10:00:00Z', { zone: 'utc' }) as DateTime<true>;
  cloud = await createMarketingCloud({ clock });
});
afterEach(() => cloud.close());

const bodyFor = (more: Record<string, unknown> = {}) => ({
  grant_type: 'client_credentials',
  client_id: cloud.package(NAME).clientId,
  client_secret: cloud.package(NAME).active.text,
  ...more,
});
const post = (path: string, body: string | URLSearchParams, type = 'application/json') =>
  fetch(cloud.url + path, { method: 'POST', body, headers: { 'content-type': type }, redirect: 'manual' });
const ask = (more: Record<string, unknown> = {}, path = '/v2/token') =>
  post(path, JSON.stringify(bodyFor(more)));
const form = (path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}) =>
  fetch(cloud.url + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

describe('token endpoint', () => {
  it('grants a token for a JSON body', async () => {
    const answer = await ask({ scope: '', account_id: 510001001 });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]{60,}$/),
      token_type: 'Bearer',
      expires_in: 1079,
      scope: '',
      rest_instance_url: expect.stringContaining('.rest.marketingcloudapis.com/'),
      soap_instance_url: expect.stringContaining('.soap.marketingcloudapis.com/'),
    });
  });

  it('grants a token for a form body', async () => {
    const answer = await post(
      '/v2/token',
      new URLSearchParams(bodyFor()),
      'application/x-www-form-urlencoded',
    );
    expect(answer.status).toBe(200);
  });

  it('finds the tenant in the path and holds the client to it', async () => {
    const { subdomain } = cloud.package(NAME);
    const other = cloud.addPackage({ name: 'Other tenant' });
    expect((await ask({}, `/t/${subdomain}/v2/token`)).status).toBe(200);
    expect((await ask({}, `/t/${other.subdomain}/v2/token`)).status).toBe(401);
    expect((await ask({}, '/t/mcnobody/v2/token')).status).toBe(404);
  });

  it.each([
    ['a wrong secret', { client_secret: 'SFMC_wrong' }],
    ['an unknown client', { client_id: 'a'.repeat(24) }],
    ['a business unit without access', { account_id: 999 }],
  ])('answers %s with 401 invalid_client', async (_, more) => {
    const answer = await ask(more);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual(INVALID_CLIENT);
  });

  it.each([
    ['no secret', { client_secret: undefined }, 'invalid_request'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    ['an account id that is no number', { account_id: 'mine' }, 'invalid_request'],
  ])('answers %s with 400', async (_, more, error) => {
    const answer = await ask(more);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error });
  });

  it.each(['', '{', '[]', '"text"', 'null'])('answers the body %j with 400', async (body) => {
    expect((await post('/v2/token', body)).status).toBe(400);
  });

  it('refuses other methods and large bodies', async () => {
    expect((await fetch(`${cloud.url}/v2/token`)).status).toBe(405);
    expect((await post('/v2/token', 'x'.repeat(100_000))).status).toBe(413);
  });

  it('lives through a rotation', async () => {
    const generated = cloud.generate(NAME, 'rotation');
    if (!generated.ok) throw new Error('refused');
    const old = cloud.package(NAME).active.text;
    expect((await ask({ client_secret: generated.secret })).status).toBe(401);
    at = at.plus({ minutes: 5 });
    expect((await ask({ client_secret: generated.secret })).status).toBe(200);
    const { access_token } = (await (await ask({ client_secret: old })).json()) as { access_token: string };
    expect(cloud.activate(NAME).ok).toBe(true);
    expect((await ask({ client_secret: old })).status).toBe(401);
    expect((await ask({ client_secret: generated.secret })).status).toBe(200);
    const cached = { headers: { authorization: `Bearer ${access_token}` } };
    expect((await fetch(`${cloud.url}/v2/userinfo`, cached)).status).toBe(200);
    expect(cloud.tokenRequests(NAME).map(({ status, used }) => [status, used])).toEqual([
      [401, null],
      [200, 'staged'],
      [200, 'active'],
      [401, null],
      [200, 'active'],
    ]);
  });
});

describe('userinfo', () => {
  it('names the package and the business unit for twenty minutes', async () => {
    const { access_token } = (await (await ask({ scope: '', account_id: '510001002' })).json()) as {
      access_token: string;
    };
    const look = () =>
      fetch(`${cloud.url}/v2/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    expect(await (await look()).json()).toMatchObject({
      organization: { member_id: 510001002, enterprise_id: 510001000 },
      application: { name: NAME, id: cloud.package(NAME).packageId },
    });
    at = at.plus({ minutes: 20 });
    expect((await look()).status).toBe(401);
    expect((await fetch(`${cloud.url}/v2/userinfo`)).status).toBe(401);
  });
});

describe('planned trouble', () => {
  it('meets the next request, then heals', async () => {
    cloud.fail({ kind: 'rate_limit', retryAfterSeconds: 7 });
    cloud.fail({ kind: 'server_error', status: 503, times: 2 });
    const limited = await ask();
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await limited.json()).toEqual({ message: 'Rate limit exceeded', errorcode: 50100, retryAfter: 7 });
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([503, 503, 200]);
  });

  it('can hang up, redirect, talk nonsense, be late, or meet one package only', async () => {
    cloud.fail({ kind: 'hang_up' });
    await expect(ask()).rejects.toThrow();
    cloud.fail({ kind: 'redirect', to: 'http://elsewhere.example/' });
    expect((await ask()).status).toBe(302);
    cloud.fail({ kind: 'not_json' });
    await expect((await ask()).json()).rejects.toThrow();
    cloud.fail({ kind: 'delay', ms: 5 });
    expect((await ask()).status).toBe(200);
    cloud.fail({ kind: 'invalid_client', packageName: 'CRM Sync', times: Infinity });
    expect((await ask()).status).toBe(200);
    cloud.heal();
  });
});

describe('setup', () => {
  const pageOf = (name: string) => `/setup/packages/${cloud.package(name).packageId}`;

  it('escapes names, shows the expiry, counts no days, and shows no secret', async () => {
    const page = await (await fetch(`${cloud.url}/setup`)).text();
    expect(page).not.toMatch(/in \d+ days?/);
    expect(page).toContain('Loyalty &#60;Beta&#62; &#38; Friends');
    expect(page).not.toContain('<Beta>');
    expect(page).toContain('2026-11-08');
    expect(page).not.toContain('SFMC_');
  });

  it('generates once, shows the secret once, activates after five minutes', async () => {
    const shown = await (await form(`${pageOf(NAME)}/generate`, { description: '<b>mine</b>' })).text();
    const secret = cloud.package(NAME).staged!.text;
    expect(shown).toContain(secret);
    expect(await (await fetch(cloud.url + pageOf(NAME))).text()).not.toContain(secret);
    const again = await form(`${pageOf(NAME)}/generate`);
    expect(again.status).toBe(409);
    expect(await again.text()).toMatch(/possible once per five minutes; next at\s*<time[^>]*>10:05 UTC/);
    expect((await form(`${pageOf(NAME)}/activate`)).status).toBe(409);
    at = at.plus({ minutes: 5 });
    const done = await form(`${pageOf(NAME)}/activate`);
    expect(done.status).toBe(303);
    const after = await (await fetch(cloud.url + done.headers.get('location'))).text();
    expect(after).toContain('shows the new expiration date');
    expect(after).not.toContain('2027-05-01');
    expect(await (await fetch(`${cloud.url}/setup`)).text()).toContain('2027-05-01');
  });

  it('tries a token without repeating what was typed', async () => {
    const page = await (
      await form(`${pageOf(NAME)}/try`, { client_secret: 'SFMC_typed', account_id: '' })
    ).text();
    expect(page).toContain('HTTP 401');
    expect(page).not.toContain('SFMC_typed');
  });

  it('refuses a form of another site, an unknown package, an unknown page', async () => {
    expect((await form(`${pageOf(NAME)}/generate`, {}, { origin: 'http://evil.example' })).status).toBe(403);
    expect(cloud.package(NAME).staged).toBeNull();
    expect((await fetch(`${cloud.url}/setup/packages/none`)).status).toBe(404);
    expect((await fetch(`${cloud.url}/elsewhere`)).status).toBe(404);
  });
});

describe('on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-cloud-'));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('packages, the pauses and the clock survive a new start', async () => {
    const stateFile = join(folder, 'cloud.json');
    const clockFile = join(folder, 'clock.json');
    const movable = createMovableClock({ stateFile: clockFile });
    const first = await createMarketingCloud({ clock: movable, stateFile });
    const generated = first.generate(NAME);
    movable.advance({ minutes: 4 });
    await first.close();
    const later = createMovableClock({ stateFile: clockFile });
    expect(later.offsetMs).toBe(240_000);
    const second = await createMarketingCloud({ clock: later, stateFile });
    try {
      expect(generated.ok && second.package(NAME).staged?.text === generated.secret).toBe(true);
      expect(second.generate(NAME)).toMatchObject({ ok: false, refusal: { kind: 'generated_recently' } });
      later.advance({ minutes: 1, hours: 1, days: 1 });
      expect(second.activate(NAME).ok).toBe(true);
      expect(() => later.advance({ minutes: -1 })).toThrow(RangeError);
    } finally {
      await second.close();
    }
  });
});
