import type { InputBlock, ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import type { Package } from '../../src/domain/package.ts';
import { Form } from '../../src/slack/forms.ts';
import { readRecord } from '../../src/slack/submissions/package-form.ts';
import { editPackageModal } from '../../src/slack/views/package-modals.ts';
import * as fx from './slack-fixtures.ts';

/** What Slack posts of a modal that nobody has touched. */
function untouched(view: ModalView): Form {
  const values: Record<string, Record<string, object>> = {};
  for (const block of view.blocks) {
    if (block.type !== 'input') continue;
    const element = (block as InputBlock).element as unknown as Record<string, unknown>;
    const as = { initial_value: 'value', initial_date: 'selected_date', initial_option: 'selected_option' };
    const more = { initial_options: 'selected_options', initial_conversation: 'selected_conversation' };
    const state: Record<string, unknown> = { type: element['type'] };
    for (const [initial, posted] of Object.entries({ ...as, ...more })) {
      if (element[initial] !== undefined) state[posted] = element[initial];
    }
    values[block.block_id ?? ''] = { [String(element['action_id'])]: state };
  }
  return new Form({ ...view, state: { values } } as unknown as ConstructorParameters<typeof Form>[0]);
}

const many = <T>(length: number, one: (n: number) => T) => Array.from({ length }, (_, n) => one(n));

const PACKS: Record<string, Partial<Package>> = {
  'as most are': {},
  'due on its last day': { leadDays: 0 },
  'of hundreds of business units': {
    businessUnits: many(300, (n) => ({ mid: String(510_000_000 + n), name: `Unit ${n}` })),
  },
  'frozen again and again': {
    freezeWindows: many(150, (n) => ({ fromOn: `${2027 + n}-12-20`, toOn: `${2027 + n}-12-31` })),
  },
  'with long texts': { notes: 'n'.repeat(2600), scopes: 's'.repeat(1800) },
};

test.each(Object.entries(PACKS))('opened and saved, a package %s stays as it was', (_, facts) => {
  const before = fx.pack({ scopes: null, notes: null, ...facts });
  const form = untouched(editPackageModal(before, { isRotating: false }));
  const { draft, wrong } = readRecord({ form, today: '2026-11-22', before });
  expect(wrong).toEqual({});
  const { name, businessUnits, freezeWindows, notes, scopes, leadDays } = before;
  expect(draft).toMatchObject({ name, businessUnits, freezeWindows, notes, scopes, leadDays });
});

/** A form in which this was typed, as Slack posts it. */
const typed = (values: Record<string, string>): Form =>
  new Form({
    ...editPackageModal(fx.pack(), { isRotating: false }),
    state: {
      values: Object.fromEntries(
        Object.entries(values).map(([field, value]) => [field, { in: { type: 'plain_text_input', value } }]),
      ),
    },
  } as unknown as ConstructorParameters<typeof Form>[0]);

test('marks that turn a name around are left out, and half a character is none', () => {
  const form = typed({
    ...{ name: ' ESP \u202Enoitcudorp\u200B\n(old) ', notes: 'one\u202E\n\ntwo\uD83D' },
    ...{ units: '510001 \u202ERetail \n\n 510002 Outlet', client_id: '\u200Bab12' },
  });
  expect(form.line('name')).toBe('ESP noitcudorp (old)');
  expect(form.cleaned('notes')).toBe('one\n\ntwo\uFFFD');
  expect(form.text('notes')).toBe('one\u202E\n\ntwo\uFFFD');
  expect(form.lines('units')).toEqual(['510001 Retail', '510002 Outlet']);
  expect(typed({ name: '\u202E \u200B' }).line('name')).toBeNull();
});

test('a package is kept as it was cleaned', () => {
  const before = fx.pack({ scopes: null, notes: null });
  const { name, scopes, notes } = { name: 'A\u202E B', scopes: 'x\u2066', notes: '\uD83D' };
  const form = untouched(editPackageModal({ ...before, name, scopes, notes }, { isRotating: false }));
  const { draft } = readRecord({ form, today: '2026-11-22', before });
  expect(draft).toMatchObject({ name: 'A B', scopes: 'x', notes: '\uFFFD' });
});
