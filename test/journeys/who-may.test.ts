import { expect, test } from 'vitest';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE, TEAM_ID } from '../../sandbox/slack/seed.ts';
import { complete, addPackage, addVendor } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  heldBy,
  press,
  shownFor,
  told,
  types,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import type { Verb } from '../../src/slack/action-ids.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus, otto, eve, dex } = PEOPLE;
type Name = keyof typeof PEOPLE;

/** The ids that a button's value carries; or why nobody is refused at this one. A new verb does not compile without. */
type Door = readonly string[] | string;
type Ids = [{ id: string }];

/** Everything that must be as it was after a no. */
const whole = async (story: Journey) =>
  JSON.stringify(await story.sql`select step from rotation`) +
  JSON.stringify(await story.sql`select * from handoff order by id`) +
  JSON.stringify(await story.sql`select * from link order by id`) +
  JSON.stringify(await story.sql`select kind from audit where kind <> 'text_refused' order by seq`);

/** The value of a button, as somebody might have copied it. */
const valueOf = (shown: Shown, label: string) =>
  buttons(shown).find(({ text }) => text === label)?.value ?? '';

const ONLY_ADMINS =
  /Only this package’s admins may do that: <@U0ADA00001>, <@U0BEN00001>|Only members|That is for members/;
/** Of what is not one package's: the workspace's, a hand-over, a vendor of other packages too. */
const NOT_YOURS =
  /Only admins and owners of this Slack workspace|Only its owner|You may not do that\. Nothing was changed|This vendor serves packages of others/;
const ONLY_CONTACT = /Only the contact of (Acme Mail|Loop Loyalty) may do that/;
const STRANGER = /could not make out who you are|That is for members|Only/;

test("role by door: everybody but the admins gets a kind no to what is an admin's, and nothing changes", async () => {
  const story = await journey({ hasMail: true });
  const { slack } = story;
  await share(story);
  const card = cardOf(story, PACK);
  const [r = '', g = ''] = valueOf(card, 'More…').split('~').slice(1);
  const [{ id: vendor }] = (await story.sql`select vendor_id as id from handoff`) as unknown as Ids;
  const [{ id: pack }] = (await story.sql`select id from package`) as unknown as Ids;
  const [{ id: place }] = (await story.sql`select id from place`) as unknown as Ids;
  const [{ id: account }] = (await story.sql`select id from account`) as unknown as Ids;
  const [v, p] = [`v${vendor}`, `p${pack}`];
  const doors: Record<Verb, Door> = {
    more: [r, g],
    how_to_deposit: [r],
    deposit: [r],
    how_to_deposit_again: [r],
    deposit_again: [r, g],
    disown: [r, g],
    generated_again: [r, g],
    compromised: [r, g],
    activate: [r, g],
    early_activate: [r, g],
    record_date: [r, g],
    plan_activate: [r],
    second_agree: [r, 'q1'],
    second_decline: [r, 'q1'],
    add_late_vendor: [r],
    cancel: [r],
    vendor_paths: [r, v],
    pass_on: [r, v],
    mail_link: [r, v],
    suspend_links: [r, v],
    waive: [r, v],
    take_back_waiver: [r, v],
    change_contact: [r, v],
    resolve_problem: [r, v],
    dismiss_alarm: [r, v],
    start: [p],
    pick_package: [p],
    snooze: [p],
    settings: [p],
    vendors: [p],
    new_vendor: [p, r],
    retire: [p],
    edit_package: [p],
    hand_over: [p],
    archive: [p],
    restore: [p],
    places: [p],
    new_place: [p],
    own_systems: [p],
    still_true: [p],
    place: [`l${place}`],
    remove_place: [`l${place}`],
    calendar: [p],
    calendar_new: [p],
    add_to_calendar: [p],
    account: [`a${account}`],
    remove_account: [`a${account}`],
    vendor_record: [v],
    webhook: [],
    webhook_test: [],
    webhook_secret: [],
    webhook_off: [],
    plan: [],
    plan_page: ['n0'],
    accept_plan: ['o0123456789abcdef'],
    capacity: [],
    add: 'opens a form: judged when it is submitted',
    import: 'opens a form: judged when it is submitted',
    new_account: 'opens a form: judged when it is submitted',
    away: 'everybody’s own',
    calendar_off: 'everybody’s own',
    collect: 'a vendor’s: in the next test',
    confirm: 'a vendor’s: in the next test',
    problem: 'a vendor’s: in the next test',
    status: 'looking: in who-may-look',
    show: 'looking: in who-may-look',
    home_page: 'looking: in who-may-look',
    home_look: 'looking: in who-may-look',
    filter_home: 'looking: in who-may-look',
    list_look: 'looking: in who-may-look',
  };
  const either = (...all: RegExp[]) => new RegExp(all.map(({ source }) => source).join('|'));
  const stranger = either(STRANGER, NOT_YOURS);
  const member = either(ONLY_ADMINS, NOT_YOURS);
  const refusedAs = { otto: member, gus: stranger, vera: stranger, eve: stranger, dex: stranger };
  const shut = Object.entries(doors).filter((one): one is [string, string[]] => typeof one[1] !== 'string');
  const before = await whole(story);
  for (const who of ['otto', 'gus', 'vera', 'eve', 'dex'] as const satisfies readonly Name[]) {
    for (const [verb, ids] of shut) {
      const how = { value: [verb, ...ids].join('~'), forged: true };
      const answer = await told(story, PEOPLE[who], () =>
        slack.as(PEOPLE[who]).click(card, { actionId: `rekey.${verb}` }, how),
      );
      expect(answer, `${who} ${verb}`).toMatch(refusedAs[who]);
      expect(slack.as(PEOPLE[who]).modal(), `${who} ${verb}`).toBeNull();
    }
  }
  expect(await whole(story)).toBe(before);
});

