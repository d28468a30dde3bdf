import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate, collectInSlack, confirmInSlack, depositAgain } from '../../sandbox/steps.ts';
import { complete, completeAndRead, morePath, submit } from '../../sandbox/steps-admin.ts';
import { cardText, dmsOf, shownFor, threadOf } from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben, gus, otto } = PEOPLE;

test('found when everybody else had confirmed: the gate shuts, the vendor is served by a second deposit, and it opens again', async () => {
  const story = await journey();
  const { slack, cloud } = story;
  const secret = await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  expect(cardText(story, PACK)).toContain('Step 4 of 5: activate');
  const rows = await story.sql`select * from handoff`;

  // A vendor nobody had on record: Otto's own team, who may be named by anybody but himself.
  const late = await morePath(story, ada, PACK, 'A vendor was forgotten');
  await shownFor(story, ada, () => slack.as(ada).click(late, 'Somebody new…'));
  expect(
    await submit(story, ada, { name: 'CloudPages team', contact: ada, systems: 'Sign-up page' }),
  ).toMatchObject({
    errors: { contact: expect.stringContaining('Nobody can make themselves a vendor’s contact.') },
  });
  expect(await completeAndRead(story, ada, { contact: otto })).toContain(
    'Next: deposit the same secret once more',
  );
  expect(cardText(story, PACK)).toContain('CloudPages team (found late)');
  expect(cardText(story, PACK)).toContain('needs a second deposit of the same secret');
  expect(threadOf(story, PACK).slice(-2)).toEqual([
    expect.stringContaining(
      `<@${ada}> added CloudPages team, found late. They need a second deposit of the same secret; Activate waits for them.`,
    ),
    expect.stringContaining('Activate must wait again: not every vendor has confirmed.'),
  ]);
  expect(dmsOf(story, otto)).toEqual([]);
  expect(await story.sql`select * from handoff where id = ${rows[0]?.['id']}`).toEqual(rows);

  await depositAgain(story, ada, PACK, secret);
  expect((await collectInSlack(story, otto)).secret).toBe(secret);
  await story.pass({ minutes: 21 });
  expect(cardText(story, PACK)).not.toContain('Step 4 of 5');
  await confirmInSlack(story, otto, ['Sign-up page']);
  expect(dmsOf(story, ben).filter((dm) => dm.includes('Activate may be pressed'))).toHaveLength(2);
  expect(dmsOf(story, gus)).toHaveLength(1);
  await activate(story, ben, PACK, () => expiresOn(cloud.package(PACK).active));
  expect(cardText(story, PACK)).toContain('Done: all five steps');
});

test('found before the deposit: simply one more who is served with the others', async () => {
  const story = await journey();
  const { slack } = story;
  await slack.as(ada).slash('C0MOPS0001', '/rekey start');
  await slack.until(() => slack.as(ada).modal());
  await shownFor(story, ada, () => slack.as(ada).fill({ Package: PACK }));
  await complete(story, ada, { vendors: ['Loop Loyalty'] });
  await morePath(story, ada, PACK, 'A vendor was forgotten');
  await complete(story, ada, { vendor: 'Nordic Print' });
  expect(threadOf(story, PACK).at(-1)).toMatch(/added Nordic Print, found late\. ·/);
  expect(cardText(story, PACK)).not.toContain('second deposit');
});
