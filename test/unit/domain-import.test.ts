import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { asWritten, clean, isFormula, neutral } from '../../src/domain/import-cells.ts';
import { ALL_COLUMNS } from '../../src/domain/import-columns.ts';
import { csvOf } from '../../src/domain/import-export.ts';
import { readField } from '../../src/domain/import-fields.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { planImport, type PlanInput } from '../../src/domain/import-plan.ts';
import { readRow } from '../../src/domain/import-rows.ts';
import type { BusinessUnit, Package } from '../../src/domain/package.ts';
import { readTable } from '../../src/usecases/read-table.ts';
import { pack, uuid } from './slack-fixtures.ts';

const NOBODY_SAID = { columns: null, hasHeadings: null };
const TODAY = '2026-11-22';

const MAY = { isSeen: true, mayChange: true, mayKeepVendors: true, mayNameAdmins: true };

/** A table, read and judged against what is known. */
function planOf(table: string, packages: readonly Package[] = [], of: Partial<PlanInput> = {}) {
  const read = readTable(table);
  if (!read.ok) throw new Error(read.refusal.code);
  const { rows, columns, headings, found } = layOut(read.rows, NOBODY_SAID);
  const order = found.kind === 'one' ? found.order : null;
  return planImport({
    rows: rows.map(({ number, cells }) =>
      readRow(number, cells, { columns, headings, order, oddClientIds: new Set() }),
    ),
    known: packages.map((one) => ({ package: one, vendors: [], ...MAY, isRotating: false })),
    ...{ accounts: [], vendors: new Map(), accountName: null, channelId: 'C0MOPS', ownerId: 'U0ADA' },
    ...{ mayOwn: new Set(['U0ADA', 'U0BEN']), unasked: new Set<string>(), leadDays: 7, today: TODAY },
    ...of,
  });
}
const faultsOf = (...args: Parameters<typeof planOf>) =>
  planOf(...args).refused.map(({ row, fault }) => [row, fault.code]);

describe('fields', () => {
  const units = (text: string) => readField('business_units', text, null);
  test.each<[string, BusinessUnit[]]>([
    ['510001001 Retail UK', [{ mid: '510001001', name: 'Retail UK' }]],
    ['Retail (MID: 510001001)', [{ mid: '510001001', name: 'Retail' }]],
    [
      '510001001; 510001002',
      [
        { mid: '510001001', name: 'MID 510001001' },
        { mid: '510001002', name: 'MID 510001002' },
      ],
    ],
    ['510001001 A, B', [{ mid: '510001001', name: 'A, B' }]],
  ])('business units %j', (text, businessUnits) => expect(units(text)).toEqual({ businessUnits }));

  test.each<[Parameters<typeof readField>[0], string, string]>([
    ['business_units', '5.1E+08', 'units_shortened'],
    ['business_units', 'Retail', 'units_unreadable'],
    ['name', 'x'.repeat(121), 'too_long'],
    ['name', '\uD800', 'damaged'],
    ['type', 'toaster', 'type_unknown'],
    ['criticality', 'constructor', 'criticality_unknown'],
    ['lead_days', '91', 'lead_days_unreadable'],
    ['lead_days', '-1', 'lead_days_unreadable'],
    ['channel', '#marketing', 'channel_unreadable'],
    ['owner', 'Ada', 'owner_unreadable'],
    ['runbook', 'javascript:alert(1)', 'runbook_unreadable'],
    ['freeze_windows', '2027-05-03..2027-05-01', 'freeze_unreadable'],
    ['dormant', 'perhaps', 'yes_or_no'],
    ['expires_on', '46475', 'date_serial'],
  ])('%s %j is refused: %s', (column, text, fault) => expect(readField(column, text, null)).toBe(fault));
});

test.each(ALL_COLUMNS)('under %s n/a and a dash say nothing, but where they may be meant', (column) => {
  const isFree = ['name', 'notes', 'scopes'].includes(column);
  for (const text of ['n/a', '-', 'TBD'])
    expect(readField(column, text, null)).toEqual(isFree ? { [column]: text } : {});
});

