import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysAfter } from '../../src/domain/schedule.ts';
import { html } from '../../src/web/html.ts';
import { capacityWords, cliffWords, pictures } from '../../src/web/board/pictures.ts';
import { percentOf, timeAxis } from '../../src/web/board/time-axis.ts';
import { stretchesOf, timelineRow, timelineWords } from '../../src/web/board/timeline.ts';
import { weekChart } from '../../src/web/board/week-chart.ts';
import { labelled } from '../../src/web/board/week-labels.ts';
import { boardFacts, boardRotation, boardRow, TODAY, weekCounts } from '../support/board-facts.ts';

const axis = timeAxis(TODAY);
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('a secret’s life', () => {
  test('works from the day it was generated to the day before the printed date', () => {
    expect(stretchesOf(boardRow(), TODAY)).toEqual([
      { kind: 'valid', fromOn: '2026-11-20', toOn: '2027-05-18' },
    ]);
  });

  test('is counted back where nobody said when it was generated', () => {
    const [valid] = stretchesOf(boardRow({ secretGeneratedOn: null, expiresOn: '2027-05-19' }), TODAY);
    expect(valid?.fromOn).toBe('2026-11-20');
  });

  test('is over from the printed date on', () => {
    const row = boardRow({ expiresOn: '2027-03-10', state: 'overdue' });
    expect(stretchesOf(row, TODAY)).toMatchObject([
      { kind: 'valid', toOn: '2027-03-09' },
      { kind: 'expired', fromOn: '2027-03-10', toOn: TODAY },
    ]);
    expect(timelineWords(row, TODAY)).toContain('Ended, last day 2027-03-09');
  });

  test('overlaps with the next one until the first of both ends', () => {
    const rotation = boardRotation({ stagedExpiresOn: '2027-09-04' });
    const row = boardRow({ state: 'in_progress', rotation });
    expect(stretchesOf(row, TODAY)).toMatchObject([
      { kind: 'valid' },
      { kind: 'next', fromOn: '2027-03-08', toOn: '2027-09-03' },
      { kind: 'overlap', fromOn: '2027-03-08', toOn: '2027-05-18' },
    ]);
    const short = boardRow({
      rotation: boardRotation({ stagedExpiresOn: '2027-04-20' }),
      expiresOn: '2027-05-19',
    });
    expect(stretchesOf(short, TODAY).at(-1)).toMatchObject({ kind: 'overlap', toOn: '2027-04-19' });
  });

  test('does not overlap with one that was generated after it ended', () => {
    const row = boardRow({ expiresOn: '2027-03-01', rotation: boardRotation() });
    expect(stretchesOf(row, TODAY).map(({ kind }) => kind)).toEqual(['valid', 'expired', 'next']);
  });

  test('shows what an earlier rotation left staged', () => {
    const row = boardRow({ leftStagedOn: '2027-04-01' });
    expect(stretchesOf(row, TODAY).at(-1)).toMatchObject({ kind: 'left', toOn: '2027-03-31' });
    expect(timelineWords(row, TODAY)).toContain('a secret left staged ends 2027-03-31');
  });

  test('of an unknown date, or of no secret, is said and not drawn', () => {
    const unknown = flat(
      timelineRow(axis, boardRow({ expiresOn: null, dueOn: null, state: 'unknown' })).text,
    );
    expect(unknown).toContain('>nobody knows when</text');
    expect(unknown).toContain('aria-label="Nobody knows when it ends"');
    expect(unknown).not.toContain('class="valid"');
    const none = timelineRow(axis, boardRow({ expiresOn: null, dueOn: null, hasSecret: false })).text;
    expect(none).toContain('>has no secret</text');
    expect(none).toContain('aria-label="No secret"');
  });

  test('marks the hard stop, and the start: due, or planned in its place; none once it has started', () => {
    const marks = (more: object) =>
      [...timelineRow(axis, boardRow(more)).text.matchAll(/class="(stop|due-mark|planned-mark)"/g)].map(
        ([, name]) => name,
      );
    expect(marks({})).toEqual(['stop', 'due-mark']);
    expect(marks({ plannedStartOn: '2027-04-01' })).toEqual(['stop', 'planned-mark']);
    expect(marks({ state: 'in_progress', rotation: boardRotation() })).toEqual(['stop']);
    expect(marks({ expiresOn: '2028-05-19', dueOn: '2028-05-11' })).toEqual([]);
  });

  test('stays within its picture, whatever the dates', () => {
    const day = fc.integer({ min: -2_000, max: 2_000 }).map((days) => daysAfter(TODAY, days));
    const orNull = fc.option(day);
    fc.assert(
      fc.property(orNull, orNull, orNull, orNull, orNull, (expiresOn, from, staged, left, planned) => {
        const rotation = staged === null ? null : boardRotation({ stagedExpiresOn: staged });
        const row = boardRow({
          expiresOn,
          secretGeneratedOn: from,
          leftStagedOn: left,
          plannedStartOn: planned,
          rotation,
        });
        const { text } = timelineRow(axis, row);
        expect(text).not.toMatch(/NaN|undefined|Infinity|="-[\d.]+%/);
        for (const [, x = '', width = ''] of text.matchAll(/x="([\d.]+)%"[^>]*?width="([\d.]+)%"/gs))
          expect(Number(x) + Number(width)).toBeLessThanOrEqual(100.02);
      }),
    );
  });
});

describe('the axis', () => {
  test('begins on a Monday two months back and names every month that begins on it', () => {
    expect(axis).toMatchObject({ fromOn: '2027-01-18', endOn: '2027-09-27' });
    expect(axis.months).toEqual(
      ['02', '03', '04', '05', '06', '07', '08', '09'].map((month) => `2027-${month}-01`),
    );
    expect([percentOf(axis, '2020-01-01'), percentOf(axis, axis.endOn)]).toEqual([0, 100]);
  });
});

describe('bars by week', () => {
  const chart = (counts: readonly number[], limit: number | null = null) =>
    weekChart({
      ...{ id: 'x', title: 'T & "t"', desc: 'D', layers: [{ name: 'ends', pattern: null }], limit },
      columns: weekCounts(counts).weeks.map(({ mondayOn, count }) => ({ mondayOn, counts: [count] })),
    }).text;

  test('are drawn for what is there, in proportion, each with its number', () => {
    const text = chart([0, 1, 0, 4, 0, 2]);
    const heights = [...text.matchAll(/height="([\d.]+)"\s*\/>/g)].map(([, height]) => Number(height));
    expect(heights).toEqual([29.5, 118, 59]);
    expect([...text.matchAll(/>(\d+)<\/text/g)].map(([, said]) => said)).toEqual(['1', '4', '2']);
  });

  test('has its title and what is to be seen for whoever can’t see it', () => {
    expect(flat(chart([1]))).toContain('role="img" aria-labelledby="x-title x-desc"');
    expect(chart([1])).toContain('<title id="x-title">T &#38; &#34;t&#34;</title>');
  });

  test('the line of what is possible is drawn where it is, above everything if need be', () => {
    expect(flat(chart([1, 2], 4))).toContain('y1="22" y2="22"');
    expect(flat(chart([8], 4))).toContain('y1="81" y2="81"');
    expect(chart([8], 1_000)).toContain('1,000 a week');
  });

  test('of nothing at all are no bars, and no error', () => {
    expect(chart([])).not.toContain('class="bar');
  });
});

describe('the numbers over them', () => {
  const bar = (count: number) => ({ height: count, label: String(count) });

  test('never meet, and the highest bar has its own, on any screen', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 29 });
    fc.assert(
      fc.property(counts, fc.constantFrom('wide' as const, 'narrow' as const), (all, room) => {
        const most = Math.max(...all);
        const bars = all.map((count) => ({
          height: (count / Math.max(1, most)) * 118,
          label: String(count),
        }));
        const shown = [...labelled(bars, room)];
        if (most > 0) expect(shown.map((n) => all[n])).toContain(most);
        const pixels = room === 'wide' ? 15.5 : 9.5;
        for (const one of shown) {
          for (const other of shown.filter((n) => n > one)) {
            const apart = (other - one) * pixels;
            const wide = ((bars[one]!.label.length + bars[other]!.label.length) * 6) / 2;
            expect(apart >= wide || Math.abs(bars[one]!.height - bars[other]!.height) >= 12).toBe(true);
          }
        }
      }),
    );
  });

  test('where there is room all are shown; where there is none the smaller ones go', () => {
    const bars = [5, 0, 90, 0, 30].map(bar);
    expect([...labelled(bars, 'wide')].toSorted((a, b) => a - b)).toEqual([0, 2, 4]);
    const full = [100, 101, 102, 103].map(bar);
    expect(labelled(full, 'narrow')).toEqual(new Set([3, 1]));
  });
});

