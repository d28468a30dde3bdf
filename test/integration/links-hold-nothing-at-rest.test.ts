import { createHash, createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { generateAgain } from '../../src/usecases/admin-acts.ts';
import { acknowledgeStored } from '../../src/usecases/acknowledge-stored.ts';
import { collectOnce } from '../support/collecting.ts';
import { confirmByLink } from '../../src/usecases/confirm-by-link.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { hashCode } from '../../src/usecases/link-hash.ts';
import { openDeposit } from '../../src/usecases/open-deposit.ts';
import { openHandoff } from '../../src/usecases/open-handoff.ts';
import { peekDeposit } from '../../src/usecases/peek-deposit.ts';
import { peekHandoff } from '../../src/usecases/peek-handoff.ts';
import { reportByLink } from '../../src/usecases/report-by-link.ts';
import type { Result } from '../../src/usecases/refusals.ts';
import { useDatabase } from '../support/database.ts';
import {
  createWorld,
  freshSecret,
  no,
  OFFICE,
  PEOPLE,
  VENDORS,
  yes,
  type HeldLink,
  type World,
} from '../support/world.ts';
import { tracesOf } from '../support/search.ts';
import { dump } from './world/dump.ts';

const database = useDatabase();

async function story() {
  const world = await createWorld(database);
  const pkg = await world.addPackage({ vendors: [VENDORS.vera, VENDORS.milo] });
  const { rotationId, secret } = await world.share(pkg);
  const [vera = '', milo = ''] = pkg.vendorIds;
  return { world, pkg, rotationId, secret, vera, milo };
}

test('after a whole rotation no token and no code is in any table, message or log line', async () => {
  const { world, rotationId } = await story();
  await world.settle(rotationId);
  const sent = await world.deliver();
  await world.activate(rotationId);
  await world.finish(rotationId);
  const { texts } = world.deps.ids;
  expect(texts.length).toBeGreaterThanOrEqual(6);

  const kept = await dump(database.sql);
  const everything = [kept, JSON.stringify(sent), ...world.deps.log.lines].join('\n');
  for (const text of texts) expect(tracesOf(text, everything), 'a token or a code').toEqual([]);
  for (const text of texts.filter((one) => one.length === 8)) {
    expect(everything).not.toContain(`${text.slice(0, 4)}-${text.slice(4)}`);
  }
  const tokens = texts.filter((text) => text.length > 8);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32); // 256 random bits
    expect(kept).toContain(createHash('sha256').update(token).digest('hex')); // the dump does hold the hash
  }
});

test("a code's hash can't be searched for without its token", async () => {
  const { world, rotationId, vera } = await story();
  const { token, code } = await world.link(rotationId, vera);
  const digits = code.replace('-', '');
  const [row] = await database.sql<{ token_hash: Buffer; code_hash: Buffer }[]>`
    select token_hash, code_hash from link where token_hash = ${createHash('sha256').update(token).digest()}`;
  if (!row) throw new Error('there is no link');

  expect(row.code_hash).toEqual(Buffer.from(hashCode(token, code)));
  // Whoever has the dump has the token's hash and can try all codes: none of this meets the right one.
  const guesses = [digits, code].flatMap((text) => [
    createHash('sha256').update(text).digest(),
    createHmac('sha256', row.token_hash).update(text).digest(),
    createHmac('sha256', row.token_hash.toString('hex')).update(text).digest(),
    createHash('sha256').update(row.token_hash).update(text).digest(),
  ]);
  for (const guess of guesses) expect(guess.equals(row.code_hash)).toBe(false);
  expect(Buffer.from(hashCode(`${token}x`, code)).equals(row.code_hash)).toBe(false);
});

test('a code is read as people type it', async () => {
  const { world, rotationId, secret, vera } = await story();
  const { token, code } = await world.link(rotationId, vera);
  const typed = ` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `;
  expect(yes(await collectOnce(world.deps, { token, code: typed })).secret.reveal()).toBe(secret);
});

/** Everything a link opens; each must say the same of a dead one. */
const acts = ({ deps }: World, link: HeldLink): (() => Promise<Result>)[] => [
  () => peekHandoff(deps, link),
  () => openHandoff(deps, link),
  () => collectOnce(deps, link),
  () => acknowledgeStored(deps, link),
  () => confirmByLink(deps, { ...link, systems: [], proof: 'fresh_token', isSureTokenIsFresh: true }),
  () => reportByLink(deps, { ...link, kind: 'other', note: null }),
];

