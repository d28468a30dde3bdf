import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, collectInSlack, confirmInSlack } from '../../sandbox/steps.ts';
import { complete, submit, vendorPath } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  dmsOf,
  heldBy,
  press,
  threadOf,
  vendorMessageOf,
  wordsOn,
} from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus, otto, dex } = PEOPLE;
const CHANGE = 'Change the contact';

test('in mid-rotation: old buttons and links are dead, the thread says who did it, the new contact is told anew', async () => {
  const story = await journey();
  const { slack, clock, cloud } = story;
  const secret = await share(story, ['Acme Mail', 'Loop Loyalty']);
  const oldMessage = vendorMessageOf(story, vera, CHANNELS.extAcme);
  await press(story, vera, oldMessage, 'Collect');
  const oldLink = await heldBy(story, vera, 'handoff');
  const gusRows = () =>
    story.sql`select h.* from handoff h join vendor v on v.id = h.vendor_id where v.name = 'Loop Loyalty'`;
  const untouched = await gusRows();

  // Nobody makes themselves the contact; nobody who is gone or made up can be named.
  await vendorPath(story, ada, PACK, { vendor: 'Acme Mail', path: CHANGE });
  const says = (words: string) => ({ errors: { contact: expect.stringContaining(words) } });
  expect(await submit(story, ada, { contact: ada })).toEqual(
    says('Nobody can make themselves a vendor’s contact.'),
  );
  expect(await submit(story, ada, { contact: dex })).toEqual(says('account is deactivated'));
  expect(await submit(story, ada, { contact: null })).toEqual(
    says('Choose somebody in Slack, or give a name'),
  );
  await complete(story, ada, { contact: otto });

  expect(threadOf(story, PACK).at(-1)).toContain(
    `<@${ada}> changed the contact of Acme Mail to <@${otto}>. What the former contact was given no longer works.`,
  );
  expect(cardText(story, PACK)).toContain('contact changed: needs a second deposit of the same secret');
  expect((await oldLink.act('collect')).body.ok).toBe(false);
  expect(await press(story, vera, oldMessage, 'Collect')).toMatch(
    /Only the contact of Acme Mail may do that|has been replaced/,
  );
  expect(slack.state.messages(CHANNELS.extAcme).map(wordsOn)).toEqual([
    expect.stringContaining('Its buttons are gone'),
  ]);
  expect(await gusRows()).toEqual(untouched);

  await press(story, ada, cardOf(story, PACK), 'Deposit the same secret again…');
  await press(story, ada, slack.as(ada).lastEphemeral()!, 'Give me the deposit page');
  const page = await heldBy(story, ada, 'deposit');
  expect((await page.act('accept', { secret, generatedAt: clock.now().toISO() })).body.ok).toBe(true);
  await story.app.rounds.settle();
  expect(dmsOf(story, otto)).toEqual([expect.stringContaining(`<@${otto}>, for Acme Mail`)]);
  expect(await press(story, vera, oldMessage, 'Collect')).toContain(
    'Only the contact of Acme Mail may do that.',
  );
  expect((await collectInSlack(story, otto)).secret).toBe(secret);
  await story.pass({ minutes: 21 });
  await confirmInSlack(story, otto, ['Nightly import', 'Preference centre']);
  await settle(story, ['Loop Loyalty']);
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  // The inventory has changed with it.
  expect(await story.sql`select name from vendor where contact->>'userId' = ${vera}`).toEqual([]);
});

test('after collecting: the new contact confirms only what they collected themselves', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await collectInSlack(story, gus);
  await vendorPath(story, ben, PACK, { vendor: 'Loop Loyalty', path: CHANGE });
  await complete(story, ben, { contact_name: 'Gina Loop', email: 'gina@loop.example' });
  expect(cardText(story, PACK)).toContain('Gina Loop (gina@loop.example)');
  expect(cardText(story, PACK)).toContain('(0 of 1 settled)');
  const left = story.slack.state.dm(gus).at(-1)!;
  expect(wordsOn(left)).toContain('was replaced by a newer one to the present contact');
});
