import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, collect, passedOn, start } from '../../sandbox/steps.ts';
import { addPackage, complete, morePath, submit } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmWith,
  dmsOf,
  heldBy,
  press,
  shownFor,
  told,
  types,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, gus, otto, dex } = PEOPLE;

const says = (story: Journey, line: string, who: string = ada) =>
  types(story, who, CHANNELS.marketingOps, line);
const shows = ({ slack, ...story }: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor({ slack, ...story }, who, () => slack.as(who).slash(CHANNELS.marketingOps, line));
const labels = (shown: Shown) => buttons(shown).map(({ text }) => text);

/** Beside ESP Production: three more, of which two share a part of their names with others. */
async function addsMore(story: Journey): Promise<void> {
  for (const [name, date] of [
    ['ESP Sandbox', '2027-05-01'],
    ['Newsletter', '2027-04-01'],
    ['Newsletter EU', '2027-06-01'],
  ] as const) {
    await addPackage(story, ada, { name, expires_on: date });
    await story.slack.as(ada).close({ all: true });
  }
}

test('help: for nothing, for a word rekey does not know, and when it is asked for; nothing happens', async () => {
  const story = await journey();
  const usage = await says(story, '/rekey help');
  expect(usage).toContain('What rekey can do');
  for (const line of ['start <package>', 'status <package>', 'list', 'add', 'admins'])
    expect(usage).toContain(`\`/rekey ${line}\``);
  expect(usage).not.toContain('none of my commands');
  expect(await says(story, '/rekey')).toBe(usage);
  expect(await says(story, '/rekey    ')).toBe(usage);
  expect(await says(story, '/rekey HELP')).toBe(usage);
  const unknown = await says(story, '/rekey rotate <!channel> now');
  expect(unknown).toContain('“rotate <!channel> now” is none of my commands. Nothing was changed.');
  expect(unknown).toContain(usage);
  // What was typed pings nobody, and a name from the language itself is no command.
  expect(JSON.stringify(story.slack.as(ada).lastEphemeral())).not.toContain('<!channel>');
  expect(await says(story, '/rekey constructor')).toContain('is none of my commands');
  expect(await story.sql`select id from rotation`).toEqual([]);
});

test('status and list: all under way, everything by urgency, and what words narrow it to', async () => {
  const story = await journey();
  await addsMore(story);
  const ESP = 'ESP Production, Northwind, Retail +1 ·';
  const DUE = `:hourglass_flowing_sand: ${ESP} sure until 2027-03-06, 5 days left · due 2027-02-27`;
  const NEWS = ':white_circle: Newsletter · sure until 2027-03-31, 30 days left · due 2027-03-24';
  const SANDBOX = ':white_circle: ESP Sandbox · sure until 2027-04-30, 60 days left · due 2027-04-23';
  const EU = ':white_circle: Newsletter EU · sure until 2027-05-31, 91 days left · due 2027-05-24';
  const lines = async (line: string, who: string = otto) =>
    (await says(story, line, who)).split('\n').filter((words) => words.includes(' · '));
  expect(await says(story, '/rekey status', otto)).toContain(
    'No rotation is under way. Next 30 days: 2, later: 3.',
  );
  expect(await lines('/rekey list')).toEqual([DUE, NEWS, SANDBOX, EU]);
  expect(await lines('/rekey list soon')).toEqual([DUE, NEWS]);
  expect(await lines('/rekey list news')).toEqual([NEWS, EU]);
  expect(await lines('/rekey list later newsletter eu')).toEqual([EU]);
  expect(await lines('/rekey list northwind')).toEqual([DUE]);
  expect(await lines('/rekey list nordic PRINT')).toEqual([DUE]);
  expect(await lines('/rekey list mine', ada)).toEqual([DUE, NEWS, SANDBOX, EU]);
  expect(await says(story, '/rekey list mine', otto)).toContain('No package fits');
  expect(await says(story, '/rekey list overdue', otto)).toContain('Nothing is overdue.');
  await start(story, ben, PACK);
  const WAITS = `:arrows_counterclockwise: ${ESP} 5 days left · step 2 of 5: generate · waits for <@${ada}>: generate and deposit`;
  expect(await says(story, '/rekey status', otto)).toContain('1 package in progress');
  expect(await lines('/rekey status')).toEqual([WAITS]);
  expect(await lines('/rekey list')).toEqual([WAITS, NEWS, SANDBOX, EU]);
  const empty = await journey({ hasInventory: false });
  for (const line of ['/rekey status', '/rekey list', '/rekey list mine'])
    expect(await says(empty, line)).toContain('Welcome to rekey');
});

test('status of one package: its record, the card while it is rotated, and how the last one ended', async () => {
  const story = await journey();
  const record = await shows(story, `/rekey status ${PACK}`, otto);
  expect(wordsOn(record)).toContain('Printed date: 2027-03-07 (read in Setup)');
  expect(wordsOn(record)).toContain('Business units: 510001001 Retail and 510001002 Wholesale');
  expect(wordsOn(record)).toContain(`Admins: <@${ada}> (owner), <@${ben}> (backup)`);
  expect(wordsOn(record)).toContain(`Vendors: Acme Mail (<@${PEOPLE.vera}>), Loop Loyalty (<@${gus}>)`);
  expect(labels(record)).toEqual([]);

  const own = await shows(story, `/rekey status ${PACK}`);
  expect(labels(own)).toEqual(['Start a rotation…', 'Edit…', 'Vendors…', 'Retire…']);
  await press(story, ada, own, 'Start a rotation…');
  await complete(story, ada);
  const card = await shows(story, `/rekey status ${PACK}`);
  expect(wordsOn(card)).toContain('Step 2 of 5: generate');
  expect(wordsOn(card)).toContain('The card itself is in <#C0MOPS0001>.');
  expect(labels(card)).toEqual(['Generate and deposit…', 'More…']);
  expect(await press(story, ada, card, 'Generate and deposit…')).toContain('Generate once only.');

  await morePath(story, ada, PACK, 'Cancel the rotation');
  await complete(story, ada, { reason: 'wrong week' });
  const after = await says(story, `/rekey status ${PACK}`);
  expect(after).toContain('Last rotation: ESP Production: the rotation was cancelled.');
});

test('a name: in any case, exact before partial; several, none and too long are answered, never guessed', async () => {
  const story = await journey();
  const { slack } = story;
  await addsMore(story);
  expect(await says(story, '/rekey STATUS   esp   production ')).toContain('Printed date: 2027-03-07');
  expect(await says(story, '/rekey status sandb')).toContain('Printed date: 2027-05-01');
  // "Newsletter" is a package, and a part of another's name.
  expect(await says(story, '/rekey status newsletter')).toContain('Printed date: 2027-04-01');

  const several = await shows(story, '/rekey status esp');
  expect(wordsOn(several)).toContain('“esp” fits several packages. Which one?');
  expect(labels(several)).toEqual(['ESP Production', 'ESP Sandbox']);
  expect(await press(story, ada, several, 'ESP Sandbox')).toContain('Printed date: 2027-05-01');
  expect(await says(story, '/rekey admins esp')).toContain('“esp” fits several packages.');
  expect(slack.as(ada).modal()).toBeNull();
  // Start asks by its modal, with the typeahead.
  expect(await says(story, '/rekey start esp')).toContain('“esp” fits several packages. Which one?');
  const { options = [] } = await slack.as(ada).suggest('Package', 'esp');
  expect(options.map(({ text }) => text.text)).toEqual(['ESP Production', 'ESP Sandbox']);
  await slack.as(ada).close({ all: true });

  for (const line of ['status', 'start', 'admins']) {
    for (const name of ['Payroll', '%', '_', 'x'.repeat(300)]) {
      const answer = await says(story, `/rekey ${line} ${name}`);
      expect(answer, `${line} ${name}`).toContain('There is no package named “');
      expect(answer).toContain('Nothing was changed. `/rekey list` shows them all.');
    }
  }
  expect(await story.sql`select id from rotation`).toEqual([]);
});

test('two of one name: every command asks which, says what tells them apart, and goes on from there', async () => {
  const story = await journey();
  const { slack } = story;
  await addPackage(story, ada, {
    name: PACK,
    client_id: 'twin0client0id0of0twenty',
    expires_on: '2027-05-01',
  });
  await slack.as(ada).close({ all: true });
  const goOn = async (line: string) => {
    const several = await shows(story, line);
    expect(wordsOn(several), line).toContain(`“${PACK}” fits several packages.`);
    const twin = labels(several).find((label) => label.includes('(twin0client'));
    expect(
      labels(several).filter((label) => label.startsWith(`${PACK} (`)),
      line,
    ).toHaveLength(2);
    return press(story, ada, several, twin!);
  };
  expect(await goOn(`/rekey status ${PACK}`)).toContain('Printed date: 2027-05-01');
  expect(await goOn(`/rekey show ${PACK}`)).toContain('twin0client0id0of0twenty');
  expect(await goOn(`/rekey calendar ${PACK}`)).toContain('.ics');
  await goOn(`/rekey settings ${PACK}`);
  expect(JSON.stringify(slack.as(ada).modal())).toContain(PACK);
  await slack.as(ada).close({ all: true });
  await goOn(`/rekey admins ${PACK}`);
  expect(slack.as(ada).modal()?.title.text).toBe('Hand over a package');
  await slack.as(ada).close({ all: true });
  await shows(story, `/rekey start ${PACK}`);
  const { options = [] } = await slack.as(ada).suggest('Package', PACK);
  expect(new Set(options.map(({ description }) => description?.text)).size).toBe(2);
});

test('start of a package whose secret has long to live: asked first, since another may be meant', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await activate(story, ada, PACK, () => expiresOn(story.cloud.package(PACK).active));
  expect(await says(story, `/rekey start ${PACK}`)).toMatch(
    /The present secret: sure until .*, \d+ days left/,
  );
  expect(await story.sql`select id from rotation where step <> 'done'`).toEqual([]);
});

