import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { layOut } from '../../src/domain/import-layout.ts';
import { looseColumn } from '../../src/domain/import-loose-column.ts';
import { planImport } from '../../src/domain/import-plan.ts';
import { readRow } from '../../src/domain/import-rows.ts';
import type { Place } from '../../src/domain/place.ts';
import type { PackageAdmin } from '../../src/domain/package.ts';
import { accountList, accountModal } from '../../src/slack/views/accounts.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { firstSteps } from '../../src/slack/views/first-steps.ts';
import { handedOver } from '../../src/slack/views/handed-over.ts';
import { importDoneModal, importLink, importModal } from '../../src/slack/views/import.ts';
import { editPackageModal } from '../../src/slack/views/package-modals.ts';
import {
  newPlaceModal,
  placeModal,
  placesModal,
  stillTrueModal,
} from '../../src/slack/views/places-modals.ts';
import { record } from '../../src/slack/views/record.ts';
import { vendorList, vendorRecordModal } from '../../src/slack/views/vendors.ts';
import type { RecordFacts } from '../../src/usecases/read-record.ts';
import { readTable } from '../../src/usecases/read-table.ts';
import * as fx from './slack-fixtures.ts';

const shows = (view: Message): void => {
  const { plain: _, ...native } = view;
  expect(checkMessage(native)).toEqual([]);
  const shown = native as unknown as Shown;
  expect(
    `${textOf(shown)}\n${buttons(shown)
      .map(({ text, actionId }) => `[${text}] ${actionId}`)
      .join('\n')}`,
  ).toMatchSnapshot();
};
const opens = (view: ModalView): void => {
  expect(checkView(view)).toEqual([]);
  expect(textOf(view as unknown as Shown)).toMatchSnapshot();
};

const place = (n: number, of: Partial<Place> = {}): Place => ({
  ...{ id: fx.uuid(400 + n), packageId: fx.IDS.package, vendorId: fx.IDS.vendor(1), vendorName: 'Acme' },
  ...{ system: `System ${n}`, kind: 'vendor_system', knownBy: null, confirmed: null, addedAt: fx.AT },
  ...of,
});
const PLACES = [
  place(1),
  place(2, { kind: 'ssjs', knownBy: { kind: 'name', name: 'Bo Birch' } }),
  place(3, {
    ...{ kind: 'cloudpage', system: 'Preference centre', knownBy: { kind: 'slack', userId: 'U0BEN' } },
    confirmed: { at: fx.AT, by: fx.vera, how: 'rotation' },
  }),
  place(4, { kind: 'job', confirmed: { at: fx.AT, by: fx.ada, how: 'said' } }),
];

const facts = (of: Partial<RecordFacts> = {}): RecordFacts => ({
  ...{ line: fx.line(), places: PLACES, gaps: [], past: [], cardChannel: null },
  ...{ mayEdit: true, mayArchive: false, mayRestore: false, mayHandOver: true, at: fx.AT },
  ...of,
});
const bare = fx.pack({
  ...{ account: null, clientId: null, businessUnits: [], expiresOn: null, expirySource: null },
  ...{ secretGeneratedOn: null, runbookUrl: null, admins: [] },
});
const NASTY_PACK = fx.pack({
  ...{ name: fx.NASTY.slice(0, 120), notes: fx.NASTY.slice(0, 2000), scopes: fx.NASTY.slice(0, 1000) },
  ...{
    sfmcPackageId: fx.NASTY.slice(0, 100),
    clientId: fx.NASTY.slice(0, 100),
    runbookUrl: 'https://x.example/|a',
  },
  businessUnits: Array.from({ length: 60 }, (_, n) => ({ mid: String(n), name: fx.NASTY.slice(0, 200) })),
  freezeWindows: Array.from({ length: 30 }, () => ({ fromOn: '2027-01-01', toOn: '2027-01-02' })),
  admins: Array.from({ length: 40 }, (_, n): PackageAdmin => ({
    ...fx.adaId,
    userId: `U0${n}`,
    role: n === 0 ? 'owner' : 'backup',
  })),
});