describe('rows', () => {
  const NAMED = 'Name,Client ID,Business units\n';
  const esp = pack({ name: 'ESP', clientId: 'esp', admins: pack().admins });
  const twin = pack({ ...esp, id: uuid(51), clientId: 'twin', businessUnits: [{ mid: '2', name: 'FR' }] });

  it('two of one name in two business units are told apart; where nothing tells, the row is refused', () => {
    expect(planOf(`${NAMED}ESP,,2 FR\nESP,,12345 Retail UK`, [esp, twin])).toMatchObject({
      unchanged: 2,
      refused: [],
    });
    expect(faultsOf('Name,Notes\nESP,which?', [esp, twin])).toEqual([[2, 'ambiguous']]);
  });

  it('a client id counts more than a name; one that contradicts the package id is refused', () => {
    const [renamed] = planOf('Name,Client ID\nESP new,esp', [esp]).changed;
    expect(renamed?.changes).toEqual({ name: { from: 'ESP', to: 'ESP new' } });
    const known = [pack({ ...esp, sfmcPackageId: 'p1' })];
    expect(faultsOf('Client ID,Package ID,Notes\nesp,p2,x', known)).toEqual([[2, 'contradictory']]);
  });

  it('merged cells, formulas, stray cells, twice the same: each refused with its reason, the others taken', () => {
    const table =
      'Name,Expires\nA,2027-03-29\n,2027-04-01\n=HYPERLINK("x"),2027-03-29\nB,2027-03-29,more\na,2027-05-01';
    expect(faultsOf(table)).toEqual([
      ...[
        [3, 'no_name'],
        [4, 'formula'],
        [5, 'ragged'],
        [6, 'same_as_row'],
      ],
    ]);
    expect(planOf(table).added.map((one) => one.package.name)).toEqual(['A']);
  });

  it('names in right-to-left letters stay; unseen marks that would make two names of one go', () => {
    expect(clean('שלום\u200F עולם\u202E')).toBe('שלום עולם');
    expect(faultsOf('Name\nשלום\nשלום\u200F')).toEqual([[3, 'same_as_row']]);
  });

  test.each([
    ['Secret expires', '2027-09-01', 'dates'],
    ['Invalidated as unused', 'yes', 'dates'],
    ['Integration type', 'public app', 'type'],
  ])('while it is rotated its %s stays as it is', (heading, cell, what) => {
    const known = [{ package: esp, vendors: [], ...MAY, isRotating: true }];
    const of = (heads: string, cells: string) =>
      planOf(`Client ID,Notes,${heads}\nesp,new,${cells}`, [], { known });
    expect(of(heading, cell).refused).toMatchObject([{ fault: { code: 'rotating', what } }]);
    expect(of('Criticality', 'high').changed).toHaveLength(1);
  });

  it('of two rows for one package the one that can be taken is, in whatever order they come', () => {
    for (const rows of ['esp,2027-13-01\nesp,2027-04-01', 'esp,2027-04-01\nesp,2027-13-01']) {
      const { changed, refused } = planOf(`Client ID,Secret expires\n${rows}`, [esp]);
      expect([changed.length, refused.length]).toEqual([1, 1]);
    }
  });

  it('two of one name with ids of their own are two, also where one is known without', () => {
    const [one] = [pack({ ...esp, clientId: null, sfmcPackageId: null, businessUnits: [] })];
    const plan = planOf('Name,Client ID\nESP,esp1\nESP,esp2', [one]);
    expect(plan.changed.map(({ changes }) => changes)).toEqual([{ clientId: { from: null, to: 'esp1' } }]);
    expect(plan.added.map(({ row }) => row)).toEqual([3]);
  });

  it('of a package that they may not see nothing is told, neither its name nor that it is as they wrote', () => {
    const known = [{ package: esp, vendors: [], ...MAY, isSeen: false, mayChange: false, isRotating: false }];
    for (const cells of ['Guess,esp,', 'Guess,esp,Client', 'esp,,']) {
      const { unchanged, refused } = planOf(`Name,Client ID,Notes\n${cells}`, [], { known });
      const [name] = cells.split(',');
      expect([unchanged, refused]).toEqual([0, [{ row: 2, name, fault: { code: 'not_yours' } }]]);
    }
  });

  it('a day of Generate alone dates what was dated by count or by the fixed date, not what was read in Setup', () => {
    const after = (expirySource: Package['expirySource']) =>
      planOf('Client ID,Secret generated on\nesp,2026-11-01', [
        pack({ ...esp, expirySource, expiresOn: '2026-09-30' }),
      ]).changed.map(({ edits }) => edits.expiresOn);
    for (const source of ['fixed_date', 'computed'] as const) expect(after(source)).toEqual(['2027-04-30']);
    expect(after('read_in_setup')).toEqual([undefined]);
  });

  it('a date that was edited in the exported table was read in Setup, whatever the source beside it says still', () => {
    const counted = pack({ ...esp, expirySource: 'computed', expiresOn: '2027-03-29' });
    const [one] = planOf(csvOf([{ ...counted, vendors: [] }]).replace('2027-03-29', '2027-04-30'), [
      counted,
    ]).changed;
    expect(one?.edits).toEqual({ expiresOn: '2027-04-30', expirySource: 'read_in_setup' });
  });

  it('a secret may be generated on the day that has begun in the east only', () => {
    expect(planOf('Name,Secret generated on\nA,2026-11-23').added).toHaveLength(1);
    expect(faultsOf('Name,Secret generated on\nA,2026-11-24')).toEqual([[2, 'generated_ahead']]);
  });

  test.each([
    ['2027-03-31', {}],
    ['2027-04-04', {}],
    ['2027-04-06', { plannedStartOn: null }],
    ['2027-03-08', { plannedStartOn: null }],
  ])('a planned start is kept where it fits %s, and cleared where not', (day, start) => {
    const planned = pack({ ...esp, expiresOn: '2027-03-29', plannedStartOn: '2027-03-01' });
    const [one] = planOf(`Client ID,Secret expires\nesp,${day}`, [planned]).changed;
    expect(one?.edits).toEqual({ expiresOn: day, ...start });
    if ('plannedStartOn' in start)
      expect(one?.changes['plannedStartOn']).toEqual({ from: '2027-03-01', to: null });
  });

  it('a cell that says nothing changes nothing', () =>
    expect(planOf('Name,Notes,Expires,Runbook\nESP,,–,', [esp])).toMatchObject({
      unchanged: 1,
      changed: [],
      refused: [],
    }));

  it('a row of a secret goes no further: neither its cell nor its name is in the plan', () => {
    const secret = 'SFMC_0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0u1V2w3X4y5';
    for (const table of [`Name,Notes\nLeaky,${secret}`, `Name,Client secret\nLeaky,abcdefghijklmnop`]) {
      const plan = planOf(table);
      expect(plan.refused).toMatchObject([{ row: 2, name: null, fault: { code: 'secret' } }]);
      expect(JSON.stringify(plan)).not.toMatch(/Leaky|SFMC_|abcdefgh/);
    }
  });
});

