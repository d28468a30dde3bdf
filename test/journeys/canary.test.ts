import { randomBytes, randomUUID } from 'node:crypto';
import { compactDecrypt } from 'jose/jwe/compact/decrypt';
import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { newSecretText } from '../../sandbox/marketing-cloud/seed.ts';
import { linkIn, type Letter } from '../../sandbox/mail/letters.ts';
import { holderOf, type PageAnswer } from '../../sandbox/pages.ts';
import { linksIn, textOf } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { depositAgain, depositPage, mailedTo, start } from '../../sandbox/steps.ts';
import { complete, morePath, submit, submitAndRead, vendorPath } from '../../sandbox/steps-admin.ts';
import { cardOf, cardText, heldBy, press, types, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { confirms, PACK } from '../../sandbox/steps-through.ts';
import { databasePlaces, walPosition, walSince } from '../integration/world/dump.ts';
import { useKms } from '../integration/world/kms-world.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { withoutColumn, withoutDatabase } from '../support/outages.ts';
import { listenToPrints } from '../support/prints.ts';
import { recordingProxy, type RecordingProxy, type Visit } from '../support/recording-proxy.ts';
import { tracesOf } from '../support/search.ts';
import { CODE, secretIn, type Places } from '../support/traces.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

// Promise H15: the whole story with unique secrets, tokens and codes, on happy and failing paths, everything logged; then all
// that is left of it is searched. Exceptions are exactly those that the promise names.

const journey = useJourneys();
const { ada, ben, vera, gus, otto } = PEOPLE;

const aws = useKms();

interface Told {
  readonly story: Journey;
  readonly proxy: RecordingProxy;
  /** What was secret, and where it may be found. */
  readonly secrets: string[];
  readonly retryKeys: string[];
  /** Pasted in tables: older ones without a prefix, those that look like one, and those that stand in a column of secrets. */
  readonly pasted: string[];
  /** Typed into Slack: what Slack itself carried to us holds it. */
  readonly typed: string[];
  /** The answers to scripts that collected. */
  readonly collected: Visit[];
}

async function withoutKms<Result>(act: () => Promise<Result>): Promise<Result> {
  aws.kms.failNext = { type: 'AccessDeniedException', status: 400, times: Number.MAX_SAFE_INTEGER };
  return act().finally(() => (aws.kms.failNext = undefined));
}

const isRefused = ({ status, body }: PageAnswer, code: string) =>
  expect([status >= 400, body.code]).toEqual([true, code]);

/** Every way a deposit can fail, each with the secret in its body; then it is taken. */
async function deposits(told: Told): Promise<string> {
  const { story, secrets } = told;
  const generated = story.cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  secrets.push(secret);
  const page = await depositPage(story, ada, PACK);
  const generatedAt = story.clock.now().toISO();
  const accept = (more: object = {}) => page.act('accept', { secret, generatedAt, ...more });

  isRefused(await holderOf(page.url, '0000-0000').act('accept', { secret, generatedAt }), 'wrong_code');
  const elsewhere = holderOf(`${new URL(page.url).origin}/deposit#${'u'.repeat(43)}`, page.code);
  isRefused(await elsewhere.act('accept', { secret, generatedAt }), 'link_not_usable');
  isRefused(await accept({ secret: `${secret} x` }), 'secret_has_space');
  isRefused(await accept({ secret: secret.slice(1) }), 'secret_needs_a_look');
  isRefused(await accept({ secret: [secret] }), 'field_malformed');
  isRefused(await accept({ generatedAt: secret }), 'field_malformed');
  isRefused(await accept({ more: secret.repeat(400) }), 'too_large');
  const cut = JSON.stringify({ token: new URL(page.url).hash.slice(1), code: page.code, secret }).slice(
    0,
    -1,
  );
  expect((await post(page.url, 'accept', cut)).status).toBe(400);
  isRefused(await withoutKms(accept), 'keyring_unavailable');
  isRefused(await withoutDatabase(story, accept), 'out_of_order');
  isRefused(await withoutColumn(story, ['generation', 'fingerprint'], accept), 'broken');
  expect((await accept()).body).toMatchObject({ ok: true });
  isRefused(await accept(), 'link_not_usable');
  await story.app.rounds.settle();
  await story.pass({ minutes: 6 });
  return secret;
}

const post = (url: string, what: string, body: string, accept = 'application/json') =>
  fetch(`${url.split('#')[0]}/${what}`, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body,
  });