describe('the two pictures', () => {
  test('have a table each that says the same', () => {
    const text = flat(pictures(boardFacts().pictures, '/rekey').text);
    expect(text).toContain('<th scope="row">2027-04-05</th> <td>12</td><td>0</td>');
    expect(text).toContain('<th scope="row">ended</th> <td>0</td><td>2</td>');
    expect(text).toContain('<th scope="row">2027-03-15</th> <td>2</td><td>1</td>');
  });

  test.each([
    [weekCounts(), 'None ends within half a year.'],
    [weekCounts([1]), '1 ends within half a year.'],
    [
      weekCounts([0, 1, 1_440], { past: 1, unknown: 2 }),
      '1,441 end within half a year. Most in one week: 1,440, in the week of 2027-03-29. 1 has ended already. Of 2 nobody knows when.',
    ],
  ])('the cliff in words', (counts, words) => {
    expect(cliffWords(counts)).toBe(words);
  });

  const columns = (...counts: number[]) =>
    weekCounts(counts).weeks.map(({ mondayOn, count }) => ({ mondayOn, counts: [count, 0] }));

  test.each([
    [
      null,
      false,
      [9],
      'Nobody has said yet how many rotations can be started in a week. A Slack workspace admin does, in Slack: /rekey plan or /rekey settings.',
    ],
    [
      null,
      true,
      [9],
      'Nobody has said yet how many rotations can be started in a week. A Slack workspace admin does, in Slack: /rekey plan or /rekey settings.',
    ],
    [4, false, [4, 4], 'No week holds more than the 4 that can be started in it.'],
    [4, false, [5], 'The week of 2027-03-15 holds 5, more than the 4 that can be started in it.'],
    [
      ...([4, true, [0, 5, 9]] as const),
      '2 weeks hold more than the 4 that can be started in one. The first is that of 2027-03-22, with 5. What is not shown here takes its share too.',
    ],
  ] as const)('capacity of %j in words (part: %j)', (limit, isPart, counts, words) => {
    expect(capacityWords({ limit, isPart, columns: columns(...counts), command: '/rekey' })).toBe(words);
  });

  test('differ in pattern, not in colour alone', () => {
    const { text } = html`${pictures(boardFacts().pictures, '/rekey')}`;
    expect(text).toContain('fill="url(#p-open)"');
    expect(text).toContain('fill="url(#p-expired)"');
  });
});
