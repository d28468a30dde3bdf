import { METHODS, request } from 'node:http';
import { expect, test } from 'vitest';
import { mintCalendarFile } from '../../src/usecases/mint-calendar-file.ts';
import { renewCalendar, subscribeCalendar } from '../../src/usecases/subscribe-calendar.ts';
import { randomUUID } from 'node:crypto';
import { insertBoardSession } from '../../src/db/board-sessions.ts';
import { hashToken } from '../../src/usecases/link-hash.ts';
import { ACTS, BOARD_PATHS, LOOKS } from '../browser/asking.ts';
import { useDatabase } from '../support/database.ts';
import { serveWorld } from '../support/serve-world.ts';
import { createWorld, PEOPLE, VENDORS, yes, type World } from '../support/world.ts';
import { collectOnce } from '../support/collecting.ts';
import { dump } from './world/dump.ts';

// Promise H2: whatever follows a link by itself (unfurlers, mail gateways, previews) changes no row, on any address.

const database = useDatabase();

const VISITORS = {
  'Slack unfurling': 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Slack images': 'Slack-ImgProxy (+https://api.slack.com/robots)',
  'Safe Links': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) SafeLinks AppleWebKit/537.36 (KHTML, like Gecko)',
  'Teams preview':
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
  Proofpoint: 'Mozilla/5.0 (compatible; proofpoint-urldefense/3.0)',
  Mimecast: 'Mozilla/5.0 (Windows NT 10.0) Mimecast-URL-Protect',
  WhatsApp: 'WhatsApp/2.23.20.0 A',
  iMessage: 'Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
  'a bot': 'Googlebot/2.1 (+http://www.google.com/bot.html)',
  'a browser that prefetches': 'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 Chrome/144.0 Safari/537.36',
  nobody: '',
};
const PREFETCH = { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender', 'x-moz': 'prefetch' };

function ask(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    asking.on('error', reject).end();
  });
}

async function livingLinks(world: World) {
  const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  const [vera = '', gus = ''] = pkg.vendorIds;
  const collectable = await world.link(rotationId, vera);
  const collected = await world.link(rotationId, gus);
  yes(await collectOnce(world.deps, collected));
  const other = await world.addPackage({ vendors: [VENDORS.vera] });
  const deposit = await world.depositLink(await world.start(other));
  return [collectable, collected, deposit];
}

/** CONNECT is no request for an address, and Node's client sends none that a server of pages would see. */
const METHODS_BUT_CONNECT = METHODS.filter((method) => method !== 'CONNECT');
const SAFE_OR_ODD = METHODS_BUT_CONNECT.filter((method) => method !== 'POST');

test.each(Object.entries(VISITORS))(
  '%s changes nothing by any method but POST, at any address',
  async (_, agent) => {
    const world = await createWorld(database);
    const links = await livingLinks(world);
    const { url, close } = await serveWorld(world);
    const before = await dump(database.sql);
    // As a careless gateway would: the token in the path, in the query, as a header.
    const places = [...LOOKS, ...Object.keys(ACTS)].flatMap((path) => [
      path,
      ...links.map(({ token, code }) => `${path}?token=${token}&code=${code}#${token}`),
    ]);
    for (const place of places) {
      const headers = {
        'user-agent': agent,
        ...PREFETCH,
        'x-token': links[0]?.token ?? '',
        'x-code': links[0]?.code ?? '',
      };
      const statuses = await Promise.all(SAFE_OR_ODD.map((method) => ask(`${url}${place}`, method, headers)));
      for (const [n, status] of statuses.entries()) {
        const isLook =
          ['GET', 'HEAD'].includes(SAFE_OR_ODD[n] ?? '') &&
          LOOKS.some((look) => place.split('?')[0] === look);
        expect([place, SAFE_OR_ODD[n], status]).toEqual([place, SAFE_OR_ODD[n], isLook ? 200 : 405]);
      }
    }
    expect(await dump(database.sql)).toBe(before);
    close();
  },
  120_000,
);

