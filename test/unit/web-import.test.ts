import { expect, test } from 'vitest';
import { previewPage } from '../../src/web/pages/import-preview.ts';
import { previewOf } from '../browser/import-in-memory.ts';

/** What the page shows of a table where nothing is known yet. */
function pageOf(table: string): string {
  const read = previewOf({ table, columns: null, hasHeadings: null, order: null, accountName: null });
  if (!read.ok) throw new Error(read.refusal.code);
  return previewPage({ preview: read.preview })
    .text.replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');
}

test('a column that refuses most rows is named once, with the way out', () => {
  const people = pageOf('Name,Admin,Expires\nA,Anna,\nB,Ben,\nC,Cleo,\nD,,');
  expect(people).toContain('Column Admin, read as Owner, refused 3 rows: give the Slack member id');
  expect(people).toContain('leave the column out under Name the columns by hand');
  const types = pageOf('Name,Integration type,Expires\nA,Journey,\nB,Journey,\nC,Journey,');
  expect(types).toContain('Column Integration type refused 3 rows');
  for (const few of [
    'Name,Admin,Expires\nA,Anna,\nB,Ben,',
    'Name,Admin,Expires\nA,Anna,\nB,Ben,\nC,Cleo,\nD,,\nE,,\nF,,',
  ])
    expect(pageOf(few)).not.toContain('leave the column out');
});

test('a row that names no package hears of merged cells only where the table has names', () => {
  expect(pageOf('Name,Expires\nA,2027-03-29\n,2027-04-01')).toContain('In merged cells');
  const ids = pageOf('Client ID,Expires\nabc,2027-03-29');
  expect(ids).toContain('add a column Name');
  expect(ids).not.toContain('merged');
});

test('names that may be of anything are asked about, and the form says yes', () => {
  const asked = pageOf('Name,Username\nAnna,anna');
  expect(asked).toContain('Is this the table of Installed Packages?');
  expect(asked).toContain('Yes: show what it would change');
});
