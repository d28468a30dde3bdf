import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { Secret } from '../../src/domain/secret.ts';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import {
  cancelRotation,
  disownDeposit,
  generateAgain,
  recordExpiry,
  resolveProblem,
  waiveVendor,
} from '../../src/usecases/admin-acts.ts';
import { collectOnce } from '../support/collecting.ts';
import { confirmHandoff } from '../../src/usecases/confirm-handoff.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import { guardText } from '../../src/usecases/guard-text.ts';
import { mintCollectLink } from '../../src/usecases/mint-collect-link.ts';
import { mintDepositLink } from '../../src/usecases/mint-deposit-link.ts';
import type { Result } from '../../src/usecases/refusals.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import { useDatabase } from '../support/database.ts';
import {
  createWorld,
  freshSecret,
  held,
  PEOPLE,
  VENDORS,
  type HeldLink,
  type StoryPackage,
  type World,
} from '../support/world.ts';
import { faultsOfAudit } from './world/audit-check.ts';
import { LedgerModel, type Plain, type Try } from './world/ledger-model.ts';

const database = useDatabase();
const RUNS = Number(process.env['MODEL_RUNS'] ?? 40);
const person = PEOPLE.ada;
const CONTACTS = [PEOPLE.gus, PEOPLE.vera];
const REFUSED: Result = { ok: false, refusal: { code: 'nothing_to_do' } };

/** `REPLAY='{"seed":…,"path":"…"}'`, as a failure prints it, plays that one again. */
const replay = JSON.parse(process.env['REPLAY'] ?? '{}') as { seed?: number; path?: string };

let world: World;
beforeAll(async () => {
  world = await createWorld(database);
});

/** A package, and what people still hold of its earlier generations. */
class Story {
  readonly pkg: StoryPackage;
  rotationId = '';
  secrets: string[] = [];
  generationIds: string[] = [];
  /** Per vendor: the handoffs and links of every generation, oldest first. */
  handoffIds: string[][] = [[], []];
  links: HeldLink[][] = [[], []];

  constructor(pkg: StoryPackage) {
    this.pkg = pkg;
  }

  async act(one: Try): Promise<Result> {
    const { deps } = world;
    const { rotationId, pkg } = this;
    const admin = { person, rotationId };
    const generationId =
      ('stale' in one && one.stale ? this.generationIds.at(-2) : this.generationIds.at(-1)) ?? pkg.id;
    switch (one.do) {
      case 'start':
        return this.#start();
      case 'deposit':
        return this.#deposit(freshSecret());
      case 'deposit_stale':
        return this.secrets.length > 0 ? this.#deposit(this.secrets.at(-1) ?? '') : REFUSED;
      case 'generate_again':
        return generateAgain(deps, { ...admin, generationId });
      case 'disown':
        return disownDeposit(deps, { ...admin, generationId });
      case 'activate':
        return activateRotation(deps, { ...admin, generationId, expiresOn: null, explanation: null });
      case 'record':
        return recordExpiry(deps, { ...admin, expiresOn: '2099-01-01', explanation: 'read so' });
      case 'cancel':
        return cancelRotation(deps, { ...admin, reason: 'r' });
      case 'pass':
        await world.pass({ minutes: one.minutes });
        return { ok: true };
      case 'type_secret':
        return this.#type();
      default:
        return this.#actForVendor(one);
    }
  }

