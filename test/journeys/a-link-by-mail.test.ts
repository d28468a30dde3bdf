import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { collect, mailed, mailedTo, passedOn } from '../../sandbox/steps.ts';
import { vendorPath } from '../../sandbox/steps-admin.ts';
import { cardOf, cardText, codeIn, threadOf, wordsOn } from '../../sandbox/steps-seen.ts';
import { PACK, share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const { ada, ben } = PEOPLE;
const VENDOR = 'Nordic Print';

test('rekey mails the link, the admin alone gets the code; neither is where the other is', async () => {
  const story = await journey({ hasMail: true });
  const secret = await share(story, [VENDOR]);
  expect(cardText(story, PACK)).toContain('no Slack: an admin must mail the link and tell the code');
  const holder = await mailed(story, ada, PACK, VENDOR);
  const [letter] = story.mailbox.letters();
  expect(letter?.to).toBe('Nora Dahl <nora@nordic-print.example>');
  expect(letter?.raw).not.toContain(holder.code);
  expect(letter?.raw).not.toContain(holder.code.replace('-', ''));
  const token = holder.url.split('#')[1] ?? '-';
  expect(story.slack.traffic.mentioning(token)).toEqual([]);
  const told = wordsOn(story.slack.as(ada).lastEphemeral());
  expect(told).toContain('The link went to nora@nordic-print.example');
  const dump = await story.dump();
  expect(dump).not.toContain(token);
  expect(dump).not.toContain(holder.code.replace('-', ''));

  expect(cardText(story, PACK)).toContain('has the code to tell them; not collected yet');
  expect(threadOf(story, PACK).at(-1)).toMatch(
    /had the link mailed to Nordic Print \(nora@nordic-print\.example\), and has the code/,
  );
  expect((await collect(story, holder)).secret).toBe(secret);
  await story.pass({ minutes: 21 });
  const said = { systems: ['Letter shop SFTP'], proof: 'fresh_token' };
  expect((await holder.act('confirm', said)).body.ok).toBe(true);
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).toContain('over the link in their mail');
});

test('a mail that does not leave: the admin hears why, the card shows it, the link before lives on; then another way', async () => {
  const story = await journey({ hasMail: true, isRough: true });
  const secret = await share(story, [VENDOR]);
  const first = await mailed(story, ada, PACK, VENDOR);
  for (const [trouble, words] of [
    [{ at: 'address', code: 550 }, 'the mail server refused the address (550)'],
    [{ at: 'mail', code: 554 }, 'the mail server refused the mail (554)'],
  ] as const) {
    story.mailbox.trouble(trouble);
    const answer = await vendorPath(story, ada, PACK, { vendor: VENDOR, path: 'Mail the link' });
    expect(wordsOn(answer)).toContain(words);
    expect(wordsOn(answer)).toContain('No new link is out');
    expect(codeIn(answer)).toBe('');
    await story.app.rounds.settle();
    expect(cardText(story, PACK)).toContain(`did not leave`);
    expect(cardText(story, PACK)).toContain(words);
    expect(cardText(story, PACK)).toContain('The link given out before still works');
    expect(threadOf(story, PACK).at(-1)).toContain(words);
  }
  story.mailbox.trouble(null);
  expect((await first.act('open')).body.ok).toBe(true);

  // By hand after all: the trouble is over, and the first link with it.
  await vendorPath(story, ada, PACK, { vendor: VENDOR, path: 'Get a link to pass on' });
  await story.app.rounds.settle();
  expect(cardText(story, PACK)).not.toContain('did not leave');
  expect((await first.act('open')).body.code).toBe('link_not_usable');

  // And mailed again: that one holds.
  const answer = await vendorPath(story, ben, PACK, { vendor: VENDOR, path: 'Mail the link' });
  expect(story.mailbox.letters()[0]?.text).toContain('replaces the one you were given before');
  expect((await collect(story, mailedTo(story, answer))).secret).toBe(secret);
});

test('where no mail is set up nobody is offered any: an admin passes the link on', async () => {
  const without = await journey();
  await share(without, [VENDOR]);
  expect(JSON.stringify(cardOf(without, PACK).blocks)).not.toContain('Mail');
  await passedOn(without, ada, PACK, VENDOR);
  expect(without.mailbox.letters()).toEqual([]);
});
