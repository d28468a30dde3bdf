import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { clean } from '../../src/domain/import-cells.ts';
import { columnOf } from '../../src/domain/import-columns.ts';
import { csvOf } from '../../src/domain/import-export.ts';
import { readField } from '../../src/domain/import-fields.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { planImport, type Known, type PlanInput } from '../../src/domain/import-plan.ts';
import { readRow } from '../../src/domain/import-rows.ts';
import { readVendors, vendorBook, vendorsCell, type VendorSaid } from '../../src/domain/import-vendors.ts';
import type { Package } from '../../src/domain/package.ts';
import { faultWords } from '../../src/usecases/import-words.ts';
import { readTable } from '../../src/usecases/read-table.ts';
import { pack } from './slack-fixtures.ts';

const ACME = { id: 'v-acme', name: 'Acme Mail', isOwn: false };
const LOOP = { id: 'v-loop', name: 'Loop Loyalty', isOwn: false };
const MINE = { id: 'v-mine', name: 'Ada’s own', isOwn: true };

type Used = Known['vendors'];
const knownAs = (pkg: Package, vendors: Used = [], of: Partial<Known> = {}): Known => ({
  ...{ package: pkg, vendors, mayChange: true, mayKeepVendors: true, mayNameAdmins: true },
  ...{ isSeen: true, isRotating: false, ...of },
});

function planOf(table: string, known: readonly Known[] = [], of: Partial<PlanInput> = {}) {
  const read = readTable(table);
  if (!read.ok) throw new Error(read.refusal.code);
  const { rows, columns, headings } = layOut(read.rows, { columns: null, hasHeadings: null });
  return planImport({
    rows: rows.map(({ number, cells }) =>
      readRow(number, cells, { columns, headings, order: null, oddClientIds: new Set() }),
    ),
    ...{ known, accounts: [], accountName: null, channelId: 'C0MOPS', ownerId: 'U0ADA' },
    ...{
      vendors: vendorBook([ACME, LOOP, MINE]),
      mayOwn: new Set(['U0ADA', 'U0BEN', 'U0OTTO']),
      unasked: new Set<string>(),
    },
    ...{ leadDays: 7, today: '2026-11-22', ...of },
  });
}
const faultOf = (...args: Parameters<typeof planOf>) => planOf(...args).refused[0]?.fault;

describe('headings', () => {
  test.each(['Vendors', 'vendor', 'Used by', 'Agencies', 'Dienstleister', 'Lieferanten', 'Proveedores'])(
    '%j is of vendors',
    (heading) => expect(columnOf(heading)).toBe('vendors'),
  );
  test.each(['Backups', 'backup', 'Backup owner', 'Deputies', 'Stellvertreter'])(
    '%j is of backups',
    (heading) => expect(columnOf(heading)).toBe('backups'),
  );
});

