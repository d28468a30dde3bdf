import { expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { start } from '../../sandbox/steps.ts';
import { cardOf, cardText, threadOf } from '../../sandbox/steps-seen.ts';
import { PACK } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();

test('the card counts the days of today, by an edit that pings nobody', async () => {
  const story = await journey();
  await start(story, PEOPLE.ada, PACK);
  const { ts } = cardOf(story, PACK);
  const lines = threadOf(story, PACK);
  const posted = story.slack.state.messages(CHANNELS.marketingOps).length;
  const edits = () => story.slack.traffic.all.filter(({ method }) => method === 'chat.update').length;
  expect(cardText(story, PACK)).toContain('Count on it until 2027-03-06 at the latest: 5 days left.');
  const before = edits();
  await story.pass({ hours: 14 });
  expect(edits()).toBe(before);
  await story.pass({ hours: 2 });
  expect(cardText(story, PACK)).toContain('at the latest: 4 days left.');
  expect(edits()).toBe(before + 1);
  expect(threadOf(story, PACK)).toEqual(lines);
  expect(story.slack.state.messages(CHANNELS.marketingOps)).toHaveLength(posted);
  await story.pass({ days: 4 });
  expect(cardText(story, PACK)).toContain('at the latest: today is the last sure day.');
  expect(cardOf(story, PACK).ts).toBe(ts);
});
