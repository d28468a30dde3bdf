import { setTimeout as sleep } from 'node:timers/promises';
import { localKeyring } from '../../../src/adapters/keyring-local.ts';
import { faultOf } from '../../../src/adapters/fault.ts';
import { openDatabase, type DatabaseTarget } from '../../../src/db/connection.ts';
import { generateAgain } from '../../../src/usecases/admin-acts.ts';
import { collectOnce } from '../collecting.ts';
import { mintCollectLink } from '../../../src/usecases/mint-collect-link.ts';
import { openDeposit } from '../../../src/usecases/open-deposit.ts';
import type { LinkAndCode } from '../../../src/usecases/open-link.ts';
import type { Result } from '../../../src/usecases/refusals.ts';
import { createWorld, PEOPLE, type World } from '../world.ts';

/** What a racer is started with: where its rekey lives. */
export interface RacerSetup {
  readonly target: DatabaseTarget;
  readonly teamId: string;
  readonly keyringFile: string;
  readonly startAt: string;
  readonly poolSize: number;
}

/** One thing to do in the contest of that number, after a wait that mixes the order. */
export type Act = { readonly contest: number; readonly afterMs?: number } & (
  | { readonly kind: 'collect'; readonly token: string; readonly code: string; readonly from?: string }
  | ({ readonly kind: 'open_deposit' } & LinkAndCode)
  | { readonly kind: 'generate_again'; readonly rotationId: string; readonly generationId: string }
  | { readonly kind: 'mint'; readonly handoffId: string }
  | { readonly kind: 'set_clock'; readonly to: string }
);

/** How an act ended: `won` with the secret, `done`, or the refusal's code; `error` is always a defect. */
export interface Ending {
  readonly contest: number;
  readonly kind: Act['kind'];
  readonly how: string;
  readonly secret?: string;
}

async function run({ deps }: World, act: Act): Promise<Ending> {
  if (act.afterMs) await sleep(act.afterMs);
  const { contest, kind } = act;
  const ended = (how: string) => ({ contest, kind, how });
  const how = (result: Result) => ended(result.ok ? 'done' : result.refusal.code);
  switch (act.kind) {
    case 'collect': {
      const got = await collectOnce(deps, act);
      return got.ok ? { ...ended('won'), secret: got.secret.reveal() } : how(got);
    }
    case 'open_deposit':
      return how(await openDeposit(deps, act));
    case 'generate_again':
      return how(await generateAgain(deps, { person: PEOPLE.ada, ...act }));
    case 'mint':
      return how(await mintCollectLink(deps, { person: PEOPLE.vera, ...act }));
    case 'set_clock':
      deps.clock.set(act.to);
      return ended('done');
  }
}

const settled = (act: Act, world: World): Promise<Ending> =>
  run(world, act).catch((error: unknown) => {
    const { contest, kind } = act;
    return { contest, kind, how: `error ${faultOf(error).fault}` };
  });

/** A second rekey in a process of its own: does what it is sent, all at once, and answers how each act ended. */
async function main({ target, teamId, keyringFile, startAt, poolSize }: RacerSetup): Promise<void> {
  const database = await openDatabase({ target, poolSize });
  const keyring = localKeyring({ file: keyringFile, production: false });
  const world = await createWorld(database, { teamId, keyring, startAt });
  process.on('message', (acts: Act[] | 'stop') => {
    if (acts === 'stop') return void database.close().then(() => process.disconnect());
    void Promise.all(acts.map((act) => settled(act, world))).then((endings) => process.send?.(endings));
  });
  process.send?.('ready');
}

const [setup] = process.argv.slice(2);
if (setup) await main(JSON.parse(setup) as RacerSetup);
