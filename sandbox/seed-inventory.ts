import { expiresOn } from './marketing-cloud/packages.ts';
import { textOf } from './slack/reading.ts';
import type { Sandbox } from './start.ts';
import { CHANNELS, PEOPLE } from './slack/seed.ts';

/** The vendors of "ESP Production": over Slack Connect, a guest, and one without Slack. */
const VENDORS: readonly Record<string, string>[] = [
  {
    name: 'Acme Mail',
    contact: PEOPLE.vera,
    channel: CHANNELS.extAcme,
    systems: 'Nightly import\nPreference centre',
  },
  { name: 'Loop Loyalty', contact: PEOPLE.gus, systems: 'Points sync' },
  {
    name: 'Nordic Print',
    contact_name: 'Nora Dahl',
    email: 'nora@nordic-print.example',
    systems: 'Letter shop SFTP',
  },
];

/** How often rekey looks for what is due. */
const ROUND_EVERY_MS = 1000;

/** At the first start Ada adds one package with its vendors, by the same slash command and modals as anybody. */
export async function seedInventory(sandbox: Sandbox): Promise<void> {
  const { slack, app } = sandbox;
  const home = await slack.as(PEOPLE.ada).openHome();
  if (JSON.stringify(home).includes('ESP Production')) return;
  // The package is due at once: its reminder waits until the vendors it names are there.
  await app.rounds.stop();
  await addPackage(sandbox);
  await app.rounds.settle();
  app.rounds.start(ROUND_EVERY_MS);
}

async function addPackage({ slack, cloud }: Sandbox): Promise<void> {
  const ada = slack.as(PEOPLE.ada);
  const pack = cloud.package('ESP Production');
  await ada.slash(CHANNELS.marketingOps, '/rekey add');
  await slack.until(() => ada.modal());
  await ada.fill({
    name: pack.name,
    channel: CHANNELS.marketingOps,
    expires_on: expiresOn(pack.active),
    backups: [PEOPLE.ben],
    client_id: pack.clientId,
    subdomain: pack.subdomain,
    units: pack.mids.map((mid, n) => `${mid} ${['Retail', 'Wholesale'][n] ?? 'Unit'}`).join('\n'),
  });
  expectClosed(await ada.submit(), 'the package modal');
  for (const vendor of VENDORS) {
    await ada.click(await slack.until(() => ada.modal()), 'Add a vendor…');
    await slack.until(() => JSON.stringify(ada.modal()).includes('Systems in which') || null);
    await ada.fill(vendor);
    expectClosed(await ada.submit(), 'the vendor modal');
    await slack.until(() => textOf(ada.modal()).includes(vendor['name'] ?? ''));
  }
  await slack.quiet();
  await ada.close({ all: true });
}

function expectClosed(answer: object, what: string): void {
  if ('errors' in answer || 'failed' in answer)
    throw new Error(`${what} was not taken: ${JSON.stringify(answer)}`);
}
