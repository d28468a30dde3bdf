import { expect, test } from 'vitest';
import { expiresOn } from '../../sandbox/marketing-cloud/packages.ts';
import { buttons, linksIn, type Shown } from '../../sandbox/slack/reading.ts';
import { CHANNELS, PEOPLE } from '../../sandbox/slack/seed.ts';
import { activate } from '../../sandbox/steps.ts';
import { addPackage, complete, morePath } from '../../sandbox/steps-admin.ts';
import { cardOf, press, shownFor, types, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK, settle, share } from '../../sandbox/steps-through.ts';
import { databasePlaces } from '../integration/world/dump.ts';
import { readByBoth, type ReadEvent } from '../support/calendars.ts';
import { secretIn } from '../support/traces.ts';
import { useJourneys, type Journey } from '../support/journey.ts';

// Promise P3, step five of the procedure: by signed Slack requests, HTTP as calendar programs speak it, and two parsers.

const journey = useJourneys();
const { ada, ben, otto } = PEOPLE;

const says = (story: Journey, line: string, who: string = ada) =>
  types(story, who, CHANNELS.marketingOps, line);
const shows = (story: Journey, line: string, who: string = ada): Promise<Shown> =>
  shownFor(story, who, () => story.slack.as(who).slash(CHANNELS.marketingOps, line));
const addressIn = (shown: Shown | null | undefined): string =>
  linksIn(shown).find((link) => link.includes('/calendar/')) ?? '';
const tokenIn = (url: string): string => /calendar\/([\w-]{43})\.ics$/.exec(url)?.[1] ?? '';

