import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import {
  ACTIONS,
  RIGHTS,
  type About,
  type Action,
  type Role,
  type Rule,
} from '../src/domain/rights-table.ts';
import type { Step } from '../src/domain/rotation.ts';
import { RULES } from '../src/domain/rules.ts';

const COLUMNS = [
  ['workspace_admin', 'Slack admin'],
  ['owner', 'Owner'],
  ['backup', 'Backup'],
  ['admin', 'Other admin'],
  ['appointed', 'Appointed'],
  ['contact', 'Contact'],
  ['viewer', 'Viewer'],
  ['anybody', 'Anybody'],
] as const satisfies readonly (readonly [Role, string])[];

const ABOUT: readonly About[] = ['looking', 'the workspace', 'a package', 'a rotation', 'a vendor’s part'];

const TITLES = {
  looking: 'Looking',
  'the workspace': 'What is the workspace’s',
  'a package': 'What is a package’s',
  'a rotation': 'What is a rotation’s',
  'a vendor’s part': 'What is a vendor’s',
} as const satisfies Record<About, string>;

/** `yes`, or (for guests and people of other companies too) `yes, also from outside`. */
function cell(rule: Rule, role: Role): string {
  if (!rule.roles.includes(role)) return '';
  return rule.outside?.includes(role) ? 'yes, outsiders too' : 'yes';
}

const ORDER = ['generating', 'cooling', 'sharing', 'ready', 'activated', 'done', 'cancelled'] as const;

/** Steps that follow each other are told by the first and the last. */
function stepWords(steps: readonly Step[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  const isRow =
    last !== undefined &&
    first !== undefined &&
    ORDER.indexOf(last) - ORDER.indexOf(first) === steps.length - 1;
  const names = steps.map((step) => `\`${step}\``);
  return isRow && names.length > 2 ? `${names[0]} to ${names.at(-1)}` : names.join(', ');
}

function when({ packages, steps, and }: Rule): string {
  const parts = [
    and ? `if they may also: “${RIGHTS[and].words}”` : '',
    packages ? `the package is ${packages.join(' or ')}` : '',
    steps ? stepWords(steps) : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Only the columns that say something for these actions. */
function table(actions: readonly Action[]): string[] {
  const used = COLUMNS.filter(([role]) => actions.some((action) => RIGHTS[action].roles.includes(role)));
  const isSometimes = actions.some((action) => when(RIGHTS[action]) !== '');
  const head = ['', ...used.map(([, title]) => title), ...(isSometimes ? ['When'] : [])];
  return [
    row(head),
    row(head.map(() => '---')),
    ...actions.map((action) => {
      const rule = RIGHTS[action];
      return row([
        rule.words,
        ...used.map(([role]) => cell(rule, role)),
        ...(isSometimes ? [when(rule)] : []),
      ]);
    }),
  ];
}

const INTRODUCTION = `# Who may do what

<!-- Printed from src/domain/rights-table.ts by \`npm run docs:roles\`. Change it there. -->

A right belongs to a person, known to Slack by workspace and user id. It never comes from a channel: whoever can see a button
is still asked who they are, at every click. What is not in these tables, nobody may do.

- **Slack admin**: admin or owner of the Slack workspace. They say who is what: \`/rekey roles\` and \`/rekey admins\`.
- **Owner, backup, other admin**: of the package it is about. \`/rekey admins <package>\` names them.
- **Appointed**: may be an admin of packages. \`/rekey admins\` says who. Whoever is taken off that list may do nothing more, on any package.
- **Contact**: somebody in Slack who is named as the contact of the vendor it is about (for looking: of a vendor of the package).
- **Viewer**: every full member of the workspace. \`/rekey roles\` can narrow that to people who are named; it is also the only way for guests and people of other companies to look.
- **Anybody**: has a living account.

Guests and people of other companies (Slack Connect) may do nothing but what says _outsiders too_. Deactivated people and
apps may do nothing. Somebody with several roles may do what any of them may. A card in a channel is read by whoever is in
that channel: keep the channel as private as the package.

The steps of a rotation: \`generating\` (somebody must generate and deposit the secret), \`cooling\` (five minutes until it is
live), \`sharing\` (vendors collect and confirm), \`ready\` (Activate may be pressed), \`activated\` (the new date is to be read),
\`done\`.`;

const SECOND = `## Two people

\`/rekey roles\` can ask for a second admin of the package for Activate, for waiving a vendor’s confirmation, or for both.

- The first admin’s _Activate…_ or _Waive…_ only asks. Another admin of the same package agrees or declines, with a reason; nobody agrees with themselves.
- Activate is asked for **before** anybody presses it in Setup. Until somebody agrees the gate is shut, as it is for a vendor who has not confirmed.
- A request ends with the first change of what it rests on: another secret, the gate shuts for another reason, the vendor does something themselves, whoever asked is no admin any more.
- It also ends after ${RULES.secondPersonHours} hours, and an agreement to Activate after as many: long enough for somebody in another time zone to have a working day, short enough that nobody acts on what somebody else saw last week.
- That Activate _was_ pressed, without a second person or too early, can always be reported: what is true is never refused.`;

/** The page as it is to be; \`docs/roles.md\` is compared with it. */
export function rolesPage(): Promise<string> {
  const sections = ABOUT.flatMap((about) => [
    `## ${TITLES[about]}`,
    table(ACTIONS.filter((action) => RIGHTS[action].about === about)).join('\n'),
  ]);
  return format([INTRODUCTION, ...sections, SECOND].join('\n\n'), { parser: 'markdown' });
}

if (import.meta.filename === process.argv[1]) writeFileSync('docs/roles.md', await rolesPage());
