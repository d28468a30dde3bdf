import { expect, test } from 'vitest';
import type { RotationEvent } from '../../src/domain/event.ts';
import { unanswered } from '../../src/usecases/open-alarms.ts';
import { after } from '../support/rotations.ts';

const raised = (vendor: string, generationId = 'g4'): RotationEvent => ({
  ...{ kind: 'alarm_raised', vendor, vendorId: vendor.toLowerCase(), generationId },
});
const suspended = (vendor: string): RotationEvent => ({ kind: 'links_suspended', vendor });
const dismissed = (vendor: string): RotationEvent => ({
  kind: 'alarm_dismissed',
  vendor,
  reason: 'two tabs',
});

/** Whose alarms are open after these, and since which of them. */
const open = (...events: RotationEvent[]) =>
  unanswered(
    events.map((event, n) => ({ event, at: after({ minutes: n }) })),
    'g4',
  ).map(({ vendor, at }) => `${vendor} ${at.diff(after({}), 'minutes').minutes}`);

test.each<[string, RotationEvent[], string[]]>([
  ['nothing was said', [], []],
  ['it was raised', [raised('Acme')], ['Acme 0']],
  ['it was raised twice', [raised('Acme'), raised('Acme')], ['Acme 0']],
  ['about two', [raised('Acme'), raised('Birch')], ['Acme 0', 'Birch 1']],
  ['the links were suspended', [raised('Acme'), raised('Birch'), suspended('Acme')], ['Birch 1']],
  ['it was dismissed', [raised('Acme'), dismissed('Acme')], []],
  ['it was raised again after that', [raised('Acme'), dismissed('Acme'), raised('Acme')], ['Acme 2']],
  ['links had been suspended before it', [suspended('Acme'), raised('Acme')], ['Acme 1']],
  [
    'an admin called the secret in force exposed',
    [raised('Acme'), { kind: 'secret_exposed', generation: 4 }],
    [],
  ],
  ['it was about an earlier secret', [raised('Acme', 'g3')], []],
])('alarms that wait for an answer: %s', (_, events, expected) => expect(open(...events)).toEqual(expected));
