import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DurationLike } from 'luxon';
import type { Keyring } from '../../src/adapters/keyring.ts';
import { localKeyring } from '../../src/adapters/keyring-local.ts';
import { joseReaderSeal } from '../../src/adapters/reader-seal-jose.ts';
import { httpsWebhookSender } from '../../src/adapters/webhook-sender-https.ts';
import type { Database } from '../../src/db/connection.ts';
import { findRotation } from '../../src/db/rotations.ts';
import { ensureWorkspace } from '../../src/db/workspaces.ts';
import type { Person } from '../../src/domain/people.ts';
import type { Handoff, LiveRotation, Rotation } from '../../src/domain/rotation.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { Secret } from '../../src/domain/secret.ts';
import { activateRotation } from '../../src/usecases/activate-rotation.ts';
import { addPackage } from '../../src/usecases/add-package.ts';
import { addVendor } from '../../src/usecases/add-vendor.ts';
import { recordExpiry } from '../../src/usecases/admin-acts.ts';
import { collectOnce } from './collecting.ts';
import { confirmByLink } from '../../src/usecases/confirm-by-link.ts';
import { confirmHandoff } from '../../src/usecases/confirm-handoff.ts';
import { deliverMessages } from '../../src/usecases/deliver-messages.ts';
import { depositSecret } from '../../src/usecases/deposit-secret.ts';
import type { Deps } from '../../src/usecases/deps.ts';
import type { PackageDraft } from '../../src/usecases/drafts.ts';
import { createFingerprintKey } from '../../src/usecases/fingerprint-key.ts';
import { letTimePass } from '../../src/usecases/let-time-pass.ts';
import { mintCollectLink } from '../../src/usecases/mint-collect-link.ts';
import { mintDepositLink } from '../../src/usecases/mint-deposit-link.ts';
import type { DeliveryOutcome, OutboxMessage } from '../../src/usecases/outbox-message.ts';
import { passOnLink } from '../../src/usecases/pass-on-link.ts';
import { startRotation } from '../../src/usecases/start-rotation.ts';
import type { ConfirmInput } from '../../src/usecases/vendor-acts.ts';

import {
  PeopleInMemory,
  collectingLog,
  rememberingIds,
  sentTo,
  testClock,
  type CollectingLog,
  type RememberingIds,
  type TestClock,
} from '../integration/world/in-memory.ts';
import {
  DRAFT,
  PEOPLE,
  freshSecret,
  held,
  yes,
  type HeldLink,
  type StoryVendor,
} from '../integration/world/people.ts';

export * from '../integration/world/in-memory.ts';
export * from '../integration/world/people.ts';

/** A package of a story, with its vendors' ids in the order they were named. */
export interface StoryPackage {
  readonly id: string;
  readonly name: string;
  readonly vendorIds: readonly string[];
}

export interface WorldOptions {
  /** A local keyring in a folder of its own unless given. */
  readonly keyring?: Keyring;
  readonly startAt?: string;
  readonly linkHours?: number;
  /** The Slack team: one world per team in a database, so that stories do not meet. */
  readonly teamId?: string;
}

/** Dependencies for the use cases, on a real database, with everything else in memory. */
export async function createWorld(
  database: Pick<Database, 'db'>,
  options: WorldOptions = {},
): Promise<World> {
  const { db } = database;
  const clock = testClock(options.startAt ?? '2027-03-15T09:00:00Z');
  const place = mkdtempSync(join(tmpdir(), 'rekey-world-'));
  const keyring = options.keyring ?? localKeyring({ file: join(place, 'keyring.json'), production: false });
  const directory = new PeopleInMemory();
  for (const person of Object.values(PEOPLE)) directory.put(person);
  const team = {
    enterpriseId: null,
    teamId: options.teamId ?? `T${randomBytes(5).toString('hex')}`,
    name: 'Acme',
  };
  const workspace = await ensureWorkspace(db, { id: randomUUID(), ...team }, clock.now());
  const workspaceId = workspace.id;
  return new World({
    ...{ db, clock, keyring, readerSeal: joseReaderSeal, directory, workspaceId },
    ids: rememberingIds(),
    log: collectingLog(),
    sendLinkMail: null,
    signIn: null,
    slackUrl: 'https://northwind.slack.com/',
    webhooks: httpsWebhookSender({ ownUrl: 'http://127.0.0.1:3000', timeoutMs: 1000 }),
    fingerprintKey: createFingerprintKey({ db, keyring, workspaceId }),
    publicUrl: 'https://rekey.example',
    command: '/rekey',
    linkHours: options.linkHours ?? 24,
    pace: null,
    wake: () => {},
  });
}