test('a vendor acts on their own handoff and on nothing else; an admin does not act for a vendor', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story);
  const forVera = vendorMessageOf(story, vera, CHANNELS.extAcme);
  const forGus = vendorMessageOf(story, gus);
  const before = await whole(story);
  for (const who of [ada, ben, gus, otto, eve, dex]) {
    for (const label of ['Collect', 'Something is wrong…']) {
      const how = { value: valueOf(forVera, label), forged: true };
      const click = () => slack.as(who).click(forVera, { actionId: 'rekey.collect' }, how);
      expect(await told(story, who, click), `${who} ${label}`).toMatch(who === dex ? STRANGER : ONLY_CONTACT);
    }
  }
  const stolen = { value: valueOf(forGus, 'Collect'), forged: true };
  expect(
    await told(story, vera, () => slack.as(vera).click(forVera, { actionId: 'rekey.collect' }, stolen)),
  ).toContain('Only the contact of Loop Loyalty may do that.');
  expect(await whole(story)).toBe(before);

  // In the shared channel everybody sees the button: only Vera's click is answered with a link.
  expect(await press(story, eve, forVera, 'Collect')).toContain('Only the contact of Acme Mail may do that.');
  await press(story, vera, forVera, 'Collect');
  expect((await heldBy(story, vera, 'handoff')).url).toContain('/handoff#');
  expect(slack.as(eve).lastEphemeral()?.text).not.toContain('handoff');
});

test('a contact who was deactivated since, or an admin who left, is nobody any more', async () => {
  const story = await journey();
  const { slack } = story;
  await share(story);
  const gone = (id: string) =>
    slack.change((state) => state.users.forEach((user) => user.id === id && (user.deleted = true)));
  gone(gus);
  gone(ben);
  await story.pass({ minutes: 2 });
  expect(await press(story, gus, vendorMessageOf(story, gus), 'Collect')).toMatch(ONLY_CONTACT);
  expect(await press(story, ben, cardOf(story, PACK), 'More…')).toMatch(ONLY_ADMINS);
});

