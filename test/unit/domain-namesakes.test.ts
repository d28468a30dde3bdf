import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tellApart } from '../../src/domain/namesakes.ts';

type Telling = Parameters<typeof tellApart>[0][number];

const account = (name: string): Telling['account'] => ({
  ...{ id: name, name, subdomain: null, enterpriseId: null, kind: 'production' },
});
const unit = (mid: string, name = '') => ({ mid, name });
const pack = (id: string, of: Partial<Telling> = {}): Telling => ({
  ...{ id, name: 'ESP', account: null, businessUnits: [], clientId: null, ...of },
});
const told = (...packages: Telling[]) => Object.fromEntries(tellApart(packages));

test('whoever is alone with a name needs nothing', () => {
  expect(told()).toEqual({});
  expect(told(pack('a', { clientId: 'c1' }), pack('b', { name: 'ESP Sandbox', clientId: 'c2' }))).toEqual({});
});

test('by account, else by the first business unit, else by client id; in any case of the name', () => {
  const [acme, loop] = [account('Acme'), account('Loop')];
  expect(told(pack('a', { account: acme }), pack('b', { name: 'esp', account: loop }))).toEqual({
    ...{ a: 'Acme', b: 'Loop' },
  });
  expect(
    told(
      pack('a', { account: acme, businessUnits: [unit('1', 'Retail'), unit('3')] }),
      pack('b', { account: acme, businessUnits: [unit('2')] }),
    ),
  ).toEqual({ a: 'Retail', b: '2' });
  expect(
    told(pack('a', { account: acme, clientId: 'c1' }), pack('b', { account: acme, clientId: 'c2' })),
  ).toEqual({
    ...{ a: 'c1', b: 'c2' },
  });
});

test('where no mark alone is enough, all there are; one without any has none to show', () => {
  const [acme, loop] = [account('Acme'), account('Loop')];
  expect(
    told(
      pack('a', { account: acme, clientId: 'c1' }),
      pack('b', { account: acme, clientId: 'c2' }),
      pack('c', { account: loop }),
      pack('d'),
    ),
  ).toEqual({ a: 'Acme, c1', b: 'Acme, c2', c: 'Loop' });
  expect(
    told(pack('a', { account: acme, businessUnits: [unit('1', 'Retail')] }), pack('b', { clientId: 'c2' })),
  ).toEqual({
    ...{ a: 'Acme, Retail', b: 'c2' },
  });
});

test('one mark is enough only where no two have the same', () => {
  const word = fc.constantFrom('A', 'B', 'C');
  const packages = fc.array(
    fc.record({ account: fc.option(word), mid: fc.option(word), clientId: fc.option(word) }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(packages, (all) => {
      const made = all.map((one, n) =>
        pack(String(n), {
          account: one.account && account(`account ${one.account}`),
          businessUnits: one.mid === null ? [] : [unit(`unit ${one.mid}`)],
          clientId: one.clientId && `client ${one.clientId}`,
        }),
      );
      const words = [...tellApart(made).values()];
      const wholes = made.map((one) => JSON.stringify({ ...one, id: '' }));
      // Two read the same only if everything about them is; one at most has nothing to be told by.
      if (made.length > 1) expect(new Set(words).size).toBeGreaterThanOrEqual(new Set(wholes).size - 1);
    }),
  );
});
