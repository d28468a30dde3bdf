import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  ALL_COLUMNS,
  columnOf,
  COLUMNS,
  readHeadings,
  type Column,
} from '../../src/domain/import-columns.ts';
import { answered, orderIn, readDate } from '../../src/domain/import-dates.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { readTable } from '../../src/usecases/read-table.ts';

const NOBODY_SAID = { columns: null, hasHeadings: null };

describe('headings', () => {
  test.each<[string, Column | null]>([
    ['Name', 'name'],
    ['  PACKAGE name ', 'name'],
    ['Secret expires', 'expires_on'],
    ['Client Secret Expiration Date', 'expires_on'],
    ['Ablaufdatum', 'expires_on'],
    ['Gültig bis', 'expires_on'],
    ['Client_ID', 'client_id'],
    ['clientId', 'client_id'],
    ['MID(s)', 'business_units'],
    ['Client Secret', 'secret'],
    ['API client secret value', 'secret'],
    ['Staged secret', 'secret'],
    ['Colour', null],
    ['', null],
    ['constructor', null],
  ])('%j is %s', (heading, column) => expect(columnOf(heading)).toBe(column));

  it('are known as the export writes them; no two columns answer to one', () => {
    const all = ALL_COLUMNS.flatMap((column) =>
      [COLUMNS[column].title, ...COLUMNS[column].also].map((heading) => [heading, column]),
    );
    for (const [heading, column] of all)
      expect([heading, columnOf(String(heading))]).toEqual([heading, column]);
  });

  it('count once: of two that mean the same the first wins', () =>
    expect(readHeadings(['Name', 'Title', 'Expires'])).toEqual(['name', null, 'expires_on']));
});

describe('dates', () => {
  test.each([
    '2027-03-29',
    '2027/3/29',
    '2027-03-29T10:00:00Z',
    '2027-03-29 soon',
    '29 March 2027',
    '29. März 2027',
    '29 de marzo de 2027',
    'Mar 29, 2027',
    'Monday, March 29, 2027',
    '29-Mar-27',
    '2027年3月29日',
  ])('%j is one day', (text) => expect(readDate(text)).toEqual({ kind: 'day', day: '2027-03-29' }));

  test.each([
    ['3/4/2027', { kind: 'printed', dmy: '2027-04-03', mdy: '2027-03-04' }],
    ['29.03.2027', { kind: 'printed', dmy: '2027-03-29', mdy: null }],
    ['3/29/27', { kind: 'printed', dmy: null, mdy: '2027-03-29' }],
    ['5/5/2027', { kind: 'day', day: '2027-05-05' }],
    ['46475', { kind: 'serial' }],
    ['–', { kind: 'nothing' }],
    ['N/A', { kind: 'nothing' }],
    ['2027-02-30', { kind: 'unreadable' }],
    ['31/31/2027', { kind: 'unreadable' }],
    ['soon', { kind: 'unreadable' }],
  ])('%j is %j', (text, reading) => expect(readDate(text)).toEqual(reading));

  it('decides the order by a date that can only be one, else asks, and says when both are mixed', () => {
    expect(orderIn(['2027-03-29', '', 'soon'])).toEqual({ kind: 'none' });
    expect(orderIn(['3/4/2027', '29/4/2027'])).toEqual({
      ...{ kind: 'one', order: 'dmy', example: '29/4/2027', day: '2027-04-29', asked: null },
    });
    const asked = orderIn(['3/4/2027', '5/5/2027']);
    expect(asked).toMatchObject({ kind: 'ask', example: '3/4/2027', only: { dmy: 0, mdy: 0 } });
    expect(answered(asked, null)).toBe(asked);
    expect(answered(asked, 'mdy')).toMatchObject({ kind: 'one', example: '3/4/2027', day: '2027-03-04' });
    expect(orderIn(['29/4/2027', '4/29/2027'])).toMatchObject({ kind: 'ask', only: { dmy: 1, mdy: 1 } });
  });

  it('never reads a day that is none', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789/-. T:年月日Mar') }), (text) => {
        const read = readDate(text);
        const days = read.kind === 'day' ? [read.day] : read.kind === 'printed' ? [read.dmy, read.mdy] : [];
        for (const day of days)
          if (day !== null) expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
      }),
    );
  });

  it('reads any day back from the ways it is printed', () => {
    const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        const [y = '', m = '', d = ''] = iso.split('-');
        const long = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
        for (const locale of ['en-GB', 'en-US', 'de', 'fr', 'es', 'it', 'pt', 'nl'])
          expect([locale, readDate(date.toLocaleDateString(locale, long))]).toEqual([
            locale,
            { kind: 'day', day: iso },
          ]);
        const printed = readDate(`${Number(d)}/${Number(m)}/${y}`);
        expect(printed.kind === 'printed' ? printed.dmy : printed.kind === 'day' && printed.day).toBe(iso);
      }),
    );
  });
});