test('start of a package that is under way already: said, and nothing is started twice', async () => {
  const story = await journey();
  expect(await says(story, `/rekey start ${PACK}`)).toContain('is open, with 3 vendors.');
  const { ts } = cardOf(story, PACK);
  for (const who of [ada, ben])
    expect(await says(story, `/rekey start ${PACK}`, who)).toMatch(
      /This package is being rotated already\. Nothing was started[^]*Step 2 of 5: generate/,
    );
  // By the modal as well: the package is refused where it was chosen.
  await shows(story, '/rekey start');
  expect(await told(story, ada, () => story.slack.as(ada).fill({ Package: PACK }))).toContain(
    'This package is being rotated already.',
  );
  expect(await story.sql`select id from rotation`).toHaveLength(1);
  expect(cardOf(story, PACK).ts).toBe(ts);
});

test('admins of a package: whoever is not named may do nothing more, at once, on old buttons too; the new one may', async () => {
  const story = await journey();
  const { slack, cloud, clock } = story;
  await start(story, ada, PACK, ['Loop Loyalty']);
  const oldCard = cardOf(story, PACK);
  await press(story, ada, oldCard, 'Generate and deposit…');
  await press(story, ada, slack.as(ada).lastEphemeral()!, 'I pressed Generate: give me the deposit page');
  const adas = await heldBy(story, ada, 'deposit');
  await morePath(story, ben, PACK, 'Cancel the rotation');
  const onlyOtto = `Only this package’s admins may do that: <@${otto}>.`;
  expect(await press(story, otto, oldCard, 'More…')).toContain('Only this package');

  // Only workspace admins, and only active members can be named.
  expect(await says(story, `/rekey admins ${PACK}`, ben)).toContain('Only its owner');
  expect(await says(story, `/rekey admins ${PACK}`)).toContain('whoever is not named here may not any more');
  for (const who of [gus, dex])
    expect(await submit(story, ada, { owner: who })).toEqual({
      errors: { owner: expect.stringContaining('not an active member of this workspace') },
    });
  await complete(story, ada, { owner: otto, backups: [] });

  // The card names who is meant now. Old buttons, a link and a modal from before: all judged on who acts.
  expect(cardText(story, PACK)).toContain(`Now: <@${otto}> generates the new secret and deposits it.`);
  for (const who of [ada, ben]) {
    for (const button of ['Generate and deposit…', 'More…'])
      expect(await press(story, who, oldCard, button), `${who} ${button}`).toContain(onlyOtto);
    expect(await says(story, `/rekey start ${PACK}`, who)).toContain(onlyOtto);
  }
  const generated = cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const deposit = { secret, generatedAt: clock.now().toISO() };
  expect((await adas.act('accept', deposit)).body).toMatchObject({ ok: false, code: 'not_allowed' });
  await slack.as(ben).fill({ reason: 'no longer mine' });
  await slack.as(ben).submit();
  expect(wordsOn(slack.as(ben).modal())).toContain(onlyOtto);
  await slack.as(ben).close({ all: true });
  expect(await story.sql`select step from rotation`).toEqual([{ step: 'generating' }]);

  // Otto, on the same old card, to the end; what admins are told goes to him alone.
  await press(story, otto, oldCard, 'Generate and deposit…');
  await press(story, otto, slack.as(otto).lastEphemeral()!, 'I pressed Generate: give me the deposit page');
  const ottos = await heldBy(story, otto, 'deposit');
  expect((await ottos.act('accept', deposit)).body).toMatchObject({ ok: true });
  await story.app.rounds.settle();
  await story.pass({ minutes: 6 });
  await settle(story, ['Loop Loyalty']);
  expect(dmWith(story, otto, 'Activate may be pressed')).toBeTruthy();
  expect(dmsOf(story, ada).concat(dmsOf(story, ben)).join()).not.toContain('Activate may be pressed');
  await activate(story, otto, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  const [row] = await story.sql`select "by", facts from audit where kind = 'package_admins_set'`;
  expect(JSON.stringify(row)).toMatch(new RegExp(`${ada}.*${otto}`));
});

test('admins named anew while Activate may be pressed: who left is refused, who came is prompted', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  const prompt = dmWith(story, ben, 'Activate may be pressed');
  await says(story, `/rekey admins ${PACK}`);
  await complete(story, ada, { owner: otto, backups: [ada] });
  expect(await press(story, ben, prompt, 'Activate…')).toContain(
    `Only this package’s admins may do that: <@${otto}>, <@${ada}>.`,
  );
  const ottos = dmWith(story, otto, 'Activate may be pressed');
  expect(await press(story, otto, ottos, 'Activate…')).toContain('there is no way back');
  expect(cardText(story, PACK)).toContain(`Now: <@${otto}> or <@${ada}> presses Activate in Setup.`);
});