export interface WorldDeps extends Deps {
  readonly clock: TestClock;
  readonly directory: PeopleInMemory;
  readonly ids: RememberingIds;
  readonly log: CollectingLog;
}

/** Deps, and the steps of a story on them. A step throws when it is refused; to be refused, call the use case. */
export class World {
  readonly deps: WorldDeps;
  /** What the vendors hold: the last link of each handoff. */
  private readonly links: Map<string, HeldLink>;

  constructor(deps: WorldDeps, links = new Map<string, HeldLink>()) {
    this.deps = deps;
    this.links = links;
  }

  /** The same people, clock, keyring and log, seen by another instance of rekey with its own connections. */
  on({ db }: Pick<Database, 'db'>): World {
    return new World({ ...this.deps, db }, this.links);
  }

  /** The same with other dependencies: a failing keyring, say. */
  with(other: Partial<WorldDeps>): World {
    return new World({ ...this.deps, ...other }, this.links);
  }

  async addPackage(
    of: Partial<PackageDraft> & { vendors?: readonly StoryVendor[] } = {},
  ): Promise<StoryPackage> {
    const { vendors = [], ...draft } = of;
    const name = draft.name ?? `Package ${randomUUID().slice(0, 8)}`;
    const added = await addPackage(this.deps, { person: PEOPLE.ada, draft: { ...DRAFT, ...draft, name } });
    const { packageId } = yes(added);
    const vendorIds: string[] = [];
    for (const vendor of vendors) vendorIds.push(await this.addVendor(packageId, vendor));
    return { id: packageId, name, vendorIds };
  }

  /** Ben records it, so that it can be anybody but him. Names get a number where they are taken. */
  async addVendor(packageId: string, { name, contact, systems }: StoryVendor): Promise<string> {
    const draft = { name: `${name} ${randomUUID().slice(0, 8)}`, contact, systems };
    const { vendorId } = yes(await addVendor(this.deps, { person: PEOPLE.ben, packageId, draft }));
    return vendorId;
  }

  async start(pkg: StoryPackage, of: { vendorIds?: readonly string[]; plannedActivateAt?: Moment } = {}) {
    const { vendorIds = pkg.vendorIds, plannedActivateAt = null } = of;
    const input = {
      person: PEOPLE.ada,
      packageId: pkg.id,
      vendorIds,
      plannedActivateAt,
      acceptsReplacing: true,
    };
    return yes(await startRotation(this.deps, input)).rotationId;
  }

  async depositLink(rotationId: string, of: { person?: Person; isAgain?: boolean } = {}): Promise<HeldLink> {
    const { person = PEOPLE.ada, isAgain = false } = of;
    return held(yes(await mintDepositLink(this.deps, { person, rotationId, isAgain })).link);
  }

  /** Generate was pressed just now; the secret is a fresh one unless given. Returns it. */
  async deposit(rotationId: string, of: { secret?: string; isAgain?: boolean; generatedAt?: Moment } = {}) {
    const { secret = freshSecret(), isAgain = false, generatedAt = this.deps.clock.now() } = of;
    const link = await this.depositLink(rotationId, { isAgain });
    yes(
      await depositSecret(this.deps, {
        ...link,
        secret: new Secret(secret),
        generatedAt,
        acceptsWarnings: true,
      }),
    );
    return secret;
  }

  /** Time goes by and the sweep notices. */
  async pass(by: DurationLike): Promise<void> {
    this.deps.clock.move(by);
    await letTimePass(this.deps);
  }

  /** From nothing to a secret that is live and waits for the package's vendors. */
  async share(pkg: StoryPackage): Promise<{ rotationId: string; secret: string }> {
    const rotationId = await this.start(pkg);
    const secret = await this.deposit(rotationId);
    await this.pass({ minutes: 5 });
    return { rotationId, secret };
  }

