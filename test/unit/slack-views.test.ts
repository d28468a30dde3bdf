import type { HomeView, ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, type Shown } from '../../sandbox/slack/reading.ts';
import type { RotationEvent } from '../../src/domain/event.ts';
import type { GateReason } from '../../src/domain/gate.ts';
import type { Package } from '../../src/domain/package.ts';
import type { Rotation } from '../../src/domain/rotation.ts';
import { isLive } from '../../src/domain/rotation.ts';
import {
  activateModal,
  earlyActivateModal,
  generatedAgainModal,
  planActivateModal,
  recordDateModal,
  shelvedActivatedModal,
} from '../../src/slack/views/activate-modals.ts';
import { activatePrompt } from '../../src/slack/views/activate-prompt.ts';
import { addPackageModal } from '../../src/slack/views/package-modals.ts';
import { adminsModal } from '../../src/slack/views/admins-modal.ts';
import { alarm } from '../../src/slack/views/alarm.ts';
import { confirmModal, problemModal, tipsModal } from '../../src/slack/views/answer-modals.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { card, plainCard } from '../../src/slack/views/card.ts';
import { depositWalkthrough, secondDepositWalkthrough } from '../../src/slack/views/deposit-walkthrough.ts';
import { collectLink, depositLink, linkMailed, passOnLink } from '../../src/slack/views/ephemerals.ts';
import { help } from '../../src/slack/views/help.ts';
import { moreModal, vendorPathsModal } from '../../src/slack/views/more-modal.ts';
import { noticeModal } from '../../src/slack/views/notice-modal.ts';
import {
  cancelModal,
  resolveProblemModal,
  retireModal,
  waiveModal,
} from '../../src/slack/views/reason-modals.ts';
import { packageLine } from '../../src/slack/views/package-line.ts';
import { receipt } from '../../src/slack/views/receipt.ts';
import { digest } from '../../src/slack/views/digest.ts';
import { nudge } from '../../src/slack/views/nudge.ts';
import { policyModal } from '../../src/slack/views/policy-modal.ts';
import { reminder } from '../../src/slack/views/reminder.ts';
import { awayModal, snoozeModal } from '../../src/slack/views/reminder-modals.ts';
import { startModal, startModalFor } from '../../src/slack/views/start-modal.ts';
import { status } from '../../src/slack/views/status.ts';
import { isBroadcast, threadLine } from '../../src/slack/views/thread-line.ts';
import { vendorMessage, vendorMessageMoved } from '../../src/slack/views/vendor-message.ts';
import {
  addLateVendorModal,
  changeContactModal,
  vendorModal,
  vendorsModal,
} from '../../src/slack/views/vendor-modals.ts';
import { waitingOnCard } from '../../src/usecases/waiting.ts';
import { NOTHING_SET, policyOf } from '../../src/domain/policy.ts';
import type { DutyKind } from '../../src/domain/duties.ts';
import type { StoredPolicy } from '../../src/usecases/set-policy.ts';
import { linesOf } from '../support/lines-of.ts';
import * as fx from './slack-fixtures.ts';

const DUTIES: readonly DutyKind[] = [
  ...(['start', 'deposit', 'deposit_again', 'hand_over', 'answer', 'activate'] as const),
  ...(['record_date', 'second_person', 'collect', 'confirm'] as const),
];

/** One view, its picture, and every limit of Slack's. */
function shows(view: Message | ModalView | HomeView): void {
  const problems = 'type' in view ? checkView(view) : checkMessage(view);
  expect(problems).toEqual([]);
  expect(linesOf(view)).toMatchSnapshot();
}

/** The same without a picture: for views too large to read. */
const holds = (view: Message | ModalView | HomeView): void =>
  expect('type' in view ? checkView(view) : checkMessage(view)).toEqual([]);

const problem = { kind: 'rejected', note: '401 <b>&', reportedAt: fx.AT } as const;
const unreadable = { ...problem, kind: 'unreadable', note: null } as const;
const solution = { reason: 'the subdomain was <the old one>', by: fx.ada, at: fx.AT };
const nasty = fx.pack({ name: fx.NASTY, notes: fx.NASTY, runbookUrl: 'https://a.example/?q=<|>' });
const many = Array.from({ length: 60 }, (_, n) =>
  fx.participant(n + 1, { name: `${fx.NASTY}${n}`, systems: Array(40).fill(fx.NASTY) }),
);
const manyHandoffs = many.map((_, n) =>
  fx.handoff(n + 1, (['sealed', 'collected', 'confirmed', 'missing', 'waived'] as const)[n % 5] ?? 'sealed'),
);

