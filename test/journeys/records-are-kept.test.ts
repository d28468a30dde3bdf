import { expect, test } from 'vitest';
import { newSecretText } from '../../sandbox/marketing-cloud/seed.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { addPackage, addVendor, complete, submit, submitAndRead } from '../../sandbox/steps-admin.ts';
import { dmsOf, dmWith, press, shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// What is on record of packages, vendors and accounts is kept true in Slack: by what is typed, pressed and filled in alone.

const journey = useJourneys();
const { ada, ben, gus, otto, vera, dex } = PEOPLE;
const SHOW = `/rekey show ${PACK}`;

const shows = (story: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));
const says = (story: Journey, line: string, who: string = ada) =>
  types(story, who, CHANNELS.marketingOps, line);
const labels = (shown: Shown) => buttons(shown).map(({ text }) => text);
/** The modal on top, once it holds these words. */
const modalWith = async (story: Journey, words: string, who: string = ada): Promise<Shown> => {
  await story.slack.until(() => wordsOn(story.slack.as(who).modal()).includes(words) || null);
  return story.slack.as(who).modal()!;
};
const closeAll = ({ slack }: Journey, who: string = ada) => slack.as(who).close({ all: true });
/** Presses a button of the modal on top. */
const onTop = (story: Journey, button: string | { actionId?: string; text?: string }, who: string = ada) =>
  shownFor(story, who, () => story.slack.as(who).click(story.slack.as(who).modal()!, button));

test('show: everything on record for whoever may look, the buttons for its admins', async () => {
  const story = await journey();
  const record = await shows(story, SHOW);
  const words = wordsOn(record);
  expect(words).toMatch(/Printed date {2}2027-03-07[\s\S]*Account {2}Northwind · production/);
  expect(words).toContain('Business units  Retail (510001001) and Wholesale (510001002)');
  expect(words).toContain(`Owner  <@${ada}>\nBackups  <@${ben}>`);
  expect(words).toContain('Where the secret sits, 4 places, the longest unconfirmed first');
  expect(words).toMatch(/Letter shop SFTP · Nordic Print\nnever confirmed/);
  expect(words).toContain('Some places below were never confirmed');
  const own = ['Edit…', 'Where it sits…', 'Hand over…', 'Calendar', 'Retire…'];
  expect(labels(record)).toEqual(['Start a rotation…', ...own]);
  const forOtto = await shows(story, SHOW, otto);
  expect(labels(forOtto)).toEqual([]);
  expect(wordsOn(forOtto)).toContain('Its admins can edit this.');
  expect(await says(story, '/rekey show')).toContain('Show which package?');
  expect(await says(story, '/rekey show Nothing')).toContain('There is no package named');
  // A button that Otto was never shown does nothing for him.
  const forged = { actionId: 'rekey.edit_package' };
  const value = buttons(record).find(({ text }) => text === 'Edit…')?.value ?? '';
  const refused = await shownFor(story, otto, () =>
    story.slack.as(otto).click(forOtto, forged, { value, forged: true }),
  );
  expect(wordsOn(refused)).toContain(`<@${ada}>`);
});

test('edit: what is wrong is said at its field and changes nothing; what is right is on record, the card stays', async () => {
  const story = await journey();
  await share(story);
  const open = async () => press(story, ada, await shows(story, SHOW), 'Edit…');
  expect(await open()).toContain('is being rotated: its dates come with the end of the rotation');
  const before = await story.dump();
  expect(await submit(story, ada, { units: 'Retail', freeze: '2027-05-03..2027-05-01' })).toMatchObject({
    errors: { units: expect.any(String), freeze: expect.any(String) },
  });
  const secret = newSecretText();
  const refused = await submit(story, ada, { units: '', freeze: '', notes: `it is ${secret}` });
  expect(JSON.stringify(refused)).toContain('looks like');
  expect(JSON.stringify(refused)).not.toContain(secret);
  const now = { name: PACK, channel: CHANNELS.extAcme, notes: 'Ask Bo first.', lead_days: '14' };
  expect(await story.sql`select 1 from audit where kind = 'package_changed'`).toEqual([]);
  expect(before).not.toContain('Ask Bo first.');
  const words = await submitAndRead(story, ada, now);
  expect(words).toContain('is saved. Changed: channel, ');
  expect(words).toContain(`The card of the rotation under way stays in <#${CHANNELS.marketingOps}>`);
  await closeAll(story);
  const after = await says(story, SHOW);
  expect(after).toContain('Notes  Ask Bo first.');
  expect(after).toContain('Lead days  14');
  expect(after).toContain(`Its card is in <#${CHANNELS.marketingOps}>`);
  expect(after).toContain(`Channel  <#${CHANNELS.extAcme}>`);
});

