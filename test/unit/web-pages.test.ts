import { alarmPage } from '../../src/web/pages/alarm.ts';
import { describe, expect, test } from 'vitest';
import type { ProblemKind, Proof } from '../../src/domain/rotation.ts';
import type { DepositPageFacts, DepositReceipt, HandoffPageFacts } from '../../src/usecases/facts.ts';
import { EDGE_WORDS } from '../../src/web/edge-words.ts';
import { html } from '../../src/web/html.ts';
import { depositPage, receiptPage } from '../../src/web/pages/deposit.ts';
import {
  ABOUT,
  DEPOSIT_DOOR,
  depositLanding,
  HANDOFF_DOOR,
  handoffLanding,
  DEPOSIT_TERMINAL_PAGE,
  TERMINAL_PAGE,
} from '../../src/web/pages/doors.ts';
import { handoffPage } from '../../src/web/pages/handoff.ts';
import { secretPage } from '../../src/web/pages/secret-page.ts';
import { tokenEndpoint, tokenTestCommand } from '../../src/web/pages/token-test.ts';
import { wordsDocument, wordsNotice } from '../../src/web/pages/words-page.ts';
import { AT, depositFacts, handoffFacts } from '../browser/in-memory.ts';

const NASTY = `<b>"A" & 'B'</b>`;
const ESCAPED = '&#60;b&#62;&#34;A&#34; &#38; &#39;B&#39;&#60;/b&#62;';
/** The secret page's own: markup in it must not come alive either. */
const SEALED = 'eyJhbGciOiJFQ0RILUVTIn0..aXY.Y2lwaGVydGV4dA.dGFn';

const later = (minutes: number) => AT.plus({ minutes });
const handoff = (facts: Partial<HandoffPageFacts> = {}) =>
  handoffPage({ facts: { ...handoffFacts, ...facts } }).text;
const deposit = (facts: Partial<DepositPageFacts> = {}) =>
  depositPage({ facts: { ...depositFacts, ...facts } }).text;
const receiptOf = (facts: Partial<DepositReceipt> = {}) => {
  const { packageName, generationNumber, vendors } = depositFacts;
  const receipt = {
    packageName,
    generationNumber,
    vendors,
    liveAt: later(5),
    expiresOn: '2027-05-19',
    ...facts,
  };
  return receiptPage({ receipt }).text;
};
const secretOf = (facts: Partial<HandoffPageFacts> = {}, sealed = SEALED) =>
  secretPage({ sealed, facts: { ...handoffFacts, ...facts, status: 'collected' } }).text;

const collected = { status: 'collected', collectedAt: AT, at: later(60) } as const;
const confirmed = {
  ...collected,
  status: 'confirmed',
  confirmedAt: later(59),
  proof: 'test_connection',
  confirmedBy: { way: 'passed_on', isLink: true, name: null },
} as const;
const problem = { kind: 'rejected', note: 'It says invalid_client.' } as const;
const bare = { clientId: null, subdomain: null, businessUnits: [], systems: [], oldExpiresOn: null } as const;

