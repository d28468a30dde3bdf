import type { ModalView } from '@slack/types';
import type { Refusal } from '../../usecases/refusals.ts';
import type { MetaOf, Modal } from '../action-ids.ts';
import type { Field } from '../fields.ts';
import type { Ask } from '../edge.ts';
import type { FieldErrors, Form } from '../forms.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { plain } from '../views/text.ts';
import { wordsFor } from '../words.ts';

/** What becomes of a submitted modal: the acknowledgement itself says so. */
export type Submitted =
  /** Closes it, and shows the one below. */
  | { readonly kind: 'close'; readonly afterwards?: () => Promise<void> }
  /** Closes the whole stack. */
  | { readonly kind: 'clear' }
  | { readonly kind: 'errors'; readonly errors: FieldErrors }
  | { readonly kind: 'update'; readonly view: ModalView };

/** Who submits, from where. */
export interface Submitter extends Pick<Ask, 'edge' | 'person' | 'drawHome'> {
  /** The modal below this one, to be drawn again. */
  readonly redrawBelow: (view: ModalView) => Promise<void>;
}

export type Submission<M extends Modal> = (by: Submitter, form: Form, meta: MetaOf<M>) => Promise<Submitted>;

export const close: Submitted = { kind: 'close' };
export const errors = (of: FieldErrors): Submitted => ({ kind: 'errors', errors: of });
export const update = (view: ModalView): Submitted => ({ kind: 'update', view });

type AtField = Partial<Record<Refusal['code'], Field>>;

/** A refusal at the field it is about; any other takes the modal's place, since there is nothing to correct. */
export function refusedSubmission(refusal: Refusal, at: AtField = {}): Submitted {
  const field = at[refusal.code];
  const words = wordsFor(refusal);
  return field ? errors({ [field]: plain(words).slice(0, 1900) }) : update(noticeOf(words));
}
