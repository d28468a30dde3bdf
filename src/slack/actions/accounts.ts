import { refuse } from '../edge.ts';
import { accountList, accountModal } from '../views/accounts.ts';
import { note } from '../views/blocks.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { bold } from '../views/text.ts';
import type { Ask } from '../edge.ts';
import type { Handler } from './handler.ts';

/** More than anybody scrolls through: the search finds what is further down. */
const MOST = 100;

/** The accounts, or those whose name or subdomain holds what was typed. */
export async function showAccounts(ask: Ask, query: string): Promise<void> {
  const { edge, person, tell } = ask;
  const read = await edge.usecases.listAccounts({ person, query, limit: MOST });
  if (!read.ok) return refuse(ask, read.refusal);
  const isNone = query !== '' && read.accounts.length === 0;
  await tell(
    isNone
      ? note(
          `No account’s name or subdomain holds that. Nothing was changed. \`${edge.command} accounts\` shows them all.`,
        )
      : accountList(read.accounts, read.mayKeep),
  );
}

/** Whether they may is judged when it is saved: appointing is not the edge's to know. */
export const openNewAccount: Handler<'new_account'> = ({ show }) => show(accountModal(null));

export const openAccount: Handler<'account'> = async (ask, { accountId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readAccount({ person, accountId });
  await (read.ok ? show(accountModal(read.account, read.packages)) : refuse(ask, read.refusal));
};

export const removeAccount: Handler<'remove_account'> = async (ask, { accountId }) => {
  const { edge, person, redraw } = ask;
  const removed = await edge.usecases.removeAccount({ person, accountId });
  await (removed.ok
    ? redraw(noticeOf(`The account ${bold(removed.name, 80)} is removed.`, 'Accounts'))
    : refuse(ask, removed.refusal));
};
