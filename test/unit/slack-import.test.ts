import { expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { looseColumn } from '../../src/domain/import-loose-column.ts';
import { planImport } from '../../src/domain/import-plan.ts';
import { readRow } from '../../src/domain/import-rows.ts';
import { vendorBook } from '../../src/domain/import-vendors.ts';
import { importDoneModal, importModal } from '../../src/slack/views/import.ts';
import { readTable } from '../../src/usecases/read-table.ts';
import { moment, pack } from './slack-fixtures.ts';

const AT = moment('2026-11-22T09:00:00Z');

/** What the modal shows of a short table, when a package of the name ESP is being rotated. */
function shownOf(table: string): string {
  const read = readTable(table);
  if (!read.ok) throw new Error(read.refusal.code);
  const layout = layOut(read.rows, { columns: null, hasHeadings: null });
  const { rows, columns, headings } = layout;
  const rights = { isSeen: true, mayChange: true, mayKeepVendors: true, mayNameAdmins: true };
  const plan = planImport({
    rows: rows.map(({ number, cells }) =>
      readRow(number, cells, { columns, headings, order: null, oddClientIds: new Set() }),
    ),
    known: [{ package: pack({ name: 'ESP' }), vendors: [], ...rights, isRotating: true }],
    vendors: vendorBook([{ id: 'v-1', name: 'Acme <!channel>', isOwn: false }]),
    ...{ accounts: [], accountName: null, channelId: 'C0MOPS', ownerId: 'U0ADA' },
    ...{
      mayOwn: new Set(['U0ADA', 'U0BEN', 'U0OTTO']),
      unasked: new Set<string>(),
      leadDays: 7,
      today: '2026-11-22',
    },
  });
  const input = { table: '', columns: null, hasHeadings: null, order: null, accountName: null };
  const loose = looseColumn(plan.refused, layout.rows.length);
  const preview = { kind: 'plan', layout, plan, loose, digest: '0'.repeat(64) } as const;
  const modal = importModal({ preview, input, channelId: 'C0MOPS' });
  expect(checkView(modal)).toEqual([]);
  expect(JSON.stringify(modal)).not.toContain('<!channel>');
  return textOf(modal as unknown as Shown);
}

test('the modal says who joins, that a rotation under way goes on without them, and pings nobody', () => {
  const shown = shownOf(
    'Name,Vendors,Backups\nESP,acme <!channel>: A,U0OTTO\nNew,Acme <!channel>: B,U0BEN\nOther,Birch,',
  );
  expect(shown).toContain('Vendors nothing → Acme <!channel>: A');
  expect(shown).toContain('Backups U0BEN → U0OTTO');
  expect(shown).toContain('It is being rotated now');
  expect(shown).toContain('used by Acme <!channel>: B · backups U0BEN');
  expect(shown).toContain('“Birch” is no vendor on record');
});

test('the modal says which columns are left out, and which one refuses most rows, with the way out', () => {
  const shown = shownOf('Name,Admin,Expires,Colour\nA,Anna <!channel>,,red\nB,Ben,,\nC,Cleo,,\nD,U0BEN,,');
  expect(shown).toContain('Left out: Colour');
  expect(shown).toContain('Column Admin, read as Owner, refused 3 rows: give the Slack member id');
  expect(shown).toContain('take the column out');
  const fine = shownOf('Name,Admin,Expires\nA,Anna,\nB,Ben,\nC,U0BEN,\nD,U0BEN,');
  expect(fine).toMatch(/2 refused/);
  expect(fine).not.toMatch(/Left out|Column Admin/);
});

test('the modal keeps to Slack’s limits, however long the cells are', () => {
  const systems = Array.from({ length: 100 }, (_, n) => `S${n} ${'x'.repeat(180)}`).join(', ');
  const rows = Array.from({ length: 4 }, (_, n) => `New ${n},"Acme <!channel>: ${systems}"`);
  shownOf(['Name,Vendors', `ESP,"Acme <!channel>: ${systems}"`, ...rows].join('\n'));
});

test('what was written says who is still to be added, and where', () => {
  const done = {
    ...{ added: 2, changed: 1, unchanged: 0, refused: [], firstDueOn: null, undated: 0, at: AT },
    ...{ unused: 1, joinLater: ['ESP <b>'], newAccounts: ['Acme <b>'] },
  };
  const modal = importDoneModal(done, '/rekey');
  expect(checkView(modal)).toEqual([]);
  const shown = textOf(modal as unknown as Shown);
  expect(shown).toContain('without the vendors and systems just added: ESP <b>');
  expect(shown).toContain('New account Acme <b>: add the subdomain');
  expect(shown).toContain('`/rekey accounts`');
  expect(shown).toContain('*Next:* add who uses each secret.');
  const nothing = importDoneModal({ ...done, unused: 0, joinLater: [], newAccounts: [] }, '/rekey');
  expect(textOf(nothing as unknown as Shown)).not.toMatch(/Next|rotated|account/);
});
