import type { KnownBlock, ModalView } from '@slack/types';
import type { Holder, RolesFacts } from '../../usecases/set-roles.ts';
import { context, divider, header, section } from './blocks.ts';
import { boxesField, modal, peopleField, radioField } from './inputs.ts';
import { count, listed, person } from './text.ts';

const MOST_PEOPLE = 40;
const MOST_NAMED = 60;
/** Names of packages beside one person. */
const MOST_PACKAGES = 4;

/** `/rekey roles`: who may look, what needs two admins, and who is what. */
export function rolesModal({ command, ...facts }: RolesFacts & { command: string }): ModalView {
  const { rules, viewers } = facts;
  return modal('roles', {}, { title: 'Who may do what', submit: 'Save' }, [
    radioField(
      'viewing',
      'Who may look at packages, rotations and dates',
      [
        ['Every full member of the workspace', 'members'],
        [
          'Only the viewers named below',
          'named',
          'Slack workspace admins see everything; admins and contacts what is theirs.',
        ],
      ],
      { initial: rules.isViewingNarrowed ? 'named' : 'members' },
    ),
    peopleField('viewers', 'Viewers', {
      isOptional: true,
      initial: viewers,
      hint: 'They may look and nothing else. Guests and people of other companies may look only if they are named here.',
    }),
    boxesField(
      'second_person',
      'What needs a second admin of the package',
      [
        ['Activate', 'activate', 'One asks, another agrees; only then it is pressed in Setup.'],
        ['Waiving a vendor’s confirmation', 'waive', 'One asks with a reason, another agrees.'],
      ],
      { isOptional: true, chosen: rules.secondPersonFor },
    ),
    divider,
    ...overview(facts, command),
  ]);
}

function overview(facts: RolesFacts, command: string): KnownBlock[] {
  const { appointed, holders } = facts;
  const left = holders.filter(({ isGone }) => isGone);
  const there = holders.filter((one) => !one.isGone && wordsOf(one, facts) !== '');
  const rest = there.length - MOST_PEOPLE;
  return [
    header('Who is what'),
    ...goneOnes(left, facts, command),
    ...alone(facts, command),
    section(
      `*Slack workspace admins* say who is what: here, and with \`${command} admins\`. Who they are, Slack says.`,
    ),
    section(`*May be package admins* (${appointed.length}): ${mentions(appointed)}`),
    ...paragraphs(there.slice(0, MOST_PEOPLE).map((one) => line(one, facts))),
    ...(rest > 0 ? [context(`and ${people(rest, ' more')}.`)] : []),
    context(
      `A package’s owner and backups: \`${command} admins\` and its name. Everything each role may do: docs/roles.md.`,
    ),
  ];
}

const people = (number: number, more = ''): string =>
  `${number}${more} ${number === 1 ? 'person' : 'people'}`;

const mentions = (ids: readonly string[]): string => {
  if (ids.length === 0) return 'nobody yet';
  const rest = ids.length - MOST_NAMED;
  return `${ids.slice(0, MOST_NAMED).map(person).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
};

/** What somebody is, beside being appointed. */
function wordsOf({ identity, owns, backs, speaksFor }: Holder, { viewers }: RolesFacts): string {
  const parts = [
    owns.length > 0 ? `owns ${count(owns.length, 'package')} (${listed(owns, MOST_PACKAGES)})` : '',
    backs.length > 0 ? `backup of ${listed(backs, MOST_PACKAGES)}` : '',
    speaksFor.length > 0 ? `contact of ${listed(speaksFor, MOST_PACKAGES)}` : '',
    viewers.includes(identity.userId) ? 'viewer' : '',
  ];
  return parts.filter((part) => part !== '').join('; ');
}

const line = (one: Holder, facts: RolesFacts): string =>
  `• ${person(one.identity.userId)}: ${wordsOf(one, facts)}`;

/** Who left holds nothing any more, but what they held is orphaned: work to do, so first of all. */
function goneOnes(left: readonly Holder[], facts: RolesFacts, command: string): KnownBlock[] {
  if (left.length === 0) return [];
  const lines = left.slice(0, MOST_PEOPLE).map((one) => {
    const words = wordsOf(one, facts);
    return `• ${person(one.identity.userId)}: ${words || 'may be a package admin'}`;
  });
  return [
    section(
      `:warning: *To do: ${people(left.length)} left and still ${left.length === 1 ? 'holds' : 'hold'} a role.* They can do nothing any more. Name somebody else for their packages with \`${command} admins\` and the name; take them off the lists.`,
    ),
    ...paragraphs(lines),
  ];
}

function alone({ rules, withoutSecond }: RolesFacts, command: string): KnownBlock[] {
  if (rules.secondPersonFor.length === 0 || withoutSecond.length === 0) return [];
  return [section(aloneWords(withoutSecond, command))];
}

/** Packages whose one admin would wait in vain for a second. */
export const aloneWords = (names: readonly string[], command: string): string =>
  `:warning: *To do: ${count(names.length, 'package')} ${names.length === 1 ? 'has' : 'have'} no second admin*, so nobody could agree: ${listed(names, 12)}. Name a backup with \`${command} admins\` and the name.`;

/** Lines put together into as few sections as Slack's limit of text allows. */
function paragraphs(lines: readonly string[]): KnownBlock[] {
  const MOST = 2800;
  const texts: string[] = [];
  for (const one of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + one.length < MOST) texts[texts.length - 1] = `${last}\n${one}`;
    else texts.push(one);
  }
  return texts.map((text) => section(text));
}
