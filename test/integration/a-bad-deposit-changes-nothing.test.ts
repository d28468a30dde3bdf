import { expect, test } from 'vitest';
import { KeyringUnavailable } from '../../src/adapters/keyring.ts';
import type { Person } from '../../src/domain/people.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { Secret } from '../../src/domain/secret.ts';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { appointAdmins } from '../../src/usecases/appoint-admins.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { mintDepositLink } from '../../src/usecases/mint-deposit-link.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { useDatabase } from '../support/database.ts';
import {
  createWorld,
  freshSecret,
  held,
  no,
  PEOPLE,
  VENDORS,
  yes,
  type HeldLink,
  type StoryVendor,
  type World,
} from '../support/world.ts';
import { dump, dumpUntold } from './world/dump.ts';
import { failingAt } from './world/faults.ts';

const database = useDatabase();

interface Given {
  readonly generatedAt?: Moment;
  readonly acceptsWarnings?: boolean;
}

const deposit = ({ deps }: World, link: HeldLink, secret: string, given: Given = {}) => {
  const { generatedAt = deps.clock.now(), acceptsWarnings = false } = given;
  return depositSecret(deps, { ...link, secret: new Secret(secret), generatedAt, acceptsWarnings });
};

async function tell(vendors: readonly StoryVendor[] = [VENDORS.gus]) {
  const world = await createWorld(database);
  await world.deps.fingerprintKey.fingerprint('made now, not within a test');
  const pkg = await world.addPackage({ vendors });
  const rotationId = await world.start(pkg);
  return { world, pkg, rotationId, link: await world.depositLink(rotationId) };
}

const odd = (secret: string) => `${secret.slice(0, 30)}${secret.slice(31)}`;

test.each([
  ['nothing', () => '', { code: 'secret_empty' }],
  ['blanks only', () => ' \n\t ', { code: 'secret_empty' }],
  ['a megabyte', () => 'x'.repeat(1024 * 1024), { code: 'secret_too_long' }],
  ['a blank inside', (s: string) => `${s.slice(0, 9)} ${s.slice(9)}`, { code: 'secret_has_space' }],
  ['a line feed inside', (s: string) => `${s.slice(0, 9)}\n${s.slice(9)}`, { code: 'secret_has_space' }],
  [
    'a control character',
    (s: string) => `${s.slice(0, 9)}\u0000${s.slice(9)}`,
    { code: 'secret_has_control' },
  ],
  [
    'a zero-width space',
    (s: string) => `${s.slice(0, 9)}\u200b${s.slice(9)}`,
    { code: 'secret_has_control' },
  ],
  ['a lone surrogate', (s: string) => `${s}\ud83d`, { code: 'secret_not_text' }],
  ['a replacement character', (s: string) => `${s}\ufffd`, { code: 'secret_not_text' }],
  [
    'no prefix',
    (s: string) => s.slice(5),
    { code: 'secret_needs_a_look', warnings: ['no_prefix', 'odd_length'] },
  ],
  ['one character short', odd, { code: 'secret_needs_a_look', warnings: ['odd_length'] }],
])(
  '%s: refused by its name, nothing recorded, the link still takes the right one',
  async (_, spoil, refusal) => {
    const { world, rotationId, link } = await tell();
    const secret = freshSecret();
    const before = await dump(database.sql, { but: 'guess' });

    expect(no(await deposit(world, link, spoil(secret)))).toEqual(refusal);
    expect(await dump(database.sql, { but: 'guess' })).toBe(before);
    expect(world.deps.log.lines.join('\n')).not.toContain(secret.slice(10, 22));

    expect(yes(await deposit(world, link, `  ${secret}\r\n`)).receipt.generationNumber).toBe(1); // trimmed
    await world.pass({ minutes: 5 });
    const [vendorId = ''] = (await world.live(rotationId)).participants.map((p) => p.vendorId);
    expect(await world.collect(rotationId, vendorId)).toBe(secret);
  },
);

test('odd but possible: taken once the admin says it is right', async () => {
  const { world, link } = await tell();
  yes(await deposit(world, link, freshSecret().slice(5), { acceptsWarnings: true }));
});

test.each([
  ['three minutes ahead', { minutes: 3 }, 'generated_in_the_future'],
  ['180 days ago', { days: -180 }, 'generated_too_long_ago'],
])('said to be generated %s: refused', async (_, by, code) => {
  const { world, link } = await tell();
  const generatedAt = world.deps.clock.now().plus(by);
  expect(no(await deposit(world, link, freshSecret(), { generatedAt }))).toEqual({ code });
});

