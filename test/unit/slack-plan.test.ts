import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { forecast } from '../../src/domain/forecast.ts';
import { planStarts, type PlanTerms } from '../../src/domain/plan.ts';
import { noticeModal } from '../../src/slack/views/notice-modal.ts';
import { MOST_LABELS, type Bars } from '../../src/slack/views/bar-chart.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { digest } from '../../src/slack/views/digest.ts';
import { expiryBars, startBars } from '../../src/slack/views/plan-charts.ts';
import { planModal, readChoice } from '../../src/slack/views/plan-modal.ts';
import { acceptedWords } from '../../src/slack/views/plan-words.ts';
import { plan } from '../../src/slack/views/plan.ts';
import { reminder } from '../../src/slack/views/reminder.ts';
import type { PlanPackage, ShownPlan } from '../../src/usecases/read-plan.ts';
import { plannable, plus, terms } from '../support/plans.ts';
import * as fx from './slack-fixtures.ts';

const PROPOSAL = '0123456789abcdef';
const packageOf = (n: number, of: Partial<PlanPackage> = {}): PlanPackage => ({
  ...plannable(fx.uuid(n)),
  ...{
    name: `Journeys ${String(n).padStart(2, '0')}`,
    vendorIds: [`v${n % 4}`],
    vendorNames: [`Vendor ${n % 4}`],
    account: { name: 'Acme Retail' },
    businessUnits: [{ mid: `51000${n}`, name: `Unit ${n % 3}` }],
  },
  ...of,
});
const cliff = (count: number, of: Partial<PlanPackage> = {}): PlanPackage[] =>
  Array.from({ length: count }, (_, n) => packageOf(n + 1, of));

function factsOf(packages: PlanPackage[], of: Partial<PlanTerms> = {}, donePerWeek = 2.5): ShownPlan {
  const given = terms(of);
  const proposed = planStarts(packages, given);
  const { today, weeklyCapacity } = given;
  const dates = packages.flatMap(({ expiresOn }) => expiresOn ?? []);
  return {
    ...proposed,
    ...{ packages, terms: given, proposal: PROPOSAL, maySetCapacity: true },
    changes: proposed.starts
      .filter(({ package: pkg, startOn }) => pkg.plannedStartOn !== startOn)
      .map(({ package: pkg, startOn }) => ({ packageId: pkg.id, startOn })),
    forecasts: [
      ...(weeklyCapacity === null
        ? []
        : [
            forecast(
              dates,
              { basis: 'capacity', perWeek: weeklyCapacity, startedThisWeek: given.startedThisWeek },
              today,
            ),
          ]),
      forecast(dates, { basis: 'done', perWeek: donePerWeek, startedThisWeek: given.startedThisWeek }, today),
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
    const offered = buttons(view as unknown as Shown).map(({ text }) => text);
    expect(offered).toEqual(['Import packages…', 'Add one by hand…']);
  });
  test('without a capacity, to somebody who may not say it: whom to ask, and no button', () => {
    const facts = { ...factsOf(cliff(12), { weeklyCapacity: null }), maySetCapacity: false };
    const shown = plan(facts, '/rekey') as unknown as Shown;
    expect(textOf(shown)).toContain('Ask an admin of this Slack workspace to say so, with `/rekey plan`');
    expect(buttons(shown)).toEqual([]);
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

describe('the charts of a plan', () => {
  const drawnBy = (facts: ShownPlan) => [expiryBars(facts), startBars(facts)].map((bars) => bars ?? NO_BARS);
  const NO_BARS: Bars = { title: '', labels: [], series: [], xLabel: '', yLabel: '' };
  const sums = ({ series }: Bars) => series.map(({ values }) => values.reduce((sum, one) => sum + one, 0));

  test('a cliff at the far end of half a year is drawn whole, beside one that is near', () => {
    const packages = [
      ...cliff(60, { expiresOn: '2026-12-18' }),
      packageOf(61, { expiresOn: '2026-07-10' }),
      packageOf(62, { expiresOn: '2027-03-01' }),
      packageOf(63, { expiresOn: '2026-06-20' }),
      packageOf(64, { expiresOn: null }),
    ];
    const facts = factsOf(packages);
    const [ends, starts] = drawnBy(facts);
    expect(ends && [ends.title, sums(ends)]).toEqual(['When secrets end, by two weeks', [63]]);
    expect(ends?.labels.at(0)).toBe('ended');
    expect(ends?.labels.at(-1)).toBe('later');
    expect(starts && [starts.title, sums(starts)]).toEqual([
      'Rotations to start, by two weeks',
      [63, facts.starts.length + 1],
    ]);
    for (const { labels } of [ends, starts].map((bars) => bars ?? NO_BARS))
      expect(labels.length).toBeLessThanOrEqual(MOST_LABELS);
    shows(plan(facts, '/rekey'));
  });

  test('whatever there is, no bar is left out, and none at the ends is empty', () => {
    const day = fc.integer({ min: -20, max: 400 }).map((n) => plus('2026-07-01', n));
    fc.assert(
      fc.property(fc.array(fc.option(day), { minLength: 1, maxLength: 80 }), (days) => {
        const packages = days.map((expiresOn, n) => packageOf(n, { expiresOn }));
        const dated = days.filter((one) => one !== null).length;
        const facts = factsOf(packages);
        const farOff = facts.unplanned.filter(({ why }) => why === 'far_off').length;
        const [ends = NO_BARS, starts = NO_BARS] = drawnBy(facts);
        expect(sums(ends)).toEqual(dated === 0 ? [] : [dated]);
        expect(sums(starts).at(0) ?? 0).toBe(dated);
        if (facts.starts.length > 0) expect(sums(starts).at(-1)).toBe(facts.starts.length + farOff);
        for (const { labels, series } of [ends, starts]) {
          expect(labels.length).toBeLessThanOrEqual(MOST_LABELS);
          expect(new Set(labels).size).toBe(labels.length);
          for (const n of labels.length === 0 ? [] : [0, -1])
            expect(series.some(({ values }) => (values.at(n) ?? 0) > 0)).toBe(true);
        }
      }),
    );
  });

  test('of a plan that stands are of that plan, tight starts too', () => {
    const packages = cliff(20, { expiresOn: '2026-07-14' });
    const { starts } = factsOf(packages, { weeklyCapacity: 10 });
    const accepted = starts.map(({ package: pkg, startOn }) => ({ ...pkg, plannedStartOn: startOn }));
    expect(startBars(factsOf(accepted, { weeklyCapacity: 10 }))).toMatchObject({
      labels: ['2026-06-29', '2026-07-06'],
      series: [{ name: 'As planned', values: [10, 10] }],
    });
  });

  test('where nothing can be planned show what is due', () => {
    const facts = factsOf(cliff(3, { expiresOn: '2027-05-01' }));
    expect(startBars(facts)?.series).toEqual([{ name: 'Now', values: [3] }]);
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
  test('of many pages: one by one, and to either end', () => {
    const turns = (page: number) =>
      buttons(pages(cliff(50), page) as unknown as Shown).map(({ text, value }) => `${text} ${value}`);
    const [first, before] = ['First page plan_page~n0', (n: number) => `Page before plan_page~n${n}`];
    const [next, last] = [(n: number) => `Next page plan_page~n${n}`, 'Last page plan_page~n4'];
    expect(turns(0)).toEqual([next(1), last]);
    expect(turns(1)).toEqual([before(0), next(2), last]);
    expect(turns(2)).toEqual([first, before(1), next(3), last]);
    expect(turns(3)).toEqual([first, before(2), next(4)]);
    expect(turns(4)).toEqual([first, before(3)]);
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
