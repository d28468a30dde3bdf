import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buttons, linksIn, textOf } from '../../sandbox/slack/reading.ts';
import { createSlackSandbox, type SlackSandbox } from '../../sandbox/slack/sandbox.ts';
import { BOT_USER_ID, CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { silent } from '../../sandbox/slack/tiny-bot.ts';
import type { Log, LogFields } from '../../src/adapters/log.ts';
import type { Person } from '../../src/domain/people.ts';
import { metaOf, valueOf } from '../../src/slack/action-ids.ts';
import type { Edge } from '../../src/slack/edge.ts';
import { registerListeners } from '../../src/slack/listeners.ts';
import type { SlackUsecases } from '../../src/slack/usecases.ts';
import { card } from '../../src/slack/views/card.ts';
import { vendorMessage } from '../../src/slack/views/vendor-message.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import { boardRow, homeFacts, pageOf } from './board-fixtures.ts';
import * as fx from './slack-fixtures.ts';

// Real Bolt and real HTTP from the sandbox's Slack; the use cases behind it are a table of answers.

const { ada, vera, otto, eve } = PEOPLE;
const { marketingOps, extAcme } = CHANNELS;
const SECRET = `SFMC_${'aB3'.repeat(20)}`;
const admin = { enterpriseId: null, teamId: TEAM_ID, userId: ada, role: 'owner' } as const;
const pkg = fx.pack({ admins: [admin], channelId: marketingOps });
const link = { url: 'https://rekey.example/page#t=token', code: 'ABCD2345', expiresAt: fx.AT };

let slack: SlackSandbox;
let app: App;
let server: Server;
let answers: Partial<Record<keyof SlackUsecases, unknown>>;
let calls: { name: string; input: Record<string, unknown> }[];
let logged: { message: string; fields: LogFields }[];
let rotation: Rotation;
let inFlight: ReadonlySet<Promise<unknown>>;
let isSlackSilent: boolean;

const defaults = (): typeof answers => ({
  readCard: fx.cardFacts(rotation, { package: pkg }),
  readVendorMessage: fx.messageFacts(rotation, { package: pkg, participant: contactVera() }),
  readStart: { ok: true, facts: { package: pkg, vendors: [fx.vendor(1)], staged: null, daysLeft: 5 } },
  findPackages: { ok: true, packages: [pkg] },
  readStatus: { ok: true, line: fx.line({ package: pkg }), card: null, cardChannel: null, mayEdit: true },
  readBoard: { ok: true, board: pageOf([boardRow()]) },
  readFilter: { ok: true, names: { account: null, vendor: null } },
  readAppointed: { ok: true, userIds: [ada] },
  readHome: homeFacts(),
  addPackage: { ok: true, packageId: fx.IDS.package },
  mintDepositLink: {
    ok: true,
    link,
    facts: {
      workspaceName: 'N',
      packageName: pkg.name,
      generationNumber: 4,
      isAgain: false,
      vendors: [],
      at: fx.AT,
    },
  },
  mintCollectLink: { ok: true, link, packageName: pkg.name },
  activateRotation: { ok: true, date: 'not_given' },
});
const contactVera = () =>
  fx.participant(1, {
    contact: {
      kind: 'slack',
      enterpriseId: null,
      teamId: 'T0ACME0001',
      userId: vera,
      name: 'Vera',
      channelId: null,
    },
  });

const usecases = new Proxy({} as SlackUsecases, {
  get: (_, name: string) => async (input: Record<string, unknown>) => {
    calls.push({ name, input });
    if (name === 'guardText' && !('guardText' in answers)) {
      const isHit = (input['texts'] as string[]).some((text) => text.includes('SFMC_'));
      return isHit ? { ok: false, refusal: { code: 'looks_like_secret', isLive: true } } : { ok: true };
    }
    const answer = (answers as Record<string, unknown>)[name] ??
      (defaults() as Record<string, unknown>)[name] ?? { ok: true };
    if (answer instanceof Error) throw answer;
    return answer;
  },
});

const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message, fields = {}) => void logged.push({ message, fields }),
  error: (message, fields = {}) => void logged.push({ message, fields }),
};

const standing = (id: string): Person | null => {
  const user = slack.state.user(id);
  if (!user) return null;
  const of = {
    enterpriseId: null,
    teamId: user.team_id,
    userId: id,
    name: user.name,
    zone: null,
    isWorkspaceAdmin: user.is_admin,
  };
  return { ...of, standing: user.team_id === TEAM_ID ? 'member' : 'external' };
};