it('never throws, whatever table it is given', () => {
  const some = fc.string({ unit: fc.constantFrom(...'ab1",;|\t\n\r-\\ =') });
  fc.assert(fc.property(some, (text) => void planOf(`Name,Expires\n${text}`)));
});

/** The packages as they are once a plan is applied. */
function applied({ added, changed }: ReturnType<typeof planOf>, packages: readonly Package[]): Package[] {
  const inAccount = (name: string | null | undefined) =>
    name ? { account: { ...ACCOUNT, name } } : { account: null };
  const after = new Map(changed.map((one) => [one.package.id, one]));
  return [
    ...packages.map((pkg) => {
      const { accountName = pkg.account?.name, ...edits } = after.get(pkg.id)?.edits ?? {};
      return { ...pkg, ...edits, ...inAccount(accountName) };
    }),
    ...added.map(({ row, package: { accountName, ownerId, ...facts } }) => {
      const admins = [{ ...pack().admins[0]!, userId: ownerId }];
      return pack({ ...facts, ...inAccount(accountName), admins, id: uuid(500 + row) });
    }),
  ];
}
const ACCOUNT = {
  id: uuid(49),
  workspaceId: uuid(1),
  kind: 'production',
  subdomain: null,
  enterpriseId: null,
} as const;

it('applied twice a table changes nothing, whatever ids, accounts and business units those of one name have', () => {
  const one = fc.record({
    name: fc.constant('Acme'),
    clientId: fc.constantFrom('', '', 'c1', 'c2', 'c3'),
    sfmcPackageId: fc.constantFrom('', '', 'p1', 'p2'),
    accountName: fc.constantFrom('X', 'Y'),
    mid: fc.constantFrom('1', '2', '3'),
  });
  const isOnce = (ids: readonly string[]) => new Set(ids.filter(Boolean)).size === ids.filter(Boolean).length;
  // A column of accounts, or of business units, is there for all or for none.
  const columns = fc.tuple(fc.boolean(), fc.boolean());
  // An id that stands in two rows of one table with different others contradicts itself.
  const rows = fc
    .array(one, { minLength: 1, maxLength: 5 })
    .filter(
      (some) =>
        isOnce(some.map(({ clientId }) => clientId)) &&
        isOnce(some.map(({ sfmcPackageId }) => sfmcPackageId)),
    );
  fc.assert(
    fc.property(rows, rows, columns, columns, (before, rows, had, has) => {
      const csv = (some: typeof rows, [hasAccount, hasMid]: typeof has) =>
        `Name,Client ID,Package ID,Account,MID\n${some
          .map(({ name, clientId, sfmcPackageId, accountName, mid }) =>
            [name, clientId, sfmcPackageId, hasAccount && accountName, hasMid && mid].map(
              (cell) => cell || '',
            ),
          )
          .join('\n')}`;
      const known = applied(planOf(csv(before, had)), []).map((pkg, n) => ({ ...pkg, id: uuid(100 + n) }));
      const plan = planOf(csv(rows, has), known);
      // What could be one of several may be told once the others are: that is another table's news.
      fc.pre(!plan.refused.some(({ fault }) => fault.code === 'ambiguous' || fault.code === 'contradictory'));
      const again = planOf(csv(rows, has), applied(plan, known));
      expect([again.added, again.changed.map(({ changes }) => changes)]).toEqual([[], []]);
    }),
    { numRuns: 500 },
  );
});

