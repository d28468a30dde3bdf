import { refuse, type Ask } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { vendorList, vendorRecordModal } from '../views/vendors.ts';
import type { Handler } from './handler.ts';

/** More than anybody scrolls through: the search finds what is further down. */
const MOST = 100;

/** The vendors, or those whose name holds what was typed. */
export async function showVendors(ask: Ask, query: string): Promise<void> {
  const { edge, person, tell } = ask;
  const read = await edge.usecases.listVendors({ person, query, limit: MOST });
  if (!read.ok) return refuse(ask, read.refusal);
  const isNone = query !== '' && read.vendors.length === 0 && read.all > 0;
  await tell(
    isNone
      ? note(`No vendor’s name holds that. Nothing was changed. \`${edge.command} vendors\` shows them all.`)
      : vendorList(read.vendors, read.all),
  );
}

export const openVendor: Handler<'vendor_record'> = async (ask, { vendorId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readVendor({ person, vendorId });
  await (read.ok ? show(vendorRecordModal(read.vendor)) : refuse(ask, read.refusal));
};
