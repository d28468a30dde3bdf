import type { ModalView } from '@slack/types';
import { SHELVES, type BoardFilter } from '../../domain/board.ts';
import type { FilterNames } from '../../usecases/home-facts.ts';
import { FILTER_SEARCH } from '../action-ids.ts';
import { LONGEST_SEARCH } from '../board-look.ts';
import { option } from './blocks.ts';
import { SHELF_WORDS } from './filter-words.ts';
import { channelField, modal, personField, searchField, selectField, textField } from './inputs.ts';

const isOptional = true;

/** What the App Home is narrowed to. Everything that is filled in must hold. */
export function filterModal(filter: BoardFilter, names: FilterNames): ModalView {
  const { text, shelf, accountId, mid, vendorId, channelId, ownerId } = filter;
  return modal('filter_home', {}, { title: 'Search and filter', submit: 'Show' }, [
    textField('search', 'Text', {
      ...{
        isOptional,
        most: LONGEST_SEARCH,
        hint: 'In names of package, account, business unit or vendor, in MIDs and client ids.',
      },
      ...(text ? { initial: text } : {}),
    }),
    selectField(
      'shelf',
      'How they stand',
      SHELVES.map((one) => [SHELF_WORDS[one], one]),
      { isOptional, ...(shelf ? { initial: shelf } : {}) },
    ),
    personField('seen_owner', 'Owner', { isOptional, ...(ownerId ? { initial: ownerId } : {}) }),
    searchField('account', 'Account', FILTER_SEARCH.account, {
      isOptional,
      initial: accountId && names.account ? option(names.account, accountId) : null,
    }),
    searchField('unit', 'Business unit', FILTER_SEARCH.unit, {
      isOptional,
      initial: mid ? option(mid, mid) : null,
    }),
    searchField('vendor', 'Vendor', FILTER_SEARCH.vendor, {
      isOptional,
      initial: vendorId && names.vendor ? option(names.vendor, vendorId) : null,
    }),
    channelField('channel', 'Channel', { isOptional, ...(channelId ? { initial: channelId } : {}) }),
  ]);
}