const PAGES: Record<string, () => string> = {
  'the doors: deposit': () => DEPOSIT_DOOR,
  'the doors: handoff': () => HANDOFF_DOOR,
  'the doors: about': () => ABOUT,
  'before the code: deposit': () => depositLanding({ workspaceName: 'Northwind' }).text,
  'before the code: handoff': () =>
    handoffLanding({ workspaceName: 'Northwind', vendorName: 'Blue Agency' }).text,
  'a link that opens nothing': () => TERMINAL_PAGE.text,
  'a deposit link that opens nothing': () => DEPOSIT_TERMINAL_PAGE.text,
  'an alarm: void': () => alarmPage({ ok: true, outcome: 'void', isOutage: false }).text,
  'an alarm: void, in an outage': () => alarmPage({ ok: true, outcome: 'void', isOutage: true }).text,
  'an alarm: in force': () => alarmPage({ ok: true, outcome: 'in_force' }).text,
  'an alarm: over': () => alarmPage({ ok: true, outcome: 'over' }).text,
  'an alarm: noted': () => alarmPage({ ok: true, outcome: 'noted' }).text,
  'deposit: the form': () => deposit(),
  'deposit: once more, for one vendor': () => deposit({ isAgain: true, vendors: ['Blue Agency'] }),
  'deposit: for nobody yet': () => deposit({ vendors: [] }),
  'deposit: the receipt': () => receiptOf(),
  'deposit: the receipt of one copy': () => receiptOf({ vendors: ['Blue Agency'] }),

  'handoff: to be revealed': () => handoff(),
  'handoff: to be revealed, nothing but the name known': () => handoff(bare),
  'handoff: to be revealed in an outage': () => handoff({ isOutage: true }),
  'handoff: cooling': () => handoff({ status: 'cooling', liveAt: later(3) }),
  'handoff: no copy': () => handoff({ status: 'missing' }),
  'handoff: no copy in an outage': () => handoff({ status: 'missing', isOutage: true }),
  'handoff: waived': () => handoff({ status: 'waived' }),
  'handoff: the secret': () => secretOf(),
  'handoff: the secret, nothing else known': () => secretOf(bare),
  'handoff: collected': () => handoff(collected),
  'handoff: collected a minute ago': () => handoff({ ...collected, at: later(1) }),
  'handoff: collected, what was reported is answered': () =>
    handoff({ ...collected, answer: 'The subdomain was the old one. Try again.' }),
  'handoff: collected in an outage': () => handoff({ ...collected, isOutage: true }),
  'handoff: collected, no systems known': () => handoff({ ...collected, systems: [] }),
  'handoff: collected, one system': () => handoff({ ...collected, systems: ['Nightly export'] }),
  'handoff: collected, a problem is open': () => handoff({ ...collected, problem }),
  'handoff: collected, a problem in an outage': () => handoff({ ...collected, problem, isOutage: true }),
  'handoff: confirmed': () => handoff(confirmed),
  'handoff: confirmed in Slack': () =>
    handoff({ ...confirmed, confirmedBy: { way: 'slack', isLink: false, name: 'Gus <b>' } }),
  'handoff: confirmed, then a problem': () =>
    handoff({ ...confirmed, problem: { kind: 'no_access', note: null } }),

  'words: beside a page': () => wordsNotice({ ...EDGE_WORDS.broken, reference: 'R3F0NE' }).text,
  'words: with a moment and a way on': () =>
    wordsNotice({
      ...EDGE_WORDS.not_found,
      moment: { label: 'Collected at', iso: AT.toISO() },
      offers: 'open',
    }).text,
  'words: with a way to insist': () =>
    wordsNotice({ ...EDGE_WORDS.field_malformed, offers: 'deposit_anyway' }).text,
  'words: a page of their own': () => wordsDocument(EDGE_WORDS.not_found),
};

/** Every text that people or another system can bring, with markup in it. */
const NASTY_PAGES: Record<string, () => string> = {
  'deposit landing': () => depositLanding({ workspaceName: NASTY }).text,
  'handoff landing': () => handoffLanding({ workspaceName: NASTY, vendorName: NASTY }).text,
  deposit: () => deposit({ workspaceName: NASTY, packageName: NASTY, vendors: [NASTY, NASTY, NASTY] }),
  receipt: () => receiptOf({ packageName: NASTY, vendors: [NASTY, NASTY] }),
  ...Object.fromEntries(
    (['collectable', 'cooling', 'missing', 'collected', 'confirmed', 'waived'] as const).map((status) => [
      `handoff ${status}`,
      () => handoff({ ...confirmed, ...nastyFacts(), status, problem: { kind: 'other', note: NASTY } }),
    ]),
  ),
  'handoff answered': () => handoff({ ...collected, ...nastyFacts(), answer: NASTY }),
  secret: () => secretOf(nastyFacts(), NASTY),
  words: () => wordsNotice({ status: 400, title: NASTY, text: NASTY, next: NASTY, reference: NASTY }).text,
  'words as a page': () => wordsDocument({ status: 400, title: NASTY, text: NASTY, next: NASTY }),
};
function nastyFacts(): Partial<HandoffPageFacts> {
  const names = { workspaceName: NASTY, packageName: NASTY, vendorName: NASTY };
  const units = [{ mid: NASTY, name: NASTY }];
  return { ...names, clientId: NASTY, subdomain: NASTY, businessUnits: units, systems: [NASTY, NASTY] };
}