const alarmAbout = (n: number) => ({
  ...{ vendor: n === 1 ? 'Acme' : `Vendor ${n}`, vendorId: fx.IDS.vendor(n) },
  ...{ generationId: fx.IDS.generation, at: fx.AT },
});

const ROTATIONS: Record<string, Rotation> = {
  'step 2, first time': fx.generating(),
  'step 2, exposed': fx.generating({ again: 'exposed' }),
  'step 2, outage': fx.generating({ isOutage: true, oldExpiresOn: '2026-11-20' }),
  'step 2, date unknown': fx.generating({ oldExpiresOn: null }),
  cooling: fx.cooling(),
  'sharing, nobody yet': fx.sharing(),
  'sharing, one collected, one found late': fx.sharing({
    handoffs: [fx.handoff(1, 'collected'), fx.handoff(2, 'missing')],
  }),
  'sharing, a problem': fx.sharing({
    handoffs: [fx.handoff(1, 'collected', { problem }), fx.handoff(2, 'confirmed')],
  }),
  'sharing, a copy that no key opens': fx.sharing({
    handoffs: [fx.handoff(1, 'sealed', { problem: unreadable }), fx.handoff(2, 'confirmed')],
  }),
  'sharing, all settled but planned': fx.sharing({
    handoffs: [fx.handoff(1, 'confirmed'), fx.handoff(2, 'waived')],
    plannedActivateAt: fx.moment('2026-11-23T22:00:00Z'),
  }),
  ready: fx.ready(),
  activated: fx.activated(),
  'activated early': fx.activated({
    isEarly: true,
    handoffs: [fx.handoff(1, 'collected'), fx.handoff(2, 'sealed')],
  }),
  'activated early, date read': fx.activated({
    isEarly: true,
    handoffs: [fx.handoff(1, 'collected'), fx.handoff(2, 'confirmed')],
    dateRead: { expiresOn: '2027-05-21', by: fx.ada, at: fx.AT, explanation: null },
  }),
  done: fx.done(),
  cancelled: fx.cancelled(),
  retired: fx.cancelled({ isRetired: true }),
};

