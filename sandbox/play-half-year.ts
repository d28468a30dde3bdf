import { DateTime } from 'luxon';
import { expiresOn } from './marketing-cloud/packages.ts';
import { buttons, textOf } from './slack/reading.ts';
import { PEOPLE } from './slack/seed.ts';
import type { SandboxMessage } from './slack/types.ts';
import type { Sandbox } from './start.ts';
import { activate, generateAndDeposit, start } from './steps.ts';
import { cardOf } from './steps-seen.ts';
import { collects, confirms, PACK, settle, share } from './steps-through.ts';

type Say = (line: string) => void;

const WIDTH = 96;
const INDENT = '      ';
const DAYS_OF_SILENCE = 130;

/**
 * Half a year of one package in a minute: its rotation, the silence after it, then the reminders as somebody who is busy would
 * get them, message by message. Throws at the first surprise.
 */
export async function playHalfYear(sandbox: Sandbox, say: Say): Promise<void> {
  const tell = teller(sandbox, say);
  say(`\nToday. ${PACK} is due; Ada rotates it with all three vendors.\n`);
  await share(sandbox);
  await settle(sandbox);
  await activate(sandbox, PEOPLE.ada, PACK, () => expiresOn(sandbox.cloud.package(PACK).active));
  must(textOf(cardOf(sandbox, PACK)).includes('Done'), 'the first rotation is done');
  tell.skip();

  const until = expiresOn(sandbox.cloud.package(PACK).active);
  say(`\nThe new secret expires ${until}. For months there is nothing to say:\n`);
  await nineOClock(sandbox);
  let silent = 0;
  while (daysLeft(sandbox, until) > 31) {
    await sandbox.pass({ days: 1 });
    must(tell.news() === 0, 'nobody hears anything while nothing is due');
    silent += 1;
  }
  must(silent > DAYS_OF_SILENCE, 'the silence lasts for months');
  say(`  ${silent} days, not one message.\n\nThen, as nobody has time for it:\n`);
  while (daysLeft(sandbox, until) > 2) await nextDay(sandbox, tell);
  await lastMinute(sandbox, say, tell);
  say('\nThe next one is due in half a year. rekey is silent until then.');
}

/** Two days are left: it is started, and everybody is late once. */
async function lastMinute(sandbox: Sandbox, say: Say, tell: ReturnType<typeof teller>): Promise<void> {
  say('\nAda starts it at last. Generate, deposit; Vera and Nora are quick, Gus is not:\n');
  await start(sandbox, PEOPLE.ada, PACK);
  await generateAndDeposit(sandbox, PEOPLE.ada, PACK);
  await sandbox.pass({ minutes: 6 });
  await collects(sandbox, 'Acme Mail');
  const nora = await collects(sandbox, 'Nordic Print');
  await sandbox.pass({ minutes: 21 });
  await confirms(sandbox, 'Acme Mail');
  await confirms(sandbox, 'Nordic Print', nora.holder);
  tell.news();
  await nextDay(sandbox, tell);
  say('\nGus has read it:\n');
  await collects(sandbox, 'Loop Loyalty');
  await sandbox.pass({ minutes: 21 });
  await confirms(sandbox, 'Loop Loyalty');
  tell.news();
  say('\nNobody presses Activate that evening. In the morning:\n');
  await sandbox.pass({ hours: 18 });
  must(tell.news() > 0, 'an open gate is not forgotten');
  say('\nAda presses Activate and reads the new date:\n');
  await activate(sandbox, PEOPLE.ada, PACK, () => expiresOn(sandbox.cloud.package(PACK).active));
  tell.news();
  for (let day = 0; day < 5; day += 1) {
    await sandbox.pass({ days: 1 });
    must(tell.news() === 0, 'it is silent again');
  }
}

async function nextDay(sandbox: Sandbox, tell: ReturnType<typeof teller>): Promise<void> {
  await sandbox.pass({ days: 1 });
  tell.news();
}

const daysLeft = ({ clock }: Sandbox, until: string): number =>
  Math.floor(DateTime.fromISO(until, { zone: 'utc' }).diff(clock.now().startOf('day'), 'days').days) - 1;

/** Days are passed from shortly after two in the afternoon in London, when New York has its morning too. */
async function nineOClock(sandbox: Sandbox): Promise<void> {
  const now = sandbox.clock.now();
  const wanted = now.startOf('day').plus({ hours: 14, minutes: 5 });
  const at = wanted > now ? wanted : wanted.plus({ days: 1 });
  await sandbox.pass({ minutes: at.diff(now, 'minutes').minutes });
}

/** Tells what rekey has written since it was asked last, each with when, where and what. */
function teller({ slack }: Sandbox, say: Say) {
  let seen = new Set<string>();
  const all = () => slack.state.whole().messages;
  const keyOf = ({ channel, ts }: SandboxMessage) => `${channel} ${ts}`;
  const nameOf = (userId: string): string =>
    slack.state.whole().users.find(({ id }) => id === userId)?.real_name ?? userId;
  const channelOf = (id: string): string =>
    `#${slack.state.whole().channels.find((channel) => channel.id === id)?.name ?? id}`;
  const placeOf = ({ channel, thread_ts: thread, ts }: SandboxMessage): string => {
    const dm = slack.state.whole().dms.find(({ id }) => id === channel);
    const name = dm ? nameOf(dm.user) : channelOf(channel);
    return thread && thread !== ts ? `${name}, in the thread` : name;
  };
  /** As Slack would show it: names for ids, buttons in a row below what is said. */
  const linesOf = (message: SandboxMessage): string[] => {
    const pressable = buttons(message).map(({ text }) => text);
    const said = textOf(message)
      .replaceAll(/<@(\w+)>/g, (_, id: string) => `@${nameOf(id)}`)
      .replaceAll(/<#(\w+)>/g, (_, id: string) => channelOf(id))
      .replaceAll(/\*([^*\n]+)\*/g, '$1')
      .split('\n')
      .filter((line) => !pressable.includes(line));
    const row = pressable.map((text) => `[ ${text} ]`).join('  ');
    return [...said.flatMap(wrapped), ...(row ? [row] : [])];
  };
  return {
    skip: () => void (seen = new Set(all().map(keyOf))),
    /** How many there were. */
    news(): number {
      const fresh = all().filter((message) => !seen.has(keyOf(message)));
      this.skip();
      for (const message of fresh) {
        const at = DateTime.fromSeconds(Number(message.ts), { zone: 'utc' }).toFormat('ccc d LLL HH:mm');
        say(`  ${at}  ${placeOf(message)}`);
        for (const line of linesOf(message)) say(`${INDENT}${line}`);
      }
      return fresh.length;
    },
  };
}

/** In lines that a terminal holds; what has no space to break at stays whole. */
const wrapped = (line: string): string[] =>
  line.match(new RegExp(`.{1,${WIDTH}}(?=\\s|$)|\\S+`, 'g'))?.map((part) => part.trim()) ?? [];

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}.`);
}
