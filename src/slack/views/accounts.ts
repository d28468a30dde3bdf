import type { KnownBlock, ModalView } from '@slack/types';
import type { Account } from '../../domain/account.ts';
import type { CountedAccount } from '../../usecases/list-accounts.ts';
import { ACCOUNT_SEARCH } from '../action-ids.ts';
import { actions, button, context, header, message, section, words, type Message } from './blocks.ts';
import { modal, selectField, textField } from './inputs.ts';
import { ACCOUNT_KINDS, namesOf } from './terms.ts';
import { bold, count, say } from './text.ts';

/** As many as a message holds with a button each; the search finds the others. */
const MOST = 40;

const add = button('New account…', 'new_account', {}, { label: 'Add a Marketing Cloud account' });

const search = {
  type: 'external_select',
  action_id: ACCOUNT_SEARCH,
  min_query_length: 0,
  placeholder: words('Find an account'),
} as const;

function line({ name, kind, subdomain, enterpriseId, packages }: CountedAccount): string {
  const facts = [
    ...(subdomain ? [`\`${say(subdomain, 60).replaceAll('`', "'")}\``] : ['no subdomain yet']),
    ...(enterpriseId ? [`enterprise id ${say(enterpriseId, 30)}`] : []),
    packages === 0 ? 'no package' : count(packages, 'package'),
  ];
  return `${bold(name, 80)} · ${ACCOUNT_KINDS[kind].toLowerCase()}\n${facts.join(' · ')}`;
}

/** `/rekey accounts`: what packages belong to. Those who may change them get the buttons. */
export function accountList(accounts: readonly CountedAccount[], mayKeep: boolean): Message {
  if (accounts.length === 0) {
    const none = 'There is no Marketing Cloud account yet.';
    return message(none, [
      section(
        `${none} An account holds what its packages share: the tenant subdomain and the enterprise id. ${mayKeep ? 'Add the first one, then choose it for your packages.' : 'A package admin can add one.'}`,
      ),
      ...(mayKeep ? actions(add) : []),
    ]);
  }
  const shown = accounts.slice(0, MOST);
  const rest = accounts.length - shown.length;
  const more = accounts.length > MOST ? `The first ${MOST}; the search finds the others.` : '';
  return message(count(accounts.length, 'account'), [
    header(rest > 0 ? 'Accounts' : count(accounts.length, 'account')),
    ...shown.map((one) => section(line(one), mayKeep ? edit(one) : undefined)),
    ...(more ? [context(more)] : []),
    ...(mayKeep ? actions(...(rest > 0 ? [search] : []), add) : []),
  ]);
}

const edit = ({ id: accountId, name }: Account) =>
  button('Edit…', 'account', { accountId }, { label: `Edit the account ${name}` });

/** One account, new or known. */
export function accountModal(account: Account | null, packages = 0): ModalView {
  const initially = (text: string | null | undefined) => (text ? { initial: text } : {});
  const meta = account ? { accountId: account.id } : {};
  return modal('account', meta, { title: account ? 'Edit an account' : 'New account', submit: 'Save' }, [
    section(
      account && packages > 0
        ? `${count(packages, 'package')} in ${bold(account.name, 80)}. Vendors are shown its subdomain with each new secret.`
        : 'A Marketing Cloud account: what its packages have in common. *Never type a secret here.*',
    ),
    textField('name', 'Name', { most: 100, placeholder: 'Acme UK', ...initially(account?.name) }),
    textField('subdomain', 'Tenant subdomain', {
      isOptional: true,
      most: 100,
      placeholder: 'mc563885gzs27c5t9-63k636ttgm',
      hint: 'The part before .auth.marketingcloudapis.com; in Setup, on any package’s API integration.',
      ...initially(account?.subdomain),
    }),
    textField('enterprise_id', 'Enterprise id', {
      isOptional: true,
      most: 30,
      hint: 'The MID of the parent account: digits.',
      ...initially(account?.enterpriseId),
    }),
    selectField('kind', 'Kind', namesOf(ACCOUNT_KINDS), { initial: account?.kind ?? 'production' }),
    ...(account && packages === 0 ? remove(account) : []),
  ]);
}

const remove = ({ id: accountId, name }: Account): KnownBlock[] =>
  actions(
    button(
      'Remove the account',
      'remove_account',
      { accountId },
      {
        style: 'danger',
        label: `Remove the account ${name}`,
        asks: [`No package is in ${name}. What was on record of it stays in the audit trail.`, 'Remove'],
      },
    ),
  );
