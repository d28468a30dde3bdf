import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { rolesPage } from '../../scripts/print-roles.ts';
import { ACTIONS, RIGHTS } from '../../src/domain/rights-table.ts';

it('docs/roles.md is what the table says; if not: npm run docs:roles', async () => {
  const page = await rolesPage();
  expect(readFileSync('docs/roles.md', 'utf8')).toBe(page);
});

it('every action stands on it once, under its own words', async () => {
  const rows = (await rolesPage()).split('\n').filter((line) => line.startsWith('| '));
  for (const action of ACTIONS) {
    const { words } = RIGHTS[action];
    expect(
      rows.filter((row) => row.startsWith(`| ${words} `)),
      action,
    ).toHaveLength(1);
  }
});
