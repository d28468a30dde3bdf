import { expiresOn } from './marketing-cloud/packages.ts';
import { textOf } from './slack/reading.ts';
import { CHANNELS, PEOPLE } from './slack/seed.ts';
import type { Sandbox } from './start.ts';
import {
  activate,
  asksToken,
  collect,
  collectInSlack,
  confirmInSlack,
  generateAndDeposit,
  mailed,
  start,
} from './steps.ts';
import { cardOf } from './steps-seen.ts';

const PACK = 'ESP Production';

type Say = (line: string) => void;

/** One whole rotation with two vendors, one in Slack and one without, told line by line. Throws at the first surprise. */
export async function playRotation(sandbox: Sandbox, print: Say): Promise<void> {
  const say: Say = (line) => print(`${sandbox.clock.now().toFormat('HH:mm')}  ${line}`);
  const old = sandbox.cloud.package(PACK).active.text;
  say(
    `${PACK}: the secret expires ${expiresOn(sandbox.cloud.package(PACK).active)}. rekey reminds #marketing-ops.`,
  );
  must(
    inChannel(sandbox).some((message) => message.includes(PACK)),
    'the channel was reminded',
  );

  await start(sandbox, PEOPLE.ada, PACK, ['Acme Mail', 'Nordic Print']);
  say('1  Ada starts the rotation; its card stands in #marketing-ops.');
  const fresh = await generateAndDeposit(sandbox, PEOPLE.ada, PACK);
  say(
    '2  Ada presses Generate in Setup and deposits the new secret on its one-time page. It cools for five minutes.',
  );
  must(!(await asksToken(sandbox, PACK, fresh)), 'the new secret does not authenticate yet');

  await sandbox.pass({ minutes: 6 });
  must(await asksToken(sandbox, PACK, fresh), 'the new secret authenticates');
  must(await asksToken(sandbox, PACK, old), 'the old one still does');
  say('3  The new secret is live; old and new both work. The vendors are told.');
  await share(sandbox, say, fresh);

  await activate(sandbox, PEOPLE.ada, PACK, () => expiresOn(sandbox.cloud.package(PACK).active));
  must(!(await asksToken(sandbox, PACK, old)), 'the old secret is dead');
  must(await asksToken(sandbox, PACK, fresh), 'the new one works');
  say('4  Ada presses Activate in Setup: the old secret is dead, nobody notices.');
  const card = textOf(cardOf(sandbox, PACK));
  must(
    card.includes('Done') && card.includes('next rotation is due'),
    'the card says done and when the next is due',
  );
  say(`5  The date read in Setup is recorded. ${/The next rotation is due [\d-]+/.exec(card)?.[0]}.`);
  must(sandbox.slack.traffic.mentioning(fresh).length === 0, 'the secret never passed through Slack');
  say('The secret was nowhere in Slack. Everything sealed is gone.');
}

async function share(sandbox: Sandbox, say: Say, fresh: string): Promise<void> {
  const byVera = await collectInSlack(sandbox, PEOPLE.vera, CHANNELS.extAcme);
  must(byVera.secret === fresh, 'Vera got the very secret');
  say('   Vera (Acme Mail, Slack Connect) collects it over her own link and code.');
  const again = await byVera.holder.act('collect');
  must(!again.body.ok, 'the same link gives it once only');
  const byNora = await collect(sandbox, await mailed(sandbox, PEOPLE.ada, PACK, 'Nordic Print'));
  must(byNora.secret === fresh, 'Nora got the very secret');
  say('   Nora (Nordic Print, no Slack) collects it; the link came by mail, the code from Ada by telephone.');
  must(!textOf(cardOf(sandbox, PACK)).includes('Activate…'), 'Activate is not offered before they confirmed');

  await sandbox.pass({ minutes: 25 });
  await confirmInSlack(sandbox, PEOPLE.vera, ['Nightly import', 'Preference centre'], CHANNELS.extAcme);
  say('   Vera switches both her systems, fetches a fresh token and confirms.');
  const confirmed = await byNora.holder.act('confirm', {
    systems: ['Letter shop SFTP'],
    proof: 'fresh_token',
  });
  must(confirmed.body.ok, 'Nora confirms on her page');
  await sandbox.app.rounds.settle();
  say('   Nora confirms on her page. The gate opens: the admins are asked to press Activate.');
}

const inChannel = ({ slack }: Sandbox) => slack.state.messages(CHANNELS.marketingOps).map(textOf);

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`Not as it should be: ${what}.`);
}
