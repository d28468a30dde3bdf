import { describe, expect, test } from 'vitest';
import { checkView } from '../../sandbox/slack/block-kit-limits.ts';
import { textOf, type Shown } from '../../sandbox/slack/reading.ts';
import { rolesModal } from '../../src/slack/views/roles-modal.ts';
import type { Holder, RolesFacts } from '../../src/usecases/set-roles.ts';
import * as fx from './slack-fixtures.ts';

const holder = (userId: string, of: Partial<Holder> = {}): Holder => ({
  identity: { enterpriseId: null, teamId: 'T0HOME', userId },
  ...{ owns: [], backs: [], speaksFor: [], isGone: false },
  ...of,
});

const facts = (of: Partial<RolesFacts> = {}): RolesFacts & { command: string } => ({
  rules: { isViewingNarrowed: false, secondPersonFor: [] },
  ...{ viewers: [], appointed: ['U0ADA', 'U0BEN'], withoutSecond: ['Newsletter'], command: '/rekey' },
  holders: [
    holder('U0ADA', { owns: ['ESP', 'Journeys', 'Loyalty', 'Surveys', 'Web'] }),
    holder('U0BEN', { backs: ['ESP'] }),
    holder('U0GUS', { speaksFor: ['Loop Loyalty'] }),
  ],
  ...of,
});

function shows(of: Partial<RolesFacts> = {}): string {
  const view = rolesModal(facts(of));
  expect(checkView(view)).toEqual([]);
  expect(JSON.stringify(view).includes('<!channel>')).toBe(false);
  return textOf(view as unknown as Shown);
}

describe('who is what, in one place', () => {
  test('as it is by default', () => expect(shows()).toMatchSnapshot());

  test('narrowed, with two admins wanted, a viewer, and somebody who has left', () => {
    const holders = [holder('U0DEX', { owns: ['Old one'], isGone: true }), holder('U0EVE')];
    const rules = { isViewingNarrowed: true, secondPersonFor: ['activate' as const] };
    expect(shows({ rules, holders, viewers: ['U0EVE'] })).toMatchSnapshot();
  });

  test('a fresh workspace: nobody is anything yet', () => {
    expect(shows({ appointed: [], holders: [], withoutSecond: [] })).toContain(
      'May be package admins* (0): nobody yet',
    );
  });

  test('of 200 packages, hundreds of people and names as long as they may be: counted, not listed to the end', () => {
    const names = Array.from({ length: 200 }, (_, n) => `${fx.NASTY}${n}`);
    const people = Array.from({ length: 300 }, (_, n) => `U0PERSON${n}`);
    const crowd = people.map((id, n) => {
      return holder(id, { owns: names, backs: names, speaksFor: names, isGone: n % 2 === 0 });
    });
    const rules = { isViewingNarrowed: true, secondPersonFor: ['activate', 'waive'] as const };
    const words = shows({ rules, holders: crowd, appointed: people, viewers: people, withoutSecond: names });
    expect(words).toContain('and 110 more people');
  });
});
