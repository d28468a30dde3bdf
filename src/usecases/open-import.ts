import { searchAccounts } from '../db/accounts.ts';
import { countPackages } from '../db/many-packages.ts';
import { packagesByExpiry } from '../db/packages.ts';
import type { Account } from '../domain/account.ts';
import type { Moment } from '../domain/schedule.ts';
import { workspaceName } from '../db/workspaces.ts';
import type { Deps } from './deps.ts';
import { enterImport } from './import-door.ts';
import type { LinkAndCode } from './open-link.ts';
import type { Result } from './refusals.ts';
import { sightOf } from './viewing.ts';

/** What the import page shows before there is a table. */
export interface ImportFacts {
  readonly workspaceName: string;
  readonly accounts: readonly Pick<Account, 'name'>[];
  /** How many packages there are already that they may see; retired ones don't count. */
  readonly packages: number;
  /** Whether these are all of the workspace's. */
  readonly isWhole: boolean;
  /** Whether new packages have a channel unless the table names one. */
  readonly hasChannel: boolean;
  readonly expiresAt: Moment;
  readonly at: Moment;
}

const MOST_ACCOUNTS = 500;

/** The import page for somebody with link and code. Consumes nothing. */
export async function openImport(deps: Deps, held: LinkAndCode): Promise<Result<{ facts: ImportFacts }>> {
  const entered = await enterImport(deps, held);
  if (!entered.ok) return entered;
  const { db, workspaceId } = deps;
  const { link, person, at } = entered;
  const { isWhole, sees } = await sightOf(deps, person);
  return {
    ok: true,
    facts: {
      workspaceName: await workspaceName(db, workspaceId),
      accounts: isWhole ? await searchAccounts(db, workspaceId, { text: '', limit: MOST_ACCOUNTS }) : [],
      packages: isWhole
        ? await countPackages(db, workspaceId)
        : (await packagesByExpiry(db, workspaceId)).filter(sees).length,
      isWhole,
      hasChannel: link.channelId !== null,
      expiresAt: link.expiresAt,
      at,
    },
  };
}