  async #start(): Promise<Result> {
    const { id: packageId, vendorIds } = this.pkg;
    const input = { person, packageId, vendorIds, plannedActivateAt: null, acceptsReplacing: true };
    const started = await startRotation(world.deps, input);
    if (started.ok) this.rotationId = started.rotationId;
    return started;
  }

  async #deposit(secret: string): Promise<Result> {
    const { deps } = world;
    const minted = await mintDepositLink(deps, { person, rotationId: this.rotationId, isAgain: false });
    if (!minted.ok) return minted;
    const given = { secret: new Secret(secret), generatedAt: deps.clock.now(), acceptsWarnings: false };
    const deposited = await depositSecret(deps, { ...held(minted.link), ...given });
    if (!deposited.ok) return deposited;
    this.secrets.push(secret);
    const { generation, handoffs } = await world.live(this.rotationId);
    this.generationIds.push(generation.id);
    this.pkg.vendorIds.forEach((vendorId, index) =>
      this.handoffIds[index]?.push(handoffs.find((one) => one.vendorId === vendorId)?.id ?? ''),
    );
    return deposited;
  }

  /** Accepted, for the model, is a text that voided a generation; refused it is in any case. */
  async #type(): Promise<Result> {
    const secret = this.secrets.at(-1);
    if (secret === undefined) return REFUSED;
    const states = () =>
      database.sql`select state from generation where package_id = ${this.pkg.id} order by number`;
    const before = JSON.stringify(await states());
    const answer = await guardText(world.deps, { person: PEOPLE.otto, texts: [secret], where: 'test' });
    expect(answer.ok).toBe(false);
    return JSON.stringify(await states()) === before ? REFUSED : { ok: true };
  }

  async #actForVendor(one: Extract<Try, { vendor: number }>): Promise<Result> {
    const { deps } = world;
    const contact = CONTACTS[one.vendor] ?? PEOPLE.gus;
    const own = this.handoffIds[one.vendor] ?? [];
    const handoffId = ('stale' in one && one.stale ? own.at(-2) : own.at(-1)) ?? this.pkg.id;
    const admin = { person, rotationId: this.rotationId, vendorId: this.pkg.vendorIds[one.vendor] ?? '' };
    switch (one.do) {
      case 'collect':
        return one.stale ? this.#collectByOldLink(one.vendor) : this.#collect(one.vendor, handoffId);
      case 'confirm': {
        const systems = ['Journeys', 'CloudPages', 'Nightly import'];
        const said = { systems, proof: 'fresh_token', isSureTokenIsFresh: true } as const;
        return confirmHandoff(deps, { person: contact, handoffId, ...said });
      }
      case 'report':
        return reportProblem(deps, { person: contact, handoffId, kind: 'other', note: null });
      case 'waive':
        return waiveVendor(deps, { ...admin, reason: 'r' });
      case 'resolve':
        return resolveProblem(deps, { ...admin, reason: 'r' });
    }
  }

  async #collect(vendor: number, handoffId: string): Promise<Result> {
    const minted = await mintCollectLink(world.deps, { person: CONTACTS[vendor] ?? PEOPLE.gus, handoffId });
    if (!minted.ok) return minted;
    const link = held(minted.link);
    this.links[vendor]?.push(link);
    const got = await collectOnce(world.deps, link);
    if (got.ok) expect(got.secret.reveal()).toBe(this.secrets.at(-1));
    return got;
  }

  /** Every link that was ever minted before the latest: none of them opens anything. */
  async #collectByOldLink(vendor: number): Promise<Result> {
    for (const link of this.links[vendor]?.slice(0, -1) ?? []) {
      const got = await collectOnce(world.deps, link);
      if (got.ok) return got;
    }
    return REFUSED;
  }
}

/** What must hold in the tables, whatever was tried. */
async function check(model: LedgerModel, { pkg, rotationId }: Story): Promise<void> {
  const { id } = pkg;
  const [row] = await database.sql`
    select count(*) filter (where g.state = 'staged')::int as staged, count(*)::int as generations,
      coalesce(max(g.number), 0)::int as last,
      (select count(*)::int from handoff h join generation o on o.id = h.generation_id
        where o.package_id = ${id} and h.sealed is not null and o.state not in ('staged', 'activated')) as leftover,
      (select count(*)::int from link l join handoff h on h.id = l.handoff_id join generation o on o.id = h.generation_id
        where o.package_id = ${id} and l.revoked_at is null and o.state in ('superseded', 'void', 'abandoned')
          and not exists (select 1 from rotation r where r.id = o.rotation_id and r.step = 'done')) as open_links,
      (select count(*)::int from rotation r where r.package_id = ${id} and r.step not in ('done', 'cancelled')) as open
    from generation g where g.package_id = ${id}`;
  const { isStaged, generations, step } = model;
  expect(row).toEqual({
    staged: isStaged ? 1 : 0,
    ...{ generations, last: generations, leftover: 0, open_links: 0 },
    open: step === 'none' ? 0 : 1,
  });
  if (rotationId === '' || step === 'none') return;
  const rotation = await world.rotation(rotationId);
  expect(rotation.step).toBe(step);
  if (!model.isLive || !('handoffs' in rotation)) return;
  const stands = pkg.vendorIds.map((vendorId) => rotation.handoffs.find((one) => one.vendorId === vendorId));
  expect(stands.map((one) => ({ status: one?.status, hasProblem: one?.problem !== null }))).toEqual(
    model.stands,
  );
}

