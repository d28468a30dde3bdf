import { showAccounts } from '../actions/accounts.ts';
import type { Command } from './command.ts';

/** `/rekey accounts [part of a name]`: the Marketing Cloud accounts that packages belong to. */
export const accounts: Command = (ask, query) => showAccounts(ask, query.slice(0, 100));
