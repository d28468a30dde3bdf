import type { KnownBlock, ModalView } from '@slack/types';
import type { Moment } from '../../domain/schedule.ts';
import type { WebhookFacts } from '../../usecases/read-webhook.ts';
import { actions, button, context, section } from './blocks.ts';
import { boxesField, modal, urlField } from './inputs.ts';
import { choicesOf } from './terms.ts';
import { moment, person } from './text.ts';
import { WEBHOOK_CHOICES, webhookFaultWords } from './webhook-words.ts';

/** A test that was asked for: under way, taken (`fault` null), or not. */
export type Test = { readonly isUnderWay: true } | { readonly fault: string | null };

/** `/rekey webhook`: where to, what about, and how its deliveries fare. */
export function webhookModal(webhook: WebhookFacts | null, test: Test | null = null): ModalView {
  const initial = webhook ? { initial: webhook.url } : {};
  return modal('webhook', {}, { title: 'Webhook', submit: 'Save' }, [
    section(
      'For a ticket system: rekey tells it what happens to every package here, by signed requests with names, dates and steps, never a link or a secret. `docs/webhook.md` says what is sent and how the receiver verifies it.',
    ),
    urlField('url', 'Send to', {
      hint: 'https, on the public internet. Redirects are not followed.',
      ...initial,
    }),
    boxesField('events', 'Tell it when a rotation is', choicesOf(WEBHOOK_CHOICES), {
      chosen: webhook?.events ?? Object.keys(WEBHOOK_CHOICES),
    }),
    ...(webhook ? standing(webhook, test) : []),
  ]);
}

function standing(webhook: WebhookFacts, test: Test | null): KnownBlock[] {
  const { off } = webhook;
  const again = 'Saving switches it on again, with a new signing secret.';
  if (off?.why === 'gone')
    return [section(`:warning: Off since ${moment(off.at)}: its target wanted no more (410). ${again}`)];
  if (off) return [section(`Switched off ${moment(off.at)}. ${again}`)];
  return [
    section(fares(webhook)),
    ...(test ? [section(testWords(test))] : []),
    ...actions(
      button('Send a test', 'webhook_test', {}, { label: 'Send a test to the address that is saved' }),
      button(
        'New signing secret',
        'webhook_secret',
        {},
        {
          label: 'Make a new signing secret for the webhook',
          asks: [
            'For a day both sign, the one before and the new one: by then the receiver needs the new one.',
            'New secret',
          ],
        },
      ),
      button(
        'Switch off',
        'webhook_off',
        {},
        {
          style: 'danger',
          label: 'Switch the webhook off',
          asks: ['Nothing more is sent, and what still waits is dropped.', 'Switch off'],
        },
      ),
    ),
  ];
}

function fares({
  setBy,
  setAt,
  lastTakenAt,
  lastFailedAt,
  lastFault,
  waiting,
  givenUp,
}: WebhookFacts): string {
  const failed =
    lastFailedAt && lastFault
      ? [`Last failure ${moment(lastFailedAt)}: ${webhookFaultWords(lastFault)}.`]
      : [];
  return [
    `*On*, set by ${person(setBy.userId)} ${moment(setAt)}.`,
    lastTakenAt ? `Last taken ${moment(lastTakenAt)}.` : 'Nothing was taken yet.',
    ...failed,
    ...(waiting > 0 ? [`Waiting to be sent: ${waiting}.`] : []),
    ...(givenUp > 0 ? [`Given up after three days: ${givenUp}.`] : []),
  ].join('\n');
}

function testWords(test: Test): string {
  if ('isUnderWay' in test) return 'The test is on its way…';
  return test.fault === null
    ? ':white_check_mark: The test was taken.'
    : `:warning: The test was not taken: ${webhookFaultWords(test.fault)}.`;
}

/** The signing secret, the one time it is told. `previousUntil`: the one before it signs along until then. */
export const signingSecretModal = (secret: string, previousUntil: Moment | null): ModalView =>
  modal('notice', {}, { title: 'Signing secret' }, [
    section(
      'The webhook is on. *Give this to its receiver now*: it verifies with it that a request is rekey’s.',
    ),
    section(`\`\`\`${secret}\`\`\``),
    ...(previousUntil
      ? [
          section(
            `Until ${moment(previousUntil)} every request is signed with this and with the one before it.`,
          ),
        ]
      : []),
    context(
      'Shown this once: rekey keeps it sealed, and can’t show it again. If it is lost, make another where you set the webhook.',
    ),
  ]);
