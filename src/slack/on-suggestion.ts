import type { AllMiddlewareArgs, SlackOptionsMiddlewareArgs } from '@slack/bolt';
import type { Person } from '../domain/people.ts';
import { ACCOUNT_SEARCH, FILTER_SEARCH, PACKAGE_SEARCH, VENDOR_SEARCH } from './action-ids.ts';
import { report } from './answering.ts';
import { admit } from './door.ts';
import type { Edge } from './edge.ts';
import { suggestionBody } from './payloads.ts';
import { accountOption } from './views/account-option.ts';
import { option } from './views/blocks.ts';
import { packageOption } from './views/start-modal.ts';
import { vendorOption } from './views/vendors.ts';

const MOST = 100;

/**
 * Typeahead over packages, accounts and vendors, and over what a board can be narrowed to. There is no place for words:
 * whoever may see nothing is offered nothing.
 */
export async function onSuggestion(
  edge: Edge,
  args: SlackOptionsMiddlewareArgs<'block_suggestion'> & AllMiddlewareArgs,
): Promise<void> {
  const { ack, context } = args;
  const body = suggestionBody.parse(args.body);
  const options = await suggest(edge, context, body).catch((error: unknown) => {
    report(edge, body.action_id, error);
    return [];
  });
  await ack({ options });
}

async function suggest(
  edge: Edge,
  addressed: { teamId?: string; enterpriseId?: string },
  body: ReturnType<typeof suggestionBody.parse>,
) {
  const { user, action_id: actionId, value: query } = body;
  const knock = {
    userId: user.id,
    teamId: user.team_id ?? null,
    addressed,
    texts: query ? [query] : [],
    where: actionId,
  };
  const admitted = await admit(edge, knock);
  const searched = Object.hasOwn(SEARCHES, actionId) ? SEARCHES[actionId] : undefined;
  if (!admitted.ok || !searched) return [];
  return searched(edge, { person: admitted.person, query, limit: MOST });
}

interface Search {
  readonly person: Person;
  readonly query: string;
  readonly limit: number;
}

/** What can be found by typing, by the select's action id. */
const SEARCHES: Readonly<Record<string, (edge: Edge, search: Search) => Promise<Option[]>>> = {
  [PACKAGE_SEARCH]: async ({ usecases }, search) => {
    const found = await usecases.findPackages(search);
    return found.ok ? found.packages.map(packageOption) : [];
  },
  [ACCOUNT_SEARCH]: async ({ usecases }, search) => {
    const found = await usecases.listAccounts(search);
    return found.ok ? found.accounts.map(accountOption) : [];
  },
  [VENDOR_SEARCH]: async ({ usecases }, search) => {
    const found = await usecases.listVendors(search);
    return found.ok ? found.vendors.map(vendorOption) : [];
  },
  [FILTER_SEARCH.account]: narrowed('account'),
  [FILTER_SEARCH.unit]: narrowed('unit'),
  [FILTER_SEARCH.vendor]: narrowed('vendor'),
};

function narrowed(field: keyof typeof FILTER_SEARCH) {
  return async ({ usecases }: Edge, { query: text, ...search }: Search): Promise<Option[]> => {
    const found = await usecases.findFilterOptions({ ...search, field, text });
    return found.ok ? found.options.map(({ name, value }) => option(name, value)) : [];
  };
}

type Option = ReturnType<typeof packageOption>;
