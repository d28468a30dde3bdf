import { consumeLink, type StoredLink } from '../db/links.ts';
import { lastGenerationOf, wasExposed } from '../db/generations.ts';
import type { Command, HandoffSeed } from '../domain/command.ts';
import { needsCopy } from '../domain/decide-deposit.ts';
import type { Package } from '../domain/package.ts';
import { isSamePerson, type Actor } from '../domain/people.ts';
import { isLive, type Rotation } from '../domain/rotation.ts';
import { computedExpiryOn, liveAt, type Moment } from '../domain/schedule.ts';
import { advance, type Scene } from './advance.ts';
import type { Deps } from './deps.ts';
import type { DepositReceipt } from './facts.ts';
import { judgeFingerprint } from './judge-deposit.ts';
import { refused, type Refusal, type Result } from './refusals.ts';
import { anybody } from './rights.ts';
import { sealCopies } from './seal.ts';

export interface Recording {
  readonly link: StoredLink;
  readonly scene: Scene;
  /** The trimmed secret. */
  readonly text: string;
  readonly fingerprint: Uint8Array;
  readonly generatedAt: Moment;
}

type Receipt = Result<{ receipt: DepositReceipt }>;

/** All sealed copies are made first, outside any transaction; then one commit takes them in and consumes the link. */
export async function recordDeposit(deps: Deps, recording: Recording): Promise<Receipt> {
  const { rotation } = recording.scene;
  if (recording.link.purpose === 'deposit_again' && isLive(rotation)) {
    const seeds = rotation.handoffs.filter(needsCopy).map(({ id, vendorId }) => seed(id, vendorId));
    return record(deps, recording, rotation.generation.id, seeds, async () => ({
      type: 'deposit_again',
      handoffs: seeds,
    }));
  }
  const generationId = deps.ids.id();
  const seeds = rotation.participants.map(({ vendorId }) => seed(deps.ids.id(), vendorId));
  return record(deps, recording, generationId, seeds, async (scene, tx) => ({
    type: 'deposit',
    generation: {
      id: generationId,
      number: (await lastGenerationOf(tx, scene.package.id)) + 1,
      generatedAt: recording.generatedAt,
      liveAt: liveAt(recording.generatedAt),
      expiresOn: computedExpiryOn(recording.generatedAt),
      depositedAt: scene.at,
      depositedBy: depositor(recording.link),
    },
    handoffs: withLatecomers(deps, scene.rotation, seeds),
  }));
}

const seed = (id: string, vendorId: string): HandoffSeed => ({ id, vendorId, hasCopy: true });

/** A vendor who joined while the secret was being sealed has no copy: a late vendor, served by a second deposit. */
const withLatecomers = (deps: Deps, rotation: Rotation, seeds: readonly HandoffSeed[]): HandoffSeed[] => [
  ...seeds,
  ...rotation.participants
    .filter((p) => !seeds.some((one) => one.vendorId === p.vendorId))
    .map(({ vendorId }) => ({ id: deps.ids.id(), vendorId, hasCopy: false })),
];

const depositor = (link: StoredLink): Actor => ({ kind: 'slack', ...link.mintedFor });

async function record(
  deps: Deps,
  { link, scene, text, fingerprint }: Recording,
  generationId: string,
  seeds: readonly HandoffSeed[],
  command: (now: Scene, tx: Deps['db']) => Promise<Command>,
): Promise<Receipt> {
  const { workspaceId, packageId, id: rotationId } = scene.rotation;
  const places = seeds.map((one) => ({
    workspaceId,
    packageId,
    rotationId,
    generationId,
    handoffId: one.id,
  }));
  const copies = await sealCopies(deps.keyring, text, places);
  const advanced = await advance(deps, {
    rotationId,
    by: depositor(link),
    allow: ({ package: pkg }) => stillAdmin(pkg, link),
    command,
    deposit: { fingerprint, copies },
    alongside: async (tx, now) => {
      const known = await judgeFingerprint(tx, now, fingerprint, link.purpose === 'deposit_again');
      if (known) return known;
      return (await consumeLink(tx, link.id, now.at)) ? null : { code: 'link_not_usable' };
    },
  });
  if (!advanced.ok) return advanced;
  // Typed into Slack in the very moment of the commit: whoever came second sees the other (promise H1).
  if (await wasExposed(deps.db, workspaceId, fingerprint)) {
    const command = { type: 'expose', generationId } as const;
    await advance(deps, { rotationId, by: depositor(link), allow: anybody, command });
    return refused({ code: 'secret_was_exposed' });
  }
  return { ok: true, receipt: receiptOf(advanced.rotation, scene.package, seeds) };
}

/** The link is bound to an admin, who may have lost the package since. */
const stillAdmin = (pkg: Package, link: StoredLink): Refusal | null =>
  pkg.admins.some((admin) => isSamePerson(admin, link.mintedFor))
    ? null
    : { code: 'not_allowed', who: pkg.admins.map((admin) => admin.userId) };

function receiptOf(rotation: Rotation, pkg: Package, seeds: readonly HandoffSeed[]): DepositReceipt {
  if (!isLive(rotation)) throw new Error('a deposit that did not stay');
  const { number, liveAt: goesLiveAt, expiresOn } = rotation.generation;
  const served = seeds.map((one) => one.vendorId);
  const vendors = rotation.participants.filter((p) => served.includes(p.vendorId)).map((p) => p.name);
  return { packageName: pkg.name, generationNumber: number, liveAt: goesLiveAt, expiresOn, vendors };
}
