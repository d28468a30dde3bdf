import { cancelRotation, resolveProblem, waiveVendor } from '../../src/usecases/admin-acts.ts';
import { reportProblem } from '../../src/usecases/report-problem.ts';
import { snoozePackage } from '../../src/usecases/snooze-package.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import { PEOPLE, yes, type StoryPackage, type World } from '../support/world.ts';
import { EVERYBODY } from './people.ts';
import type { Act, Part } from './script.ts';

/** A part of the script as it is played. */
export interface Played {
  readonly part: Part;
  readonly pkg: StoryPackage;
  rotationId: string | null;
  /** How many of its acts are behind it. */
  next: number;
  tries: number;
}

const person = PEOPLE.ada;
const MOST_TRIES = 6;

/** Records the packages and vendors of the script, through the use cases. Ada and Ben are admins of each, beside its own. */
export async function castParts(world: World, parts: readonly Part[]): Promise<Played[]> {
  for (const one of EVERYBODY) world.deps.directory.put(one);
  const played: Played[] = [];
  for (const part of parts) {
    const { name, expiresOn, leadDays, channelId, ownerId, backupId, contacts } = part;
    const backupIds = [backupId, PEOPLE.ada.userId, PEOPLE.ben.userId];
    const vendors = contacts.map((contact, n) => ({
      name: `Vendor ${n}`,
      contact,
      systems: ['Nightly import'],
    }));
    const draft = { name, expiresOn, leadDays, channelId, ownerId, backupIds, vendors };
    const pkg = await world.addPackage(draft);
    played.push({ part, pkg, rotationId: null, next: 0, tries: 0 });
  }
  return played;
}

/** Whose next act is due. */
export const isDue = ({ part, next }: Played, hours: number): boolean =>
  (part.acts[next]?.afterHours ?? Infinity) <= hours;

/**
 * Plays the next act. What is refused now (not live yet, because both instances are dead) is tried again at a later station,
 * some times; then the rest of the part is left out. Returns whether something was done.
 */
export async function playNext(world: World, played: Played): Promise<boolean> {
  const act = played.part.acts[played.next];
  if (!act) return false;
  try {
    await play(world, played, act);
  } catch (error) {
    if (!(error instanceof Error) || !/^refused|^the rotation is|^there is no handoff/.test(error.message))
      throw error;
    played.tries += 1;
    if (played.tries >= MOST_TRIES) played.next = played.part.acts.length;
    return false;
  }
  played.next += 1;
  played.tries = 0;
  return true;
}

async function play(world: World, played: Played, act: Act): Promise<void> {
  const { pkg } = played;
  if (act.kind === 'snooze') return snooze(world, pkg, world.deps.clock.now().plus({ days: 2 }));
  if (act.kind === 'start') return void (played.rotationId = await world.start(pkg));
  const { rotationId } = played;
  if (!rotationId) throw new Error('refused: nothing was started');
  switch (act.kind) {
    case 'deposit':
      return void (await world.deposit(rotationId));
    case 'activate':
      return world.activate(rotationId);
    case 'finish':
      return world.finish(rotationId);
    case 'cancel':
      return void yes(await cancelRotation(world.deps, { person, rotationId, reason: 'not this month' }));
    case 'collect':
    case 'confirm':
    case 'waive':
    case 'report':
    case 'resolve':
      return playVendor(world, { rotationId, vendorId: pkg.vendorIds[act.vendor] ?? '' }, act.kind);
  }
}

/** A snooze that is too long for a package whose end is near is refused; then nothing is snoozed. */
async function snooze({ deps }: World, { id: packageId }: StoryPackage, until: Moment): Promise<void> {
  await snoozePackage(deps, { person, packageId, until });
}

async function playVendor(
  world: World,
  of: { rotationId: string; vendorId: string },
  kind: 'collect' | 'confirm' | 'waive' | 'report' | 'resolve',
): Promise<void> {
  const { rotationId, vendorId } = of;
  switch (kind) {
    case 'collect':
      return void (await world.collect(rotationId, vendorId));
    case 'confirm':
      return world.confirm(rotationId, vendorId);
    case 'waive':
      return void yes(await waiveVendor(world.deps, { person, ...of, reason: 'they are on holiday' }));
    case 'resolve':
      return void yes(await resolveProblem(world.deps, { person, ...of, reason: 'try the other URL' }));
    case 'report': {
      const contact = await world.contact(rotationId, vendorId);
      if (!contact) throw new Error('refused: only who is in Slack reports there');
      const { id: handoffId } = await world.handoff(rotationId, vendorId);
      const input = { person: contact, handoffId, kind: 'rejected', note: null } as const;
      return void yes(await reportProblem(world.deps, input));
    }
  }
}
