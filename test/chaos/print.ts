import type { Outcome } from './run.ts';

const MOST_SHOWN = 40;

/** The counts, as text; then what speaks against the promise, and what the instances logged. */
export function printOutcome(outcome: Outcome): string {
  const { counts, carried, rotations, kills, slackFaults, logged, problems } = outcome;
  const lines: [string, number][] = [
    ['rotations', rotations],
    ['kills (SIGKILL)', kills],
    ...Object.entries(slackFaults).map(([what, n]): [string, number] => [`Slack: ${what}`, n]),
    ['messages predicted', counts.predicted],
    ['delivered once', counts.once],
    ['in doubt, on record', counts.inDoubt],
    ['gone: no longer true when it was to leave', counts.gone],
    ['not yet due at the end', counts.notYetDue],
    ['doubled', counts.doubled],
    ['missing', counts.missing],
    ['living messages repeated under their id, the first being in doubt', counts.repeatedUnderItsId],
    ['lines of digests in doubt: carried by the next', carried.byTheNext],
    ['lines of digests in doubt: done meanwhile', carried.doneMeanwhile],
    ['lines of digests in doubt: no next one before the end', carried.openAtTheEnd],
  ];
  return [
    ...lines.map(([what, n]) => `${String(n).padStart(6)}  ${what}`),
    ...[...logged].map(([line, { count, stack }]) => `logged ${count} times: ${line}\n${stack}`),
    ...problems.slice(0, MOST_SHOWN),
    ...(problems.length > MOST_SHOWN ? [`and ${problems.length - MOST_SHOWN} more`] : []),
    problems.length === 0 ? 'The promise holds.' : `The promise does not hold: ${problems.length} problems.`,
    '',
  ].join('\n');
}
