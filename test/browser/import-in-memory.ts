import { planImport } from '../../src/domain/import-plan.ts';
import { answered } from '../../src/domain/import-dates.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { looseColumn } from '../../src/domain/import-loose-column.ts';
import { readRow } from '../../src/domain/import-rows.ts';
import { csvOf } from '../../src/domain/import-export.ts';
import type { Moment } from '../../src/domain/schedule.ts';
import type { ImportFacts } from '../../src/usecases/open-import.ts';
import type { ImportPreview } from '../../src/usecases/preview-import.ts';
import { digestOf, type TableInput } from '../../src/usecases/read-import.ts';
import { readTable } from '../../src/usecases/read-table.ts';
import type { Result } from '../../src/usecases/refusals.ts';

/** The import page of a workspace without packages. */
export const importFacts = (at: Moment): ImportFacts => ({
  workspaceName: 'Northwind',
  accounts: [{ name: 'Northwind Production' }],
  packages: 3,
  isWhole: true,
  hasChannel: true,
  expiresAt: at.plus({ minutes: 60 }),
  at,
});

/** What the real use case would say where nothing is known yet. */
export function previewOf(input: TableInput): Result<{ preview: ImportPreview }> {
  const table = readTable(input.table);
  if (!table.ok) return table;
  const laidOut = layOut(table.rows, input);
  const found = answered(laidOut.found, input.order);
  const layout = { ...laidOut, found };
  const { columns, headings } = layout;
  if (layout.question) return { ok: true, preview: { kind: 'columns', layout } };
  if (found.kind === 'ask') return { ok: true, preview: { kind: 'dates', layout, found } };
  const order = found.kind === 'one' ? found.order : null;
  const plan = planImport({
    rows: layout.rows.map(({ number, cells }) =>
      readRow(number, cells, { columns, headings, order, oddClientIds: new Set() }),
    ),
    ...{
      known: [],
      vendors: new Map(),
      accounts: [],
      accountName: input.accountName,
      channelId: 'C0ROTATE',
      ownerId: 'U0ADA',
    },
    ...{ mayOwn: new Set(['U0ADA']), unasked: new Set<string>(), leadDays: 7, today: '2026-11-20' },
  });
  const loose = looseColumn(plan.refused, layout.rows.length);
  return { ok: true, preview: { kind: 'plan', layout, plan, loose, digest: digestOf(plan) } };
}

export const exportFile = () => ({ csv: csvOf([]), fileName: 'rekey-packages-2026-11-20.csv', packages: 0 });
