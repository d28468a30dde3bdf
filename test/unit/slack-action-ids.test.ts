import { describe, expect, test } from 'vitest';
import {
  actionId,
  ALL_MODALS,
  ALL_VERBS,
  callbackId,
  metaOf,
  modalOf,
  readMeta,
  readValue,
  valueOf,
  type Modal,
  type RefOf,
  type Verb,
} from '../../src/slack/action-ids.ts';
import { uuid } from './slack-fixtures.ts';

const every = {
  packageId: uuid(1),
  rotationId: uuid(2),
  generationId: uuid(3),
  vendorId: uuid(4),
  handoffId: uuid(5),
  accountId: uuid(6),
  placeId: uuid(7),
  page: '12',
  request: '7',
  proposal: '0123456789abcdef',
  look: 'page=3&shelf=overdue&text=a%7Eb',
};

describe('values of buttons and options', () => {
  test.each(ALL_VERBS)('%s comes back as it was written', (verb: Verb) => {
    const value = valueOf(verb, every as RefOf<typeof verb>);
    const read = readValue(value);
    expect(read?.verb).toBe(verb);
    for (const [name, id] of Object.entries(read?.ref ?? {}))
      expect(id).toBe(every[name as keyof typeof every]);
    expect(value.length).toBeLessThanOrEqual(150);
  });
  test('what may be missing may be missing', () => {
    expect(readValue(valueOf('more', { rotationId: uuid(2) }))).toEqual({
      verb: 'more',
      ref: { rotationId: uuid(2) },
    });
  });
  test.each([
    ['nothing', ''],
    ['another word', 'explode'],
    ['a word of Object', 'constructor'],
    ['an id too few', `collect~r${uuid(2)}~g${uuid(3)}`],
    ['an id it does not carry', `start~p${uuid(1)}~r${uuid(2)}`],
    ['the same id twice', `start~p${uuid(1)}~p${uuid(1)}`],
    ['an id cut short', `start~p${uuid(1).slice(0, 30)}`],
    ['something after it', `start~p${uuid(1)}~`],
    ['upper case', `start~p${uuid(1).toUpperCase().replace(/0/g, 'A')}`],
    ['a plan that is none', 'accept_plan~l0123'],
    ['a page that is none', 'home_page~n12345'],
    ['markup', `start~p<!channel>`],
  ])('forged: %s', (_, value) => expect(readValue(value)).toBeNull());
});

describe('modals', () => {
  test.each(ALL_MODALS)('%s knows itself and its ids', (name: Modal) => {
    expect(modalOf(callbackId(name))).toBe(name);
    const read = readMeta(name, metaOf(name, every));
    expect(read).not.toBeNull();
    expect(readMeta(name, `${metaOf(name, every)}~x`)).toBeNull();
  });
  test('the ids of another modal are refused', () => {
    expect(readMeta('waive', metaOf('change_contact', every))).toBeNull();
    expect(modalOf('rekey.toString')).toBeNull();
    expect(modalOf('other.waive')).toBeNull();
  });
});

test('action ids stay what they were', () => {
  expect(ALL_VERBS.map((verb) => actionId(verb))).toMatchSnapshot();
  expect(ALL_MODALS.map(callbackId)).toMatchSnapshot();
});
