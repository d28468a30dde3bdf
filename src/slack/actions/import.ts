import { refuse, type Ask } from '../edge.ts';
import { importLink, importModal } from '../views/import.ts';
import type { Handler } from './handler.ts';

/** The page for the table: link and code, as the answer to this very command. */
export async function giveImportLink(ask: Ask, channelId: string | null): Promise<void> {
  const minted = await ask.edge.usecases.mintImportLink({ person: ask.person, channelId });
  await (minted.ok ? ask.tell(importLink(minted.link, channelId)) : refuse(ask, minted.refusal));
}

/** A short table, or the way to the page. Whether they may is judged when it is submitted. */
export const openImport: Handler<'import'> = async ({ show }) => show(importModal());