describe('every page in every state', () => {
  test.each(Object.entries(PAGES))('%s', (_name, page) => {
    expect(linesOf(page())).toMatchSnapshot();
  });

  test.each(Object.entries({ ...PAGES, ...NASTY_PAGES }))(
    '%s is well-formed, has one h1 at most and labels',
    (_, page) => {
      const text = page();
      expect(faultsOf(text)).toEqual([]);
      expect(text.match(/<h1/g)?.length ?? 0).toBe(
        text.includes('data-words') && !text.includes('<html') ? 0 : 1,
      );
      expect(unlabelled(text)).toEqual([]);
      expect(text).not.toMatch(/ (style|on[a-z]+)=|<style|javascript:|undefined|\[object|NaN|Invalid/);
    },
  );

  test.each(Object.entries(NASTY_PAGES))('%s holds no markup of others', (_name, page) => {
    const text = page();
    expect(text).not.toContain('<b>');
    expect(text).not.toContain(`"A"`);
    expect(text).toContain(ESCAPED);
  });

  test('every proof and every problem has its words', () => {
    const proofs: Proof[] = ['fresh_token', 'test_connection', 'production_traffic'];
    const kinds: ProblemKind[] = ['rejected', 'lost', 'wrong_package', 'no_access', 'other'];
    for (const value of [...proofs, ...kinds]) expect(handoff(collected)).toContain(`value="${value}"`);
    for (const proof of proofs) expect(handoff({ ...confirmed, proof })).toMatch(/<dt>How<\/dt>\s*<dd>[A-Z]/);
    for (const kind of kinds)
      expect(handoff({ ...collected, problem: { kind, note: null } })).toMatch(/<strong>[A-Z]/);
  });
});

describe('the template', () => {
  test('escapes what is not markup, and leaves out what is not there', () => {
    const inner = html`<i>${NASTY}</i>`;
    expect(html`${inner}${null}${undefined}${false}${0}${['a', inner]}`.text).toBe(
      `<i>${ESCAPED}</i>0a<i>${ESCAPED}</i>`,
    );
  });
});

describe('what each page may know', () => {
  test('before the code: workspace and vendor only (promise H3)', () => {
    const said = (text: string) => text.replace(/<[^>]*>/g, ' ');
    const text = said(handoffLanding({ workspaceName: 'Northwind', vendorName: 'Blue Agency' }).text);
    for (const more of [handoffFacts.packageName, handoffFacts.clientId, handoffFacts.subdomain, '5100']) {
      expect(text).not.toContain(more);
    }
  });

  test('the secret stands in one place of one page', () => {
    expect(secretOf().split(SEALED)).toHaveLength(2);
    expect(secretOf()).toContain('data-unstored');
    for (const page of Object.entries(PAGES)) {
      if (!page[0].startsWith('handoff: the secret')) expect(page[1]()).not.toContain(SEALED);
    }
  });

  test('the cached token is asked about in the first twenty minutes, and not after (rule 12)', () => {
    const asks = (minutes: number) =>
      handoff({ ...collected, at: later(minutes) }).includes('isSureTokenIsFresh');
    expect([asks(0), asks(19), asks(20)]).toEqual([true, true, false]);
  });

  test('the page of a dead link is the same for everybody', () => {
    expect(TERMINAL_PAGE.text).not.toMatch(/Northwind|Blue Agency|data-at/);
  });
});

describe('how to test it', () => {
  test.each(['mc123.attacker.com/', 'a.b', 'x#', 'x?', '', 'a b', "x'", 'x\n'])(
    'no endpoint is made of %j',
    (subdomain) => {
      expect(tokenEndpoint(subdomain)).toBe(null);
      expect(secretOf({ subdomain })).not.toContain('https://mc123.attacker');
      expect(tokenTestCommand({ clientId: 'abc', subdomain })).toContain('https://YOUR_SUBDOMAIN.auth.');
    },
  );

  test.each(["a'; rm -rf /; '", '$(id)', '%s%n', '"'])(
    'a client id of %j does not reach the shell',
    (clientId) => {
      const command = tokenTestCommand({ clientId, subdomain: null });
      expect(command).toContain('"client_id":"YOUR_CLIENT_ID"');
      expect(command).not.toContain(clientId === '"' ? 'client_id":"""' : clientId);
    },
  );
});

/** An element per line, for people to read. */
const BLOCKS =
  'article|body|button|dd|details|div|dl|fieldset|footer|form|h1|h2|head|header|html|input|label|legend|li|link|main|meta|noscript|ol|p|pre|script|section|summary|template|textarea|title|ul';
const linesOf = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(new RegExp(` ?(<(?:${BLOCKS})\\b)`, 'g'), '\n$1')
    .replaceAll(/ ?(<\/(?:article|form|section|fieldset|ol|ul|dl|body|main|details)>) ?/g, '\n$1')
    .trim();

const VOID = ['meta', 'link', 'input'];
const ATTRIBUTES = /^(?:\s+[a-z][\w-]*(?:="[^"<>]*")?)*\s*\/?$/;

/** Tags that close in another order than they opened, never, or with attributes that run into each other. */
function faultsOf(text: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [tag, slash, name = '', attributes = ''] of text.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
    if (!ATTRIBUTES.test(attributes)) faults.push(tag);
    if (slash && open.pop() !== name) faults.push(tag);
    else if (!slash && !VOID.includes(name)) open.push(name);
  }
  return [...faults, ...open];
}

/** Controls that neither stand in a label nor are named by one. */
function unlabelled(text: string): string[] {
  const outside = text.replace(/<label[\s\S]*?<\/label\s*>/g, (label) =>
    label.replace(/<(?:input|textarea)/g, '<labelled'),
  );
  return Array.from(outside.matchAll(/<(?:input|textarea)\b[^>]*>/g), ([tag]) => tag).filter(
    (tag) =>
      !tag.includes('type="hidden"') && !text.includes(`<label for="${/ id="([^"]*)"/.exec(tag)?.[1]}"`),
  );
}
