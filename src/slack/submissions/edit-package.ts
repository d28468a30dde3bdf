import { dayOf } from '../../domain/schedule.ts';
import type { Edited } from '../../usecases/edit-package.ts';
import type { RecordDraft } from '../../usecases/drafts.ts';
import { noticeOf } from '../views/notice-modal.ts';
import { bold, channel } from '../views/text.ts';
import { errors, refusedSubmission, update, type Submission } from './handler.ts';
import { oddities, readRecord } from './package-form.ts';

/** What is on record of a package, written anew; says what changed, and what follows from it. */
export const editPackage: Submission<'edit_package'> = async (
  { edge, person },
  form,
  { packageId, seenId: seen = null },
) => {
  const read = await edge.usecases.readStatus({ person, packageId });
  if (!read.ok) return refusedSubmission(read.refusal);
  const today = dayOf(edge.clock.now());
  const { draft, wrong } = readRecord({ form, today, before: read.line.package });
  if (!draft) return errors(wrong);
  const edited = await edge.usecases.editPackage({ person, packageId, draft, seen });
  if (edited.ok) return update(noticeOf(editedWords(draft, edited), 'Edit a package'));
  return refusedSubmission(edited.refusal, {
    package_name_taken: 'name',
    unknown_account: 'account',
    fixed_while_rotating: 'name',
    record_changed: 'name',
  });
};

const FIELDS: Readonly<Record<string, string>> = {
  name: 'name',
  channelId: 'channel',
  integrationType: 'type',
  expiresOn: 'expiration date',
  expirySource: 'where the date comes from',
  secretGeneratedOn: 'day of Generate',
  isDormant: 'state',
  accountId: 'account',
  clientId: 'client id',
  businessUnits: 'business units',
  sfmcPackageId: 'package id',
  scopes: 'scopes',
  criticality: 'criticality',
  leadDays: 'lead days',
  freezeWindows: 'freeze windows',
  runbookUrl: 'runbook',
  notes: 'notes',
};

function editedWords(draft: RecordDraft, { changes, cardChannel }: Edited): string {
  const fields = Object.keys(changes).map((field) => FIELDS[field] ?? field);
  if (fields.length === 0) return `Nothing was different, so ${bold(draft.name, 80)} is as it was.`;
  const moved = cardChannel
    ? `The card of the rotation under way stays in ${channel(cardChannel)}; reminders and the next card go to ${channel(draft.channelId)}.`
    : `Its reminders and its next card go to ${channel(draft.channelId)}. Invite rekey there, if it is not in it yet.`;
  const lines = [
    `${bold(draft.name, 80)} is saved. Changed: ${fields.join(', ')}.`,
    ...('channelId' in changes ? [moved] : []),
    ...('expiresOn' in changes ? ['Reminders follow the new date.'] : []),
    ...oddities(draft).map((odd) => `:warning: ${odd}`),
  ];
  return lines.join('\n');
}
