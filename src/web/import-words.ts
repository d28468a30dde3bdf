import type { WordsOfCodes } from './words.ts';

const NOTHING_WRITTEN = 'Nothing was written.';
const COPY_AGAIN =
  'In Setup › Installed Packages select the whole table with its headings, copy it, and paste it here.';

/** What the import page says of a table as a whole; single rows are shown in the preview. */
export const IMPORT_WORDS = {
  only_workspace_admins: () => ({
    status: 403,
    title: 'You may no longer do this',
    text: `Only package admins and admins of the Slack workspace bring packages in. ${NOTHING_WRITTEN}`,
    next: 'Ask an admin of the Slack workspace: they appoint package admins.',
  }),
  table_empty: () => ({
    status: 422,
    title: 'There is no table yet',
    text: `The field is empty, or holds headings of nothing. ${NOTHING_WRITTEN}`,
    next: COPY_AGAIN,
  }),
  table_too_long: ({ most }) => ({
    status: 422,
    title: 'That table is too long',
    text: `More than ${most.toLocaleString('en')} rows are not taken at once. ${NOTHING_WRITTEN}`,
    next: 'Bring it in parts: packages that are in already are left as they are.',
  }),
  table_too_wide: ({ most }) => ({
    status: 422,
    title: 'That table is too wide',
    text: `More than ${most} columns are not taken. ${NOTHING_WRITTEN}`,
    next: 'Leave out the columns that say nothing of packages, and paste the others.',
  }),
  table_unreadable: () => ({
    status: 422,
    title: 'That is no table rekey can read',
    text: `Neither rows nor columns can be told apart. ${NOTHING_WRITTEN}`,
    next: 'Copy the table itself, or save the spreadsheet as CSV (UTF-8) and choose that file.',
  }),
  import_outdated: () => ({
    status: 409,
    title: 'Something has changed since the preview',
    text: `The table would do something else now than was shown. ${NOTHING_WRITTEN}`,
    next: 'Look at the preview once more, then apply it.',
    offers: 'preview',
  }),
} as const satisfies Partial<WordsOfCodes>;
