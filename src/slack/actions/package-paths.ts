import { may } from '../../domain/roles.ts';
import { refuse, type Ask } from '../edge.ts';
import type { PackageLine } from '../../usecases/facts.ts';
import { addPackageModal } from '../views/package-modals.ts';
import { retireModal } from '../views/reason-modals.ts';
import { status } from '../views/status.ts';
import { vendorModal, vendorsModal } from '../views/vendor-modals.ts';
import type { Handler } from './handler.ts';

/** The package, for one of its admins; answers the asker and gives null otherwise. */
export async function ownPackage(ask: Ask, packageId: string): Promise<PackageLine | null> {
  const { edge, person } = ask;
  const read = await edge.usecases.readStatus({ person, packageId });
  if (!read.ok) await refuse(ask, read.refusal);
  else if (may(person, 'rotate', { package: read.line.package })) return read.line;
  else await refuse(ask, { code: 'not_allowed', who: read.line.package.admins.map(({ userId }) => userId) });
  return null;
}

/** Whether they may is judged when the modal is submitted: appointing is not the edge's to know. */
export const openAddPackage: Handler<'add'> = async ({ edge, person, show }) =>
  show(addPackageModal(person.userId, await edge.usecases.readLeadDays({})));

/** In place of the modal it was asked for in: that one said that there were none. */
export const openVendors: Handler<'vendors'> = async (ask, { packageId }) => {
  const line = await ownPackage(ask, packageId);
  if (line) await ask.redraw(vendorsModal(line.package, line.vendors));
};

/** Also for a vendor found late: then the value names the rotation. */
export const openNewVendor: Handler<'new_vendor'> = async (ask, { packageId, rotationId }) => {
  if (await ownPackage(ask, packageId)) await ask.show(vendorModal(packageId, rotationId));
};

export const openRetire: Handler<'retire'> = async (ask, { packageId }) => {
  const line = await ownPackage(ask, packageId);
  if (line) await ask.show(retireModal(line.package));
};

export const showStatus: Handler<'status'> = async (ask, { packageId }) => {
  const read = await ask.edge.usecases.readStatus({ person: ask.person, packageId });
  if (!read.ok) return refuse(ask, read.refusal);
  await ask.tell(status(read));
};