/** A script of Gus: every way a collection can fail, then twice the same answer, as if the first had been lost. */
async function collectsByScript(told: Told, secret: string): Promise<void> {
  const { story, proxy, retryKeys, collected } = told;
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const held = await heldBy(story, gus, 'handoff');
  const retry_key = randomBytes(32).toString('hex');
  retryKeys.push(retry_key);
  const collect = () => held.act('collect', { retry_key });
  isRefused(await holderOf(held.url, '0000-0000').act('collect', { retry_key }), 'wrong_code');
  isRefused(await held.act('collect', { retry_key: retry_key.slice(1) }), 'field_malformed');
  isRefused(await withoutKms(collect), 'keyring_unavailable');
  isRefused(await withoutDatabase(story, collect), 'out_of_order');
  isRefused(await withoutColumn(story, ['handoff', 'sealed'], collect), 'broken');
  for (const _ of ['first', 'again']) {
    expect((await collect()).body).toMatchObject({ ok: true, secret });
    collected.push(proxy.visits.at(-1)!);
  }
  isRefused(await held.act('collect'), 'already_collected');
  isRefused(await held.act('confirm', { systems: [], proof: 'test_connection' }), 'token_may_be_cached');
  expect((await held.act('stored')).body.ok).toBe(true);
  await story.app.rounds.settle();
}

/** A page without a browser: its own key, and an answer only it can open, as JSON and as the page's fragment. */
async function collectsByPage(secret: string, held: { url: string; code: string }): Promise<void> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const { x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const token = new URL(held.url).hash.slice(1);
  const body = JSON.stringify({ token, code: held.code, claimId: randomUUID(), publicKey: { x, y } });
  for (const accept of ['text/html', 'application/json']) {
    const answer = await post(held.url, 'collect', body, accept);
    const [sealed = ''] = /eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]+\.[\w-]+/.exec(await answer.text()) ?? [];
    const { plaintext } = await compactDecrypt(sealed, pair.privateKey);
    expect(Buffer.from(plaintext).toString()).toBe(secret);
  }
  expect((await post(held.url, 'stored', body)).status).toBe(200);
}

/** Refused wherever it is typed, and as a deposit ever after. */
async function typesASecret(told: Told): Promise<void> {
  const { story } = told;
  const unknown = newSecretText();
  told.typed.push(unknown);
  expect(await types(story, otto, CHANNELS.marketingOps, `/rekey status ${unknown}`)).toContain(
    'That looks like a client secret',
  );
  await morePath(story, ada, PACK, 'Cancel the rotation');
  expect(await submit(story, ada, { reason: `it was ${unknown}.` })).toMatchObject({ errors: {} });
  await story.slack.as(ada).close({ all: true });
}

/** Deposited, not collected and void; another, cancelled. */
async function goesWrong(told: Told): Promise<void> {
  const { story } = told;
  await start(story, ada, PACK, ['Loop Loyalty']);
  await deposits(told);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const held = await heldBy(story, gus, 'handoff');
  await typesASecret(told);
  await morePath(story, ben, PACK, 'I generated again');
  await submitAndRead(story, ben, { accept: true });
  await story.slack.as(ben).close({ all: true });
  isRefused(await held.act('collect'), 'link_not_usable');
  const page = await depositPage(story, ada, PACK);
  const generatedAt = story.clock.now().toISO();
  for (const [secret, code] of [
    [told.typed[0], 'secret_was_exposed'],
    [told.secrets[0], 'secret_of_earlier_generation'],
  ])
    isRefused(await page.act('accept', { secret, generatedAt }), code!);
  await collectsByScript(told, await deposits(told));
  await morePath(story, ada, PACK, 'Cancel the rotation');
  await complete(story, ada, { reason: 'we begin anew' });
}