describe('the card', () => {
  test.each(Object.entries(ROTATIONS))('%s', (_, rotation) => shows(card(fx.cardFacts(rotation))));
  test.each(Object.entries(ROTATIONS))('%s, plain and with nasty names', (_, rotation) => {
    holds(plainCard(fx.cardFacts(rotation)));
    holds(card(fx.cardFacts(rotation, { package: nasty })));
    expect(plainCard(fx.cardFacts(rotation)).blocks.map(({ type }) => type)).not.toContain('plan');
  });
  test('shows who passed a link on, who opened a page, and what Slack did not take', () => {
    const facts = fx.cardFacts(fx.sharing(), {
      pageOpenedAt: new Map([[fx.IDS.vendor(1), fx.AT]]),
      givenOut: new Map([
        [fx.IDS.vendor(2), { by: 'U0ADA', way: 'passed_on', at: fx.AT, times: 2, isAlive: true }],
      ]),
      inDoubt: 2,
      undelivered: ['not_in_channel', 'user_not_found'],
      escalationGone: { kind: 'escalation_gone', userId: 'U0OTTO', isOfPackage: true },
    });
    shows(card(facts));
  });
  test.each([
    ['mailed', { givenOut: 'own_mail', isAlive: true }],
    ['mailed, and the link is over', { givenOut: 'own_mail', isAlive: false }],
    ['not mailed: the address is refused', { fault: 'recipient_refused:550' }],
    ['perhaps mailed: rekey was stopped', { fault: null, givenOut: 'passed_on', isAlive: true }],
    ['still to be mailed', {}],
  ] as const)('where rekey sends mail: %s', (_, of) => {
    const vendorId = fx.IDS.vendor(2);
    const facts = fx.cardFacts(fx.sharing(), {
      hasMail: true,
      ...('givenOut' in of
        ? {
            givenOut: new Map([
              [vendorId, { by: 'U0ADA', way: of.givenOut, at: fx.AT, times: 1, isAlive: of.isAlive }],
            ]),
          }
        : {}),
      ...('fault' in of ? { unmailed: new Map([[vendorId, { fault: of.fault, at: fx.AT }]]) } : {}),
    });
    shows(card(facts));
    const row = fx.sharing().participants.find((one) => one.vendorId === vendorId);
    if (row) shows(vendorPathsModal(facts, row));
  });
  test('asks for an answer to an alarm before all else, while it can be given', () => {
    const of = { alarms: [alarmAbout(1)] };
    shows(card(fx.cardFacts(fx.sharing(), of)));
    shows(card(fx.cardFacts(fx.done(), of)));
    const texts = card(fx.cardFacts(fx.sharing(), of)).blocks.map((block) => JSON.stringify(block));
    expect(texts.findIndex((text) => text.includes('before all else'))).toBeLessThan(
      texts.findIndex((text) => text.includes('*Now:')),
    );
    for (const rotation of Object.values(ROTATIONS)) {
      const alarms = Array.from({ length: 9 }, (_, n) => ({ ...alarmAbout(n), vendor: fx.NASTY }));
      holds(card(fx.cardFacts(rotation, { alarms })));
    }
  });
  test('holds sixty vendors with names of 4,000 characters', () => {
    const rotation = fx.sharing({ participants: many, handoffs: manyHandoffs });
    const alarms = many.map((_, n) => alarmAbout(n));
    const drawn = card(
      fx.cardFacts(rotation, { package: nasty, alarms, undelivered: Array(50).fill(fx.NASTY) }),
    );
    holds(drawn);
    expect(drawn.blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(drawn.blocks).length).toBeLessThan(60_000);
    expect(drawn.text).not.toMatch(/<!(channel|here|everyone)/);
  });
  test.each([
    ['done', ['rekey.add_to_calendar']],
    ['cancelled', []],
    ['retired', []],
  ])('%s has no button that moves it', (name, actionIds) => {
    const rotation = ROTATIONS[name];
    if (!rotation) throw new Error(name);
    const drawn = JSON.stringify(card(fx.cardFacts(rotation)));
    expect([...drawn.matchAll(/"action_id":"([^"]*)"/g)].map(([, id]) => id)).toEqual(actionIds);
  });
  test('never invites Activate before the gate is open', () => {
    for (const [name, rotation] of Object.entries(ROTATIONS)) {
      const invites = JSON.stringify(card(fx.cardFacts(rotation))).includes('"rekey.activate"');
      expect(invites, name).toBe(name === 'ready');
    }
  });
});

const collectedBy = ['Acme', fx.NASTY];
const EVENTS: RotationEvent[] = [
  { kind: 'rotation_started', isOutage: false, vendors: ['Acme', 'Birch'] },
  { kind: 'rotation_started', isOutage: true, vendors: [fx.NASTY] },
  {
    kind: 'secret_deposited',
    generation: 4,
    generatedAt: '2026-11-22T10:00:00.000Z',
    liveAt: '2026-11-22T10:05:00.000Z',
    expiresOn: '2027-05-21',
  },
  { kind: 'secret_deposited_again', generation: 4, vendors: ['Birch'] },
  { kind: 'generation_voided', generation: 4, why: 'generated_again', collectedBy },
  { kind: 'generation_voided', generation: 4, why: 'disowned', collectedBy: [] },
  { kind: 'generation_voided', generation: 4, why: 'exposed', collectedBy },
  { kind: 'generation_voided', generation: 4, why: 'expired', collectedBy: [] },
  { kind: 'secret_live', generation: 4 },
  { kind: 'vendor_told', vendor: 'Acme' },
  { kind: 'link_passed_on', vendor: 'Birch', isAgain: true },
  { kind: 'link_mailed', vendor: 'Birch', isAgain: true, to: 'bo@birch.example' },
  { kind: 'mail_failed', vendor: 'Birch', to: 'bo@birch.example', fault: 'recipient_refused:550' },
  { kind: 'secret_collected', vendor: 'Acme' },
  {
    kind: 'vendor_confirmed',
    vendor: 'Acme',
    generation: 4,
    way: 'passed_on',
    systems: ['Nightly import'],
    proof: 'test_connection',
  },
  { kind: 'problem_reported', vendor: 'Acme', problem: 'lost', note: fx.NASTY.slice(0, 60) },
  { kind: 'problem_resolved', vendor: 'Acme', reason: 'a blank at the end' },
  { kind: 'vendor_waived', vendor: 'Birch', reason: 'they left us' },
  { kind: 'waiver_taken_back', vendor: 'Birch', needsDeposit: true },
  { kind: 'vendor_added', vendor: 'Cedar', needsDeposit: true },
  { kind: 'contact_changed', vendor: 'Acme', contact: fx.mailContact },
  { kind: 'activate_planned', plannedActivateAt: '2026-11-23T22:00:00.000Z' },
  { kind: 'activate_planned', plannedActivateAt: null },
  { kind: 'gate_opened' },
  { kind: 'gate_shut', reasons: ['vendor_pending', 'frozen'] satisfies GateReason[] },
  { kind: 'activated', generation: 4, computedExpiresOn: '2027-05-21' },
  { kind: 'activated_early', generation: 4, computedExpiresOn: '2027-05-21', affected: ['Birch'] },
  {
    kind: 'expiry_recorded',
    expiresOn: '2027-05-20',
    computedExpiresOn: '2027-05-21',
    explanation: 'read twice',
  },
  { kind: 'rotation_done', expiresOn: '2027-05-21', nextDueOn: '2027-05-13' },
  { kind: 'rotation_cancelled', reason: 'wrong package', stagedGeneration: 4, collectedBy: ['Acme'] },
  { kind: 'package_retired', reason: 'nobody uses it', stagedGeneration: null, collectedBy: [] },
  { kind: 'old_secret_expired', expiresOn: '2026-11-28' },
  { kind: 'void_secret_activated', generation: 3, expiresOn: '2027-05-21' },
  { kind: 'codes_guessed', vendor: fx.NASTY, wrong: 100 },
  { kind: 'codes_guessed', vendor: null, wrong: 100 },
  { kind: 'alarm_raised', vendor: 'Acme', vendorId: fx.IDS.vendor(1), generationId: fx.IDS.generation },
  { kind: 'copy_unreadable', vendor: fx.NASTY.slice(0, 60), reference: '7F3K2Q' },
];

describe('thread lines and alarms', () => {
  test.each(EVENTS.map((event, n) => [`${n} ${event.kind}`, event] as const))('%s', (_, event) => {
    shows(threadLine(fx.threadFacts(event)));
    holds(alarm(fx.threadFacts(event, { kind: 'job', job: 'sweep' }, { package: nasty })));
    holds(
      threadLine(fx.threadFacts(event, { kind: 'vendor_link', handoffId: fx.uuid(5), passedOnBy: 'U0ADA' })),
    );
  });
  test.each(EVENTS)('$kind: a line begins like a sentence, whoever it was', (event) => {
    for (const passedOnBy of [null, 'U0ADA']) {
      const { text } = threadLine(
        fx.threadFacts(event, { kind: 'vendor_link', handoffId: fx.uuid(5), passedOnBy }),
      );
      expect(text.replace(/^[^:]+: (?::\w+: )?/, '')).toMatch(/^(?:[A-Z]|<@|&lt;)/);
    }
  });
  test('five kinds are for the whole channel', () => {
    const loud = EVENTS.filter(isBroadcast).map((event) =>
      'why' in event ? `${event.kind} ${event.why}` : event.kind,
    );
    expect(loud).toEqual([
      'generation_voided exposed',
      'activated_early',
      'rotation_done',
      'old_secret_expired',
      'void_secret_activated',
    ]);
  });
  test('an alarm of guessing says how to end it', () => {
    shows(alarm(fx.threadFacts({ kind: 'codes_guessed', vendor: 'Acme', wrong: 100 })));
    shows(alarm(fx.threadFacts({ kind: 'codes_guessed', vendor: null, wrong: 100 })));
  });
  test('a copy that no key opens: waiting does not help', () => {
    shows(alarm(fx.threadFacts({ kind: 'copy_unreadable', vendor: 'Acme', reference: '7F3K2Q' })));
  });
  test('an alarm says what to do', () => {
    shows(
      alarm(
        fx.threadFacts(
          { kind: 'generation_voided', generation: 4, why: 'exposed', collectedBy: ['Acme'] },
          fx.vera,
        ),
      ),
    );
  });
});

describe('when something went wrong with Generate or Activate', () => {
  const shelved = { id: fx.uuid(7), number: 3, expiresOn: '2027-05-21' };
  test('generated again: the secret shown last is deposited, and Generate is left alone', () => {
    const facts = fx.cardFacts(fx.generating({ again: 'generated_again', shelved }));
    shows(card(facts));
    shows(depositWalkthrough(facts));
    expect(JSON.stringify(card(facts))).toContain('deposits the secret that Generate showed last');
  });
  test('the earlier new secret was activated', () => {
    const facts = fx.cardFacts(fx.generating({ shelved }));
    const more = JSON.stringify(moreModal(facts));
    expect(more).toContain('The earlier new secret was activated');
    expect(more).toContain(`early_activate~r${fx.IDS.rotation}~g${shelved.id}`);
    shows(shelvedActivatedModal(facts, shelved));
  });
  test('a package whose vendors are down says so in lists', () => {
    const early = fx.activated({ isEarly: true, handoffs: [fx.handoff(1, 'sealed')] });
    expect(packageLine(fx.line({ rotation: early }))).toMatch(/^:rotating_light: .*outage/);
    expect(waitingOnCard(fx.cardFacts(early)).map(({ kind }) => kind)).toContain('down');
  });
});

describe("the vendor's message", () => {
  const states = {
    'to collect': fx.messageFacts(fx.sharing()),
    'to collect in an outage': fx.messageFacts(fx.sharing({ isOutage: true })),
    'to collect after an early Activate': fx.messageFacts(
      fx.activated({ isEarly: true, handoffs: [fx.handoff(1, 'sealed')] }),
    ),
    collected: fx.messageFacts(fx.sharing({ handoffs: [fx.handoff(1, 'collected')] })),
    'a problem': fx.messageFacts(fx.sharing({ handoffs: [fx.handoff(1, 'collected', { problem })] })),
    'a problem answered': fx.messageFacts(
      fx.sharing({ handoffs: [fx.handoff(1, 'collected', { solution })] }),
    ),
    'lost the secret': fx.messageFacts(
      fx.sharing({ handoffs: [fx.handoff(1, 'collected', { problem: { ...problem, kind: 'lost' } })] }),
    ),
    'whose copy no key opens': fx.messageFacts(
      fx.sharing({ handoffs: [fx.handoff(1, 'sealed', { problem: unreadable })] }),
    ),
    confirmed: fx.messageFacts(fx.ready()),
    waived: fx.messageFacts(fx.ready(), { handoff: fx.handoff(1, 'waived') }),
    missing: fx.messageFacts(fx.sharing(), { handoff: fx.handoff(1, 'missing') }),
    replaced: fx.messageFacts(fx.generating({ again: 'generated_again' })),
    done: fx.messageFacts(fx.done()),
    cancelled: fx.messageFacts(fx.cancelled()),
  };
  test.each(Object.entries(states))('%s', (_, facts) => {
    shows(vendorMessage(facts));
    holds(
      vendorMessage({
        ...facts,
        package: nasty,
        workspaceName: fx.NASTY,
        participant: many[0] ?? facts.participant,
      }),
    );
    holds(vendorMessageMoved({ ...facts, package: nasty }));
  });
});

const link = { url: 'https://rekey.example/handoff#t=token', code: 'ABCD2345', expiresAt: fx.AT };

describe('answers for one person', () => {
  const deposit = {
    workspaceName: 'Northwind',
    packageName: 'ESP Production',
    generationNumber: 4,
    isAgain: false,
    vendors: ['Acme'],
    at: fx.AT,
  };
  test('the way to the deposit', () => {
    shows(depositWalkthrough(fx.cardFacts(fx.generating())));
    shows(
      secondDepositWalkthrough(
        fx.cardFacts(fx.sharing({ handoffs: [fx.handoff(1, 'missing'), fx.handoff(2, 'confirmed')] })),
      ),
    );
    holds(depositWalkthrough(fx.cardFacts(fx.generating(), { package: nasty })));
  });
  test('links with their codes beside them, and neither in the notification', () => {
    const all = [
      depositLink(link, deposit),
      depositLink(link, { ...deposit, isAgain: true }),
      collectLink(link, fx.NASTY),
      passOnLink(link, { vendorName: fx.NASTY, email: 'bo@birch.example', isAgain: true }),
      passOnLink(link, { vendorName: 'Acme', email: null, isAgain: false }),
      linkMailed(link, { vendorName: fx.NASTY, email: 'bo@birch.example' }),
    ];
    for (const one of all) {
      expect(one.text).not.toMatch(/token|ABCD2345/);
      expect(JSON.stringify(one.blocks)).toContain('ABCD2345');
      expect(link.url).not.toContain(link.code);
    }
    all.forEach(shows);
  });
  test('the receipt', () => {
    const first: RotationEvent = {
      ...{ kind: 'secret_deposited', generation: 4, expiresOn: '2027-05-21' },
      ...{ generatedAt: '2026-11-22T10:00:00.000Z', liveAt: '2026-11-22T10:05:00.000Z' },
    };
    const again: RotationEvent = { kind: 'secret_deposited_again', generation: 4, vendors: ['Birch'] };
    const of = (event: RotationEvent, rotation: Rotation) => fx.threadFacts(event, fx.ada, { rotation });
    for (const event of [first, again]) {
      const drawn = receipt(of(event, fx.cooling()), fx.IDS.generation);
      expect(drawn && linesOf(drawn)).toMatchSnapshot();
      if (drawn) holds(drawn);
    }
    expect(receipt(of(first, fx.cooling()), fx.uuid(77))).toBeNull();
    expect(receipt(of(first, fx.generating()), fx.IDS.generation)).toBeNull();
  });
  test('the prompt to activate, only while the gate is open', () => {
    for (const [name, rotation] of Object.entries(ROTATIONS)) {
      const drawn = activatePrompt(fx.cardFacts(rotation, { package: nasty }));
      if (drawn) holds(drawn);
      expect(drawn !== null, name).toBe(name === 'ready');
    }
    const drawn = activatePrompt(fx.cardFacts(fx.ready()));
    if (drawn) shows(drawn);
  });
  test.each([20, 5, 3, 1, 0, -1, -4])('the reminder with %i days left', (daysLeft) => {
    shows(reminder(fx.reminderFacts({ daysLeft })));
    holds(reminder(fx.reminderFacts({ daysLeft, line: fx.line({ package: nasty, vendors: [] }) })));
  });
  test('the reminder of a secret left staged, that nobody may snooze, and that nothing follows', () => {
    shows(reminder(fx.reminderFacts({ isStagedFirst: true, maySnooze: false, next: null, asked: [] })));
  });
  test('the nudge in the thread', () => {
    shows(nudge(fx.nudgeFacts()));
    const items = Array.from({ length: 40 }, () => fx.digestItem('collect', { package: nasty }));
    holds(nudge(fx.nudgeFacts({ package: nasty, items })));
  });
  test('the day’s message: to an admin, to a backup, to whoever hears of it last, to a vendor', () => {
    const all = DUTIES.map((kind) => fx.digestItem(kind));
    shows(digest(fx.digestFacts({ items: all }), false));
    shows(
      digest(fx.digestFacts({ items: [fx.digestItem('start', { daysLeft: 30, isHeadsUp: true })] }), false),
    );
    const [late] = [fx.digestItem('start', { daysLeft: -2, audience: 'backup' })];
    shows(digest(fx.digestFacts({ items: [late] }), false));
    shows(
      digest(
        fx.digestFacts({ items: [fx.digestItem('activate', { audience: 'escalation', daysLeft: 1 })] }),
        false,
      ),
    );
    const vendors = (['collect', 'confirm'] as const).map((kind) =>
      fx.digestItem(kind, { audience: 'vendor' }),
    );
    shows(digest(fx.digestFacts({ items: vendors }), true));
    const next = {
      at: fx.AT.plus({ days: 1 }),
      audiences: ['vendor', 'owner', 'backup', 'channel'],
    } as const;
    shows(digest(fx.digestFacts({ items: [fx.digestItem('collect', { audience: 'vendor', next })] }), false));
    const many = Array.from({ length: 90 }, () => fx.digestItem('confirm', { package: nasty }));
    holds(digest(fx.digestFacts({ items: many }), true));
  });
  test('snooze, away, settings', () => {
    shows(snoozeModal(fx.pack(), fx.AT.plus({ days: 4 })));
    shows(snoozeModal(fx.pack({ snoozedUntil: fx.AT.plus({ days: 1 }), name: fx.NASTY }), fx.AT));
    shows(awayModal());
    const otherwise = policyOf(NOTHING_SET, NOTHING_SET, { zoneOfOwner: null });
    const said = {
      ...NOTHING_SET,
      ...{ linkHours: null, leadDays: null, weeklyCapacity: null, freezeWindows: null },
    };
    shows(policyModal({ package: null, said, otherwise, escalationGone: null, linkHours: 24, leadDays: 7 }));
    const all: StoredPolicy = {
      ...{ zone: 'Europe/Berlin', fromMinute: 480, toMinute: 1080, digestMinute: 510, weekdays: [1, 2] },
      ...{ holidays: ['2026-12-25'], escalation: fx.adaId, linkHours: 48, leadDays: 10 },
      ...{ weeklyCapacity: 10, freezeWindows: [{ fromOn: '2026-12-20', toOn: '2027-01-05' }] },
    };
    shows(
      policyModal({
        package: fx.pack(),
        said: all,
        otherwise,
        escalationGone: null,
        linkHours: 24,
        leadDays: 7,
      }),
    );
    shows(
      policyModal({
        package: null,
        said: all,
        otherwise,
        escalationGone: fx.adaId,
        linkHours: 24,
        leadDays: 7,
      }),
    );
  });
  test('help, list, status', () => {
    shows(help('/rekey'));
    shows(help('/rekey', fx.NASTY));
    const facts = { line: fx.line(), card: null, cardChannel: null, mayEdit: true };
    shows(status(facts));
    holds(status({ ...facts, card: fx.cardFacts(fx.done()) }));
    holds(
      status({
        ...facts,
        line: fx.line({ rotation: fx.sharing() }),
        card: fx.cardFacts(fx.sharing({ participants: many, handoffs: manyHandoffs })),
      }),
    );
    holds(
      status({
        ...facts,
        line: fx.line({
          package: nasty,
          vendors: Array.from({ length: 60 }, (_, n) => ({ ...fx.vendor(n + 1), name: fx.NASTY })),
        }),
      }),
    );
  });
  test('a status has the buttons its reader may press, the one that is needed first', () => {
    const pressable = (pack: Partial<Package>, mayEdit = true) => {
      const line = fx.line({ package: fx.pack(pack) });
      const shown = status({ line, card: null, cardChannel: null, mayEdit }) as unknown as Shown;
      return buttons(shown).map(({ text, style }) => (style === 'primary' ? `*${text}*` : text));
    };
    expect(pressable({})).toEqual(['*Start a rotation…*', 'Edit…', 'Vendors…', 'Retire…']);
    const undated = { expiresOn: null, expirySource: null };
    const edit = ['*Enter the date…*', 'Start a rotation…', 'Vendors…', 'Retire…'];
    expect(pressable(undated)).toEqual(edit);
    expect(pressable({ ...undated, integrationType: 'public_app' })).toEqual([
      'Edit…',
      'Vendors…',
      'Retire…',
    ]);
    expect(pressable({}, false)).toEqual([]);
    expect(pressable({ isRetired: true })).toEqual([]);
  });
});

describe('modals', () => {
  const sharing = fx.sharing({
    handoffs: [fx.handoff(1, 'collected', { problem }), fx.handoff(2, 'missing')],
  });
  const facts = fx.cardFacts(sharing);
  const crowd = fx.cardFacts(fx.sharing({ participants: many, handoffs: manyHandoffs }), { package: nasty });
  const ids = { rotationId: fx.IDS.rotation, generationId: fx.IDS.generation, vendorId: fx.IDS.vendor(1) };
  const [first] = many;
  const start = { package: fx.pack(), vendors: [fx.vendor(1), fx.vendor(2)], staged: null, daysLeft: 5 };
  const views: Record<string, ModalView> = {
    'add a package': addPackageModal('U0ADA', 7),
    'vendors, none': vendorsModal(fx.pack(), [], ['The client id looks odd.']),
    vendors: vendorsModal(fx.pack(), [fx.vendor(1), fx.vendor(2)]),
    vendor: vendorModal(fx.IDS.package),
    'vendor found late': vendorModal(fx.IDS.package, fx.IDS.rotation),
    'change contact': changeContactModal(ids, facts, 'Acme'),
    'add late vendor': addLateVendorModal(facts, [fx.vendor(1), fx.vendor(3)]),
    'add late vendor, nobody left': addLateVendorModal(facts, [fx.vendor(1)]),
    start: startModal(),
    'start for one': startModalFor(start),
    'start, staged elsewhere': startModalFor({ ...start, staged: { generation: 3, collectedBy: ['Acme'] } }),
    'start, outage': startModalFor({ ...start, daysLeft: -3 }),
    'start, dormant': startModalFor({ ...start, package: fx.pack({ isDormant: true }) }),
    'start, date unknown': startModalFor({ ...start, daysLeft: null }),
    'start, no vendors': startModalFor({ ...start, vendors: [] }),
    activate: activateModal(fx.cardFacts(fx.ready()), fx.ready()),
    'record date': recordDateModal(facts, fx.activated()),
    'record date, after a refusal': recordDateModal(facts, fx.activated(), {
      words: 'It differs by 3 days.',
      expiresOn: '2027-05-24',
    }),
    early: earlyActivateModal(facts, sharing),
    plan: planActivateModal(fx.cardFacts(fx.sharing({ plannedActivateAt: fx.AT }))),
    'plan, none yet': planActivateModal(facts),
    'generated again': generatedAgainModal(facts, sharing),
    waive: waiveModal(ids, facts, 'Acme'),
    resolve: resolveProblemModal(ids, facts, 'Acme'),
    cancel: cancelModal(facts),
    'cancel before a deposit': cancelModal(fx.cardFacts(fx.generating())),
    retire: retireModal(fx.pack()),
    confirm: confirmModal(fx.messageFacts(sharing), null),
    'confirm, soon after': confirmModal(fx.messageFacts(sharing), 3),
    problem: problemModal(fx.messageFacts(sharing)),
    tips: tipsModal('rejected'),
    more: moreModal(facts),
    'more, before a deposit': moreModal(fx.cardFacts(fx.generating())),
    'more, activated': moreModal(fx.cardFacts(fx.activated())),
    'more, ended': moreModal(fx.cardFacts(fx.done())),
    'one vendor': vendorPathsModal(facts, fx.participant(1)),
    'one vendor, nothing to do': vendorPathsModal(fx.cardFacts(fx.done()), fx.participant(1)),
    admins: adminsModal(['U0ADA'], '/rotate'),
    notice: noticeModal(collectLink(link, 'ESP Production')),
  };
  test.each(Object.entries(views))('%s', (_, view) => shows(view));
  test('hold sixty vendors, and names of 4,000 characters', () => {
    const rotation = crowd.rotation;
    if (!first || !isLive(rotation)) throw new Error('no crowd');
    const vendors = Array.from({ length: 260 }, (_, n) => ({
      ...fx.vendor(n + 1),
      name: `${n}${fx.NASTY}`,
      systems: [fx.NASTY],
    }));
    const about = { ...fx.messageFacts(rotation), package: nasty, participant: first };
    const large = [
      vendorsModal(nasty, vendors, [fx.NASTY.replaceAll('<', '')]),
      startModalFor({ ...start, package: nasty, vendors }),
      startModalFor({
        ...start,
        vendors: vendors.slice(0, 60),
        staged: { generation: 3, collectedBy: [fx.NASTY] },
      }),
      addLateVendorModal(crowd, vendors),
      moreModal(crowd),
      vendorPathsModal(crowd, first),
      changeContactModal(ids, crowd, fx.NASTY),
      waiveModal(ids, crowd, fx.NASTY),
      resolveProblemModal(ids, crowd, fx.NASTY),
      cancelModal(crowd),
      retireModal(nasty),
      confirmModal(about, 0),
      problemModal(about),
      activateModal(crowd, rotation),
      recordDateModal(crowd, rotation),
      earlyActivateModal(crowd, rotation),
      generatedAgainModal(crowd, rotation),
      planActivateModal(crowd),
    ];
    large.forEach(holds);
  });
  test('no modal asks for a secret, and none takes more than 3,000 characters', () => {
    for (const view of Object.values(views))
      expect(JSON.stringify(view)).not.toMatch(/"label":\{[^}]*(client secret|password)/i);
  });
});
