import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { start, collect } from '../../sandbox/steps.ts';
import { vendorPath } from '../../sandbox/steps-admin.ts';
import { cardOf, cardText, heldBy, press, threadOf, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { PACK, share, VENDORS } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, gus } = PEOPLE;

test('the last link holds, the earlier ones are dead: for the admin, the vendor, and the vendor without Slack', async () => {
  const story = await journey();
  await start(story, ada, PACK, ['Loop Loyalty', 'Nordic Print']);
  const deposits = [];
  for (let times = 0; times < 2; times += 1) {
    await press(story, ada, cardOf(story, PACK), 'Generate and deposit…');
    await press(
      story,
      ada,
      story.slack.as(ada).lastEphemeral()!,
      'I pressed Generate: give me the deposit page',
    );
    deposits.push(await heldBy(story, ada, 'deposit'));
  }
  expect((await deposits[0]!.act('open')).body.code).toBe('link_not_usable');
  expect((await deposits[1]!.act('open')).body.ok).toBe(true);
  const generated = story.cloud.generate(PACK);
  const secret = generated.ok ? generated.secret : '';
  expect((await deposits[1]!.act('accept', { secret, generatedAt: story.clock.now().toISO() })).body.ok).toBe(
    true,
  );
  await story.pass({ minutes: 6 });

  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const first = await heldBy(story, gus, 'handoff');
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const second = await heldBy(story, gus, 'handoff');
  expect(second.url).not.toBe(first.url);
  expect((await first.act('collect')).body.code).toBe('link_not_usable');
  // The code of one link does not open another.
  expect((await second.act('collect', { code: first.code })).body.code).toBe('wrong_code');
  expect((await collect(story, second)).secret).toBe(secret);

  await press(story, ada, cardOf(story, PACK), 'Get link for Nordic Print');
  const noras = await heldBy(story, ada, 'handoff');
  const again = await vendorPath(story, ada, PACK, { vendor: 'Nordic Print', path: 'Get a link to pass on' });
  expect(JSON.stringify(again.blocks)).toContain('It replaces the link given out before.');
  const newest = await heldBy(story, ada, 'handoff');
  expect((await noras.act('open')).body.code).toBe('link_not_usable');
  expect(cardText(story, PACK)).toContain('(2 times)');
  expect(threadOf(story, PACK).at(-1)).toContain('was given a new link and code to pass on to Nordic Print.');
  expect((await collect(story, newest)).secret).toBe(secret);
});

test('after a day the link has expired, and a click brings another; the sealed copy waits', async () => {
  const story = await journey();
  const secret = await share(story, ['Loop Loyalty']);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const old = await heldBy(story, gus, 'handoff');
  await story.pass({ hours: 24, minutes: 1 });
  expect((await old.act('collect')).body.code).toBe('link_not_usable');
  expect((await old.act('peek')).body).toEqual({ ok: false, code: 'link_not_usable' });
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const holder = await heldBy(story, gus, 'handoff');
  expect((await collect(story, holder)).secret).toBe(secret);
  // Later the same link and code open the status page; the secret never again.
  const opened = await holder.act('open');
  expect(opened.body['facts']).toMatchObject({
    status: 'collected',
    systems: VENDORS['Loop Loyalty'].systems,
  });
  expect(JSON.stringify(opened.body)).not.toContain(secret.slice(0, 12));
});
