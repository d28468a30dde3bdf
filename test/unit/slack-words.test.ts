import { expect, test } from 'vitest';
import { checkMessage } from '../../sandbox/slack/block-kit-limits.ts';
import { note } from '../../src/slack/views/blocks.ts';
import { cut, listed, oneLine, plain } from '../../src/slack/views/text.ts';
import { wordsFor } from '../../src/slack/words.ts';
import type { Refusal, RefusalCode } from '../../src/usecases/refusals.ts';
import { NASTY } from './slack-fixtures.ts';

const at = '2026-11-22T14:00:00.000Z';
/** One of each, with the worst that can be in it. A new code does not compile until it is here. */
const EVERY: { readonly [C in RefusalCode]: Omit<Extract<Refusal, { code: C }>, 'code'> | object } = {
  rotation_ended: { step: 'done' },
  nothing_staged: {},
  already_deposited: {},
  stale_generation: { current: 5 },
  unknown_vendor: {},
  vendor_already_in: {},
  not_collected_yet: {},
  waiting_for_deposit: {},
  already_confirmed: { at, by: 'U0VERA' },
  already_waived: {},
  not_waived: {},
  systems_missing: { missing: [NASTY, NASTY] },
  handoff_closed: {},
  no_problem_open: {},
  no_copy_needed: {},
  gate_shut: { reasons: ['vendor_pending', 'frozen'], pending: [NASTY] },
  gate_open_no_early: {},
  no_second_person_needed: {},
  already_asked: { at, by: 'U0ADA' },
  request_ended: {},
  own_request: {},
  too_early_to_be_activated: { liveAt: at },
  already_activated: { at, by: '' },
  not_activated_yet: {},
  date_already_recorded: { expiresOn: '2027-05-21' },
  date_needs_explanation: { computedExpiresOn: '2027-05-21', days: -3 },
  date_in_the_past: {},
  activated_cannot_be_cancelled: {},
  nothing_to_do: {},
  secret_empty: {},
  secret_too_long: {},
  secret_has_space: {},
  secret_has_control: {},
  secret_not_text: {},
  not_allowed: { who: Array(40).fill('U0ADA') },
  only_workspace_admins: {},
  not_a_member: {},
  not_a_viewer: {},
  viewer_unusable: { userId: 'U0ADA' },
  not_this_vendor: { vendor: NASTY },
  not_yourself: {},
  contact_not_found: {},
  contact_unusable: { why: 'bot' },
  admin_unusable: { userId: 'U0ADA' },
  not_appointed: { userId: 'U0ADA' },
  unknown_package: {},
  unknown_rotation: {},
  package_name_taken: { name: NASTY },
  only_owner: { ownerId: 'U0ADA' },
  unknown_vendor_record: {},
  vendor_named_so: { name: NASTY },
  fixed_while_rotating: { what: 'dates' },
  not_retired: {},
  package_is_archived: {},
  record_changed: {},
  unknown_place: {},
  place_taken: { system: NASTY, vendor: NASTY },
  vendor_of_others: { who: ['U0ADA'] },
  unknown_account: {},
  account_name_taken: { name: NASTY },
  account_in_use: { packages: [NASTY, 'ESP Production'], rotating: [NASTY] },
  table_empty: {},
  table_too_long: { most: 5000 },
  table_too_wide: { most: 100 },
  table_unreadable: {},
  import_outdated: {},
  vendor_name_taken: { name: NASTY },
  nothing_to_rotate: {},
  package_is_retired: {},
  already_rotating: { rotationId: 'x' },
  no_vendors: {},
  snooze_in_the_past: {},
  snooze_too_long: { latest: at },
  absence_in_the_past: {},
  stand_in_unusable: { userId: 'U0BEN' },
  escalation_unusable: { userId: 'U0BEN' },
  policy_contradicts: { fault: 'digest_outside_hours' },
  plan_has_changed: {},
  week_not_possible: { packageId: 'x', name: NASTY, mondayOn: '2027-03-01' },
  week_is_full: { packageId: 'x', name: NASTY, mondayOn: '2027-03-01', capacity: 1 },
  webhook_target: { fault: 'private_address' },
  no_webhook: {},
  mail_not_set_up: {},
  no_mail_address: {},
  mail_under_way: {},
  mail_failed: { fault: 'recipient_refused', replyCode: 550, to: NASTY },
  staged_elsewhere: { generation: 3, collectedBy: [NASTY] },
  looks_like_secret: { isLive: true },
  link_not_usable: {},
  wrong_code: {},
  too_many_codes: { until: at, seconds: 540 },
  not_live_yet: { liveAt: at },
  being_collected: {},
  already_collected: { at },
  can_be_fetched_again: { at, until: '2026-11-22T14:10:00.000Z' },
  reader_key_unusable: {},
  copy_unreadable: { reference: '7F3K2Q' },
  keyring_unavailable: { reference: '7F3K2Q' },
  secret_of_earlier_generation: { generation: 3 },
  secret_of_other_package: {},
  secret_was_exposed: {},
  secret_not_the_same: { generation: 4 },
  secret_needs_a_look: { warnings: ['no_prefix', 'odd_length'] },
  generated_in_the_future: {},
  generated_too_long_ago: {},
  token_may_be_cached: { minutesSinceCollected: 3 },
};

test.each(Object.entries(EVERY))('%s', (code, facts) => {
  const words = wordsFor({ code, ...facts } as Refusal);
  expect(checkMessage(note(words))).toEqual([]);
  expect(words).toMatch(/^(?:[A-Z]|<@|rekey ).*(?:[.!?]|Ref \w+)$/s);
  expect(plain(words)).not.toMatch(/undefined|null|NaN|<!date/);
  expect(words.length).toBeLessThan(1200);
  expect(wordsFor({ code, ...facts } as Refusal).replace(/x{20,}…?/g, 'x…')).toMatchSnapshot();
});

test('text from people is one line, escaped, and never cut inside an entity', () => {
  expect(oneLine('a\n\t\u0000\u200bb  c')).toBe('a b c');
  expect(cut('x&amp;', 4)).toBe('x…');
  expect(cut('ab<@U1>', 6)).toBe('ab…');
  expect(cut('ab😀cd', 4)).toBe('ab…');
  expect(listed([])).toBe('nobody');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(listed(Array(9).fill('a'), 2)).toBe('a, a and 7 more');
});
