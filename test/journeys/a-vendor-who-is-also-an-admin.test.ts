import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, collectInSlack, confirmInSlack, generateAndDeposit, start } from '../../sandbox/steps.ts';
import { complete, submit, vendorPath } from '../../sandbox/steps-admin.ts';
import { cardText, dmsOf, threadOf, told, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { collects, confirms, PACK } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, vera, gus } = PEOPLE;
const CHANGE = 'Change the contact';

test('he carries both parts, each by its own door; nobody makes themselves the contact, and no admin collects for another', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  await start(story, ada, PACK, ['Acme Mail', 'Loop Loyalty']);

  // Ben is the backup. He cannot take the secret by naming himself; Ada can name him.
  const yourself = {
    errors: { contact: expect.stringContaining('Nobody can make themselves a vendor’s contact.') },
  };
  await vendorPath(story, ben, PACK, { vendor: 'Loop Loyalty', path: CHANGE });
  expect(await submit(story, ben, { contact: ben })).toEqual(yourself);
  await slack.as(ben).close({ all: true });
  await vendorPath(story, ada, PACK, { vendor: 'Loop Loyalty', path: CHANGE });
  await complete(story, ada, { contact: ben });
  expect(threadOf(story, PACK).at(-1)).toContain(
    `<@${ada}> changed the contact of Loop Loyalty to <@${ben}>.`,
  );

  const secret = await generateAndDeposit(story, ada, PACK);
  await story.pass({ minutes: 6 });

  // Ada is as much an admin as he is, and no contact; he is the contact of one vendor, not of the other.
  const takes = (who: string, shown: Shown) => {
    const value = buttons(shown).find(({ text }) => text === 'Collect')?.value ?? '';
    const button = { actionId: 'rekey.collect' };
    return told(story, who, () => slack.as(who).click(shown, button, { value, forged: true }));
  };
  expect(await takes(ada, vendorMessageOf(story, ben))).toContain(
    'Only the contact of Loop Loyalty may do that.',
  );
  expect(await takes(ben, vendorMessageOf(story, vera, CHANNELS.extAcme))).toContain(
    'Only the contact of Acme Mail may do that.',
  );
  await vendorPath(story, ben, PACK, { vendor: 'Acme Mail', path: CHANGE });
  expect(await submit(story, ben, { contact: ben })).toEqual(yourself);
  await slack.as(ben).close({ all: true });

  expect((await collectInSlack(story, ben)).secret).toBe(secret);
  await collects(story, 'Acme Mail');
  await story.pass({ minutes: 21 });
  await confirmInSlack(story, ben, ['Points sync']);
  // What he confirmed as a vendor opens nothing for the other one.
  expect(cardText(story, PACK)).not.toContain('Step 4 of 5');
  await confirms(story, 'Acme Mail');
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
  await activate(story, ben, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
  expect(dmsOf(story, gus)).toEqual([]);
});