test("forged payloads: another workspace, another team id, a made-up user, a value of nobody's making", async () => {
  const story = await journey({ isRough: true });
  const { slack } = story;
  await share(story);
  const card = cardOf(story, PACK);
  const before = await whole(story);
  const payload = (over: Record<string, unknown>, user: object = { id: ada, team_id: TEAM_ID }) => ({
    type: 'block_actions',
    team: { id: TEAM_ID, domain: 'northwind' },
    user,
    api_app_id: 'A0REKEY001',
    trigger_id: '1.1',
    container: { type: 'message', message_ts: card.ts, channel_id: card.channel },
    channel: { id: card.channel, name: 'marketing-ops' },
    actions: [
      {
        type: 'button',
        action_id: 'rekey.cancel',
        block_id: 'b',
        value: valueOf(card, 'More…').replace('more', 'cancel'),
      },
    ],
    ...over,
  });
  const send = (body: object) =>
    slack.post(new URLSearchParams({ payload: JSON.stringify(body) }).toString());
  const forged = [
    payload({ team: { id: 'T0OTHER001', domain: 'other' } }),
    payload({}, { id: ada, team_id: 'T0OTHER001' }),
    payload({}, { id: 'U0NOBODY01', team_id: TEAM_ID }),
    payload({
      actions: [{ type: 'button', action_id: 'rekey.cancel', block_id: 'b', value: 'cancel~rnot-an-id' }],
    }),
    payload({
      actions: [{ type: 'button', action_id: 'rekey.drop_all_tables', block_id: 'b', value: '__proto__' }],
    }),
  ];
  for (const body of forged) expect((await send(body)).acked).toBe(true);
  await slack.quiet(200);
  expect(slack.as(ada).modal()).toBeNull();
  expect(await whole(story)).toBe(before);

  // The same act for another workspace, in a submission.
  const view = (team: string) => ({
    type: 'view_submission',
    team: { id: team, domain: 'x' },
    user: { id: ada, team_id: team },
    api_app_id: 'A0REKEY001',
    view: {
      ...{ id: 'V1', type: 'modal', callback_id: 'rekey.cancel', app_installed_team_id: team },
      private_metadata: valueOf(card, 'More…').split('~').slice(0, 2).join('~').replace('more', 'cancel'),
      blocks: [{ type: 'input', block_id: 'reason' }],
      state: { values: { reason: { in: { type: 'plain_text_input', value: 'because' } } } },
    },
  });
  const answer = await send(view('T0OTHER001'));
  expect(JSON.stringify(answer.body)).toContain('rekey serves another Slack workspace than this one');
  expect(await whole(story)).toBe(before);
  expect(((await send(view(TEAM_ID))).body as object | undefined) ?? '').not.toHaveProperty('errors');
  expect((await story.sql`select step from rotation`)[0]).toEqual({ step: 'cancelled' });
});

test('who adds packages: workspace admins, and whom they appointed', async () => {
  const story = await journey({ hasInventory: false });
  const { slack } = story;
  const form = { name: 'Newsletter', channel: CHANNELS.marketingOps };
  await types(story, otto, CHANNELS.marketingOps, '/rekey add');
  await slack.as(otto).fill(form);
  await slack.as(otto).submit();
  expect(wordsOn(slack.as(otto).modal())).toContain(
    'Only admins and owners of this Slack workspace may do that.',
  );
  await slack.as(otto).close({ all: true });
  expect(await types(story, otto, CHANNELS.marketingOps, '/rekey admins')).toContain(
    'Only admins and owners',
  );
  await types(story, ada, CHANNELS.marketingOps, '/rekey admins');
  await complete(story, ada, { admins: [otto] });

  await addPackage(story, otto, { name: 'Newsletter' });
  await addVendor(story, otto, { name: 'Loop Loyalty', contact: gus });
  await slack.as(otto).close({ all: true });
  // Otto names nobody who was not appointed, and is no admin of Ada's packages; Ada none of his.
  await types(story, otto, CHANNELS.marketingOps, '/rekey add');
  await slack.as(otto).fill({ ...form, name: 'Another', backups: [ben] });
  expect(await slack.as(otto).submit()).toEqual({
    errors: { owner: expect.stringContaining('not appointed as a package admin yet') },
  });
  await slack.as(otto).close({ all: true });
  expect(await types(story, ada, CHANNELS.marketingOps, '/rekey start Newsletter')).toContain(
    'Only this package’s admins may do that',
  );
  expect(await types(story, otto, CHANNELS.marketingOps, '/rekey start Newsletter')).toContain(
    'is open, with 1 vendor.',
  );
});

test('commands: a guest and a deactivated person learn nothing of the packages', async () => {
  const story = await journey();
  const { slack } = story;
  const asGus = await types(story, gus, CHANNELS.extAcme, '/rekey list');
  expect(asGus).toContain('That is for members of this workspace');
  for (const line of ['status', `status ${PACK}`, `start ${PACK}`]) {
    expect(await types(story, gus, CHANNELS.extAcme, `/rekey ${line}`)).not.toMatch(
      /sure until|Printed date/,
    );
  }
  await shownFor(story, gus, () => slack.as(gus).slash(CHANNELS.extAcme, '/rekey start'));
  expect(await slack.as(gus).suggest('package', 'ESP')).toMatchObject({ options: [] });
  await slack.as(gus).close({ all: true });
  const refused = await slack.as(vera).slash(CHANNELS.extAcme, '/rekey list');
  expect(refused).toMatchObject({ acked: false, refused: expect.stringContaining('not a valid command') });
});
