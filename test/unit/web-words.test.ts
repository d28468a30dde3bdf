import { describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import { decide } from '../../src/domain/decide.ts';
import type { Refusal, RefusalCode } from '../../src/usecases/refusals.ts';
import { EDGE_WORDS, fieldWords, type EdgeCode } from '../../src/web/edge-words.ts';
import { wordsFor, type Words } from '../../src/web/words.ts';
import {
  activatedEarly,
  after,
  circumstance,
  confirmationOf,
  generationOf,
  handoffIdOf,
  handoffOf,
  rotationAt,
  sharing,
} from '../support/rotations.ts';

const NASTY = `<b>"A" & 'B'</b>`;
const at = '2026-11-20T14:05:30.000Z';

/** Every refusal that a use case behind a page can give, with what it brings. */
const MET: readonly Refusal[] = [
  { code: 'link_not_usable' },
  { code: 'wrong_code' },
  { code: 'too_many_codes', until: at, seconds: 540 },
  { code: 'not_live_yet', liveAt: at },
  { code: 'being_collected' },
  { code: 'already_collected', at },
  { code: 'keyring_unavailable', reference: 'R3F0NE' },
  { code: 'copy_unreadable', reference: 'R3F0NE' },
  { code: 'token_may_be_cached', minutesSinceCollected: 0 },
  { code: 'token_may_be_cached', minutesSinceCollected: 1 },
  { code: 'looks_like_secret', isLive: false },
  { code: 'systems_missing', missing: [NASTY, 'Nightly export'] },
  { code: 'not_collected_yet' },
  { code: 'already_confirmed', at, by: 'U0VERA' },
  { code: 'already_waived' },
  { code: 'waiting_for_deposit' },
  { code: 'handoff_closed' },
  { code: 'rotation_ended', step: 'done' },
  { code: 'rotation_ended', step: 'cancelled' },
  { code: 'stale_generation', current: 5 },
  { code: 'nothing_to_do' },
  { code: 'secret_empty' },
  { code: 'secret_too_long' },
  { code: 'secret_has_space' },
  { code: 'secret_has_control' },
  { code: 'secret_not_text' },
  { code: 'secret_needs_a_look', warnings: ['no_prefix', 'odd_length'] },
  { code: 'secret_of_earlier_generation', generation: 2 },
  { code: 'secret_of_other_package' },
  { code: 'secret_was_exposed' },
  { code: 'secret_not_the_same', generation: 3 },
  { code: 'generated_in_the_future' },
  { code: 'generated_too_long_ago' },
  { code: 'already_deposited' },
  { code: 'nothing_staged' },
  { code: 'no_copy_needed' },
  { code: 'already_activated', at, by: 'U0ADA' },
  { code: 'not_allowed', who: ['U0ADA'] },
  { code: 'not_a_member' },
  { code: 'not_a_viewer' },
  { code: 'package_is_retired' },
  { code: 'only_workspace_admins' },
  { code: 'table_empty' },
  { code: 'table_too_long', most: 5000 },
  { code: 'table_too_wide', most: 100 },
  { code: 'table_unreadable' },
  { code: 'import_outdated' },
];

const nameOf = (refusal: Refusal) => `${refusal.code} ${JSON.stringify(refusal).length}`;

/** A sentence or several, complete, in the project's voice. */
function expectGood({ status, title, text, next }: Words): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(title).toMatch(/^[A-Za-z].{5,60}[^.]$/);
  for (const sentences of [text, next]) expect(sentences).toMatch(/^\S.{8,400}[.?]$/s);
  expect(`${title} ${text} ${next}`).not.toMatch(/undefined|null|\[object|NaN|sorry|oops|!|\bu?s?error\b/i);
}

describe('a refusal', () => {
  test.each(MET.map((refusal) => [nameOf(refusal), refusal] as const))(
    '%s has its words',
    (_name, refusal) => {
      const words = wordsFor(refusal);
      expectGood(words!);
      expect(words).toMatchSnapshot();
    },
  );

  test('says what did not happen', () => {
    const not = /nothing|not |no longer|no copy|no secret|already/i;
    const silent = MET.filter((refusal) => !not.test(wordsFor(refusal)!.text));
    expect(silent).toEqual([]);
  });

  test('quotes no code, no secret and no user id', () => {
    for (const refusal of MET) expect(JSON.stringify(wordsFor(refusal))).not.toMatch(/SFMC_\w|U0[A-Z]|7K3M/);
  });

  test('asks to come back later where that helps, and only there', () => {
    const later = MET.filter((refusal) => wordsFor(refusal)?.retryAfterSeconds !== undefined);
    expect(later.map(({ code }) => code)).toEqual([
      'too_many_codes',
      'being_collected',
      'keyring_unavailable',
    ]);
  });

  test('names its reference where the fault is ours', () => {
    expect(wordsFor({ code: 'keyring_unavailable', reference: 'R3F0NE' })?.reference).toBe('R3F0NE');
  });
});

describe('what the domain refuses to a link', () => {
  const NOW = after({ days: 1 });
  const handoffId = handoffIdOf('acme');
  const confirmation = confirmationOf({ systems: [], at: NOW });
  const seeds = [{ id: 'h9', vendorId: 'acme', hasCopy: true }];
  const commands: readonly Command[] = [
    { type: 'confirm', handoffId, confirmation },
    { type: 'report_problem', handoffId, kind: 'other', note: null },
    { type: 'deposit', generation: generationOf(9), handoffs: seeds },
    { type: 'deposit', generation: generationOf(9, after({ days: -400 })), handoffs: seeds },
    { type: 'deposit_again', handoffs: seeds },
  ];
  const statuses = ['missing', 'sealed', 'collected', 'confirmed', 'waived'] as const;
  const rotations = [
    ...Object.values(rotationAt).map((make) => make()),
    ...statuses.map((status) =>
      sharing({ handoffs: [handoffOf('acme', status), handoffOf('birch', 'sealed')] }),
    ),
    activatedEarly(),
  ];

  test('has words, in every step and status', () => {
    const refusals = rotations.flatMap((rotation) =>
      commands.flatMap((command) => {
        const decision = decide(rotation, command, circumstance(NOW));
        return decision.ok ? [] : [decision.refusal];
      }),
    );
    expect(refusals.length).toBeGreaterThan(20);
    for (const refusal of refusals) expect(wordsFor(refusal), refusal.code).not.toBe(null);
    const known = new Set<RefusalCode>(MET.map(({ code }) => code));
    expect(refusals.filter(({ code }) => !known.has(code))).toEqual([]);
  });
});

describe('the edge', () => {
  test.each(Object.entries(EDGE_WORDS) as [EdgeCode, Words][])('%s has its words', (_code, words) => {
    expectGood(words);
    expect(words).toMatchSnapshot();
  });

  test('names the field that is wrong, and nothing else', () => {
    for (const field of ['secret', 'generatedAt', 'systems', 'proof', 'kind', 'note']) {
      expectGood(fieldWords(field));
      expect(fieldWords(field)).not.toEqual(EDGE_WORDS.field_malformed);
    }
    for (const field of ['', 'constructor', '__proto__', NASTY]) {
      expect(fieldWords(field)).toEqual(EDGE_WORDS.field_malformed);
    }
  });

  test('a refusal met by no page has no words: it is answered like a fault', () => {
    expect(wordsFor({ code: 'gate_shut', reasons: [], pending: [] })).toBe(null);
  });
});
