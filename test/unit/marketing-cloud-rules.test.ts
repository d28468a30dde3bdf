import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { InstalledPackage, SetupRefusal } from '../../sandbox/marketing-cloud/packages.ts';
import {
  activate,
  authenticates,
  expiresOn,
  generate,
  hasExpired,
} from '../../sandbox/marketing-cloud/packages.ts';
import { newPackage, newSecretText, seedPackages } from '../../sandbox/marketing-cloud/seed.ts';
import { sentenceOf } from '../../sandbox/marketing-cloud/setup-words.ts';

const start = DateTime.fromISO('2026-11-02T10:00:00Z', { zone: 'utc' });
const after = (minutes: number, seconds = 0) => start.plus({ minutes, seconds });
const pack = newPackage({ name: 'ESP', expiresInDays: 6 }, start);
const old = pack.active.text;

function next(result: ReturnType<typeof generate>): InstalledPackage {
  if (!result.ok) throw new Error(result.refusal.kind);
  return result.next;
}
const generated = (from: InstalledPackage, minute: number, text: string) =>
  next(generate(from, { at: after(minute), text, description: '' }));
const kindOf = (result: ReturnType<typeof activate>): SetupRefusal['kind'] | 'done' =>
  result.ok ? 'done' : result.refusal.kind;

const staged = generated(pack, 0, 'new');

describe('generate and activate', () => {
  const activated = next(activate(staged, after(5)));
  const stagedAgain = generated(activated, 6, 'newer');
  it.each([
    ['generate, first time', pack, 'generate', 0, 'done'],
    ['generate again within five minutes', staged, 'generate', 4.99, 'generated_recently'],
    ['generate again after five minutes', staged, 'generate', 5, 'done'],
    [
      'generate within five minutes, though activated meanwhile',
      activated,
      'generate',
      4.99,
      'generated_recently',
    ],
    ['activate with nothing staged', pack, 'activate', 0, 'nothing_staged'],
    ['activate in the first five minutes', staged, 'activate', 4.99, 'staged_not_live'],
    ['activate after five minutes', staged, 'activate', 5, 'done'],
    ['activate twice', activated, 'activate', 20, 'nothing_staged'],
    ['activate again within five minutes', stagedAgain, 'activate', 9.99, 'activated_recently'],
    ['activate again, staged one still cooling', stagedAgain, 'activate', 10.5, 'staged_not_live'],
    ['activate again', stagedAgain, 'activate', 11, 'done'],
    ['activate an expired staged one', staged, 'activate', 180 * 1440, 'staged_expired'],
  ] as const)('%s: %s', (_, from, verb, minute, expected) => {
    const at = start.plus({ milliseconds: minute * 60_000 });
    const result =
      verb === 'generate' ? generate(from, { at, text: 'x', description: '' }) : activate(from, at);
    expect(kindOf(result)).toBe(expected);
  });

  it('says when it will be possible', () => {
    const result = generate(staged, { at: after(1), text: 'x', description: '' });
    expect(result.ok ? null : sentenceOf(result.refusal)).toBe(
      'Generate is possible once per five minutes; next at 10:05 UTC.',
    );
  });
});

describe('which secret authenticates', () => {
  const replaced = generated(staged, 10, 'newest');
  const activated = next(activate(staged, after(6)));
  const dormant = { ...pack, isDormant: true };
  const dormantStaged = generated(dormant, 0, 'new');
  it.each([
    ['the active one', pack, old, 0, 'active'],
    ['another text', pack, 'other', 0, null],
    ['a trailing blank', pack, `${old} `, 0, null],
    ['the staged one in its first five minutes', staged, 'new', 4.99, null],
    ['the active one meanwhile', staged, old, 4.99, 'active'],
    ['overlap: the old one', staged, old, 5, 'active'],
    ['overlap: the new one', staged, 'new', 5, 'staged'],
    ['the replaced staged one', replaced, 'new', 10, null],
    ['its successor, not yet live', replaced, 'newest', 14.99, null],
    ['its successor, live', replaced, 'newest', 15, 'staged'],
    ['the old one after Activate', activated, old, 6, null],
    ['the new one after Activate', activated, 'new', 6, 'active'],
    ['the old one on its last day', staged, old, 6 * 1440 - 600.01, 'active'],
    ['the old one on its printed date', staged, old, 6 * 1440 - 600, null],
    ['the staged one, though the old one has expired', staged, 'new', 8 * 1440, 'staged'],
    ['a dormant package’s', dormant, old, 0, null],
    ['a dormant package’s staged one', dormantStaged, 'new', 5, 'staged'],
    ['a dormant package’s after its rotation', next(activate(dormantStaged, after(5))), 'new', 6, 'active'],
  ] as const)('%s', (_, from, text, minute, expected) => {
    expect(authenticates(from, text, start.plus({ milliseconds: minute * 60_000 }))).toBe(expected);
  });
});

describe('expiry', () => {
  it('is 180 days from Generate, whenever Activate was', () => {
    const late = next(activate(staged, start.plus({ days: 3 })));
    expect(expiresOn(late.active)).toBe('2027-05-01');
    expect(start.plus({ days: 180 }).toISODate()).toBe('2027-05-01');
    expect(hasExpired(late.active, start.plus({ days: 179 }))).toBe(false);
    expect(hasExpired(late.active, DateTime.fromISO('2027-05-01T00:00Z'))).toBe(true);
  });
});

describe('what is made up', () => {
  it('has the real formats', () => {
    expect(newSecretText()).toMatch(/^SFMC_[A-Za-z0-9]{59}$/);
    for (const each of [...seedPackages(start), pack]) {
      expect(each.clientId).toMatch(/^[a-z0-9]{24}$/);
      expect(each.subdomain).toMatch(/^mc[a-z0-9-]{26}$/);
      expect(each.mids.join('')).toMatch(/^\d+$/);
    }
  });

  it('starts with a package that is due in six days', () => {
    expect(seedPackages(start).map((each) => [each.name, expiresOn(each.active)])).toEqual([
      ['ESP Production', '2026-11-08'],
      ['CRM Sync', '2027-01-22'],
      ['Loyalty <Beta> & Friends', '2027-03-25'],
    ]);
  });
});
