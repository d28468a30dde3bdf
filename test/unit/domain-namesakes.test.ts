import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moment } from '../support/rotations.ts';
import { tellApart } from '../../src/domain/namesakes.ts';

type Telling = Parameters<typeof tellApart>[0][number];

const account = (name: string): Telling['account'] => ({
  ...{ id: name, name, subdomain: null, enterpriseId: null, kind: 'production' },
});
const unit = (mid: string, name = '') => ({ mid, name });
const pack = (id: string, of: Partial<Telling> = {}): Telling => ({
  ...{
    id,
    name: 'ESP',
    account: null,
    businessUnits: [],
    clientId: null,
    createdAt: moment('2027-01-02T09:00:00Z'),
    ...of,
  },
});
const told = (...packages: Telling[]) => Object.fromEntries(tellApart(packages));

test('whoever is alone with a name needs nothing', () => {
  expect(told()).toEqual({});
  expect(told(pack('a', { clientId: 'c1' }), pack('b', { name: 'ESP Sandbox', clientId: 'c2' }))).toEqual({});
});

const [acme, loop] = [account('Acme'), account('Loop')];

test.each<[string, Partial<Telling>[], string[]]>([
  ['account', [{ account: acme }, { name: 'esp', account: loop }], ['Acme', 'Loop']],
  [
    'business units, by name where they have one',
    [
      { account: acme, businessUnits: [unit('1', 'Retail'), unit('3')] },
      { account: acme, businessUnits: [unit('2')] },
    ],
    ['Retail + 3', '2'],
  ],
  [
    'MIDs, where business units are called the same',
    [{ businessUnits: [unit('1', 'Retail')] }, { businessUnits: [unit('2', 'Retail')] }],
    ['1', '2'],
  ],
  [
    'client id',
    [
      { account: acme, clientId: 'c1' },
      { account: acme, clientId: 'c2' },
    ],
    ['c1', 'c2'],
  ],
  [
    'the day it came',
    [{ clientId: 'c1' }, { clientId: 'c1', createdAt: moment('2027-03-04T09:00:00Z') }],
    ['added 2027-01-02', 'added 2027-03-04'],
  ],
  [
    'everything in which they differ, where no mark alone is enough',
    [
      { account: acme, clientId: 'c1', businessUnits: [unit('1')] },
      { account: acme, clientId: 'c2', businessUnits: [unit('1')] },
      { account: loop, businessUnits: [unit('1')] },
    ],
    ['Acme, c1', 'Acme, c2', 'Loop'],
  ],
])('by %s', (_, all, words) => {
  const packages = all.map((of, n) => pack(String(n), of));
  expect([...tellApart(packages).values()]).toEqual(words);
});

test('two read the same only if everything about them is', () => {
  const word = fc.constantFrom('A', 'B', 'C');
  const units = fc.uniqueArray(
    fc.record({ mid: fc.constantFrom('1', '2', '3'), name: fc.constantFrom('', 'X') }),
    {
      ...{ maxLength: 2, selector: ({ mid }: { mid: string }) => mid },
    },
  );
  const packages = fc.array(
    fc.record({ account: fc.option(word), businessUnits: units, clientId: fc.option(word) }),
    { minLength: 2, maxLength: 5 },
  );
  fc.assert(
    fc.property(packages, (all) => {
      const made = all.map(({ account: name, clientId, businessUnits }, n) =>
        pack(String(n), {
          account: name && account(`account ${name}`),
          clientId: clientId && `client ${clientId}`,
          businessUnits,
        }),
      );
      const told = tellApart(made);
      const wholes = new Set(made.map(({ id: _, ...one }) => JSON.stringify(one)));
      expect(new Set(made.map(({ id }) => told.get(id) ?? '')).size).toBe(wholes.size);
    }),
  );
});
