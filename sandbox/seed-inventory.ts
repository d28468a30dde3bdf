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

/** The Marketing Cloud account it belongs to. */
const ACCOUNT = 'Northwind';

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

async function addPackage(sandbox: Sandbox): Promise<void> {
  const { slack, cloud } = sandbox;
  const ada = slack.as(PEOPLE.ada);
  const pack = cloud.package('ESP Production');
  await ada.slash(CHANNELS.marketingOps, '/rekey add');
  await slack.until(() => ada.modal());
  await addAccount(sandbox, pack.subdomain);
  await ada.fill({
    name: pack.name,
    channel: CHANNELS.marketingOps,
    expires_on: expiresOn(pack.active),
    backups: [PEOPLE.ben],
    client_id: pack.clientId,
    account: ACCOUNT,
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

/** The account, by the button on the package's form, to which it goes back. */
async function addAccount({ slack }: Sandbox, subdomain: string): Promise<void> {
  const ada = slack.as(PEOPLE.ada);
  await ada.click(await slack.until(() => ada.modal()), 'New account…');
  await slack.until(() => ada.modal()?.title.text === 'New account' || null);
  await ada.fill({ name: ACCOUNT, subdomain });
  const saved = await ada.submit();
  if (!('updated' in saved)) throw new Error(`the account was not taken: ${JSON.stringify(saved)}`);
  await ada.close();
}

function expectClosed(answer: object, what: string): void {
  if ('errors' in answer || 'failed' in answer)
    throw new Error(`${what} was not taken: ${JSON.stringify(answer)}`);
}
