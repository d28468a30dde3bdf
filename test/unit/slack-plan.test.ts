import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { forecast } from '../../src/domain/forecast.ts';
import { planStarts, type PlanTerms } from '../../src/domain/plan.ts';
import { noticeModal } from '../../src/slack/views/notice-modal.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { digest } from '../../src/slack/views/digest.ts';
import { planModal, readChoice } from '../../src/slack/views/plan-modal.ts';
import { acceptedWords } from '../../src/slack/views/plan-words.ts';
import { plan } from '../../src/slack/views/plan.ts';
import { reminder } from '../../src/slack/views/reminder.ts';
import type { PlanFacts, PlanPackage } from '../../src/usecases/read-plan.ts';
import { plannable, terms } from '../support/plans.ts';
import * as fx from './slack-fixtures.ts';

const PROPOSAL = '0123456789abcdef';
const packageOf = (n: number, of: Partial<PlanPackage> = {}): PlanPackage => ({
  ...plannable(fx.uuid(n)),
  ...{
    name: `Journeys ${String(n).padStart(2, '0')}`,
    vendorIds: [`v${n % 4}`],
    vendorNames: [`Vendor ${n % 4}`],
  },
  ...of,
});
const cliff = (count: number, of: Partial<PlanPackage> = {}): PlanPackage[] =>
  Array.from({ length: count }, (_, n) => packageOf(n + 1, of));

function factsOf(packages: PlanPackage[], of: Partial<PlanTerms> = {}, donePerWeek = 2.5): PlanFacts {
  const given = terms(of);
  const proposed = planStarts(packages, given);
  const { today, weeklyCapacity } = given;
  const dates = packages.flatMap(({ expiresOn }) => expiresOn ?? []);
  return {
    ...proposed,
    ...{ packages, terms: given, proposal: PROPOSAL },
    changes: proposed.starts
      .filter(({ package: pkg, startOn }) => pkg.plannedStartOn !== startOn)
      .map(({ package: pkg, startOn }) => ({ packageId: pkg.id, startOn })),
    forecasts: [
      ...(weeklyCapacity === null
        ? []
        : [forecast(dates, { basis: 'capacity', perWeek: weeklyCapacity }, today)]),
      forecast(dates, { basis: 'done', perWeek: donePerWeek }, today),
    ],
  };
}

/** In Slack, and where Slack refuses the chart or has no place for it. */
function shows(view: Message): void {
  const { plain, ...native } = view;
  expect(checkMessage(native)).toEqual([]);
  expect(plain && checkMessage(plain)).toEqual([]);
  expect(plain && checkView(noticeModal(plain))).toEqual([]);
  const shown = native as unknown as Shown;
  expect(`${textOf(shown)}\n${JSON.stringify(buttons(shown), null, 1)}`).toMatchSnapshot();
  expect(
    JSON.stringify(native.blocks.filter((block) => (block.type as string) === 'data_visualization')),
  ).toMatchSnapshot();
  expect(textOf(plain as unknown as Shown)).toMatchSnapshot();
}

describe('the plan', () => {
  test('of a cliff', () => shows(plan(factsOf(cliff(60)), '/rekey')));
  test('that stands', () => {
    const accepted = factsOf(cliff(60)).starts.map(({ package: pkg, startOn }) => ({
      ...pkg,
      plannedStartOn: startOn,
    }));
    shows(plan(factsOf(accepted), '/rekey'));
  });
  test('without a capacity, drawn as things stand', () =>
    shows(plan(factsOf(cliff(12), { weeklyCapacity: null }), '/rekey')));
  test('with all that can’t be planned', () => {
    const packages = [
      ...cliff(20, { expiresOn: '2026-07-14' }),
      packageOf(30, { expiresOn: null, name: fx.NASTY }),
      packageOf(31, { expiresOn: '2027-09-01' }),
      packageOf(32, { isUnderWay: true }),
      packageOf(33, { freezeWindows: [{ fromOn: '2026-06-01', toOn: '2026-12-01' }] }),
      packageOf(34, { expiresOn: '2026-06-20' }),
      packageOf(35, { expiresOn: '2026-07-05' }),
    ];
    shows(plan(factsOf(packages, { weeklyCapacity: 5 }), '/rekey'));
  });
  test('of nothing', () => {
    const view = plan(factsOf([]), '/rekey');
    expect(checkMessage(view)).toEqual([]);
    expect(view.text).toContain('nothing to plan yet');
  });
  test('over half a year keeps within what Slack draws', () => {
    const packages = Array.from({ length: 170 }, (_, n) =>
      packageOf(n, { name: 'x'.repeat(300), expiresOn: `2026-${String(8 + (n % 5)).padStart(2, '0')}-15` }),
    );
    const { plain, ...native } = plan(factsOf(packages, { weeklyCapacity: 5 }), '/rekey');
    expect(checkMessage(native)).toEqual([]);
    expect(plain && checkMessage(plain)).toEqual([]);
  });
});

describe('page by page', () => {
  const pages = (packages: PlanPackage[], page: number, done: string | null = null) => {
    const view = planModal(factsOf(packages), page, done);
    expect(checkView(view)).toEqual([]);
    return view;
  };
  test('the first of two', () =>
    expect(textOf(pages(cliff(13, { expiresOn: '2026-07-24' }), 0) as unknown as Shown)).toMatchSnapshot());
  test('the last has no next, and says what the one before came to', () => {
    const text = JSON.stringify(pages(cliff(13), 1, 'Planned.'));
    expect(text).toContain('Planned.\\nThe week in which');
    expect(text).toContain('Accept these 3');
    expect(text).not.toContain('Next page');
  });
  test('past the last says so', () =>
    expect(JSON.stringify(pages(cliff(3), 1, '*3 packages planned*.'))).toContain('3 packages planned'));
  test('leaves out what can’t be planned', () => {
    expect(
      JSON.stringify(pages([packageOf(1, { expiresOn: null }), packageOf(2, { isUnderWay: true })], 0)),
    ).toContain('nothing more to plan');
  });
  test.each([fx.NASTY, '秘'.repeat(300), 'x'.repeat(4000)])('holds %j', (name) => {
    pages(cliff(25, { name, vendorNames: [name, name, name, name, name] }), 1);
  });
  test('choices are read as they were written, and nothing else is', () => {
    const id = fx.uuid(1);
    expect(readChoice(`${id}~2026-07-06`)).toEqual({ packageId: id, mondayOn: '2026-07-06' });
    expect(readChoice(`${id}~out`)).toEqual({ packageId: id, mondayOn: null });
    for (const text of ['', id, `${id}~`, `${id}~2026-7-6`, `${id}~out~`, `x${id}~out`])
      expect(readChoice(text)).toBeNull();
  });
});

test('what was accepted is said', () => {
  expect(acceptedWords([{ startOn: '2026-08-17' }, { startOn: '2026-08-10' }, { startOn: null }])).toBe(
    '*2 packages planned*, the first for 2026-08-10. 1 package taken out of the plan. Their owners are reminded on the planned day.',
  );
});

test('reminders say that it is planned', () => {
  const planned = fx.pack({ plannedStartOn: '2026-11-09' });
  const said = reminder(fx.reminderFacts({ daysLeft: 18, line: fx.line({ package: planned }) }));
  expect(JSON.stringify(said)).toContain('The plan has it start on 2026-11-09.');
  const [item] = [fx.digestItem('start', { daysLeft: 18, package: planned })];
  expect(JSON.stringify(digest(fx.digestFacts({ items: [item] }), false))).toContain(
    'start its rotation, planned for 2026-11-09.',
  );
});