  async rotation(rotationId: string): Promise<Rotation> {
    const found = await findRotation(this.deps.db, this.deps.workspaceId, rotationId);
    if (!found) throw new Error('there is no such rotation');
    return found;
  }

  async live(rotationId: string): Promise<LiveRotation> {
    const found = await this.rotation(rotationId);
    if (!('generation' in found) || found.step === 'done') throw new Error(`the rotation is ${found.step}`);
    return found;
  }

  async handoff(rotationId: string, vendorId: string): Promise<Handoff> {
    const found = (await this.live(rotationId)).handoffs.find((one) => one.vendorId === vendorId);
    if (!found) throw new Error('there is no handoff for this vendor');
    return found;
  }

  /** The Slack user who is the vendor's contact; null for one by e-mail. */
  async contact(rotationId: string, vendorId: string): Promise<Person | null> {
    const vendor = (await this.rotation(rotationId)).participants.find((p) => p.vendorId === vendorId);
    return vendor?.contact.kind === 'slack' ? this.deps.directory.find(vendor.contact.userId) : null;
  }

  /** The vendor's own click on Collect, or Ada's on "pass on" for a vendor without Slack; the link they have, where no other is given. */
  async link(rotationId: string, vendorId: string): Promise<HeldLink> {
    const person = await this.contact(rotationId, vendorId);
    const { id: handoffId } = await this.handoff(rotationId, vendorId);
    const minted = person
      ? await mintCollectLink(this.deps, { person, handoffId })
      : await passOnLink(this.deps, { person: PEOPLE.ada, rotationId, vendorId });
    const own = this.links.get(handoffId);
    if (!minted.ok && minted.refusal.code === 'can_be_fetched_again' && own) return own;
    const link = held(yes(minted).link);
    this.links.set(handoffId, link);
    return link;
  }

  /** The vendor reveals the secret; returns its text. */
  async collect(rotationId: string, vendorId: string): Promise<string> {
    const link = await this.link(rotationId, vendorId);
    return yes(await collectOnce(this.deps, link)).secret.reveal();
  }

  /** All systems ticked, a fresh token: in Slack by the contact, over a new link for a vendor without Slack. */
  async confirm(rotationId: string, vendorId: string): Promise<void> {
    const systems =
      (await this.rotation(rotationId)).participants.find((p) => p.vendorId === vendorId)?.systems ?? [];
    const said: ConfirmInput = { systems, proof: 'fresh_token', isSureTokenIsFresh: true };
    const person = await this.contact(rotationId, vendorId);
    const { id: handoffId } = await this.handoff(rotationId, vendorId);
    if (person) yes(await confirmHandoff(this.deps, { person, handoffId, ...said }));
    else yes(await confirmByLink(this.deps, { ...(await this.link(rotationId, vendorId)), ...said }));
  }

  /** Every vendor collects and confirms: the gate opens. */
  async settle(rotationId: string): Promise<void> {
    for (const { vendorId } of (await this.rotation(rotationId)).participants) {
      await this.collect(rotationId, vendorId);
      await this.confirm(rotationId, vendorId);
    }
  }

  /** "I pressed Activate", by Ada, without the date. */
  async activate(rotationId: string): Promise<void> {
    const generationId = (await this.live(rotationId)).generation.id;
    const noDate = { expiresOn: null, explanation: null };
    yes(await activateRotation(this.deps, { person: PEOPLE.ada, rotationId, generationId, ...noDate }));
  }

  /** Ada reads the computed date in Setup and records it: the rotation is done. */
  async finish(rotationId: string): Promise<void> {
    const { expiresOn } = (await this.live(rotationId)).generation;
    yes(await recordExpiry(this.deps, { person: PEOPLE.ada, rotationId, expiresOn, explanation: null }));
  }

  /** Delivers what waits; each message goes where it should unless `answer` says otherwise. Returns what was sent. */
  async deliver(
    answer: (message: OutboxMessage) => DeliveryOutcome | Promise<DeliveryOutcome> = sentTo,
  ): Promise<OutboxMessage[]> {
    const messages: OutboxMessage[] = [];
    const deliver = async (message: OutboxMessage) => (messages.push(message), answer(message));
    while ((await deliverMessages(this.deps, deliver)) > 0);
    return messages;
  }
}