describe('everything on record', () => {
  const retired = fx.pack({ isRetired: true });
  const past = [
    { number: 2, startedAt: fx.AT, endedAt: fx.AT, outcome: 'done', expiresOn: '2026-11-28', isEarly: true },
    { number: 1, startedAt: fx.AT, endedAt: fx.AT, outcome: 'cancelled', expiresOn: null, isEarly: false },
  ] as const;
  test('for its admins', () => shows(record(facts({ past }), '/rekey')));
  test('for whoever may only look', () =>
    shows(record(facts({ mayEdit: false, mayHandOver: false }), '/rekey')));
  test('while it is rotated', () =>
    shows(record(facts({ line: fx.line({ rotation: fx.sharing() }), cardChannel: 'C0OLD' }), '/rekey')));
  test('with everything missing', () => {
    const gaps = ['no_owner', 'no_date', 'no_vendor', 'no_account'] as const;
    const line = fx.line({ package: bare, vendors: [], daysLeft: null, dueOn: null });
    shows(record(facts({ line, places: [], gaps }), '/rekey'));
  });
  test('with an account that has no subdomain', () => {
    const account = { ...fx.pack().account!, subdomain: null };
    shows(
      record(facts({ line: fx.line({ package: fx.pack({ account }) }), gaps: ['no_subdomain'] }), '/rekey'),
    );
  });
  test('retired', () =>
    shows(
      record(facts({ line: fx.line({ package: retired }), mayArchive: true, mayRestore: true }), '/rekey'),
    ));
  test('archived', () => {
    const line = fx.line({ package: fx.pack({ isRetired: true, archivedAt: fx.AT }) });
    shows(record(facts({ line, mayEdit: false, mayRestore: true }), '/rekey'));
  });
  test('as long as anything may be', () => {
    const places = Array.from({ length: 90 }, (_, n) => place(n, { system: fx.NASTY.slice(0, 200) }));
    const vendors = Array.from({ length: 40 }, (_, n) => ({ ...fx.vendor(n), name: fx.NASTY.slice(0, 80) }));
    const line = fx.line({ package: NASTY_PACK, vendors });
    const gaps = [
      'no_owner',
      'no_date',
      'date_unconfirmed',
      'no_vendor',
      'place_unconfirmed',
      'no_account',
      'no_subdomain',
    ] as const;
    const { plain: _, ...native } = record(facts({ line, places, gaps }), '/rekey');
    expect(checkMessage(native)).toEqual([]);
    expect(JSON.stringify(native)).not.toMatch(/"mrkdwn","text":"[^"]*<!channel>/);
  });
  test.each([true, false])('edited, while it is rotated: %s', (isRotating) =>
    opens(editPackageModal(fx.pack(), { isRotating })),
  );
  test('edited, as long as anything may be', () =>
    expect(checkView(editPackageModal(NASTY_PACK, { isRotating: false }))).toEqual([]));
  test.each(['U0BEN', 'U0ADA'])('handed over, told to %s', (userId) =>
    shows(handedOver(fx.line(), { byId: 'U0ADA', fromId: 'U0ADA', toId: 'U0BEN', userId })),
  );
});

describe('where it sits', () => {
  const of = {
    package: fx.pack(),
    vendors: [fx.vendor(1), { ...fx.vendor(2), systems: [] }],
    places: PLACES,
  };
  test('the list', () => opens(placesModal(of)));
  test('of nothing', () => opens(placesModal({ ...of, vendors: [], places: [] })));
  test('a new place', () => opens(newPlaceModal(of)));
  test('a known one', () => opens(placeModal(of, PLACES[2]!)));
  test('still true', () => opens(stillTrueModal(of)));
  test.each([0, 1, 2, 99])('90 long places, page %d', (page) => {
    const places = Array.from({ length: 90 }, (_, n) => place(n, { system: fx.NASTY.slice(0, 200) }));
    const vendors = Array.from({ length: 150 }, (_, n) => ({ ...fx.vendor(n), name: fx.NASTY.slice(0, 80) }));
    const all = { package: NASTY_PACK, vendors, places };
    for (const view of [placesModal(all, page), newPlaceModal(all, vendors[120]?.id), stillTrueModal(all)])
      expect(checkView(view)).toEqual([]);
  });
});