/** All three vendors, each in another way; one is served twice; Activate comes too early. */
async function endsWell(told: Told): Promise<void> {
  const { story } = told;
  const { slack, cloud } = story;
  await types(story, ada, CHANNELS.marketingOps, `/rekey start ${PACK}`);
  await complete(story, ada, { accept: true });
  const secret = await deposits(told);
  await collectsByScript(told, secret);
  await press(story, vera, vendorMessageOf(story, vera, CHANNELS.extAcme), 'Collect');
  await collectsByPage(secret, await heldBy(story, vera, 'handoff'));
  story.mailbox.trouble({ at: 'mail', code: 554 });
  expect(await press(story, ben, cardOf(story, PACK), 'Mail link to Nordic Print')).toContain(
    'did not leave',
  );
  story.mailbox.trouble(null);
  await vendorPath(story, ben, PACK, { vendor: 'Nordic Print', path: 'Get a link to pass on' });
  const answer = await vendorPath(story, ben, PACK, { vendor: 'Nordic Print', path: 'Mail the link' });
  const nora = mailedTo(story, answer);
  await collectsByPage(secret, nora);
  await press(story, gus, vendorMessageOf(story, gus), 'Something is wrong…');
  await submitAndRead(story, gus, { kind: 'lost', note: 'the disk died' });
  await slack.as(gus).close({ all: true });
  await depositAgain(story, ben, PACK, secret);
  await collectsByScript(told, secret);
  expect(cloud.activate(PACK).ok).toBe(true);
  await morePath(story, ben, PACK, 'Activate was pressed early');
  await submitAndRead(story, ben, { accept: true });
  await slack.as(ben).close({ all: true });
  await story.pass({ minutes: 21 });
  for (const vendor of ['Acme Mail', 'Loop Loyalty', 'Nordic Print'] as const)
    await confirms(story, vendor, nora);
  await press(story, ada, cardOf(story, PACK), 'Record the date…');
  await complete(story, ada, { expires_on: expiresOn(cloud.package(PACK).active) });
  expect(cardText(story, PACK)).toContain('Done: all five steps');
}

