import { CHANNELS, PEOPLE } from './slack/seed.ts';
import {
  collect,
  collectInSlack,
  confirmInSlack,
  generateAndDeposit,
  mailed,
  passedOn,
  start,
} from './steps.ts';
import type { Holder } from './pages.ts';
import type { Sandbox } from './start.ts';

// Long stretches of a rotation of the seeded package, for stories that begin in its middle. Ada is the admin.

export const PACK = 'ESP Production';

/** How the seeded vendors are reached, and where the secret sits. */
export const VENDORS = {
  'Acme Mail': {
    contact: PEOPLE.vera,
    channel: CHANNELS.extAcme,
    systems: ['Nightly import', 'Preference centre'],
  },
  'Loop Loyalty': { contact: PEOPLE.gus, channel: undefined, systems: ['Points sync'] },
  'Nordic Print': { contact: null, channel: undefined, systems: ['Letter shop SFTP'] },
} as const;
export type Vendor = keyof typeof VENDORS;
export const ALL_VENDORS = Object.keys(VENDORS) as readonly Vendor[];

/** Started, generated, deposited, and live: the vendors have just been told. Returns the secret. */
export async function share(sandbox: Sandbox, vendors?: readonly Vendor[]): Promise<string> {
  await start(sandbox, PEOPLE.ada, PACK, vendors);
  const secret = await generateAndDeposit(sandbox, PEOPLE.ada, PACK);
  await sandbox.pass({ minutes: 6 });
  return secret;
}

/** One vendor collects, in the vendor's own way. */
export async function collects(
  sandbox: Sandbox,
  vendor: Vendor,
): Promise<{ secret: string; holder: Holder }> {
  const { contact, channel } = VENDORS[vendor];
  if (contact) return collectInSlack(sandbox, contact, channel);
  const give = sandbox.hasMail ? mailed : passedOn;
  return collect(sandbox, await give(sandbox, PEOPLE.ada, PACK, vendor));
}

/** One vendor says that it works, twenty minutes or more after collecting; without Slack with link and code, as held. */
export async function confirms(sandbox: Sandbox, vendor: Vendor, holder?: Holder): Promise<void> {
  const { contact, channel, systems } = VENDORS[vendor];
  if (contact) return confirmInSlack(sandbox, contact, systems, channel);
  const answer = await holder?.act('confirm', { systems, proof: 'fresh_token' });
  if (!answer?.body.ok) throw new Error(`${vendor} could not confirm: ${JSON.stringify(answer)}`);
  await sandbox.app.rounds.settle();
}

/** These vendors collect, switch, wait for the old tokens to end, and confirm. */
export async function settle(sandbox: Sandbox, vendors: readonly Vendor[] = ALL_VENDORS): Promise<void> {
  const holders = new Map<Vendor, Holder>();
  for (const vendor of vendors) holders.set(vendor, (await collects(sandbox, vendor)).holder);
  await sandbox.pass({ minutes: 21 });
  for (const vendor of vendors) await confirms(sandbox, vendor, holders.get(vendor));
}