test('hand over: to somebody appointed, both are told; the one before may nothing more', async () => {
  const story = await journey();
  const open = async (who: string) =>
    shownFor(story, who, async () => {
      const record = await shows(story, SHOW, who);
      await story.slack.as(who).click(record, 'Hand over…');
    });
  await open(ada);
  expect(await submit(story, ada, { owner: dex, backups: [] })).toMatchObject({
    errors: { owner: expect.any(String) },
  });
  await complete(story, ada, { owner: ben, backups: [] });
  expect(wordsOn(dmWith(story, ben, 'handed over to you'))).toMatch(
    new RegExp(`<@${ada}> handed over to you: ${PACK}`),
  );
  expect(dmsOf(story, ada).at(-1)).toContain(`You handed over ${PACK} to <@${ben}>`);
  const record = await shows(story, SHOW, ben);
  expect(wordsOn(record)).toContain(`Owner  <@${ben}>\nBackups  nobody`);
  expect(labels(record)).toContain('Hand over…');
  // Ada is an admin of the workspace: she may name admins, and nothing else.
  expect(labels(await shows(story, SHOW))).toEqual(['Hand over…']);
  expect(await says(story, `/rekey start ${PACK}`)).toContain(`<@${ben}>`);
});

test('where it sits: added, named once, edited, taken away; still true today, and confirmed by the vendor’s rotation', async () => {
  const story = await journey();
  const { slack } = story;
  await press(story, ada, await shows(story, SHOW), 'Where it sits…');
  await onTop(story, 'Add a place…');
  await submit(story, ada, { vendor: 'Loop Loyalty', system: 'Points  sync' }).then((answer) =>
    expect(answer).toMatchObject({ errors: { system: expect.stringContaining('Loop Loyalty') } }),
  );
  await slack.as(ada).fill({ system: 'Voucher page', kind: 'cloudpage', known_by: gus, known_name: 'Gus' });
  expect(await submit(story, ada)).toMatchObject({ errors: { known_name: expect.any(String) } });
  await submit(story, ada, { known_name: '' });
  await modalWith(story, 'Voucher page · Loop Loyalty · CloudPage');
  expect(wordsOn(slack.as(ada).modal())).toContain(`never confirmed · ask <@${gus}>`);
  await onTop(story, 'Still true today…');
  await submit(story, ada, { systems: ['Voucher page · Loop Loyalty'] });
  await modalWith(story, `still true 2027-03-01 09:00 UTC, says <@${ada}>`);
  await onTop(story, { text: 'Letter shop SFTP' });
  await onTop(story, 'The secret is not there any more');
  expect(wordsOn(slack.as(ada).modal())).not.toContain('Letter shop');
  await closeAll(story);
  const trail = await story.sql`select kind from audit where kind like 'place%' order by at, seq`;
  expect(trail.map(({ kind }) => kind)).toEqual(['place_added', 'places_confirmed', 'place_removed']);

  await share(story, ['Acme Mail']);
  await settle(story, ['Acme Mail']);
  const record = await says(story, SHOW);
  expect(record).toMatch(/Preference centre · Acme Mail[^\n]*\nconfirmed in a rotation 2027-03-01/);
  // What nobody confirmed comes first.
  expect(record.indexOf('Points sync')).toBeLessThan(record.indexOf('Voucher page'));
});

test('our own CloudPages and jobs are a vendor like any other, answered for by a colleague', async () => {
  const story = await journey();
  await press(story, ada, await shows(story, SHOW), 'Where it sits…');
  await onTop(story, 'Our own systems…');
  expect(await submit(story, ada, { contact: ada, systems: 'Preference page' })).toMatchObject({
    errors: { contact: expect.stringContaining('Nobody can make themselves') },
  });
  await submit(story, ada, { contact: ben, systems: 'Preference page\nWelcome script' });
  await closeAll(story);
  const record = await says(story, SHOW);
  expect(record).toContain('Preference page · Our own systems · CloudPage');
  // Ben is an admin and a vendor’s contact at once.
  expect(record).toContain(`Our own systems (<@${ben}>)`);
  await press(story, ada, await shows(story, SHOW), 'Where it sits…');
  await onTop(story, 'Our own systems…');
  expect(wordsOn(story.slack.as(ada).modal())).toContain('One more place');
});