const edge = (): Edge => ({
  usecases,
  log,
  command: '/rekey',
  clock: { now: () => fx.AT },
  directory: {
    find: async (id) => {
      if (isSlackSilent) throw new Error('users.info did not answer');
      return standing(id);
    },
  },
  ids: { reference: () => '7F3K2Q' },
  workspace: { teamId: TEAM_ID, enterpriseId: null },
});

beforeEach(async () => {
  answers = {};
  calls = [];
  logged = [];
  isSlackSilent = false;
  rotation = fx.generating();
  const at = fx.AT;
  slack = await createSlackSandbox({
    clock: { now: () => at },
    signingSecret: 'shh',
    botToken: 'xoxb-1',
    scopes: ['commands', 'chat:write', 'users:read', 'im:write'],
  });
  const receiver = new HTTPReceiver({ signingSecret: 'shh', logger: silent });
  app = new App({
    receiver,
    token: 'xoxb-1',
    convoStore: false,
    deferInitialization: true,
    extendedErrorHandler: true,
    logger: silent,
    clientOptions: {
      slackApiUrl: slack.apiUrl,
      retryConfig: { retries: 0 },
      timeout: 10_000,
      rejectRateLimitedCalls: true,
    },
  });
  inFlight = registerListeners(app, edge());
  await app.init();
  server = await app.start(0);
  slack.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterEach(async () => {
  await slack.quiet(20);
  expect(slack.state.warnings()).toEqual([]);
  expect(inFlight.size).toBe(0);
  await app.stop();
  await slack.close();
});

const named = (name: string) => calls.filter((call) => call.name === name).map(({ input }) => input);
const spoken = (user: string) => slack.until(() => slack.as(user).ephemerals().at(-1));

/** Somebody's words as the bot's own message in a channel. */
async function posted(channel: string, drawn: { text: string; blocks: unknown[] }) {
  await app.client.chat.postMessage({
    channel,
    text: drawn.text,
    blocks: drawn.blocks as never,
    token: 'xoxb-1',
  });
  return slack.until(() => slack.state.messages(channel).at(-1));
}

describe('the command', () => {
  test('nothing, and what is not known, is answered with help', async () => {
    await slack.as(ada).slash(marketingOps, '/rekey');
    expect(textOf(await spoken(ada))).toContain('What rekey can do');
    await slack.as(ada).slash(marketingOps, `/rekey exterminate <!channel> ${'x'.repeat(3900)}`);
    await slack.until(() => textOf(slack.as(ada).ephemerals().at(-1)).includes('none of my commands'));
  });
  test('start with a clear name starts at once, with every vendor', async () => {
    await slack.as(ada).slash(marketingOps, '/rekey start ESP Production');
    expect(textOf(await spoken(ada))).toContain('is open, with 1 vendor');
    expect(named('startRotation')[0]).toMatchObject({
      packageId: pkg.id,
      vendorIds: [fx.IDS.vendor(1)],
      acceptsReplacing: false,
    });
    expect(named('guardText')[0]).toMatchObject({ texts: ['start ESP Production'], where: 'command' });
  });
  test('start without a name offers a typeahead; choosing draws the vendors; submitting starts', async () => {
    const person = slack.as(ada);
    await person.slash(marketingOps, '/rekey start');
    await slack.until(() => person.modal());
    await person.select(person.modal()!, 'Package', pkg.name);
    await slack.until(() => textOf(person.modal()).includes('Who takes part'));
    expect(await person.submit()).toMatchObject({ closed: true });
    expect(named('startRotation')[0]).toMatchObject({
      packageId: pkg.id,
      vendorIds: [fx.IDS.vendor(1)],
      plannedActivateAt: null,
    });
  });
  test('rule 4 is asked before anything starts', async () => {
    answers.readStart = {
      ok: true,
      facts: {
        package: pkg,
        vendors: [fx.vendor(1)],
        staged: { generation: 3, collectedBy: ['Acme'] },
        daysLeft: 5,
      },
    };
    const person = slack.as(ada);
    await person.slash(marketingOps, '/rekey start esp production');
    await slack.until(() => person.modal());
    expect(await person.submit()).toHaveProperty('errors');
    await person.fill({ 'Before you start': ['I accept that the earlier new secret dies'] });
    expect(await person.submit()).toMatchObject({ closed: true });
    expect(named('startRotation')[0]).toMatchObject({ acceptsReplacing: true });
  });
  test('list, status, admins, and a name that nothing has', async () => {
    await slack.as(ada).slash(marketingOps, '/rekey list');
    expect(textOf(await spoken(ada))).toContain('sure until 2027-03-29');
    await slack.as(ada).slash(marketingOps, '/rekey status esp');
    await slack.until(() => textOf(slack.as(ada).ephemerals().at(-1)).includes('Client id'));
    answers.findPackages = { ok: true, packages: [] };
    await slack.as(ada).slash(marketingOps, '/rekey status <b>&');
    await slack.until(() => textOf(slack.as(ada).ephemerals().at(-1)).includes('no package named “<b>&”'));
    await slack.as(ada).slash(marketingOps, '/rekey admins');
    await slack.until(() => slack.as(ada).modal());
  });
});

describe('the door', () => {
  test('a secret in the command: refused before anything is asked, stored or logged', async () => {
    await slack.as(ada).slash(marketingOps, `/rekey start ${SECRET}`);
    expect(textOf(await spoken(ada))).toContain('counts as exposed');
    expect(calls.map(({ name }) => name)).toEqual(['guardText']);
    expect(JSON.stringify(logged)).not.toContain('SFMC_');
    expect(JSON.stringify(slack.state.whole())).not.toContain(SECRET.slice(0, 20));
  });
  test('a secret in a modal is pointed at in its field', async () => {
    rotation = fx.sharing();
    const person = slack.as(ada);
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    await person.click(message, 'More…');
    await slack.until(() => person.modal());
    await person.click(person.modal()!, 'Cancel…');
    await slack.until(() => textOf(person.modal()).includes('Ends this rotation'));
    await person.fill({ Why: `because ${SECRET}` });
    expect(await person.submit()).toMatchObject({
      errors: { reason: expect.stringContaining('exposed') as unknown },
    });
    expect(named('cancelRotation')).toEqual([]);
  });
  test('when Slack cannot say who it is, nothing is done', async () => {
    isSlackSilent = true;
    await slack.as(ada).slash(marketingOps, '/rekey list');
    expect(textOf(await spoken(ada))).toContain('nothing was done');
    expect(named('readBoard')).toEqual([]);
  });
  test('another workspace, a forged team, an unknown person: nothing is done', async () => {
    const click = (payload: object) =>
      slack.post(
        `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', api_app_id: 'A0', token: 't', trigger_id: 'x', actions: [{ type: 'button', action_id: 'rekey.collect', block_id: 'b', action_ts: '1', value: valueOf('collect', { rotationId: fx.IDS.rotation, generationId: fx.IDS.generation, handoffId: fx.IDS.handoff(1) }) }], ...payload }))}`,
      );
    await click({ team: { id: 'T0OTHER' }, user: { id: ada, team_id: 'T0OTHER' } });
    await click({ team: { id: TEAM_ID }, user: { id: vera, team_id: TEAM_ID } });
    await click({ team: { id: TEAM_ID }, user: { id: 'U0NOBODY', team_id: TEAM_ID } });
    await slack.quiet(50);
    expect(named('mintCollectLink')).toEqual([]);
  });
});

describe('clicks', () => {
  test('the way to the deposit page: explained, then link and code for these eyes only', async () => {
    const person = slack.as(ada);
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    await person.click(message, 'Generate and deposit…');
    const steps = await slack.until(() =>
      person.ephemerals().find((one) => textOf(one).includes('Staged Secret')),
    );
    await person.click(steps, 'I pressed Generate: give me the deposit page');
    const answer = await slack.until(() =>
      person.ephemerals().find((one) => linksIn(one).includes(link.url)),
    );
    expect(textOf(answer)).toContain('ABCD2345');
    expect(person.ephemerals()).toHaveLength(2);
    expect(slack.as(otto).ephemerals()).toEqual([]);
    expect(named('mintDepositLink')[0]).toMatchObject({ rotationId: fx.IDS.rotation, isAgain: false });
    await person.click(answer, 'Open the deposit page');
  });
  test('somebody else is told who may, kindly', async () => {
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    await slack.as(otto).click(message, 'Generate and deposit…');
    expect(textOf(await spoken(otto))).toContain(`Only this package’s admins may do that: <@${ada}>`);
  });
  test('a vendor of another company collects and confirms', async () => {
    rotation = fx.sharing();
    const drawn = vendorMessage(fx.messageFacts(rotation, { package: pkg, participant: contactVera() }));
    const message = await posted(extAcme, drawn);
    await slack.as(vera).click(message, 'Collect');
    expect(linksIn(await spoken(vera))).toContain(link.url);
    expect(named('mintCollectLink')[0]).toMatchObject({ person: { teamId: 'T0ACME0001' } });
    rotation = fx.sharing({ handoffs: [fx.handoff(1, 'collected')] });
    const collected = await posted(
      extAcme,
      vendorMessage(fx.messageFacts(rotation, { package: pkg, participant: contactVera() })),
    );
    await slack.as(eve).click(collected, 'It works…');
    expect(textOf(await spoken(eve))).toContain('Only the contact of Acme');
    await slack.as(vera).click(collected, 'It works…');
    const person = slack.as(vera);
    await slack.until(() => person.modal());
    await person.fill({
      'It works in': ['Nightly import', 'Preference centre'],
      'How did you make sure?': 'We used a test connection',
    });
    answers.confirmHandoff = {
      ok: false,
      refusal: { code: 'token_may_be_cached', minutesSinceCollected: 3 },
    };
    // What was ticked stays: the doubt is told at the field that settles it.
    expect(await person.submit()).toMatchObject({
      errors: { fresh: expect.stringContaining('Not confirmed') },
    });
    answers.confirmHandoff = { ok: true };
    await person.fill({ 'To be sure': ['A new token was fetched since'] });
    expect(await person.submit()).toMatchObject({ closed: true });
    expect(named('confirmHandoff')[1]).toMatchObject({
      systems: ['Nightly import', 'Preference centre'],
      proof: 'test_connection',
      isSureTokenIsFresh: true,
    });
  });
  test('a button from an older secret, and one from an ended rotation, are answered honestly', async () => {
    rotation = fx.sharing();
    const old = await posted(
      marketingOps,
      card(fx.cardFacts(fx.sharing({ generation: { ...fx.generation, id: fx.uuid(66) } }), { package: pkg })),
    );
    await slack.as(ada).click(old, 'More…');
    expect(textOf(await spoken(ada))).toContain('no longer the one in use: the rotation is at number 4');
    rotation = fx.done();
    await slack.as(ada).click(old, 'More…');
    await slack.until(() => textOf(slack.as(ada).ephemerals().at(-1)).includes('This rotation is done'));
  });
  test('a button that nobody knows any more', async () => {
    const message = await posted(marketingOps, {
      text: 'old',
      blocks: [
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'v0-start', value: 'x', text: { type: 'plain_text', text: 'Old' } },
          ],
        },
      ],
    });
    await slack.as(ada).click(message, 'Old');
    expect(textOf(await spoken(ada))).toContain('comes from an older message');
  });
  test('Activate before the gate is open is not invited', async () => {
    const message = await posted(marketingOps, card(fx.cardFacts(fx.ready(), { package: pkg })));
    rotation = fx.sharing();
    await slack.as(ada).click(message, 'Activate…');
    expect(textOf(await spoken(ada))).toContain('Don’t press it before');
    expect(slack.as(ada).modal()).toBeNull();
  });
  test('our own fault has a reference, and the log has no payload', async () => {
    answers.readCard = new Error('relation "rotation" does not exist');
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    await slack.as(ada).click(message, 'More…');
    expect(textOf(await spoken(ada))).toContain('Ref 7F3K2Q');
    expect(logged).toEqual([
      { message: 'a request from Slack failed', fields: { reference: '7F3K2Q', action: 'rekey.more' } },
    ]);
  });
  test('an answer that does not reach Slack is logged, nothing more', async () => {
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    slack.fail({ method: 'response_url', status: 500 });
    await slack.as(ada).click(message, 'Generate and deposit…');
    await slack.until(() => logged.some(({ fields }) => fields.code === 'respond_failed'));
  });
});

