import type { OrderAsked } from '../domain/import-dates.ts';
import type { Layout } from '../domain/import-layout.ts';
import { looseColumn, type LooseColumn } from '../domain/import-loose-column.ts';
import type { ImportPlan } from '../domain/import-plan.ts';
import type { Deps } from './deps.ts';
import { enterImport, mayImport } from './import-door.ts';
import type { LinkAndCode } from './open-link.ts';
import { digestOf, planRows, readImport, type Importer, type TableInput } from './read-import.ts';
import { refused, type Result } from './refusals.ts';

/** What is asked before a table can be judged, or what it would do. Nothing was written. */
export type ImportPreview =
  | { readonly kind: 'columns'; readonly layout: Layout }
  | {
      readonly kind: 'dates';
      readonly layout: Layout;
      readonly found: OrderAsked;
    }
  | {
      readonly kind: 'plan';
      readonly layout: Layout;
      readonly plan: ImportPlan;
      /** The column that keeps most rows out, if one does. */
      readonly loose: LooseColumn | null;
      /** Brought along with Apply: what is written is what was shown. */
      readonly digest: string;
    };

export async function previewImport(
  deps: Deps,
  { input, ...importer }: Importer & { readonly input: TableInput },
): Promise<Result<{ preview: ImportPreview }>> {
  const denied = await mayImport(deps, deps.db, importer.person);
  if (denied) return refused(denied);
  const at = deps.clock.now();
  const read = await readImport(deps, importer, input);
  if (!read.ok) return read;
  const { reading } = read;
  if (reading.kind !== 'plan') return { ok: true, preview: reading };
  const { accountName } = input;
  const { layout } = reading;
  const plan = await planRows(deps, deps.db, { ...importer, ...reading, accountName, at });
  return {
    ok: true,
    preview: {
      kind: 'plan',
      layout,
      plan,
      digest: digestOf(plan),
      loose: looseColumn(plan.refused, layout.rows.length),
    },
  };
}

/** The same for somebody with link and code. */
export async function previewByLink(
  deps: Deps,
  held: LinkAndCode & TableInput,
): Promise<Result<{ preview: ImportPreview }>> {
  const entered = await enterImport(deps, held);
  if (!entered.ok) return entered;
  const { person, link } = entered;
  return previewImport(deps, { person, channelId: link.channelId, input: held });
}