const vendor = fc.nat({ max: 1 });
/** Mostly what gets a rotation on, so that every step is reached; beside it whatever disturbs it. */
const often = (weight: number, ...some: fc.Arbitrary<Try>[]) =>
  some.map((arbitrary) => ({ weight, arbitrary }));
const plain = (what: Plain) => fc.constant<Try>({ do: what });
/** Always among them, so that no step is left out by chance. */
const TO_THE_END: Try[] = [
  { do: 'deposit' },
  { do: 'pass', minutes: 5 },
  ...[0, 1].map((vendor): Try => ({ do: 'collect', vendor, stale: false })),
  ...[0, 1].map((vendor): Try => ({ do: 'confirm', vendor, stale: false })),
  { do: 'activate', stale: false },
  { do: 'record' },
];
const tries: fc.Arbitrary<Try> = fc.oneof(
  ...often(8, fc.record({ do: fc.constantFrom('collect', 'confirm'), vendor, stale: fc.constant(false) })),
  ...often(3, plain('deposit'), fc.constant<Try>({ do: 'pass', minutes: 5 })),
  ...often(3, fc.record({ do: fc.constant('activate'), stale: fc.constant(false) })),
  ...often(2, plain('start'), plain('record')),
  ...often(1, plain('deposit_stale'), plain('cancel'), plain('type_secret')),
  ...often(1, fc.constant<Try>({ do: 'pass', minutes: 2 })),
  ...often(
    1,
    fc.record({ do: fc.constantFrom('generate_again', 'disown', 'activate'), stale: fc.boolean() }),
  ),
  ...often(1, fc.record({ do: fc.constantFrom('collect', 'confirm'), vendor, stale: fc.constant(true) })),
  ...often(1, fc.record({ do: fc.constantFrom('waive', 'report', 'resolve'), vendor })),
);

test(
  `whatever people try, ${RUNS} times: never two live generations, nothing of a superseded one moves anything`,
  { timeout: 900_000 },
  async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(tries, { minLength: 30, maxLength: 60 }), async (moves) => {
        const story = new Story(await world.addPackage({ vendors: [VENDORS.gus, VENDORS.vera] }));
        const model = new LedgerModel(world.deps.clock.now());
        for (const one of [{ do: 'start' } as const, ...moves]) {
          const answer = await story.act(one);
          expect({ one, ok: answer.ok, answer: answer.ok ? '' : answer.refusal.code }).toMatchObject({
            ok: model.take(one),
          });
          await check(model, story);
          reached.add(model.step);
        }
      }),
      { numRuns: RUNS, examples: [[TO_THE_END]], ...replay },
    );
    expect([...reached].sort()).toEqual(['activated', 'cooling', 'generating', 'none', 'ready', 'sharing']);
    expect(await faultsOfAudit(database.sql)).toEqual([]);
  },
);

test('not even by SQL: two staged generations, two open rotations, two handoffs of one vendor', async () => {
  const pkg = await world.addPackage({ vendors: [VENDORS.gus] });
  const { rotationId } = await world.share(pkg);
  await expect(database.sql`
    insert into generation select (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'number', 2))).*
    from generation g where rotation_id = ${rotationId}`).rejects.toThrow('one_staged_generation');
  await expect(database.sql`
    insert into generation select (jsonb_populate_record(g, jsonb_build_object('id', gen_random_uuid(), 'state', 'void'))).*
    from generation g where rotation_id = ${rotationId}`).rejects.toThrow('generation_number');
  await expect(database.sql`
    insert into rotation select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'number', 2))).*
    from rotation r where id = ${rotationId}`).rejects.toThrow('one_open_rotation');
  await expect(database.sql`
    insert into handoff select (jsonb_populate_record(h, jsonb_build_object('id', gen_random_uuid()))).*
    from handoff h where rotation_id = ${rotationId}`).rejects.toThrow('handoff_of_generation');
});
