import { describe, expect, test } from 'vitest';
import { BOARD_STATES, BY_URGENCY, EVERYTHING } from '../../src/domain/board.ts';
import type { HoldUp } from '../../src/domain/hold-up.ts';
import type { BoardRow } from '../../src/usecases/board-facts.ts';
import type { BoardPageFacts } from '../../src/usecases/visit-board.ts';
import { boardPage } from '../../src/web/board/board-page.ts';
import { boardAddress, readBoardQuery } from '../../src/web/board/board-query.ts';
import { daysLeftWords, holdUpWords, standingWords } from '../../src/web/board/standing-words.ts';
import { moment } from '../browser/in-memory.ts';
import { boardFacts, boardRotation, boardRow } from '../support/board-facts.ts';

const NASTY = `<b>"A" & 'B'</b>`;
const PLAIN = { filter: EVERYTHING, sort: BY_URGENCY, page: 0 };
const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** White space between tags says nothing. */
const page = (facts: BoardPageFacts = boardFacts(), query = '') =>
  boardPage(facts, readBoardQuery(query), '/keys').replaceAll(/\s+/g, ' ');
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => boardRow({ packageId: uuid(n), name: `Package ${n}` }));
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

describe('the page', () => {
  test.each(BOARD_STATES)('of one package that is %s', (state) => {
    const rotation = state === 'in_progress' ? boardRotation() : null;
    const text = boardPage(boardFacts([boardRow({ state, rotation })]), PLAIN, '/keys');
    expect(text.slice(text.lastIndexOf('<tbody>'), text.lastIndexOf('</tbody>'))).toMatchSnapshot();
  });

  test('markup in any name stays text, wherever it stands', () => {
    const choice = { id: uuid(1), name: NASTY };
    const row = boardRow({
      ...{ name: NASTY, vendors: [NASTY], owners: ['U1'], state: 'in_progress' },
      account: { id: uuid(1), name: NASTY, subdomain: null, enterpriseId: null, kind: 'production' },
      businessUnits: [{ mid: NASTY, name: NASTY }],
      rotation: boardRotation({ holdsUp: { kind: 'duty', duty: 'confirm', vendors: [NASTY] } }),
    });
    const lists = [choice, { id: NASTY, name: null }];
    const text = page(
      boardFacts([row], {
        visitor: { userId: 'U1', name: NASTY, workspaceName: NASTY, seesOwnAlone: false },
        choices: { accounts: lists, units: lists, vendors: lists, channels: lists, owners: lists },
        ...{ waiting: [row], names: new Map([['U1', NASTY]]), cards: new Map([[row.rotation!.id, NASTY]]) },
      }),
      `q=${encodeURIComponent(NASTY)}`,
    );
    expect(text).not.toContain('<b>"A"');
    expect(text).not.toContain(`"A" & 'B'`);
    // The title, the heading, whoever is signed in, the row's cells, what waits, five lists twice, the search, ...
    expect(count(text, '&#60;b&#62;&#34;A&#34; &#38; &#39;B&#39;&#60;/b&#62;')).toBeGreaterThan(20);
  });

  test('a name written from right to left turns nothing beside it, wherever it stands in its row', () => {
    const HEBREW = 'שלום (1)';
    const row = boardRow({
      ...{ name: HEBREW, vendors: [HEBREW, 'Acme', 'Birch'], owners: ['U1', 'U2'] },
      account: { id: uuid(1), name: HEBREW, subdomain: null, enterpriseId: null, kind: 'sandbox' },
      businessUnits: [{ mid: '510001', name: HEBREW }],
    });
    const text = page(boardFacts([row], { waiting: [row], names: new Map([['U1', HEBREW]]) }));
    // The row's name, account, unit, owner and vendor; the name once more where it waits.
    expect(count(text, HEBREW)).toBe(6);
    expect(count(text, `<bdi>${HEBREW}</bdi>`)).toBe(6);
    expect(text).toContain(`<bdi>${HEBREW}</bdi>, <bdi>U2</bdi>`);
    expect(text).toContain(`<bdi>${HEBREW}</bdi> (sandbox) · <bdi>${HEBREW}</bdi>`);
  });

  test('carries no script, no style of its own and nothing of another house', () => {
    const text = page(boardFacts(many(50)));
    expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=|<img|<iframe|url\((?!#)/);
    expect(text.match(/(?:href|src|action)="(?!\/|#|https:\/\/northwind\.slack\.com\/)[^"]*"/g)).toBeNull();
    expect(text).not.toContain('[object');
    expect(text).not.toMatch(/undefined|NaN|\bnull\b/);
  });

  test('of no package at all says what to do next, and draws nothing', () => {
    const text = page(boardFacts([]));
    expect(text).toContain('No packages yet');
    expect(text).toContain('<code>/keys import</code>');
    expect(text).not.toContain('<figure');
    expect(text).not.toContain('<table');
  });

  test('of retired packages alone does not say that there never was one', () => {
    const facts = boardFacts([]);
    const counts = { ...facts.board.counts, retired: 3 };
    const text = page({ ...facts, board: { ...facts.board, counts } });
    expect(text).not.toContain('No packages yet');
    expect(text).toContain('<h2>No package is in use</h2>');
    expect(text).toMatch(/<a href="\/board\?state=retired">\s*Retired: 3<\/a\s*>/);
  });

  test('of nothing that matches keeps the filters, and leads back', () => {
    const text = page(boardFacts([]), 'q=nothing');
    expect(text).toContain('Nothing matches');
    expect(text).toContain('value="nothing"');
    expect(text).toContain('<a href="/board">show all packages</a>');
  });

  test('of somebody who sees their own alone says so', () => {
    const { visitor } = boardFacts();
    const text = page(boardFacts([boardRow()], { visitor: { ...visitor, seesOwnAlone: true } }));
    expect(text).toContain('<h1>Your packages</h1>');
    expect(text).toContain('All others, and their numbers,');
    expect(page()).not.toContain('All others, and their numbers,');
  });

  test('the name leads to the card in Slack, or to the channel where there is none', () => {
    const rotation = boardRotation();
    const card = 'https://northwind.slack.com/archives/C0MOPS0001/p17';
    const rows = [boardRow({ state: 'in_progress', rotation }), boardRow({ name: 'Other' })];
    const text = page(boardFacts(rows, { cards: new Map([[rotation.id, card]]) }));
    expect(text).toMatch(new RegExp(`href="${card}" title="To its card in Slack"[^>]*><bdi>ESP Production`));
    expect(text).toMatch(/archives\/C0MOPS0001" title="To its channel in Slack"[^>]*><bdi>Other/);
  });

  test('what waits for the visitor stands first, and only then', () => {
    const row = boardRow({ state: 'overdue', name: 'Late one', daysLeft: -3 });
    const text = page(boardFacts([boardRow()], { waiting: [row] }));
    expect(text.indexOf('Waits for you')).toBeLessThan(text.indexOf('When secrets end'));
    expect(text).toContain('ended 3 days ago');
    expect(text).toContain('href="/board?owner=U0ADA00001"');
    expect(page()).not.toContain('Waits for you');
  });
});

describe('the filters', () => {
  const choices = {
    ...{ accounts: [{ id: uuid(1), name: 'Birch' }], units: [], channels: [{ id: 'C1', name: 'A +3' }] },
    vendors: [uuid(2), uuid(3)].map((id, n) => ({ id, name: `Vendor ${n}` })),
    owners: [
      { id: 'U0ADA00001', name: 'Ada Reyes' },
      { id: 'U0BEN00001', name: null },
    ],
  };

  test('are chosen as the address says, and whoever looks is told which owner they are', () => {
    const text = page(
      boardFacts([boardRow()], { choices }),
      `vendor=${uuid(3)}&owner=U0BEN00001&sort=due&down=1`,
    );
    expect(text).toContain(`<option value="${uuid(3)}" selected>Vendor 1</option>`);
    expect(text).toContain('<option value="U0BEN00001" selected>U0BEN00001</option>');
    expect(text).toContain('>Ada Reyes (you)</option>');
    expect(text).toContain('<option value="due" selected>');
    expect(text).toMatch(/name="down"\s+value="1"\s+checked/);
  });

  test('one choice is none, unless it is chosen; what is chosen is shown though nobody has it', () => {
    expect(page(boardFacts([boardRow()], { choices }))).not.toContain('name="account"');
    expect(page(boardFacts([boardRow()], { choices }), `account=${uuid(1)}`)).toContain('name="account"');
    expect(page(boardFacts([boardRow()], { choices }), `account=${uuid(9)}`)).toContain(
      `<option value="${uuid(9)}" selected>${uuid(9)}</option>`,
    );
  });

  test('a tile keeps what is looked for, and turns back to the first page', () => {
    const text = page(boardFacts(), 'q=mail&page=4&sort=name');
    expect(text).toContain('href="/board?q=mail&#38;state=overdue&#38;sort=name"');
    expect(page(boardFacts(), 'state=overdue')).toMatch(/state=overdue"\s+aria-current="true"/);
  });

  test('a shelf goes along when the form is sent', () => {
    expect(page(boardFacts(), 'state=unowned')).toContain(
      '<input type="hidden" name="state" value="unowned" />',
    );
  });

  test('a heading sorts by its column, and once more the other way round', () => {
    expect(page(boardFacts(), 'q=a')).toContain('href="/board?q=a&#38;sort=name#list"');
    const sorted = page(boardFacts(), 'q=a&sort=name');
    expect(sorted).toMatch(/aria-sort="ascending">\s*<a href="\/board\?q=a&#38;sort=name&#38;down=1#list"/);
    expect(page(boardFacts(), 'sort=name&down=1')).toContain('aria-sort="descending"');
  });
});

describe('an address', () => {
  test('says again what was read of it', () => {
    const query = `q=x+%26+y&account=${uuid(1)}&unit=510001234&vendor=${uuid(2)}&channel=C1X&owner=U1X&state=soon&sort=due&down=1&page=7`;
    expect(boardAddress(readBoardQuery(query))).toBe(`/board?${query}`);
    expect(boardAddress(PLAIN)).toBe('/board');
  });

  test.each([
    'q=%00',
    'q=%ED%A0%80',
    `q=${'x'.repeat(101)}`,
    'q=%20%20',
    "account=1' or '1'='1",
    'account=',
    'unit=12a',
    'vendor=..%2f',
    'channel=<script>',
    'owner=u0lower',
    'state=deleted',
    'state=__proto__',
    'sort=constructor',
    'down=yes',
    'page=0',
    'page=-1',
    'page=1e99',
    'page=NaN',
    'page=2.5',
    '__proto__[shelf]=soon&constructor=1',
    '%zz&&=&?',
  ])('%j asks for nothing', (query) => {
    const { filter, sort, page: nth } = readBoardQuery(query);
    const isText = query.startsWith('q=%ED');
    expect({ filter: isText ? EVERYTHING : filter, sort, page: nth }).toEqual(PLAIN);
  });
});

describe('pages', () => {
  const at = (nth: number, query = '') =>
    page(
      boardFacts(many(50), {
        board: { ...boardFacts(many(50)).board, page: nth, pages: 100, total: 5_000 },
      }),
      query,
    );

  test('say where one is, and lead on with all that is asked for', () => {
    const text = at(1, 'q=a&sort=due');
    expect(text).toContain('51 to 100 of 5,000');
    expect(text).toContain('Page 2 of 100');
    expect(text).toContain('rel="prev" href="/board?q=a&#38;sort=due#list"');
    expect(text).toContain('rel="next" href="/board?q=a&#38;sort=due&#38;page=3#list"');
    expect(text).toContain('rel="last" href="/board?q=a&#38;sort=due&#38;page=100#list"');
    expect(text).not.toContain('rel="first"');
  });

  test('the first leads nowhere back, the last nowhere on', () => {
    expect(at(0)).not.toContain('rel="prev"');
    expect(at(99)).not.toContain('rel="next"');
    expect(at(99)).toContain('rel="first"');
    expect(page()).not.toContain('rel="next"');
    expect(page()).toContain('1 in all');
  });
});

describe('where a package stands', () => {
  const until = moment('2027-03-20T09:00:00Z');
  const duty = (name: Extract<HoldUp, { kind: 'duty' }>['duty'], ...vendors: string[]): HoldUp => ({
    ...{ kind: 'duty', duty: name, vendors },
  });
  test.each<[HoldUp, string]>([
    [duty('deposit'), 'an admin generates and deposits'],
    [duty('answer', 'Acme'), 'an admin answers what Acme reported'],
    [duty('deposit_again', 'Acme'), 'an admin deposits once more for Acme'],
    [duty('hand_over', 'Acme'), 'an admin gives Acme their link'],
    [duty('collect', 'Acme', 'Loop'), 'Acme and Loop collect'],
    [duty('collect', 'Acme'), 'Acme collects'],
    [duty('confirm', 'Acme', 'Loop', 'Tally'), 'Acme and 2 more confirm'],
    [duty('second_person'), 'everybody has confirmed: a second admin agrees to Activate'],
    [duty('activate'), 'everybody has confirmed: an admin presses Activate'],
    [duty('record_date'), 'an admin reads the new date in Setup'],
    [{ kind: 'time', why: 'cooling', until }, 'the new secret is live at 2027-03-20 09:00 UTC'],
    [{ kind: 'time', why: 'frozen', until }, 'frozen until 2027-03-20 09:00 UTC'],
    [{ kind: 'time', why: 'planned', until }, 'Activate is planned for 2027-03-20 09:00 UTC'],
  ])('%j', (holdsUp, words) => {
    expect(holdUpWords(holdsUp)).toBe(words);
  });

  test.each<[Partial<BoardRow>, string]>([
    [{ state: 'retired' }, 'no longer rotated'],
    [{ hasSecret: false }, 'a public app: nothing to rotate'],
    [{ state: 'overdue' }, 'no rotation was started in time'],
    [{ state: 'due', isDormant: true }, 'switched off for not being used'],
    [{ state: 'due' }, 'to be started since 2027-05-11'],
    [{ state: 'due', plannedStartOn: '2027-03-01' }, 'to be started since 2027-03-01, as planned'],
    [{ state: 'unknown' }, 'read the expiration date in Setup'],
    [{ state: 'planned', plannedStartOn: '2027-04-01' }, 'start planned on 2027-04-01'],
    [{ state: 'later' }, 'start due on 2027-05-11'],
    [
      { state: 'in_progress', rotation: boardRotation({ isDown: true, step: 'activated' }) },
      'somebody is down; 1 of 2 settled; Loop Loyalty confirms',
    ],
  ])('%j', (more, words) => {
    expect(standingWords(boardRow(more))).toBe(words);
  });

  test.each([
    [-1, 'ended 1 day ago'],
    [0, 'today is the last day'],
    [1, '1 day left'],
    [64, '64 days left'],
    [null, ''],
  ])('%j days left', (daysLeft, words) => {
    expect(daysLeftWords(boardRow({ daysLeft }))).toBe(words);
  });
});