test('an admin who leaves keeps no link of a vendor who has not collected', async () => {
  const story = await journey();
  const secret = await share(story, ['Nordic Print']);
  const bens = await passedOn(story, ben, PACK, 'Nordic Print');
  await says(story, `/rekey admins ${PACK}`);
  await complete(story, ada, { owner: otto, backups: [ada] });
  expect((await bens.act('collect')).body.code).toBe('link_not_usable');
  expect(cardText(story, PACK)).toContain(
    'no longer works; not collected: an admin must give out a new link',
  );
  const adas = await passedOn(story, ada, PACK, 'Nordic Print');
  expect((await collect(story, adas)).secret).toBe(secret);
  // What was collected is settled with the same link, whoever is an admin meanwhile.
  await says(story, `/rekey admins ${PACK}`);
  await complete(story, ada, { owner: otto, backups: [] });
  expect((await adas.act('open')).body['facts']).toMatchObject({ status: 'collected' });
});

test('who may be an admin at all: taken off the list, they may do nothing more; put back, they have their packages again', async () => {
  const story = await journey();
  const { slack } = story;
  const appoints = async (admins: string[]) => {
    await says(story, '/rekey admins');
    await complete(story, ada, { admins });
  };
  const ottoStarts = async () => {
    const answer = await says(story, '/rekey start Newsletter', otto);
    if (slack.as(otto).modal()) await slack.as(otto).close({ all: true });
    return answer;
  };
  await appoints([ada, ben, otto]);
  await addPackage(story, otto, { name: 'Newsletter', expires_on: '2027-06-01' });
  await slack.as(otto).close({ all: true });
  expect(await ottoStarts()).toContain('Nobody is recorded as using Newsletter');

  await appoints([ada, ben]);
  expect(await ottoStarts()).toContain('You may not do that. Nothing was changed.');
  await says(story, '/rekey add', otto);
  const another = { name: 'Another', channel: CHANNELS.marketingOps };
  expect(await submit(story, otto, another)).toEqual({ updated: true });
  expect(wordsOn(slack.as(otto).modal())).toContain('Only admins and owners of this Slack workspace');
  await slack.as(otto).close({ all: true });
  expect(await story.sql`select id from package where name = 'Another'`).toEqual([]);

  await appoints([ada, ben, otto]);
  expect(await ottoStarts()).toContain('Nobody is recorded as using Newsletter');
});
