import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { signingSecretModal, webhookModal, type Test } from '../../src/slack/views/webhook-modal.ts';
import { webhookTrouble } from '../../src/slack/views/webhook-trouble.ts';
import { webhookFaultWords } from '../../src/slack/views/webhook-words.ts';
import type { WebhookFacts } from '../../src/usecases/read-webhook.ts';
import { moment, WORKSPACE } from '../support/rotations.ts';

const AT = moment('2027-03-01T09:00:00Z');
const LATER = AT.plus({ hours: 3 });

const facts = (of: Partial<WebhookFacts> = {}): WebhookFacts => ({
  url: 'https://tickets.example/hooks/rekey?team=a&b=<c>',
  events: ['due', 'done'],
  setBy: { ...WORKSPACE, userId: 'U0ADA' },
  setAt: AT,
  off: null,
  ...{ lastTakenAt: null, lastFailedAt: null, lastFault: null, waiting: 0, givenUp: 0 },
  ...of,
});

/** `from`: the blocks before it are in another picture. */
function shows(view: Message | ModalView, from = 0): void {
  expect('type' in view ? checkView(view) : checkMessage(view)).toEqual([]);
  const shown = { ...view, blocks: view.blocks.slice(from) } as unknown as Shown;
  const pressed = buttons(shown).map(({ text, value, confirm }) => ({ text, value, confirm }));
  expect([...textOf(shown).split('\n'), ...pressed]).toMatchSnapshot();
}
const STANDING = 3;

/** What is filled in and ticked beforehand. */
const initials = (view: ModalView) =>
  Object.fromEntries(
    view.blocks.flatMap((block) => {
      if (!('element' in block)) return [];
      const { initial_value: text, initial_options: ticked } = block.element as {
        initial_value?: string;
        initial_options?: { value: string }[];
      };
      return [[block.block_id, text ?? ticked?.map(({ value }) => value)]];
    }),
  );

describe('the modal', () => {
  test('before there is a webhook: everything ticked, no address', () => {
    const view = webhookModal(null);
    shows(view);
    expect(initials(view)).toEqual({
      url: undefined,
      events: ['due', 'started', 'ready', 'done', 'overdue'],
    });
  });

  test('of one that is on: what was saved', () => {
    const view = webhookModal(facts());
    shows(view);
    expect(initials(view)).toEqual({ url: facts().url, events: ['due', 'done'] });
  });

  test.each<[string, Partial<WebhookFacts>, Test | null]>([
    ['taken, then not', { lastTakenAt: AT, lastFailedAt: LATER, lastFault: 'http_503', waiting: 2 }, null],
    ['never taken, and given up', { lastFailedAt: LATER, lastFault: 'private_address', givenUp: 3 }, null],
    ['switched off', { off: { at: LATER, why: 'switched_off' } }, null],
    ['off by 410', { off: { at: LATER, why: 'gone' }, lastFailedAt: LATER, lastFault: 'http_410' }, null],
    ['a test under way', {}, { isUnderWay: true }],
    ['a test that was taken', { lastTakenAt: LATER }, { fault: null }],
    ['a test that was not', { lastFailedAt: LATER, lastFault: 'timed_out' }, { fault: 'timed_out' }],
  ])('%s', (_, of, tested) => shows(webhookModal(facts(of), tested), STANDING));
});

test('the signing secret, the first time and anew', () => {
  const secret = `whsec_${'A'.repeat(43)}=`;
  shows(signingSecretModal(secret, null));
  shows(signingSecretModal(secret, LATER));
});

test('to whoever set it', () => {
  shows(webhookTrouble({ why: 'gone', fault: 'http_410' }));
  shows(webhookTrouble({ why: 'given_up', fault: 'http_302' }));
});

test.each([
  ...['malformed', 'not_https', 'has_credentials', 'private_address', 'unknown_name', 'unreachable'],
  ...['no_tls', 'timed_out', 'broken_off', 'keyring_unavailable', 'signing_key_unreadable', 'broken'],
  ...['http_301', 'http_404', 'http_410', 'http_503', 'something of a later version', 'toString'],
])('why a delivery was not taken: %s', (fault) => expect(webhookFaultWords(fault)).toMatchSnapshot());
