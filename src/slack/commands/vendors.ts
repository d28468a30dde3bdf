import { showVendors } from '../actions/vendors.ts';
import type { Command } from './command.ts';

/** `/rekey vendors [part of a name]`: each once, with how many packages it serves. */
export const vendors: Command = (ask, query) => showVendors(ask, query.slice(0, 100));
