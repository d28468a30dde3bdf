import type { Moment } from '../../src/domain/schedule.ts';
import type { Dice } from './dice.ts';
import type { ChaosOptions } from './run.ts';
import type { Stage } from './stage.ts';

/** How far into the script what happens to everybody happens. */
const OUTAGE_AT = 0.3;
const BACK_AT = 0.55;
const FORWARD_AT = 0.75;
/** Slots lie on quarters of an hour, in every zone of the script: the clock runs on from here until the next one. */
const MINUTE = 20;
const DRAIN_MINUTES = 10;
const MOST_DRAINS = 60;

/** Lets the month pass, with an hour without Slack, a clock that is put back by an hour and one that is a day late. */
export async function playMonth(
  stage: Stage,
  { days, stepHours, dice }: Pick<ChaosOptions, 'days' | 'stepHours'> & { dice: Dice },
): Promise<void> {
  const { startAt, clock, tell } = stage;
  const endAt = startAt.plus({ days });
  const after = (share: number) => startAt.plus({ hours: days * 24 * share });
  const once = [
    { at: after(OUTAGE_AT), play: () => withoutSlack(stage) },
    { at: after(BACK_AT), play: () => stage.station(clock.now().minus({ hours: 1 })) },
    { at: after(FORWARD_AT), play: () => stage.station(onTheMinute(clock.now().plus({ days: 1 }))) },
  ];
  await stage.station(startAt);
  while (clock.now() < endAt) {
    const event = once[0];
    if (event && event.at <= clock.now()) {
      once.shift();
      await event.play();
    }
    await stage.station(onTheMinute(clock.now().plus({ hours: dice.pick(stepHours) })));
    tell(
      `${clock.now().toFormat('d LLL HH:mm')}, ${stage.instances.kills.size} kills, ${stage.slack.takes.length} taken`,
    );
  }
  await drain(stage);
}

const onTheMinute = (at: Moment): Moment => at.set({ minute: MINUTE, second: 0, millisecond: 0 });

/** Nobody can reach Slack for an hour, and no instance that is killed meanwhile can start. */
async function withoutSlack({ slack, station, clock, tell }: Stage): Promise<void> {
  tell('Slack is down');
  await slack.down();
  const from = clock.now();
  for (const minutes of [20, 40]) await station(from.plus({ minutes }));
  await slack.up();
  await station(from.plus({ minutes: 60 }));
}

/** Slack is well, nobody is killed, nobody acts: until every message that is due has its end. */
async function drain({ instances, slack, clock, database, quiet, station, tell }: Stage): Promise<void> {
  tell('the rest is delivered');
  slack.recover();
  await instances.spare();
  await station(clock.now().plus({ minutes: 1 }));
  const endAt = clock.now();
  for (let n = 0; n < MOST_DRAINS; n++) {
    await quiet();
    const [left] = await database.sql<{ n: number }[]>`
      select count(*)::int as n from outbox where state = 'sending' or (state = 'ready' and (due_at <= ${endAt.toISO()} or attempts > 0))`;
    if (left?.n === 0) return;
    clock.move({ minutes: DRAIN_MINUTES });
  }
  throw new Error('messages wait for ever');
}