async function eventsAt(url: string): Promise<readonly ReadEvent[]> {
  const answer = await fetch(url, { headers: { 'user-agent': 'Google-Calendar-Importer' } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  return readByBoth(await answer.text()).events;
}
const lines = (events: readonly ReadEvent[]) =>
  events.map(({ start, summary, status }) => `${start} ${status} ${summary}`);

test('a package’s dates over one rotation, then the next ones by the card’s last step', async () => {
  const story = await journey();
  const { slack, cloud, log } = story;
  const given = await shows(story, `/rekey calendar ${PACK}`);
  expect(wordsOn(given)).toContain('For ESP Production: when a rotation is due');
  expect(wordsOn(given)).toContain('calendar services on the internet can’t reach it');
  const feed = addressIn(given);
  // The sandbox's package expires on the 7th: due on the 27th of February, as last sure day the 6th.
  const before = await eventsAt(feed);
  expect(lines(before)).toEqual([
    '2027-02-27 CONFIRMED Rotate ESP Production (7 days left)',
    '2027-03-06 CONFIRMED ESP Production: secret expires today',
  ]);
  expect(before.map(({ alarms }) => alarms)).toEqual([[-900], [-9540, -900]]);

  const secret = await share(story, ['Loop Loyalty']);
  await morePath(story, ada, PACK, 'Plan Activate');
  await complete(story, ada, { planned_at: '2027-03-01T12:00:00Z' });
  expect(lines(await eventsAt(feed))).toEqual([
    ...lines(before),
    '2027-03-01T12:00:00Z CONFIRMED ESP Production: Activate is planned',
  ]);
  await settle(story, ['Loop Loyalty']);
  await story.pass({ hours: 4 });
  await activate(story, ada, PACK, () => expiresOn(cloud.package(PACK).active));
  const after = await eventsAt(feed);
  expect(lines(after)).toEqual([
    '2027-08-20 CONFIRMED Rotate ESP Production (7 days left)',
    '2027-08-27 CONFIRMED ESP Production: secret expires today',
    '2027-02-27 CONFIRMED Rotate ESP Production (7 days left)',
    '2027-03-06 CANCELLED Cancelled: ESP Production: secret expires today',
    '2027-03-01T12:00:00Z CONFIRMED ESP Production: Activate is planned',
  ]);
  const [, wasExpiry] = before;
  const isExpiry = after.find(({ uid }) => uid === wasExpiry?.uid);
  expect(isExpiry?.sequence).toBeGreaterThan(wasExpiry?.sequence ?? Infinity);

  // Step five: the file, and two services' own forms. Only the next dates, of this package.
  await press(story, ada, cardOf(story, PACK), 'Add to calendar…');
  const offer = slack.as(ada).lastEphemeral();
  const [file, google, outlook] = buttons(offer).map(({ url = '' }) => url);
  expect(lines(await eventsAt(file ?? ''))).toEqual(lines(after).slice(0, 2));
  const disposition = (await fetch(file ?? '')).headers.get('content-disposition');
  expect(disposition).toBe('attachment; filename="rekey.ics"');
  expect(google).toMatch(/^https:\/\/calendar\.google\.com\/.*dates=20270820%2F20270821/);
  expect(outlook).toMatch(/^https:\/\/outlook\.office\.com\/.*startdt=2027-08-20&enddt=2027-08-21/);
  for (const link of [google, outlook]) expect(link).not.toContain(new URL(story.url).host);
  await story.pass({ days: 1 });
  expect((await fetch(file ?? '')).status).toBe(404);

  // Nothing of the secret anywhere in it; the addresses only in the answers that delivered them.
  const calendar = await (await fetch(feed)).text();
  expect(secretIn({ calendar }, secret)).toEqual([]);
  expect(calendar).not.toMatch(/https?:/);
  const { ephemerals: _, ...kept } = slack.state.whole();
  const others = slack.traffic.all.filter(({ method }) => method !== 'response_url');
  const places = {
    ...{ slack: JSON.stringify([kept, others]), log: log.lines.join('\n') },
    ...(await databasePlaces(story.sql)),
  };
  for (const url of [feed, file ?? '']) {
    expect(tokenIn(url)).toHaveLength(43);
    expect(secretIn(places, tokenIn(url))).toEqual([]);
  }
});

test('one address a person: asked again, replaced, switched off; and gone with its owner’s rights', async () => {
  const story = await journey();
  const { slack } = story;
  await addPackage(story, ada, { name: 'ESP Sandbox', expires_on: '2027-05-01', backups: [ben] });
  await slack.as(ada).close({ all: true });
  const first = addressIn(await shows(story, '/rekey calendar', ben));
  expect(lines(await eventsAt(first))).toHaveLength(4);

  const again = await shows(story, '/rekey calendar', ben);
  expect(wordsOn(again)).toContain('You already have a calendar address for every package of this workspace');
  expect(addressIn(again)).toBe('');
  await press(story, ben, again, 'New address');
  const second = addressIn(slack.as(ben).lastEphemeral());
  expect(wordsOn(slack.as(ben).lastEphemeral())).toContain('The address you had has ended.');
  expect((await fetch(first)).status).toBe(404);
  expect(await eventsAt(second)).toHaveLength(4);

  const several = await shows(story, '/rekey calendar esp', ben);
  expect(wordsOn(several)).toContain('“esp” fits several packages. Whose calendar?');
  await press(story, ben, several, 'ESP Sandbox');
  const single = addressIn(slack.as(ben).lastEphemeral());
  expect(lines(await eventsAt(single))[0]).toBe('2027-04-23 CONFIRMED Rotate ESP Sandbox (7 days left)');

  await says(story, '/rekey admins ESP Sandbox');
  await complete(story, ada, { owner: ada, backups: [] });
  expect((await fetch(single)).status).toBe(404);
  expect((await fetch(second)).status).toBe(200);
  // An old button of Ben's: he may end what he has, and have no other.
  expect(await press(story, ben, several, 'ESP Sandbox')).toContain(
    `Only this package’s admins may do that: <@${ada}>.`,
  );
  expect(await press(story, ben, again, 'Switch off')).toContain('Switched off');
  expect(await press(story, ben, again, 'Switch off')).toContain('That is already so.');
  expect((await fetch(second)).status).toBe(404);
});

test('who may not: told why, and no address is made', async () => {
  const story = await journey();
  const { slack } = story;
  expect(await says(story, '/rekey calendar', otto)).toContain('You may not do that.');
  expect(await says(story, `/rekey calendar ${PACK}`, otto)).toContain(
    'Only this package’s admins may do that',
  );
  expect(await says(story, '/rekey calendar Payroll')).toContain('There is no package named “Payroll”.');
  await share(story, ['Loop Loyalty']);
  await settle(story, ['Loop Loyalty']);
  await activate(story, ada, PACK, () => expiresOn(story.cloud.package(PACK).active));
  expect(await press(story, otto, cardOf(story, PACK), 'Add to calendar…')).toContain(
    'Only this package’s admins',
  );
  expect(linksIn(slack.as(otto).lastEphemeral())).toEqual([]);
  expect(await story.sql`select id from calendar_feed`).toEqual([]);
});
