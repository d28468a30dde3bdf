import { describe, expect, it } from 'vitest';
import { isContact, isSamePerson } from '../../src/domain/people.ts';
import { mailContact, personOf, slackContact } from '../support/rotations.ts';

const ada = { enterpriseId: null, teamId: 'T1', userId: 'U1' };

describe('the same person', () => {
  it.each([
    ['the same ids', { ...ada }, true],
    ['the same user id in another team', { ...ada, teamId: 'T2' }, false],
    ['another user of the team', { ...ada, userId: 'U2' }, false],
    ['ids in other letters', { ...ada, userId: 'u1' }, false],
    ['team and user changed over', { ...ada, teamId: 'U1', userId: 'T1' }, false],
    ['now part of an enterprise: the team id is theirs alone', { ...ada, enterpriseId: 'E1' }, true],
  ])('%s', (_, other, same) => {
    expect(isSamePerson(ada, other)).toBe(same);
    expect(isSamePerson(other, ada)).toBe(same);
  });
});

describe('a contact', () => {
  const bea = personOf('U0BEA', { teamId: 'T0VENDOR' });

  it('is who was named, by team and user id, whatever they are called today', () => {
    expect(isContact(slackContact('U0BEA'), { ...bea, name: 'Bea B.' } as typeof bea)).toBe(true);
  });

  it('is nobody else, the name being the same', () => {
    const namesake = { ...bea, userId: 'U0EVE', name: 'U0BEA' };
    expect(isContact(slackContact('U0BEA'), namesake)).toBe(false);
    expect(isContact(slackContact('U0BEA'), { ...bea, teamId: 'T0HOME' })).toBe(false);
  });

  it('by e-mail is nobody in Slack', () => {
    expect(isContact(mailContact('bea@acme.example'), { ...bea, userId: 'bea@acme.example' })).toBe(false);
  });
});