const DEAD: Record<string, [string, (of: Awaited<ReturnType<typeof story>>) => Promise<HeldLink>]> = {
  expired: [
    'link_expired',
    async ({ world, rotationId, vera }) => {
      const link = await world.link(rotationId, vera);
      world.deps.clock.move({ hours: 24 });
      return link;
    },
  ],
  'replaced by a newer one': [
    'link_revoked',
    async ({ world, rotationId, vera }) => {
      const link = await world.link(rotationId, vera);
      await world.link(rotationId, vera);
      return link;
    },
  ],
  'passed on again': [
    'link_revoked',
    async ({ world, rotationId, milo }) => {
      const link = await world.link(rotationId, milo);
      await world.link(rotationId, milo);
      return link;
    },
  ],
  'of a superseded generation': [
    'link_superseded',
    async ({ world, rotationId, vera }) => {
      const link = await world.link(rotationId, vera);
      const generationId = (await world.live(rotationId)).generation.id;
      yes(await generateAgain(world.deps, { person: PEOPLE.ada, rotationId, generationId }));
      return link;
    },
  ],
  'for a deposit': [
    'link_of_other_purpose',
    async ({ world, pkg }) => {
      const other = await world.addPackage({ vendors: [VENDORS.gus] });
      expect(other.id).not.toBe(pkg.id);
      return world.depositLink(await world.start(other));
    },
  ],
  'of another workspace': [
    'link_of_other_workspace',
    async () => {
      const { world, rotationId, vera } = await story();
      return world.link(rotationId, vera);
    },
  ],
  unknown: [
    'link_unknown',
    async ({ world }) => ({ ...(await blank(world)), token: world.deps.ids.token() }),
  ],
  malformed: ['link_unknown', ({ world }) => blank(world)],
};

const blank = async ({ deps }: World): Promise<HeldLink> => ({
  token: '',
  code: '',
  from: OFFICE,
  expiresAt: deps.clock.now(),
});

test.each(Object.entries(DEAD))('a link %s opens nothing and changes nothing', async (_, [code, make]) => {
  const told = await story();
  const link = await make(told);
  const { world } = told;
  const before = await dump(database.sql);
  world.deps.log.lines.length = 0;

  for (const act of acts(world, link)) expect(no(await act())).toEqual({ code: 'link_not_usable' });

  expect(await dump(database.sql)).toBe(before);
  const codes = world.deps.log.lines.map((line) => (JSON.parse(line) as { code: string }).code);
  expect(new Set(codes)).toEqual(new Set([code]));
});

test('when the rotation is done its links are dead; whoever has link and code is told so', async () => {
  const { world, rotationId, vera } = await story();
  await world.settle(rotationId);
  const link = await world.link(rotationId, vera);
  await world.activate(rotationId);
  await world.finish(rotationId);
  const before = await dump(database.sql);

  const refusals = [];
  for (const act of acts(world, link)) refusals.push(no(await act()).code);

  const dead = 'link_not_usable';
  expect(refusals).toEqual([dead, dead, dead, dead, 'rotation_ended', 'rotation_ended']);
  expect(await dump(database.sql)).toBe(before);
});

test('a wrong code opens nothing, and the right one still does', async () => {
  const { world, rotationId, secret, vera } = await story();
  const link = await world.link(rotationId, vera);
  const before = await dump(database.sql, { but: 'guess' });

  for (const act of acts(world, { ...link, code: '0000-0000' }).slice(1)) {
    expect(no(await act())).toEqual({ code: 'wrong_code' });
  }

  expect(await dump(database.sql, { but: 'guess' })).toBe(before);
  expect(yes(await collectOnce(world.deps, link)).secret.reveal()).toBe(secret);
});

test("a vendor's link deposits nothing", async () => {
  const { world, rotationId, vera } = await story();
  const link = await world.link(rotationId, vera);
  const secret = new Secret(freshSecret());
  const generatedAt = world.deps.clock.now();
  const answers = [
    await peekDeposit(world.deps, link),
    await openDeposit(world.deps, link),
    await depositSecret(world.deps, { ...link, secret, generatedAt, acceptsWarnings: true }),
  ];
  expect(answers.map((answer) => no(answer).code)).toEqual(Array(3).fill('link_not_usable'));
});

test('after collection the same link shows how it stands, and never the secret again', async () => {
  const { world, rotationId, vera } = await story();
  const link = await world.link(rotationId, vera);
  const { facts } = yes(await collectOnce(world.deps, link));
  expect(facts.status).toBe('collected');

  expect(no(await collectOnce(world.deps, link)).code).toBe('already_collected');
  expect(yes(await openHandoff(world.deps, link)).facts.status).toBe('collected');
  yes(await acknowledgeStored(world.deps, link));
  yes(await acknowledgeStored(world.deps, link));
  const stored = await database.sql`
    select 1 from audit where rotation_id = ${rotationId} and kind = 'secret_stored'`;
  expect(stored).toHaveLength(1);
});

test('a page that was opened is noted, once on the card, and moves nothing', async () => {
  const { world, rotationId, vera } = await story();
  await world.deliver();
  const { token } = await world.link(rotationId, vera);
  const rows = () =>
    database.sql`select h::text, h.xmin from handoff h where rotation_id = ${rotationId} order by id`;
  const before = [...(await rows())];

  for (let times = 0; times < 3; times++) {
    expect(yes(await peekHandoff(world.deps, { token }))).toMatchObject({ workspaceName: 'Acme' });
  }

  expect([...(await rows())]).toEqual(before);
  expect((await world.deliver()).map(({ kind }) => kind)).toEqual(['card']);
  const [opened] =
    await database.sql`select times from page_open where workspace_id = ${world.deps.workspaceId}`;
  expect(opened).toEqual({ times: 3 });
});
