import { expect, test } from 'vitest';
import { playHalfYear } from '../../sandbox/play-half-year.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();

test('half a year of one package, as the demo plays it: months of silence, then the ladder, each message once', async () => {
  const lines: string[] = [];
  const story = await journey({ hasMail: true });
  await playHalfYear(story, (line) => lines.push(line));
  const told = lines.join(' ').replaceAll(/\s+/g, ' ');
  expect(told).toMatch(/1\d\d days, not one message/);
  for (const words of [
    '30 days left',
    '14 days left',
    'Due: ESP Production',
    'Urgent: ESP Production',
    '1 day left',
  ])
    expect(told).toContain(words);
  expect(told).toContain('was asked and has not answered');
  expect(told).toContain('The rotation is done');
}, 120_000);
