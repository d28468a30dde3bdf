import type { Account } from '../../domain/account.ts';
import { valueOf } from '../action-ids.ts';
import { option } from './blocks.ts';

/** An account as an option of a search; its subdomain tells namesakes apart. */
export const accountOption = ({ id, name, subdomain }: Pick<Account, 'id' | 'name' | 'subdomain'>) =>
  option(name, valueOf('account', { accountId: id }), subdomain ?? undefined);
