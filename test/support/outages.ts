import { setTimeout as sleep } from 'node:timers/promises';
import { holderOf } from '../../sandbox/pages.ts';
import type { Journey } from './journey.ts';

/** Does something while rekey can't reach its database; afterwards it waits until rekey has its connections back. */
export async function withoutDatabase<Result>(
  { doors, url }: Pick<Journey, 'doors' | 'url'>,
  act: () => Promise<Result>,
): Promise<Result> {
  await doors.database.shut();
  await sleep(1); // rekey's connections notice that the door is shut
  const result = await act().finally(() => doors.database.open());
  const unknown = holderOf(`${url}/handoff#${'x'.repeat(40)}`, 'AAAA-AAAA');
  while ((await unknown.act('peek')).status !== 404) await sleep(50);
  return result;
}

/** Does something while a column is missing: a fault that nobody has thought of. */
export async function withoutColumn<Result>(
  { sql }: Pick<Journey, 'sql'>,
  [table, column]: readonly [string, string],
  act: () => Promise<Result>,
): Promise<Result> {
  await sql`alter table ${sql(table)} rename column ${sql(column)} to missing`;
  return act().finally(() => sql`alter table ${sql(table)} rename column missing to ${sql(column)}`);
}
