import { readValue } from '../action-ids.ts';
import type { Form } from '../forms.ts';
import { startModalFor } from '../views/start-modal.ts';
import { close, errors, refusedSubmission, update, type Submission } from './handler.ts';

/** The package in the typeahead, or the one the modal was opened for. */
function packageOf(form: Form, meta: { packageId?: string | undefined }): string | null {
  const chosen = readValue(form.choice('package') ?? '');
  return chosen?.verb === 'pick_package' ? chosen.ref.packageId : (meta.packageId ?? null);
}

/** Opens the rotation. A package that was only just chosen first shows who would take part. */
export const start: Submission<'start'> = async ({ edge, person }, form, meta) => {
  const packageId = packageOf(form, meta);
  if (!packageId) return errors({ package: 'Choose a package.' });
  if (packageId !== meta.packageId) {
    const read = await edge.usecases.readStart({ person, packageId });
    return read.ok
      ? update(startModalFor(read.facts))
      : refusedSubmission(read.refusal, { already_rotating: 'package' });
  }
  const plannedActivateAt = form.moment('planned_at');
  if (plannedActivateAt && plannedActivateAt <= edge.clock.now())
    return errors({ planned_at: 'That time has passed.' });
  const vendorIds = form.choices('vendors');
  if (vendorIds.length === 0) return errors({ vendors: 'Somebody has to take part.' });
  const acceptsReplacing = form.isTicked('accept');
  const started = await edge.usecases.startRotation({
    person,
    packageId,
    vendorIds,
    plannedActivateAt,
    acceptsReplacing,
  });
  return started.ok ? close : refusedSubmission(started.refusal, { no_vendors: 'vendors' });
};