/** Tables with secrets in every kind of cell, on every way an import can fail; then the rows beside them come in. */
async function pastesTables(told: Told): Promise<void> {
  const { story, pasted, typed } = told;
  await types(story, ada, CHANNELS.marketingOps, '/rekey import');
  const page = await heldBy(story, ada, 'import');
  const [inNotes, inSecrets, inName, mapped, inFirst] = [
    newSecretText(),
    randomBytes(15).toString('hex'),
    newSecretText(),
    newSecretText(),
    `xQ7${randomBytes(12).toString('hex')}`,
  ];
  pasted.push(inNotes, inSecrets, inName, mapped, inFirst);
  const table = [
    'Name\tSecret expires\tNotes\tClient secret',
    `In notes\t2027-08-01\tit is ${inNotes}\t`,
    `In its column\t2027-08-01\t\t${inSecrets}`,
    `${inName}\t2027-08-01\t\t`,
    'Beside them\t2027-08-01\tno secret\t',
  ].join('\n');
  const preview = (more: object = {}) => page.act('preview', { table, ...more });
  isRefused(await holderOf(page.url, '0000-0000').act('preview', { table }), 'wrong_code');
  isRefused(await preview({ accountName: [inNotes] }), 'field_malformed');
  isRefused(await preview({ columns: [inNotes] }), 'field_malformed');
  isRefused(await preview({ table: `${table}\0` }), 'table_unreadable');
  isRefused(await preview({ more: table.repeat(12_000) }), 'table_too_large');
  isRefused(await withoutDatabase(story, preview), 'out_of_order');
  isRefused(await withoutColumn(story, ['package', 'lead_days'], preview), 'broken');
  isRefused(await page.act('apply', { table, seen: inNotes }), 'field_malformed');
  isRefused(await page.act('apply', { table, seen: 'f'.repeat(64) }), 'import_outdated');
  const unnamed = { table: `A\tB\nUnnamed\t${mapped}` };
  expect((await page.act('preview', unnamed)).body).toMatchObject({ kind: 'columns' });
  const byHand = { ...unnamed, columns: ['name', 'client_id'], hasHeadings: 'yes' };
  expect((await page.act('preview', byHand)).body).toMatchObject({ added: 0 });
  const unheaded = { table: `Unheaded\t${inFirst}\nOther\tx` };
  const asHeadings = { ...unheaded, columns: ['name', ''], hasHeadings: 'yes' };
  expect((await page.act('preview', asHeadings)).body).toMatchObject({ added: 1, refused: [{ row: 1 }] });
  for (const body of [unnamed, unheaded, asHeadings]) {
    const asPage = { token: new URL(page.url).hash.slice(1), code: page.code, ...body };
    expect((await post(page.url, 'preview', JSON.stringify(asPage), 'text/html')).status).toBe(200);
  }
  const { seen, refused } = (await preview()).body as { seen?: string; refused?: unknown };
  expect(refused).toHaveLength(3);
  expect((await page.act('apply', { table, seen })).body).toMatchObject({ done: { added: 1 } });
  expect((await page.act('export')).body).toMatchObject({ ok: true });
  expect((await page.act('close')).body.ok).toBe(true);

  const inSlack = newSecretText();
  typed.push(inSlack);
  await press(story, ada, story.slack.as(ada).lastEphemeral()!, 'Paste a short one here…');
  await submit(story, ada, {
    channel: CHANNELS.marketingOps,
    table: `Name,Expires,Notes\nTyped,,${inSlack}`,
  });
  await story.slack.as(ada).close({ all: true });
}

/** The one token that travels in an address: fetched, in an outage too, and ended. */
async function keepsACalendar({ story }: Told): Promise<void> {
  const { slack } = story;
  const last = () => linksIn(slack.as(ada).lastEphemeral()).find((link) => link.includes('/calendar/')) ?? '';
  await types(story, ada, CHANNELS.marketingOps, `/rekey calendar ${PACK}`);
  const feed = last();
  await press(story, ada, cardOf(story, PACK), 'Add to calendar…');
  const statusOf = async (url: string) => (await fetch(url)).status;
  for (const url of [feed, last()]) {
    expect(await statusOf(url)).toBe(200);
    expect(await statusOf(url.slice(0, -5))).toBe(404);
    expect(await withoutDatabase(story, () => statusOf(url))).toBe(503);
    expect(await withoutColumn(story, ['calendar_feed', 'made_at'], () => statusOf(url))).toBe(500);
  }
  await types(story, ada, CHANNELS.marketingOps, `/rekey calendar ${PACK}`);
  await press(story, ada, slack.as(ada).lastEphemeral()!, 'Switch off');
  expect(await statusOf(feed)).toBe(404);
}

/** Tells a ticket system of everything; returns the signing secret. */
async function setsAWebhook({ story }: Told, url: string): Promise<string> {
  await types(story, ada, CHANNELS.marketingOps, '/rekey webhook');
  const words = await submitAndRead(story, ada, { url });
  await story.slack.as(ada).close({ all: true });
  return /whsec_(\S{44})/.exec(words)?.[1] ?? '';
}

async function looksAround({ proxy }: Told): Promise<void> {
  for (const path of [
    '/',
    '/health',
    '/deposit',
    '/handoff',
    '/import',
    '/nothing',
    '/%zz',
    '/assets/page.js',
    '/handoff/open',
  ])
    await fetch(`${proxy.url}${path}`);
  await fetch(`${proxy.url}/handoff/open`, { method: 'PUT', body: '{' });
}