test('vendors: each once, its contact changed once for every package; the hundred-and-first is found by typing', async () => {
  const story = await journey();
  const { slack } = story;
  await addPackage(story, ada, { name: 'Second', expires_on: '2027-08-01' });
  await addVendor(story, ada, { name: 'Loop Loyalty', contact: gus, systems: 'Second sync' });
  await closeAll(story);
  const list = await shows(story, '/rekey vendors');
  expect(wordsOn(list)).toContain('3 vendors');
  expect(wordsOn(list)).toContain(`Loop Loyalty · <@${gus}> · serves 2 packages`);
  const openLoop = async (shown: Shown) =>
    shownFor(story, ada, () => slack.as(ada).click(shown, { text: 'Loop Loyalty' }));
  await openLoop(list);
  expect(wordsOn(slack.as(ada).modal())).toContain(`serves 2 packages: ${PACK} and Second`);
  expect(await submit(story, ada, { contact: ada })).toMatchObject({
    errors: { contact: expect.stringContaining('Nobody can make themselves') },
  });
  expect(await submit(story, ada, { contact: vera, name: 'acme mail' })).toMatchObject({
    errors: { name: expect.any(String) },
  });
  expect(await submitAndRead(story, ada, { name: 'Loop', contact: otto })).toContain('is saved, for every');
  await closeAll(story);
  for (const name of [PACK, 'Second'])
    expect(await says(story, `/rekey show ${name}`)).toContain(`Loop (<@${otto}>)`);

  await story.sql`insert into vendor (id, workspace_id, name, contact, created_at)
    select gen_random_uuid(), workspace_id, 'Agency ' || to_char(n, 'FM000'), contact, created_at
    from vendor, generate_series(1, 120) n where name = 'Loop'`;
  const many = await shows(story, '/rekey vendors');
  expect(wordsOn(many)).toContain('the search above finds the others');
  await shownFor(story, ada, () => slack.as(ada).select(many, 'Find a vendor', 'Agency 117'));
  expect(wordsOn(slack.as(ada).modal())).toContain('Agency 117 serves no package yet');
  await closeAll(story);
  expect(await says(story, '/rekey vendors 118')).toContain('Agency 118');
});

test('accounts: added, edited, given to a package; while one is in it, it is not removed', async () => {
  const story = await journey();
  const { slack } = story;
  await shownFor(story, ada, async () => {
    await slack.as(ada).click(await shows(story, '/rekey accounts'), 'New account…');
  });
  expect(
    await submit(story, ada, { name: 'northwind', subdomain: 'https://mc.example', enterprise_id: 'x' }),
  ).toMatchObject({ errors: { subdomain: expect.any(String), enterprise_id: expect.any(String) } });
  expect(await submit(story, ada, { subdomain: '', enterprise_id: '' })).toMatchObject({
    errors: { name: expect.any(String) },
  });
  await submitAndRead(story, ada, { name: 'Northwind Test', kind: 'sandbox' });
  await closeAll(story);
  const list = await shows(story, '/rekey accounts');
  expect(wordsOn(list)).toMatch(/Northwind · production\n[^\n]* · 1 package\n/);
  expect(wordsOn(list)).toMatch(/Northwind Test · sandbox\nno subdomain yet · no package/);
  expect(labels(await shows(story, '/rekey accounts', otto))).toEqual([]);
  await shownFor(story, ada, () => slack.as(ada).click(list, { text: 'Northwind Test' }));
  // Meanwhile a package is put into it: the button that is still shown refuses, and says which package.
  await story.sql`update package set account_id = (select id from account where name = 'Northwind Test')`;
  const refused = await onTop(story, 'Remove the account');
  expect(wordsOn(refused)).toContain(PACK);
  expect(await story.sql`select name from account order by name`).toHaveLength(2);
});

test('retired, archived, restored: in no list meanwhile, found by its exact name alone, nothing lost', async () => {
  const story = await journey();
  await press(story, ada, await shows(story, SHOW), 'Retire…');
  await complete(story, ada, { reason: 'nobody uses it' });
  expect(labels(await shows(story, SHOW))).toEqual(['Restore', 'Archive']);
  await press(story, ada, await shows(story, SHOW), 'Archive');
  expect(await says(story, '/rekey list')).not.toContain(PACK);
  expect(await says(story, '/rekey show ESP')).toContain('There is no package named');
  expect(await press(story, ada, await shows(story, SHOW), 'Restore')).toContain('is in use again');
  const record = await shows(story, SHOW);
  expect(wordsOn(record)).toContain('Where the secret sits, 4 places');
  expect(labels(record)).toContain('Start a rotation…');
});

test('a date nobody knows, and a package nobody owns any more, stand in the list as work to do', async () => {
  const story = await journey();
  await addPackage(story, ada, { name: 'Undated', owner: ben });
  await closeAll(story);
  await shownFor(story, ada, () => story.slack.as(ada).slash(CHANNELS.marketingOps, '/rekey admins'));
  await complete(story, ada, { admins: [ada] });
  const list = await says(story, '/rekey list');
  expect(list).toMatch(/Undated · [^\n]*unknown/);
  expect(list).toMatch(/Undated · [^\n]*nobody owns it/i);
  const record = await says(story, '/rekey show Undated');
  expect(record).toContain('Its expiration date is unknown: read it in Setup');
  expect(record).toContain('Nobody owns it');
});