describe('export', () => {
  it('makes formulas harmless, and takes back what it did', () => {
    for (const cell of ['=1+1', '+49', '-2', '@x', "'=x", "''+1", '\tx'])
      expect([neutral(cell)[0], asWritten(neutral(cell))]).toEqual(["'", cell]);
    fc.assert(fc.property(fc.string(), (cell) => asWritten(neutral(cell)) === cell));
    expect(isFormula('=HYPERLINK("http://x","ESP")')).toBe(true);
    expect(isFormula('= note')).toBe(false);
  });

  it('comes back in with nothing changed, whatever the packages hold', () => {
    const text = fc.string({ unit: fc.constantFrom(...`aB9 =+-@'",;|\n\t.שü(`), maxLength: 30 });
    const line = text.map((one) => clean(one).replaceAll('\n', ' ')).filter((one) => one !== '');
    const unit = fc.record({ mid: fc.stringMatching(/^[1-9]\d{0,8}$/), name: line });
    const one = fc.record({
      name: line,
      notes: fc.option(text.map(clean).filter((note) => note !== '')),
      scopes: fc.option(text.map(clean).filter((scopes) => scopes !== '')),
      expiresOn: fc.constantFrom('2027-03-29', '2027-12-01'),
      expirySource: fc.constantFrom('read_in_setup' as const, 'computed' as const),
      secretGeneratedOn: fc.option(fc.constant('2026-06-01')),
      businessUnits: fc.uniqueArray(unit, { selector: ({ mid }) => mid, maxLength: 3 }),
      freezeWindows: fc.array(fc.constant({ fromOn: '2027-01-01', toOn: '2027-01-02' }), { maxLength: 2 }),
      leadDays: fc.integer({ min: 1, max: 90 }),
      isDormant: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), (some) => {
        const packages = some.map((facts, n) =>
          pack({ ...facts, id: uuid(60 + n), clientId: `client${n}`, account: null }),
        );
        const plan = planOf(csvOf(packages.map((one) => ({ ...one, vendors: [] }))), packages);
        expect({ refused: plan.refused, changed: plan.changed.map(({ changes }) => changes) }).toEqual({
          ...{ refused: [], changed: [] },
        });
        expect([plan.added, plan.unchanged]).toEqual([[], packages.length]);
      }),
      { numRuns: 300 },
    );
  });
});