describe('tables', () => {
  const cells = (text: string) => {
    const read = readTable(text);
    return read.ok ? read.rows : read.refusal.code;
  };
  test.each([
    ['tabs', 'Name\tExpires\nA "1"\tx'],
    ['commas', 'Name,Expires\n"A ""1""",x'],
    ['semicolons', 'Name;Expires\n"A ""1""";x'],
    ['a mark and a sep line', '\uFEFFsep=;\r\nName;Expires\r\n"A ""1""";x\r\n\r\n'],
    ['markdown', '| Name | Expires |\n|---|:-:|\n| A "1" | x |'],
    ['markdown without a frame', 'Name | Expires\n--- | ---\nA "1" | x'],
  ])('by %s', (_name, text) =>
    expect(cells(text)).toEqual([
      ['Name', 'Expires'],
      ['A "1"', 'x'],
    ]),
  );

  it('below a title is parted as its headings are; where none is known, as most of its lines', () => {
    const title = 'Packages, as of today, by Ada';
    expect(cells(`${title}\nName;Expires\nA, B;x`)).toContainEqual(['A, B', 'x']);
    expect(cells(`Our colours, all\nred;5\nblue;6`)).toContainEqual(['blue', '6']);
    expect(cells('Name;Notes\nA;one, two, three\nB;four, five, six')).toContainEqual([
      'B',
      'four, five, six',
    ]);
  });

  it('leaves a column of business units out that names no MID', () => {
    const rows = (unit: string) => [
      ['Name', 'Business unit'],
      ['A', 'Retail'],
      ['B', unit],
    ];
    expect(layOut(rows('Wholesale'), NOBODY_SAID).columns).toEqual(['name', null]);
    expect(layOut(rows('510001001'), NOBODY_SAID).columns).toEqual(['name', 'business_units']);
  });

  it('keeps line breaks in quotes, escaped bars in markdown, and takes marks of emphasis and links off', () => {
    expect(cells('Name,Notes\nA,"one\ntwo"')).toEqual([
      ['Name', 'Notes'],
      ['A', 'one\ntwo'],
    ]);
    expect(cells('| Name |\n|---|\n| **A \\| B** |\n| [C](https://x) |\n| `d` |')).toEqual([
      ...[['Name'], ['A | B'], ['C'], ['d']],
    ]);
  });

  it('is refused when it is empty, binary, or of 100,000 rows', () => {
    expect(cells(' \n\t\n')).toBe('table_empty');
    expect(cells('PK\u0003\u0004\0')).toBe('table_unreadable');
    expect(cells(`Name\n${'A\n'.repeat(100_000)}`)).toBe('table_too_long');
    expect(cells(`Name\n${'A\n'.repeat(5_000)}`)).toHaveLength(5_001);
  });

  it('is cut to the columns in which something stands, and refused where they are more than any inventory has', () => {
    const beside = ','.repeat(16_000);
    expect(cells(`Name,Expires${beside}\nA,x${beside}`)).toEqual([
      ['Name', 'Expires'],
      ['A', 'x'],
    ]);
    expect(cells(`Name${','.repeat(100_000)}x`)).toBe('table_too_wide');
    expect(cells(Array.from({ length: 100 }, (_, n) => `H${n}`).join('\t'))).toHaveLength(1);
    expect(cells(`Name,Notes\nA${','.repeat(100)}x`)).toBe('table_too_wide');
  });

  it('never throws, whatever it is given', () => {
    const some = fc.string({ unit: fc.constantFrom(...'ab1",;|\t\n\r-\\ =\uFEFF') });
    fc.assert(
      fc.property(some, (text) => {
        const read = readTable(text);
        if (read.ok) layOut(read.rows, NOBODY_SAID);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readTable(text)));
  });

  it('finds its headings below a title, and says when there are none', () => {
    const { headings, rows } = layOut([['Our packages'], [''], ['Name', 'Expires'], ['A', '']], NOBODY_SAID);
    expect([headings, rows.map(({ number }) => number)]).toEqual([['Name', 'Expires'], [4]]);
    expect(
      layOut(
        [
          ['Colour', 'Size'],
          ['red', '5'],
        ],
        NOBODY_SAID,
      ).question,
    ).toBe('columns');
  });

  it.each([
    ['users', 'Name\tUsername\tEmail\tUser ID\tStatus\tLast login date'],
    ['roles', 'Name\tDescription\tType\tPermissions'],
    ['business units', 'Name\tMID\tParent\tEmail\tAccount ID'],
    ['anything with a number', 'ID\tName\tStatus'],
    ['names, and nothing else', 'Name'],
  ])('asks whether a table of %s is the one of packages, and takes the word for it', (_what, heads) => {
    const width = heads.split('\t').length;
    const rows = [heads.split('\t'), Array.from({ length: width }, (_, n) => `A ${n}`)];
    const asked = layOut(rows, NOBODY_SAID);
    expect(asked.question).toBe('packages');
    const said = layOut(rows, { columns: asked.columns, hasHeadings: null });
    expect([said.question, said.columns, said.rows]).toEqual([null, asked.columns, asked.rows]);
  });

  it.each([
    ['an older format: no dates yet', 'Name\tPackage ID'],
    ['the table of Setup', 'Name\tSecret expires'],
    ['who uses what', 'Name\tVendors'],
    ['a heading that says so', 'Package name\tOwner'],
  ])('asks nothing of %s', (_what, heads) => {
    const rows = [heads.split('\t'), ['A', '']];
    expect(layOut(rows, NOBODY_SAID).question).toBeNull();
  });

  it('leaves a column of secrets what it is, whatever is chosen by hand, and shows no sample of one', () => {
    const rows = [
      ['Name', 'Client secret'],
      ['A', 'aB3dE6gH9jK2mN5pQ8sT1vW4x'],
    ];
    const { columns, samples } = layOut(rows, { columns: ['name', 'notes'], hasHeadings: true });
    expect(columns).toEqual(['name', 'secret']);
    expect(samples).toEqual(['A', '']);
  });

  it('shows no secret that stands where the headings would be, and names its row', () => {
    const older = 'aB3dE6gH9jK2mN5pQ8sT1vW4x';
    const said = { columns: ['name', 'notes'] as const, hasHeadings: true };
    const laidOut = layOut([[''], ['ESP', older, 'Remark'], ['Loyalty', 'x', 'y']], said);
    expect(laidOut.headings).toEqual(['ESP', '', 'Remark']);
    expect(laidOut.leaky).toEqual({ kind: 'secret', number: 2, place: 'number 2' });
    expect(JSON.stringify(laidOut)).not.toContain(older);
    expect(layOut([['Name', 'A heading of some length']], said).leaky).toBeNull();
  });
});
