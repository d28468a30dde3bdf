import { giveImportLink, openImport } from '../actions/import.ts';
import type { Command } from './command.ts';

/** `/rekey import`: the page for the table. Typed outside a channel, it is asked first where new packages belong. */
export const importPackages: Command = (ask) =>
  ask.channelId === null ? openImport(ask, {}) : giveImportLink(ask, ask.channelId);

/** `/rekey export`: the same page, which gives the table out. */
export const exportPackages: Command = (ask) => giveImportLink(ask, ask.channelId);
