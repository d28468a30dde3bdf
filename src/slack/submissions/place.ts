import { PLACE_KINDS, type Witness } from '../../domain/place.ts';
import type { PlaceDraft } from '../../usecases/drafts.ts';
import type { FieldErrors, Form } from '../forms.ts';
import { isId } from '../action-ids.ts';
import { placesModal } from '../views/places-modals.ts';
import { errors, refusedSubmission, type Submission, type Submitted, type Submitter } from './handler.ts';

const AT = { place_taken: 'system', unknown_vendor: 'vendor' } as const;

/** A place in which a secret sits, new or changed. */
export const savePlace: Submission<'place'> = async (by, form, { packageId, placeId }) => {
  const { edge, person } = by;
  const { draft, wrong } = readPlaceForm(form);
  if (!draft) return errors(wrong);
  if (placeId) {
    const edited = await edge.usecases.editPlace({ person, placeId, draft });
    return edited.ok ? listBelow(by, packageId) : refusedSubmission(edited.refusal, AT);
  }
  const vendorId = form.choice('vendor') ?? '';
  if (!isId(vendorId)) return errors({ vendor: 'Choose whose system it is.' });
  const added = await edge.usecases.addPlace({ person, packageId, vendorId, draft });
  return added.ok ? listBelow(by, packageId) : refusedSubmission(added.refusal, AT);
};

/** "Still true today", of each place that was ticked. */
export const confirmStillTrue: Submission<'still_true'> = async (by, form, { packageId }) => {
  const placeIds = form.choices('systems');
  if (placeIds.length === 0) return errors({ systems: 'Tick at least one, or close this.' });
  const { edge, person } = by;
  const confirmed = await edge.usecases.confirmStillTrue({ person, packageId, placeIds });
  return confirmed.ok ? listBelow(by, packageId) : refusedSubmission(confirmed.refusal);
};

/** The list below shows how it is now. */
const listBelow = ({ edge, person, redrawBelow }: Submitter, packageId: string): Submitted => ({
  kind: 'close',
  afterwards: async () => {
    const read = await edge.usecases.readPlaces({ person, packageId });
    if (read.ok) await redrawBelow(placesModal(read.facts));
  },
});

function readPlaceForm(form: Form): { draft: PlaceDraft | null; wrong: FieldErrors } {
  const system = form.line('system') ?? '';
  const userId = form.user('known_by');
  const name = form.line('known_name');
  const kind = PLACE_KINDS.find((one) => one === form.choice('kind')) ?? 'other';
  const wrong: FieldErrors = {
    ...(system ? {} : { system: 'What is it called?' }),
    ...(userId && name ? { known_name: 'One of the two: somebody in Slack, or a name.' } : {}),
  };
  if (Object.keys(wrong).length > 0) return { draft: null, wrong };
  const named: Witness | null = name ? { kind: 'name', name } : null;
  return { draft: { system, kind, knownBy: userId ? { kind: 'slack', userId } : named }, wrong };
}