test.each([
  ['two minutes ahead (clocks differ)', { minutes: 2 }, '2027-09-11'],
  ['an hour ago: live at once, and the date counts from then', { hours: -1 }, '2027-09-11'],
  ['ten days ago', { days: -10 }, '2027-09-01'],
])('said to be generated %s: taken', async (_, by, expiresOn) => {
  const { world, rotationId, link } = await tell();
  const generatedAt = world.deps.clock.now().plus(by);
  const { receipt } = yes(await deposit(world, link, freshSecret(), { generatedAt }));
  expect(receipt).toMatchObject({ expiresOn, liveAt: generatedAt.plus({ minutes: 5 }) });
  const isLive = generatedAt.plus({ minutes: 5 }) <= world.deps.clock.now();
  expect((await world.rotation(rotationId)).step).toBe(isLive ? 'sharing' : 'cooling');
});

test('twice from two tabs at once: one generation, one copy for each vendor, the other tab is told', async () => {
  const { world, pkg, rotationId, link } = await tell([VENDORS.gus, VENDORS.vera]);
  const other = world.on(await database.otherConnection());
  const secrets = [freshSecret(), freshSecret()];

  const answers = await Promise.all([
    deposit(world, link, secrets[0] ?? ''),
    deposit(other, link, secrets[1] ?? ''),
  ]);

  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(['already_deposited', 'link_not_usable']).toContain(no(answers.find((answer) => !answer.ok)!).code);
  const [row] = await database.sql`
    select count(distinct g.id)::int as generations, count(h.id)::int as copies from generation g
    join handoff h on h.generation_id = g.id where g.package_id = ${pkg.id}`;
  expect(row).toEqual({ generations: 1, copies: 2 });
  await world.pass({ minutes: 5 });
  const winner = secrets[answers.findIndex((answer) => answer.ok)];
  for (const vendorId of pkg.vendorIds) expect(await world.collect(rotationId, vendorId)).toBe(winner);
});

test('a used link takes nothing more', async () => {
  const { world, link } = await tell();
  yes(await deposit(world, link, freshSecret()));
  expect(no(await deposit(world, link, freshSecret())).code).toBe('link_not_usable');
  expect(world.deps.log.lines.at(-1)).toContain('link_used');
});

test("the secret of the package's earlier generation, or of another package, is refused by its name", async () => {
  const { world, rotationId, link } = await tell();
  const [first, others] = [freshSecret(), freshSecret()];
  const elsewhere = await world.start(await world.addPackage({ vendors: [VENDORS.gus] }));
  await world.deposit(elsewhere, { secret: others });
  yes(await deposit(world, link, first));
  const generationId = (await world.live(rotationId)).generation.id;
  yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  const again = await world.depositLink(rotationId);
  const before = await dump(database.sql, { but: 'guess' });

  expect(no(await deposit(world, again, first))).toEqual({
    code: 'secret_of_earlier_generation',
    generation: 1,
  });
  expect(no(await deposit(world, again, others))).toEqual({ code: 'secret_of_other_package' });

  expect(await dump(database.sql, { but: 'guess' })).toBe(before);
  expect(yes(await deposit(world, again, freshSecret())).receipt.generationNumber).toBe(2);
});

test('a second deposit of the same generation must be the same secret, and is only taken when somebody needs it', async () => {
  const { world, pkg, rotationId } = await tell();
  const secret = await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  const person = PEOPLE.ada;
  expect(no(await mintDepositLink(world.deps, { person, rotationId, isAgain: true })).code).toBe(
    'no_copy_needed',
  );

  const [vendorId = ''] = pkg.vendorIds;
  await world.collect(rotationId, vendorId);
  const { id: handoffId } = await world.handoff(rotationId, vendorId);
  yes(await reportProblem(world.deps, { person: PEOPLE.gus, handoffId, kind: 'lost', note: null }));
  const again = held(yes(await mintDepositLink(world.deps, { person, rotationId, isAgain: true })).link);

  expect(no(await deposit(world, again, freshSecret()))).toEqual({
    code: 'secret_not_the_same',
    generation: 1,
  });
  expect(yes(await deposit(world, again, secret)).receipt).toMatchObject({ generationNumber: 1 });
  expect(await world.collect(rotationId, vendorId)).toBe(secret);
});