const answerOf = ({ answer }: Visit) => `${JSON.stringify(answer.headers)}\n${answer.text}`;
const askedOf = ({ method, path, headers }: Visit) => `${method} ${path} ${JSON.stringify(headers)}`;
const together = (visits: readonly Visit[], how: (visit: Visit) => string) => visits.map(how).join('\n');

/** A mail as it came and as it is read, soft line breaks undone, without the token that it delivers. */
const besideItsLink = (letter: Letter): string =>
  JSON.stringify({ ...letter, raw: letter.raw.replaceAll(/=\r?\n/g, '') }).replaceAll(
    linkIn(letter).split('#')[1] ?? '-',
    '',
  );

test('after a whole story, happy and failing, every secret, token and code is only where it must be', async () => {
  const prints = listenToPrints();
  const proxy = await recordingProxy();
  const env = { ...aws.env, PUBLIC_URL: proxy.url, LOG_LEVEL: 'debug' };
  const story = await journey({ isRough: true, hasDoors: true, hasMail: true, env });
  proxy.leadTo(story.url);
  const before = await walPosition(story.sql);
  const told: Told = {
    ...{ story, proxy, secrets: [], retryKeys: [], pasted: [], typed: [] },
    collected: [],
  };
  const tickets = await startReceiver();
  const signing = await setsAWebhook(told, tickets.url);
  await goesWrong(told);
  await endsWell(told);
  await pastesTables(told);
  await keepsACalendar(told);
  await looksAround(told);
  await story.slack.quiet();

  const { secrets, typed, pasted, retryKeys, collected } = told;
  const { visits } = proxy;
  const traffic = story.slack.traffic.all;
  const sentByUs = traffic.map((one) => (one.direction === 'slack-to-app' ? { ...one, request: null } : one));
  const { ephemerals, ...kept } = story.slack.state.whole();
  const letters = story.mailbox.letters();
  const places: Places = {
    'the write-ahead log': await walSince(story.sql, before),
    ...(await databasePlaces(story.sql)),
    log: story.log.lines.join('\n'),
    prints: prints.join('\n'),
    mail: letters.map(besideItsLink).join('\n'),
    'what the webhook got': JSON.stringify(tickets.received),
    'what was asked of pages, beside bodies': together(visits, askedOf),
    "pages' answers": together(
      visits.filter((visit) => !collected.includes(visit)),
      answerOf,
    ),
  };
  // Every place was really filled: the failing paths are in it.
  expect(places['the write-ahead log']).toContain('Loop Loyalty');
  expect(visits.length).toBeGreaterThan(60);
  expect(new Set(visits.map(({ answer }) => answer.status))).toEqual(
    new Set([200, 400, 403, 404, 405, 409, 413, 422, 500, 503]),
  );
  expect(story.log.lines.filter((line) => line.includes('"reference"')).length).toBeGreaterThanOrEqual(9);
  expect(tickets.received.length).toBeGreaterThanOrEqual(4);
  await tickets.close();
  expect([secrets.length, typed.length, retryKeys.length, collected.length]).toEqual([3, 2, 3, 6]);

  // A secret: the deposit's body, and the answer to the script that collects.
  for (const secret of secrets) {
    const all = { ...places, Slack: JSON.stringify([traffic, kept, ephemerals]) };
    expect(secretIn(all, secret), 'a secret').toEqual([]);
    const asked = visits.filter(({ body }) => tracesOf(secret, body.toString('latin1')).length > 0);
    expect(new Set(asked.map(({ path }) => path))).toEqual(new Set(['/deposit/accept']));
  }
  for (const text of pasted) {
    const all = { ...places, Slack: JSON.stringify([traffic, kept, ephemerals]) };
    expect(secretIn(all, text), 'pasted').toEqual([]);
    const asked = visits.filter(({ body }) => body.toString('latin1').includes(text));
    expect(asked.every(({ path }) => path.startsWith('/import/'))).toBe(true);
    expect(asked.length).toBeGreaterThan(0);
  }
  for (const visit of collected)
    expect(secrets.filter((secret) => tracesOf(secret, answerOf(visit)).length > 0)).toHaveLength(1);
  for (const text of typed)
    expect(secretIn({ ...places, Slack: JSON.stringify(sentByUs) }, text), 'typed').toEqual([]);
  for (const key of retryKeys) {
    expect(secretIn({ ...places, ...{ collected: together(collected, answerOf) } }, key), 'a key').toEqual(
      [],
    );
    const bytes = Buffer.from(key, 'hex').toString('latin1');
    for (const [place, text] of Object.entries(places))
      expect([place, text.includes(bytes)]).toEqual([place, false]);
  }

  // The webhook's signing secret: the modal that tells it, once.
  expect(signing).toHaveLength(44);
  expect(secretIn({ ...places, Slack: JSON.stringify([kept, ephemerals]) }, signing), 'signing').toEqual([]);
  expect(traffic.filter((one) => JSON.stringify(one).includes(signing))).toHaveLength(1);

  // A token or a code: the answer to a click that delivers it, once, and bodies of requests.
  const clicked = ephemerals.flatMap((one) => linksIn(one).flatMap((link) => link.split('#').slice(1)));
  const mailed = letters.map((letter) => linkIn(letter).split('#')[1] ?? '');
  const tokens = [...clicked, ...mailed];
  const codes = ephemerals.flatMap((one) => textOf(one).match(CODE) ?? []);
  const given = traffic.filter(({ method }) => method === 'response_url').map((one) => JSON.stringify(one));
  const others = traffic.filter(({ method }) => method !== 'response_url');
  const elsewhere = {
    ...places,
    collected: together(collected, answerOf),
    'Slack beside the answers to clicks': JSON.stringify([others, kept]),
  };
  expect(tokens.length).toBeGreaterThanOrEqual(9);
  expect(codes).toHaveLength(tokens.length);
  for (const text of [...tokens, ...codes, ...codes.map((code) => code.replace('-', ''))])
    expect(secretIn(elsewhere, text), 'a token or a code').toEqual([]);
  expect(letters).toHaveLength(1);
  for (const text of mailed) expect(given.filter((one) => one.includes(text))).toEqual([]);
  for (const text of [...clicked, ...codes])
    expect(given.filter((one) => one.includes(text))).toHaveLength(1);
  for (const text of [...tokens, ...codes]) {
    const asked = visits.filter(({ body }) => tracesOf(text, body.toString('latin1')).length > 0);
    for (const { method } of asked) expect(method).toBe('POST');
  }

  // The token of a calendar: the answer that delivers it, and the addresses of requests.
  const calendars = ephemerals.flatMap((one) =>
    linksIn(one).flatMap((link) => /\/calendar\/([\w-]{43})\.ics/.exec(link)?.[1] ?? []),
  );
  expect(calendars).toHaveLength(2);
  const besideThem = {
    ...elsewhere,
    'what was asked of pages, beside bodies': together(
      visits.filter(({ path }) => !path.startsWith('/calendar/')),
      askedOf,
    ),
  };
  for (const text of calendars) {
    expect(secretIn(besideThem, text), 'the token of a calendar').toEqual([]);
    expect(given.filter((one) => one.includes(text))).toHaveLength(1);
  }

  // The search is no formality: whatever is put into any of these places is found.
  for (const [place, text] of Object.entries(elsewhere)) {
    const [secret = ''] = secrets;
    const planted = `${text.slice(0, 1000)}${Buffer.from(` ${secret}`).toString('base64')}${text.slice(1000)}`;
    expect([place, tracesOf(secret, planted)]).toEqual([place, expect.arrayContaining(['base64'])]);
  }
});