describe('modals', () => {
  test('a package is added, then its vendors, one on top of the other', async () => {
    const person = slack.as(ada);
    await person.slash(marketingOps, '/rekey add');
    await slack.until(() => person.modal());
    await person.fill({
      name: 'ESP <Production>',
      channel: '#marketing-ops',
      expires_on: '2026-11-28',
      units: '12345 Retail\nabc',
      freeze: '2026-12-20..2026-12-01',
      client_id: 'short',
    });
    const wrong = await person.submit();
    expect(Object.keys((wrong as { errors: object }).errors).sort()).toEqual(['freeze', 'units']);
    await person.fill({ units: '12345 Retail', freeze: '2026-12-20..2027-01-05' });
    await person.submit();
    expect(named('addPackage')[0]?.['draft']).toMatchObject({
      ...{
        name: 'ESP <Production>',
        channelId: marketingOps,
        ownerId: ada,
        expiresOn: '2026-11-28',
        expirySource: 'read_in_setup',
      },
      businessUnits: [{ mid: '12345', name: 'Retail' }],
      freezeWindows: [{ fromOn: '2026-12-20', toOn: '2027-01-05' }],
    });
    expect(textOf(person.modal())).toContain('client id is usually 24');
    await person.click(person.modal()!, 'Add a vendor…');
    await slack.until(() => textOf(person.modal()).includes('Systems in which'));
    await person.fill({ name: 'Acme', systems: 'One\nTwo\nOne' });
    expect(await person.submit()).toMatchObject({ errors: { contact: expect.any(String) as unknown } });
    await person.fill({ contact_name: 'Bo', email: 'bo@acme.example' });
    await person.submit();
    expect(named('addVendor')[0]?.['draft']).toEqual({
      name: 'Acme',
      contact: { kind: 'email', name: 'Bo', email: 'bo@acme.example' },
      systems: ['One', 'Two'],
      kind: 'vendor_system',
    });
    await slack.until(() => textOf(person.modal()).includes('has 2 vendors'));
  });
  test('Activate is recorded at once; a date that differs is asked about, saying so', async () => {
    rotation = fx.ready();
    const person = slack.as(ada);
    const message = await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg })));
    await person.click(message, 'Activate…');
    await slack.until(() => person.modal());
    await person.fill({ expires_on: '2027-05-25' });
    answers.activateRotation = {
      ok: true,
      date: 'refused',
      refusal: { code: 'date_needs_explanation', computedExpiresOn: '2027-05-21', days: 4 },
    };
    rotation = fx.activated();
    await person.submit();
    expect(textOf(person.modal())).toContain('Activate is recorded');
    expect(textOf(person.modal())).toContain('4 days later');
    answers.recordExpiry = { ok: false, refusal: { code: 'date_in_the_past' } };
    await person.fill({ explanation: 'read twice' });
    expect(await person.submit()).toMatchObject({
      errors: { expires_on: expect.stringContaining('not in the future') as unknown },
    });
    answers.recordExpiry = { ok: true };
    expect(await person.submit()).toMatchObject({ closed: true });
    expect(named('recordExpiry').at(-1)).toMatchObject({
      expiresOn: '2027-05-25',
      explanation: 'read twice',
    });
  });
  test('a gate that shut meanwhile leaves one honest way on', async () => {
    rotation = fx.ready();
    const person = slack.as(ada);
    await person.click(
      await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg }))),
      'Activate…',
    );
    await slack.until(() => person.modal());
    answers.activateRotation = {
      ok: false,
      refusal: { code: 'gate_shut', reasons: ['vendor_pending'], pending: ['Acme'] },
    };
    await person.submit();
    expect(buttons(person.modal()).map(({ text }) => text)).toEqual(['It was pressed early…']);
  });
  test('a fault in a submission keeps what was typed, and names a reference', async () => {
    rotation = fx.generating();
    const person = slack.as(ada);
    await person.click(await posted(marketingOps, card(fx.cardFacts(rotation, { package: pkg }))), 'More…');
    await slack.until(() => person.modal());
    await person.click(person.modal()!, 'Retire…');
    await slack.until(() => textOf(person.modal()).includes('retired instead'));
    await person.fill({ 'Why it is no longer needed': 'gone' });
    answers.retirePackage = new Error('connection terminated');
    expect(await person.submit()).toMatchObject({
      errors: { reason: expect.stringContaining('Ref 7F3K2Q') as unknown },
    });
  });
});

describe('the App Home', () => {
  test('is drawn at each visit, and its buttons answer in modals', async () => {
    const card = fx.cardFacts(rotation, { package: pkg });
    answers.readHome = homeFacts({ waiting: [{ kind: 'deposit', card, vendorId: null }] });
    const person = slack.as(ada);
    const drawn = await person.openHome();
    expect(named('readHome')[0]).toMatchObject({ cause: { kind: 'visit' } });
    await person.click(drawn!, 'Generate…');
    await slack.until(() => person.modal());
    await person.click(person.modal()!, 'I pressed Generate: give me the deposit page');
    await slack.until(() => linksIn(person.modal()).includes(link.url));
  });
});

test('the metadata of modals carries ids only', () => {
  expect(metaOf('waive', { rotationId: fx.uuid(1), vendorId: fx.uuid(2) })).toMatch(
    /^waive(~[a-z][0-9a-f-]{36})+$/,
  );
  expect(BOT_USER_ID).toBeTruthy();
});
