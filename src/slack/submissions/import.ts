import { digestId } from '../../usecases/digest-id.ts';
import type { ImportPreview } from '../../usecases/preview-import.ts';
import type { TableInput } from '../../usecases/read-import.ts';
import type { Form } from '../forms.ts';
import { importDoneModal, importLinkModal, importModal } from '../views/import.ts';
import { errors, refusedSubmission, update, type Submission, type Submitter } from './handler.ts';

/** Without a table: link and code of the page. With one: what it would change; and once that was seen, the change. */
export const importTable: Submission<'import'> = async (by, form, { seenId }) => {
  const { edge, person } = by;
  const channelId = form.channel('channel');
  if (!channelId || !/^[CG]/.test(channelId))
    return errors({ channel: 'Choose a channel, not a direct message.' });
  const typed = readInput(form);
  if (typed.table === '') {
    const minted = await edge.usecases.mintImportLink({ person, channelId });
    return minted.ok ? update(importLinkModal(minted.link, channelId)) : refusedSubmission(minted.refusal);
  }
  const answer = form.choice('is_of_packages');
  const { input, previewed } = await look(by, { channelId, typed, isOfPackages: answer === 'yes' });
  if (!previewed.ok) return refusedSubmission(previewed.refusal, AT_TABLE);
  const { preview } = previewed;
  if (preview.kind === 'columns' && !isAsked(preview)) return errors({ table: UNKNOWN_HEADINGS });
  if (preview.kind === 'columns' && answer === 'no') return errors({ table: ANOTHER_TABLE });
  // Another table, or another answer, than what was shown: it is shown first.
  if (preview.kind !== 'plan' || seenId === undefined || digestId(preview.digest) !== seenId)
    return update(importModal({ preview, input, channelId }));
  const applied = await edge.usecases.applyImport({ person, channelId, input, seen: preview.digest });
  if (!applied.ok) return refusedSubmission(applied.refusal, AT_TABLE);
  return update(importDoneModal(applied.done, edge.command));
};

const isAsked = ({ kind, layout }: ImportPreview): boolean =>
  kind === 'columns' && layout.question === 'packages';

interface Typed {
  readonly channelId: string;
  readonly typed: TableInput;
  readonly isOfPackages: boolean;
}

/** The preview. A table that was said by hand to be of packages has the columns that its headings say. */
async function look({ edge, person }: Submitter, { channelId, typed, isOfPackages }: Typed) {
  const preview = (input: TableInput) => edge.usecases.previewImport({ person, channelId, input });
  const previewed = await preview(typed);
  if (!isOfPackages || !previewed.ok || !isAsked(previewed.preview)) return { input: typed, previewed };
  const input = { ...typed, columns: previewed.preview.layout.columns };
  return { input, previewed: await preview(input) };
}

const AT_TABLE = {
  table_empty: 'table',
  table_too_long: 'table',
  table_too_wide: 'table',
  table_unreadable: 'table',
  import_outdated: 'table',
} as const;

const UNKNOWN_HEADINGS =
  'No heading says which package a row is: a name, a client id or a package id is needed. Nothing was changed. Leave this empty to get a page where columns can be named by hand.';

const ANOTHER_TABLE =
  'Then it is another table, and nothing was changed. Paste the one of Setup › Installed Packages here.';

function readInput(form: Form): TableInput {
  const order = form.choice('date_order');
  return {
    table: form.text('table') ?? '',
    columns: null,
    hasHeadings: null,
    order: order === 'dmy' || order === 'mdy' ? order : null,
    accountName: form.line('import_account')?.slice(0, 100) ?? null,
  };
}
