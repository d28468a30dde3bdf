import type { ModalView } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { buttons, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import {
  endsAt,
  NOBODY_ASKED,
  vendorStanding,
  type SecondPerson,
  type SecondPersonRequest,
} from '../../src/domain/second-person.ts';
import type { Sharing } from '../../src/domain/rotation.ts';
import { activatePrompt } from '../../src/slack/views/activate-prompt.ts';
import type { Message } from '../../src/slack/views/blocks.ts';
import { card, plainCard } from '../../src/slack/views/card.ts';
import { agreeModal, askToActivateModal, declineModal } from '../../src/slack/views/second-person-modals.ts';
import { threadLine } from '../../src/slack/views/thread-line.ts';
import type { CardFacts } from '../../src/usecases/facts.ts';
import * as fx from './slack-fixtures.ts';

const ASKED = { askedBy: fx.ada, askedAt: fx.AT, endsAt: endsAt(fx.AT) };

/** Both vendors settled; two admins are wanted, and this is what was asked. */
function settled(requests: readonly SecondPersonRequest[], of: Partial<SecondPerson> = {}): Sharing {
  const handoffs = [fx.handoff(1, 'confirmed'), fx.handoff(2, 'confirmed')];
  const secondPerson = {
    ...NOBODY_ASKED,
    for: ['activate', 'waive'] as const,
    wantedAt: fx.AT,
    requests,
    ...of,
  };
  return fx.sharing({ handoffs, secondPerson });
}

const activate = (agreed: Extract<SecondPersonRequest, { what: 'activate' }>['agreed'] = null) =>
  ({ what: 'activate', number: 1, ...ASKED, agreed }) as const satisfies SecondPersonRequest;

/** The first vendor has not collected, and somebody asks to go on without them. */
function waiving(reason: string, count = 1): Sharing {
  const rotation = fx.sharing({ secondPerson: { ...NOBODY_ASKED, for: ['waive'] } });
  const requests = Array.from({ length: count }, (_, n): SecondPersonRequest => {
    const vendorId = rotation.participants[n % rotation.participants.length]?.vendorId ?? '';
    const restsOn = vendorStanding(rotation, vendorId) ?? '';
    return { what: 'waive', number: n + 1, ...ASKED, vendorId, reason, restsOn };
  });
  return { ...rotation, secondPerson: { ...rotation.secondPerson, asked: count, requests } };
}

function shows(view: Message | ModalView | null): void {
  if (!view) throw new Error('nothing is shown');
  expect('type' in view ? checkView(view) : checkMessage(view)).toEqual([]);
  const shown = view as unknown as Shown;
  expect(
    [textOf(shown), ...buttons(shown).map(({ text, value }) => `${text} ${value}`)].join('\n'),
  ).toMatchSnapshot();
}

const ofCard = (rotation: Sharing, of: Partial<CardFacts> = {}): CardFacts => fx.cardFacts(rotation, of);

describe('Activate with two admins', () => {
  test.each([
    ['nobody has asked', settled([])],
    ['asked', settled([activate()])],
  ])('%s: the card and the prompt', (_, rotation) => {
    shows(card(ofCard(rotation)));
    shows(activatePrompt(ofCard(rotation)));
    expect(checkMessage(plainCard(ofCard(rotation)))).toEqual([]);
  });

  test('agreed: the prompt says who', () => {
    const { step: _, ...facts } = settled([activate({ by: fx.vera, at: fx.AT })]);
    shows(activatePrompt(fx.cardFacts({ ...facts, step: 'ready', readyAt: fx.AT })));
  });

  test('asking, agreeing, declining; and nobody else there to answer', () => {
    const rotation = settled([activate()]);
    shows(askToActivateModal(ofCard(rotation), rotation, fx.ada));
    shows(agreeModal(ofCard(rotation), activate()));
    shows(declineModal(ofCard(rotation), activate()));
    const alone = fx.pack({ admins: fx.pack().admins.slice(0, 1) });
    expect(
      JSON.stringify(askToActivateModal(ofCard(rotation, { package: alone }), rotation, fx.ada)),
    ).toContain('Nobody else is an admin of this package');
  });
});

describe('a waiver with two admins', () => {
  test('asked: the card, and the two windows', () => {
    const rotation = waiving('they left us in May');
    const [request] = rotation.secondPerson.requests;
    shows(card(ofCard(rotation)));
    if (!request) throw new Error('nothing was asked');
    shows(agreeModal(ofCard(rotation), request));
  });

  test('with words as long as they may be, and more of them than a card can hold', () => {
    const rotation = waiving(fx.NASTY, 12);
    const facts = ofCard(rotation, { package: fx.pack({ name: fx.NASTY }) });
    for (const drawn of [card(facts), plainCard(facts)]) {
      expect(checkMessage(drawn)).toEqual([]);
    }
    for (const request of rotation.secondPerson.requests) {
      expect(checkView(agreeModal(facts, request))).toEqual([]);
      expect(checkView(declineModal(facts, request))).toEqual([]);
    }
  });
});

test('what the thread says of a request', () => {
  const of = { request: 1, what: 'waive', vendor: 'Acme', reason: 'gone', askedBy: 'U0ADA' } as const;
  const toActivate = { ...of, what: 'activate', vendor: null, reason: null } as const;
  for (const event of [
    { kind: 'second_person_wanted' } as const,
    { kind: 'second_person_asked', ...of } as const,
    { kind: 'second_person_asked', ...toActivate } as const,
    { kind: 'second_person_agreed', ...of } as const,
    { kind: 'second_person_declined', ...of, why: 'not yet', isWithdrawn: false } as const,
    { kind: 'second_person_declined', ...toActivate, why: 'a mistake', isWithdrawn: true } as const,
    { kind: 'second_person_ended', ...of, because: 'changed' } as const,
    { kind: 'second_person_ended', ...toActivate, because: 'time' } as const,
  ])
    shows(threadLine(fx.threadFacts(event)));
});
