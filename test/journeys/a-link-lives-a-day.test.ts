import { expect, test } from 'vitest';
import { buttons } from '../../sandbox/slack/reading.ts';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { collect, passedOn, start } from '../../sandbox/steps.ts';
import { vendorPath } from '../../sandbox/steps-admin.ts';
import {
  cardOf,
  cardText,
  heldBy,
  press,
  shownFor,
  threadOf,
  vendorMessageOf,
} from '../../sandbox/steps-seen.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

const journey = useJourneys();
const { ada, gus } = PEOPLE;

/** What a page says of a link that opens nothing: the same, whatever the reason. */
const ENDED = {
  status: 404,
  body: {
    ok: false,
    code: 'link_not_usable',
    text: expect.stringContaining('The link has expired, was used or was replaced'),
    next: expect.stringContaining('ask whoever sent you the link for a new one'),
  },
};

/** Gus presses Collect: what he is told, and what he holds by it. */
async function pressesCollect(story: Journey) {
  const told = await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  return { told, holder: await heldBy(story, gus, 'handoff') };
}

test('a vendor comes after a day: the page says what to do, a click brings another link, the secret is still there', async () => {
  const story = await journey();
  const secret = await share(story, ['Loop Loyalty']);
  const { told, holder } = await pressesCollect(story);
  expect(told).toMatch(/Works until 2027-03-02 09:0\d UTC/);
  await story.pass({ hours: 23, minutes: 59 });
  expect((await holder.act('open')).body['facts']).toMatchObject({ status: 'collectable' });
  await story.pass({ minutes: 1 });
  const confirm = { systems: ['Points sync'], proof: 'fresh_token' };
  for (const what of ['open', 'collect', 'stored']) expect(await holder.act(what), what).toMatchObject(ENDED);
  expect(await holder.act('confirm', confirm)).toMatchObject(ENDED);
  expect(await holder.act('report', { kind: 'rejected', note: null })).toMatchObject(ENDED);
  expect(cardText(story, PACK)).toContain('not collected yet');

  expect(buttons(vendorMessageOf(story, gus)).map(({ text }) => text)).toContain('Collect');
  const again = await pressesCollect(story);
  expect((await collect(story, again.holder)).secret).toBe(secret);
  expect(await holder.act('open')).toMatchObject(ENDED);

  // Once collected, link and code show how it stands and take the vendor's word, also after their day (promise H10).
  await story.pass({ hours: 25 });
  expect((await again.holder.act('open')).body['facts']).toMatchObject({ status: 'collected' });
  expect((await again.holder.act('collect')).body.code).toBe('already_collected');
  expect((await again.holder.act('confirm', confirm)).body).toMatchObject({ ok: true });
});

test('a vendor without Slack comes after a day: an admin passes on another link, and the record says so', async () => {
  const story = await journey();
  const secret = await share(story, ['Nordic Print']);
  const noras = await passedOn(story, ada, PACK, 'Nordic Print');
  await story.pass({ hours: 24, minutes: 1 });
  expect(await noras.act('collect')).toMatchObject(ENDED);
  expect(cardText(story, PACK)).toMatch(
    /what <@U0ADA00001> had to pass on, .*, no longer works; not collected: an admin must give out a new link/,
  );
  expect(buttons(cardOf(story, PACK)).map(({ text }) => text)).toContain('Get link for Nordic Print');
  await vendorPath(story, ada, PACK, { vendor: 'Nordic Print', path: 'Get a link to pass on' });
  const newer = await heldBy(story, ada, 'handoff');
  expect(cardText(story, PACK)).toContain('(2 times)');
  expect(threadOf(story, PACK).at(-1)).toContain('was given a new link and code to pass on to Nordic Print.');
  expect((await collect(story, newer)).secret).toBe(secret);
});

test('an admin comes to the deposit page after a day: nothing is taken, and the card gives another link', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty']);
  const link = async () => {
    const click = () => story.slack.as(ada).click(cardOf(story, PACK), 'Generate and deposit…');
    await press(
      story,
      ada,
      await shownFor(story, ada, click),
      'I pressed Generate: give me the deposit page',
    );
    return heldBy(story, ada, 'deposit');
  };
  const old = await link();
  await story.pass({ hours: 24, minutes: 1 });
  const generated = story.cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  const deposit = { secret, generatedAt: story.clock.now().toISO() };
  expect(await old.act('accept', deposit)).toMatchObject(ENDED);
  expect(cardText(story, PACK)).toContain('Step 2 of 5: generate');
  expect((await (await link()).act('accept', deposit)).body).toMatchObject({ ok: true });
});

test('whoever runs rekey may let links live shorter', async () => {
  const story = await journey({ env: { LINK_HOURS: '1' } });
  await share(story, ['Loop Loyalty']);
  const { told, holder } = await pressesCollect(story);
  expect(told).toMatch(/Works until 2027-03-01 10:0\d UTC/);
  await story.pass({ hours: 1 });
  expect(await holder.act('collect')).toMatchObject(ENDED);
});