test('a calendar changes nothing, whoever fetches it by whatever method, living, ended or cut short', async () => {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera] });
  await world.share(pkg);
  const wish = { person: PEOPLE.ada, packageId: pkg.id };
  const ended = yes(await subscribeCalendar(world.deps, wish)).feed.address;
  const living = yes(await renewCalendar(world.deps, wish)).feed.address;
  const file = yes(await mintCalendarFile(world.deps, wish)).file?.address;
  const { url, close } = await serveWorld(world);
  const pathOf = (address: { url: string } | null | undefined) => new URL(address?.url ?? '').pathname;
  const before = await dump(database.sql);
  const places: [string, number][] = [
    [pathOf(living), 200],
    [pathOf(file), 200],
    [pathOf(ended), 404],
    [pathOf(living).slice(0, -5), 404],
  ];
  for (const agent of [...Object.values(VISITORS), 'Google-Calendar-Importer', 'iCal/16.0', 'Outlook']) {
    const headers = { 'user-agent': agent, ...PREFETCH };
    for (const [place, status] of places) {
      const statuses = await Promise.all(
        METHODS_BUT_CONNECT.map((method) => ask(`${url}${place}`, method, headers)),
      );
      const expected = METHODS_BUT_CONNECT.map((method) => (['GET', 'HEAD'].includes(method) ? status : 405));
      expect([place, ...statuses]).toEqual([place, ...expected]);
    }
  }
  expect(await dump(database.sql)).toBe(before);
  close();
});

/** Somebody signed in: what their browser would send along. */
async function boardCookie(world: World): Promise<string> {
  const { db, workspaceId, clock, ids } = world.deps;
  const [token, madeAt] = [ids.token(), clock.now()];
  Object.assign(world.deps, { signIn: UNASKED });
  await insertBoardSession(db, {
    ...{ id: ids.id(), workspaceId, who: PEOPLE.ada, tokenHash: hashToken(token), madeAt },
    ...{ attemptHash: hashToken(randomUUID()), expiresAt: madeAt.plus({ hours: 8 }) },
  });
  return `__Host-rekey-board=${token}`;
}
const UNASKED = {
  begin: async () => ({
    url: 'https://slack.example/authorize',
    attempt: { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) },
  }),
  finish: () => Promise.reject(new Error('Slack was asked to vouch for a visitor who never began')),
};

test('the board changes nothing, whoever visits it by whatever method, with a session or without; nor is anybody signed out', async () => {
  const world = await createWorld(database);
  await world.addPackage({ vendors: [VENDORS.vera] });
  const cookie = await boardCookie(world);
  const { url, close } = await serveWorld(world);
  const before = await dump(database.sql);
  const answers: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    '/board': { GET: 200, HEAD: 200 },
    '/board/sign-in': { GET: 303, HEAD: 303 },
    '/board/signed-in': { GET: 403 },
    // A gateway says of no form that it was on our page.
    '/board/sign-out': { POST: 403 },
  };
  expect(Object.keys(answers)).toEqual(BOARD_PATHS);
  for (const agent of Object.values(VISITORS)) {
    for (const [path, expected] of Object.entries(answers)) {
      for (const session of [{}, { cookie }]) {
        const headers = { 'user-agent': agent, ...PREFETCH, ...session };
        const statuses = await Promise.all(
          METHODS_BUT_CONNECT.map((method) => ask(`${url}${path}?code=1&state=2`, method, headers)),
        );
        expect([path, ...statuses]).toEqual([
          path,
          ...METHODS_BUT_CONNECT.map((method) => expected[method] ?? 405),
        ]);
      }
    }
  }
  expect(await dump(database.sql)).toBe(before);
  expect(await ask(`${url}/board/sign-out`, 'POST', { cookie, 'sec-fetch-site': 'same-origin' })).toBe(303);
  expect(await dump(database.sql)).not.toBe(before);
  close();
});

test('an act with token and code in the address and nothing in its body does nothing either', async () => {
  const world = await createWorld(database);
  const [link] = await livingLinks(world);
  const { url, close } = await serveWorld(world);
  const before = await dump(database.sql);
  for (const path of Object.keys(ACTS)) {
    const place = `${url}${path}?token=${link?.token}&code=${link?.code}`;
    for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
      expect(await ask(place, 'POST', { 'content-type': type })).toBeGreaterThanOrEqual(400);
    }
  }
  expect(await dump(database.sql)).toBe(before);
  close();
});