describe('a cell of vendors', () => {
  const said = (name: string, ...systems: string[]): VendorSaid => ({ name, systems });

  test.each<[string, VendorSaid[] | null]>([
    [
      'Acme Mail: Nightly import, Preference centre; Loop Loyalty',
      [said('Acme Mail', 'Nightly import', 'Preference centre'), said('Loop Loyalty')],
    ],
    ['Acme Mail\nLoop Loyalty', [said('Acme Mail'), said('Loop Loyalty')]],
    ['Acme, Inc.: A', [said('Acme, Inc.', 'A')]],
    ['Acme: https://x.example:8080/a', [said('Acme', 'https://x.example:8080/a')]],
    [String.raw`A\;B\: C: D\,E\;F, C:\jobs\run`, [said('A;B: C', 'D,E;F', String.raw`C:\jobs\run`)]],
    ['Acme: A; acme: a, B', [said('Acme', 'A', 'B')]],
    ['Acme:;;', [said('Acme')]],
    ['Acme: ,', [said('Acme')]],
    [': A', null],
    [';;', null],
  ])('%j', (text, vendors) => expect(readVendors(text)).toEqual(vendors));

  it('is read back from what the export writes, whatever the names', () => {
    const name = fc
      .string({ unit: fc.constantFrom(...`aB ;:,\\\n"'=+-@|שé\u200F`), minLength: 1, maxLength: 12 })
      .map((text) => clean(clean(text).replaceAll('\n', ' ')))
      .filter((text) => text !== '');
    const selector = (text: string) => text.normalize('NFC').toLowerCase();
    const systems = fc.uniqueArray(name, { selector, maxLength: 4 });
    const vendors = fc.uniqueArray(fc.record({ name, systems }), {
      ...{ selector: (one: VendorSaid) => selector(one.name), minLength: 1, maxLength: 4 },
    });
    fc.assert(
      fc.property(vendors, (some) => {
        expect(readVendors(clean(vendorsCell(some)))).toEqual(some);
      }),
    );
  });

  it('never throws, is quick, and is refused where a system is longer than rekey keeps', () => {
    const some = fc.string({ unit: fc.constantFrom(...'a;:,\\\n ') });
    fc.assert(fc.property(some, (text) => void readField('vendors', clean(text), null)));
    expect(readField('vendors', `A: ${'x'.repeat(201)}`, null)).toBe('too_long');
    expect(faultOf(`Name,Vendors\nESP,"Acme Mail: ${'ab,'.repeat(30_000)}"`)).toBeUndefined();
    const many = Array.from({ length: 101 }, (_, n) => `S${n}`).join(', ');
    expect(faultOf(`Name,Vendors\nESP,"Acme Mail: ${many}"`)).toMatchObject({ code: 'too_many_systems' });
  });
});

test.each<[string, readonly string[] | string]>([
  ['U0BEN; U0OTTO', ['U0BEN', 'U0OTTO']],
  ['<@U0BEN|ben smith>\n@U0OTTO;', ['U0BEN', 'U0OTTO']],
  ['Ben', 'backups_unreadable'],
  ['U0BEN; Otto', 'backups_unreadable'],
  [';', 'backups_unreadable'],
])('backups %j', (text, backupIds) =>
  expect(readField('backups', text, null)).toEqual(typeof backupIds === 'string' ? backupIds : { backupIds }),
);

