import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import { choicesOf } from '../../domain/plan.ts';
import { dueOn, hardStopOn, mondayOf } from '../../domain/schedule.ts';
import type { PlanFacts, PlanPackage } from '../../usecases/read-plan.ts';
import type { Field } from '../fields.ts';
import { actions, button, section } from './blocks.ts';
import { modal, selectField, type Choice } from './inputs.ts';
import { unitWords } from './names.ts';
import { noticeOf } from './notice-modal.ts';
import { count, oneLine } from './text.ts';

const PER_PAGE = 10;
/** Taken out of the plan, as an option's value. */
const OUT = 'out';

/** A row's field, counted through all pages: Slack keeps what was chosen in a field that the next view has too. */
const rowField = (row: number): Field => `plan_${row}`;
/** All rows that a page may have. */
export const rowFields = (page: number): Field[] =>
  Array.from({ length: PER_PAGE }, (_, n) => rowField(page * PER_PAGE + n));

const choiceValue = (packageId: string, mondayOn: string | null): string => `${packageId}~${mondayOn ?? OUT}`;

/** What an option of a row says. Null: of no making of ours. */
export function readChoice(value: string): { packageId: string; mondayOn: string | null } | null {
  const [, packageId, week] = /^([0-9a-f-]{36})~(out|\d{4}-\d{2}-\d{2})$/.exec(value) ?? [];
  if (packageId === undefined || week === undefined) return null;
  return { packageId, mondayOn: week === OUT ? null : week };
}

interface Row {
  readonly package: PlanPackage;
  readonly weeks: ReturnType<typeof choicesOf>;
}

/** What can be planned at all, the soonest to end first: an order that stays when pages are accepted. */
function rowsOf({ packages }: PlanFacts): PlanPackage[] {
  const known = packages.filter(({ expiresOn, isUnderWay }) => expiresOn !== null && !isUnderWay);
  return known.toSorted((a, b) => {
    const [one, other] = [`${a.expiresOn} ${a.name} ${a.id}`, `${b.expiresOn} ${b.name} ${b.id}`];
    return one < other ? -1 : 1;
  });
}

function rowInput(facts: PlanFacts, { package: pkg, weeks }: Row, row: number): InputBlock {
  const proposed = facts.starts.find((one) => one.package.id === pkg.id)?.startOn ?? null;
  const week = proposed === null ? null : mondayOf(proposed);
  const loads = Map.groupBy(facts.starts, ({ startOn }) => mondayOf(startOn));
  const offered = weeks.some(({ mondayOn }) => mondayOn === week)
    ? weeks.map(({ mondayOn }) => mondayOn)
    : [...(week === null ? [] : [week]), ...weeks.map(({ mondayOn }) => mondayOn)];
  const choices = offered.map((mondayOn): Choice => {
    const load = `${loads.get(mondayOn)?.length ?? 0} of ${facts.terms.weeklyCapacity ?? 0}`;
    return [
      `Week of ${mondayOn} (${load})${mondayOn === week ? ', proposed' : ''}`,
      choiceValue(pkg.id, mondayOn),
    ];
  });
  const expiresOn = pkg.expiresOn ?? '';
  return selectField(
    rowField(row),
    oneLine(pkg.name, 120),
    [...choices, ['Not planned: when it is due', choiceValue(pkg.id, null)]],
    { initial: choiceValue(pkg.id, week), hint: hintFor(pkg, { expiresOn, proposed }) },
  );
}

function hintFor(
  pkg: PlanPackage,
  { expiresOn, proposed }: { expiresOn: string; proposed: string | null },
): string {
  const { plannedStartOn, vendorNames, leadDays } = pkg;
  return [
    unitWords(pkg) && `${unitWords(pkg)}.`,
    `Due ${dueOn(expiresOn, leadDays)}, sure until ${hardStopOn(expiresOn)}.`,
    plannedStartOn === null ? '' : `Planned now: ${plannedStartOn}.`,
    proposed === null ? 'No room for it as proposed.' : `Proposed: ${proposed}.`,
    vendorNames.length > 0 ? `Vendors: ${vendorsOf(vendorNames)}.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

/** Plain text: escaped, an ampersand would be shown as one. */
const vendorsOf = (all: readonly string[]): string => {
  const shown = all.slice(0, 3).map((name) => oneLine(name, 60));
  return [...shown, ...(all.length > 3 ? [`${all.length - 3} more`] : [])].join(', ');
};

const turn = (text: string, page: number, n: number) =>
  button(
    text,
    'plan_page',
    { page: String(page) },
    { n, label: `${text} of the plan, without accepting this one` },
  );

/** One page of the plan, to be changed and accepted by itself. `done`: what the page before came to. */
export function planModal(facts: PlanFacts, page: number, done: string | null = null): ModalView {
  const all = rowsOf(facts);
  const pages = Math.ceil(all.length / PER_PAGE);
  const rows = all.slice(page * PER_PAGE, (page + 1) * PER_PAGE);
  if (rows.length === 0)
    return noticeOf(done ?? 'There is nothing more to plan. Nothing was changed.', 'Plan');
  const turns = [
    ...(page > 1 ? [turn('First page', 0, 2)] : []),
    ...(page > 0 ? [turn('Page before', page - 1, 0)] : []),
    ...(page + 1 < pages ? [turn('Next page', page + 1, 1)] : []),
    ...(page + 2 < pages ? [turn('Last page', pages - 1, 3)] : []),
  ];
  const words = `${done ? `${done}\n` : ''}The week in which each is to start, as proposed: change what you like, then accept these ${rows.length}. Leaving the page without that changes nothing.`;
  const blocks: KnownBlock[] = [
    section(words),
    ...rows.map((pkg, n) =>
      rowInput(facts, { package: pkg, weeks: choicesOf(pkg, facts.terms) }, page * PER_PAGE + n),
    ),
    ...actions(...turns),
  ];
  const title = pages > 1 ? `Plan, page ${page + 1} of ${pages}` : `Plan: ${count(rows.length, 'package')}`;
  return modal('plan', { page: String(page) }, { title, submit: `Accept these ${rows.length}` }, blocks);
}
