import { openAddPackage } from '../actions/package-paths.ts';
import type { Command } from './command.ts';

/** `/rekey add`: the modal of a package. */
export const add: Command = (ask) => openAddPackage(ask, {});