test('a link for a second deposit stays usable while others go about their business', async () => {
  const { world, pkg, rotationId } = await tell([VENDORS.gus, VENDORS.vera]);
  const secret = await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  const [gus = '', vera = ''] = pkg.vendorIds;
  await world.collect(rotationId, gus);
  const { id: handoffId } = await world.handoff(rotationId, gus);
  yes(await reportProblem(world.deps, { person: PEOPLE.gus, handoffId, kind: 'lost', note: null }));
  const again = await world.depositLink(rotationId, { isAgain: true });
  await world.collect(rotationId, vera);
  await world.confirm(rotationId, vera);
  yes(await deposit(world, again, secret));
});

test('a link for a second deposit dies with its generation', async () => {
  const { world, pkg, rotationId } = await tell();
  await world.deposit(rotationId);
  await world.pass({ minutes: 5 });
  const [vendorId = ''] = pkg.vendorIds;
  await world.collect(rotationId, vendorId);
  const { id: handoffId } = await world.handoff(rotationId, vendorId);
  yes(await reportProblem(world.deps, { person: PEOPLE.gus, handoffId, kind: 'lost', note: null }));
  const again = await world.depositLink(rotationId, { isAgain: true });
  const generationId = (await world.live(rotationId)).generation.id;
  yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
  const next = await world.deposit(rotationId);
  expect(no(await deposit(world, again, next)).code).toBe('link_not_usable');
});

test.each([1, 2, 3, 4, 5])(
  'the KMS is down at copy %i of five: nothing is recorded, the link is still usable',
  async (at) => {
    const { world, pkg, rotationId, link } = await tell([...Array(5).keys()].map(() => VENDORS.milo));
    const secret = freshSecret();
    const flaky = world.with({ keyring: failingAt(world.deps.keyring, at) });
    const before = await dumpUntold(database.sql);

    const refusal = no(await deposit(flaky, link, secret));
    expect(refusal).toMatchObject({ code: 'keyring_unavailable' });
    expect(world.deps.log.lines.at(-1)).toContain((refusal as { reference: string }).reference);
    expect(await dumpUntold(database.sql)).toBe(before);

    yes(await deposit(flaky, link, secret));
    await world.pass({ minutes: 5 });
    for (const vendorId of pkg.vendorIds) expect(await world.collect(rotationId, vendorId)).toBe(secret);
  },
);

test('the fingerprint key itself can not be opened: nothing is recorded', async () => {
  const { world, link } = await tell();
  const fingerprint = () => Promise.reject(new KeyringUnavailable('DisabledException'));
  const before = await dumpUntold(database.sql);
  const down = world.with({ fingerprintKey: { fingerprint } });
  expect(no(await deposit(down, link, freshSecret())).code).toBe('keyring_unavailable');
  expect(await dumpUntold(database.sql)).toBe(before);
});

test('a depositor who is no admin of the package any more: refused, and the link of another admin works', async () => {
  const { world, rotationId, link } = await tell();
  yes(await appointAdmins(world.deps, { person: PEOPLE.ada, userIds: ['U0BEN'] }));
  const before = await dump(database.sql, { but: 'guess' });

  expect(no(await deposit(world, link, freshSecret()))).toEqual({ code: 'not_allowed', who: ['U0BEN'] });
  expect(await dump(database.sql, { but: 'guess' })).toBe(before);
  yes(await deposit(world, await world.depositLink(rotationId, { person: PEOPLE.ben }), freshSecret()));
});

test.each([PEOPLE.otto, PEOPLE.gus, PEOPLE.vera, PEOPLE.dex] as Person[])(
  '$name gets no link to deposit',
  async (person) => {
    const { world, rotationId } = await tell();
    expect(no(await mintDepositLink(world.deps, { person, rotationId, isAgain: false })).code).toBe(
      'not_allowed',
    );
  },
);

test('a click by Ben replaces the link Ada asked for', async () => {
  const { world, rotationId, link } = await tell();
  const bens = await world.depositLink(rotationId, { person: PEOPLE.ben });
  expect(no(await deposit(world, link, freshSecret())).code).toBe('link_not_usable');
  yes(await deposit(world, bens, freshSecret()));
  const [row] =
    await database.sql`select deposited_by->>'userId' as by from generation where rotation_id = ${rotationId}`;
  expect(row).toEqual({ by: 'U0BEN' });
});