describe('vendors and accounts', () => {
  const vendor = (n: number, name = `Vendor ${n}`) => ({ ...fx.vendor(n), name, packages: n });
  const account = (n: number, name = `Account ${n}`) => ({
    ...{ id: fx.uuid(500 + n), name, subdomain: n % 2 ? 'mc563885gzs27c5t9-63k636ttgm' : null },
    ...{ enterpriseId: n % 2 ? '7001' : null, kind: n % 2 ? ('production' as const) : ('sandbox' as const) },
    packages: n,
  });
  const of = {
    ...fx.vendor(1),
    packages: [
      { name: 'ESP', isRetired: false },
      { name: 'Old', isRetired: true },
    ],
    rotating: ['ESP'],
  };
  test('vendors', () => shows(vendorList([vendor(0), vendor(1), vendor(2)], 3)));
  test('some of the vendors', () => shows(vendorList([vendor(1)], 120)));
  test('no vendor', () => shows(vendorList([], 0)));
  test('one vendor', () => opens(vendorRecordModal(of)));
  test('accounts', () => shows(accountList([account(0), account(1), account(2)], true)));
  test('accounts, for whoever may only look', () => shows(accountList([account(1)], false)));
  test('no account', () => shows(accountList([], true)));
  test('one account', () => opens(accountModal(account(1), 3)));
  test('an empty account', () => opens(accountModal(account(1), 0)));
  test('as many, and as long, as anything may be', () => {
    const vendors = Array.from({ length: 100 }, (_, n) => vendor(n, fx.NASTY.slice(0, 80)));
    const accounts = Array.from({ length: 100 }, (_, n) => account(n, fx.NASTY.slice(0, 80)));
    for (const { plain: _, ...native } of [vendorList(vendors, 150), accountList(accounts, true)])
      expect(checkMessage(native)).toEqual([]);
    const packages = Array.from({ length: 300 }, () => ({ name: fx.NASTY.slice(0, 120), isRetired: false }));
    const rotating = packages.map(({ name }) => name);
    expect(checkView(vendorRecordModal({ ...of, packages, rotating }))).toEqual([]);
  });
});

describe('the inventory comes in', () => {
  const link = { url: 'https://rekey.example/import#x', code: 'ABCD-1234', expiresAt: fx.AT };
  const input = (table: string) => ({
    ...{ table, columns: null, hasHeadings: null, order: null },
    accountName: null,
  });
  const planned = (table: string) => {
    const read = readTable(table);
    if (!read.ok) throw new Error(read.refusal.code);
    const layout = layOut(read.rows, input(table));
    const { columns, headings } = layout;
    const may = { isSeen: true, mayChange: true, mayKeepVendors: true, mayNameAdmins: true };
    const plan = planImport({
      rows: layout.rows.map(({ number, cells }) =>
        readRow(number, cells, { columns, headings, order: null, oddClientIds: new Set() }),
      ),
      known: [{ package: fx.pack(), vendors: [], ...may, isRotating: false }],
      ...{ accounts: [], vendors: new Map(), accountName: 'Acme', channelId: 'C0MOPS', ownerId: 'U0ADA' },
      ...{ mayOwn: new Set(['U0ADA']), unasked: new Set<string>(), leadDays: 7, today: '2026-11-22' },
    });
    const loose = looseColumn(plan.refused, layout.rows.length);
    const preview = { kind: 'plan' as const, layout, plan, loose, digest: 'f'.repeat(64) };
    return importModal({ preview, input: input(table), channelId: 'C0MOPS' });
  };
  test.each(['C0MOPS', null])('the link, asked for in %s', (channelId) => shows(importLink(link, channelId)));
  test('a short table', () => opens(importModal()));
  test('a preview', () =>
    opens(
      planned(
        'Name,Client ID,Expires\nESP Production,abcdefghijklmnopqrstuvwx,2027-06-01\nNew,,2027-04-01\nBad,,2027-13-01',
      ),
    ));
  test('a preview as long as may be typed', () => {
    const rows = Array.from({ length: 110 }, (_, n) => `Package ${n} <!channel>,2027-0${n % 3}-01`);
    expect(checkView(planned(`Name,Expires\n${rows.join('\n')}`.slice(0, 3000)))).toEqual([]);
  });
  test('what was done', () =>
    opens(
      importDoneModal(
        {
          ...{ added: 2, changed: 1, unchanged: 1, refused: [], undated: 1, unused: 1, joinLater: ['ESP'] },
          ...{ firstDueOn: '2027-03-21', newAccounts: ['Acme'] },
          at: fx.AT,
        },
        '/rekey',
      ),
    ));
  test('the first steps, for whoever may begin', () =>
    shows(firstSteps({ isEmpty: true, mayAdd: true, appointed: [] }, '/rekey')));
  test.each([[[]], [['U0ADA', 'U0BEN']]])('the first steps, for others, appointed %j', (appointed) =>
    shows(firstSteps({ isEmpty: true, mayAdd: false, appointed }, '/rekey')),
  );
});

test('a record says when it is planned to start, unless the plan has come to leave too little time', () => {
  const words = (plannedStartOn: string) =>
    JSON.stringify(record(facts({ line: fx.line({ package: fx.pack({ plannedStartOn }) }) }), '/rekey'));
  expect(words('2026-11-20')).toContain('*Planned to start*  2026-11-20');
  expect(words('2026-11-21')).not.toContain('Planned to start');
});
