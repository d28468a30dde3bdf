import { SHELVES, type Shelf } from '../../domain/board.ts';
import { searched } from '../board-look.ts';
import type { Form } from '../forms.ts';
import type { Submission } from './handler.ts';

const shelfOf = (form: Form): Shelf | null => SHELVES.find((one) => one === form.choice('shelf')) ?? null;

/** Shows the App Home narrowed to what was filled in, from its first page. */
export const filterHome: Submission<'filter_home'> = async ({ drawHome }, form) => {
  const filter = {
    text: searched(form.text('search')),
    shelf: shelfOf(form),
    accountId: form.choice('account'),
    mid: form.choice('unit'),
    vendorId: form.choice('vendor'),
    channelId: form.channel('channel'),
    ownerId: form.user('seen_owner'),
  };
  return { kind: 'close', afterwards: () => drawHome({ filter, page: 0 }) };
};