describe('what a row adds', () => {
  const esp = pack({ name: 'ESP' });
  const used: Used = [{ id: ACME.id, name: 'Acme Mail', systems: ['Nightly import'] }];

  it('are vendors and systems that are not there, in any case; what is there stays, and is never taken away', () => {
    const [one] = planOf('Name,Vendors\nESP,"ACME mail: nightly IMPORT, Preference centre; loop loyalty"', [
      knownAs(esp, used),
    ]).changed;
    expect(one).toMatchObject({
      changes: {},
      gains: [
        { vendorId: ACME.id, isNew: false, systems: ['Preference centre'] },
        { vendorId: LOOP.id, vendor: 'Loop Loyalty', isNew: true, systems: [] },
      ],
      joins: {
        vendors: {
          from: 'Acme Mail: Nightly import',
          to: 'Acme Mail: Nightly import, Preference centre; Loop Loyalty',
        },
      },
    });
    for (const cell of ['Acme Mail', 'acme mail: NIGHTLY import', ''])
      expect(planOf(`Name,Notes,Vendors\nESP,,${cell}`, [knownAs(esp, used)])).toMatchObject({
        ...{ unchanged: 1, changed: [], refused: [] },
      });
  });

  it('is told with a package that is new', () => {
    const [one] = planOf('Name,Vendors,Backups\nNew,Acme Mail: A,U0BEN; U0ADA').added;
    expect(one).toMatchObject({
      gains: [{ vendorId: ACME.id, isNew: true, systems: ['A'] }],
      package: { ownerId: 'U0ADA', backupIds: ['U0BEN'] },
    });
  });

  it('refuses a vendor nobody knows, several of one look, and one whose contact is the importer', () => {
    expect(faultOf('Name,Vendors\nESP,Acme Mial')).toEqual({ code: 'vendor_unknown', vendor: 'Acme Mial' });
    const twins = vendorBook([ACME, { id: 'v-2', name: 'Acme\u200B Mail', isOwn: false }]);
    expect(faultOf('Name,Vendors\nESP,Acme Mail', [], { vendors: twins })?.code).toBe('vendor_ambiguous');
    for (const known of [[], [knownAs(esp, used)]])
      expect(faultOf('Name,Vendors\nESP,ada’s OWN: A', known)).toEqual({
        ...{ code: 'vendor_is_you', vendor: MINE.name },
      });
  });

  it('shows no name that may be a secret', () => {
    const fault = faultOf('Name,Vendors\nESP,aB3dE6gH9jK2mN5pQ8sT1vW4x');
    expect(fault).toEqual({ code: 'vendor_unknown', vendor: null });
    expect(fault && faultWords(fault)).toMatch(/^One of them is no vendor on record/);
  });

  it('asks the rights of each: vendors of its admins, backups of its owner', () => {
    const foreign = knownAs(esp, used, { mayKeepVendors: false, mayNameAdmins: false });
    expect(faultOf('Name,Vendors\nESP,Loop Loyalty', [foreign])?.code).toBe('not_yours');
    expect(faultOf('Name,Backups\nESP,U0OTTO', [foreign])?.code).toBe('backups_not_yours');
    expect(planOf('Name,Vendors,Backups\nESP,Acme Mail,U0BEN', [foreign])).toMatchObject({ unchanged: 1 });
    const named = knownAs(esp, used, { mayChange: false, mayKeepVendors: false });
    expect(planOf('Name,Backups\nESP,U0OTTO', [named]).changed).toMatchObject([{ backupIds: ['U0OTTO'] }]);
  });

  it('takes as backups only who may be one, and asks nobody again who is one', () => {
    expect(faultOf('Name,Backups\nESP,U0BEN; U0DEX', [knownAs(esp)])).toEqual({
      ...{ code: 'backup_unusable', userId: 'U0DEX' },
    });
    expect(faultOf('Name,Backups\nNew,U0DEX')?.code).toBe('backup_unusable');
    expect(faultOf('Name,Owner,Backups\nNew,U0DEX,U0ADA', [], { unasked: new Set(['U0DEX']) })).toEqual({
      ...{ code: 'unasked', userId: 'U0DEX' },
    });
    expect(faultOf('Name,Backups\nNew,U0DEX', [], { unasked: new Set(['U0DEX']) })?.code).toBe('unasked');
    const mayOwn = new Set(['U0OTTO']);
    const [one] = planOf('Name,Backups\nESP,U0OTTO; U0BEN; U0ADA', [knownAs(esp)], { mayOwn }).changed;
    expect(one).toMatchObject({
      ...{ backupIds: ['U0OTTO', 'U0BEN'], changes: {} },
      joins: { backups: { from: ['U0BEN'], to: ['U0OTTO', 'U0BEN'] } },
    });
  });

  it('comes back from the export with nothing changed, formulas and signs in names too', () => {
    const odd: Used = [
      { id: 'v-1', name: '=SUM(1;2): x', systems: ['+a, b', '-c;d', '@e', String.raw`C:\jobs\ `.trim()] },
      { id: 'v-2', name: '@Birch', systems: [] },
    ];
    const packages = [esp, pack({ id: 'p-2', name: 'Other', clientId: 'other', admins: [] })];
    const known = packages.map((one) => knownAs(one, odd));
    const csv = csvOf(packages.map((one) => ({ ...one, vendors: odd })));
    expect(csv).toContain(String.raw`'=SUM(1\;2)\: x: +a\, b`);
    const vendors = vendorBook(odd.map(({ id, name }) => ({ id, name, isOwn: true })));
    expect(planOf(csv, known, { vendors })).toMatchObject({
      ...{ unchanged: 2, added: [], changed: [], refused: [] },
    });
    // Read, not only compared: one system more is all that changes.
    const [first] = planOf(csv.replace('@e', '@e, new'), known, { vendors }).changed;
    expect(first?.gains).toEqual([
      { vendorId: 'v-1', vendor: '=SUM(1;2): x', isNew: false, systems: ['new'] },
    ]);
  });
});
