import { refuse } from '../edge.ts';
import { packageAdminsModal } from '../views/admins-modal.ts';
import { note } from '../views/blocks.ts';
import { editPackageModal } from '../views/package-modals.ts';
import { record } from '../views/record.ts';
import { bold } from '../views/text.ts';
import type { Handler } from './handler.ts';
import { ownPackage } from './package-paths.ts';

/** Everything on record of one package. */
export const showRecord: Handler<'show'> = async (ask, { packageId }) => {
  const { edge, person, tell } = ask;
  const read = await edge.usecases.readRecord({ person, packageId });
  await (read.ok ? tell(record(read.record, edge.command)) : refuse(ask, read.refusal));
};

export const openEdit: Handler<'edit_package'> = async (ask, { packageId }) => {
  const line = await ownPackage(ask, packageId);
  if (line) await ask.show(editPackageModal(line.package, { isRotating: line.rotation !== null }));
};

/** Its owner and backups, named anew. */
export const openHandOver: Handler<'hand_over'> = async (ask, { packageId }) => {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readPackageAdmins({ person, packageId });
  await (read.ok ? show(packageAdminsModal(read.package)) : refuse(ask, read.refusal));
};

export const archive: Handler<'archive'> = async (ask, { packageId }) => {
  const { edge, person, tell } = ask;
  const done = await edge.usecases.archivePackage({ person, packageId });
  if (!done.ok) return refuse(ask, done.refusal);
  const { name } = done.package;
  await tell(
    note(
      `${bold(name, 80)} is archived: it is in no list any more, and nothing on record of it is lost. \`${edge.command} show\` and its exact name brings it back.`,
    ),
  );
};

export const restore: Handler<'restore'> = async (ask, { packageId }) => {
  const { edge, person, tell } = ask;
  const done = await edge.usecases.restorePackage({ person, packageId });
  if (!done.ok) return refuse(ask, done.refusal);
  await tell(
    note(
      `${bold(done.package.name, 80)} is in use again, with all that was on record. Look at its date and its admins: \`${edge.command} show\` says what is missing.`,
    ),
  );
};
