import type { Button, HomeView, KnownBlock } from '@slack/types';
import { isLive } from '../../domain/rotation.ts';
import type { CardFacts, HomeFacts, PackageLine, Waiting } from '../../usecases/facts.ts';
import { actions, button, context, divider, header, section } from './blocks.ts';
import { waitingAlarm } from './open-alarms.ts';
import { packageLine } from './package-line.ts';
import { troubleWords } from './trouble.ts';
import { settledWords } from './names.ts';
import { requestWords } from './second-person.ts';
import { actor, bold, count, left, oneLine, say } from './text.ts';

/** Header, at most 15 things that wait (an alarm is two blocks), 30 packages and the paging stay below Slack's 100 blocks. */
const MOST_WAITING = 15;
const PER_PAGE = 30;

/** The App Home: what waits for this person now, then all packages by expiry. Drawn whole at every visit. */
export function home(facts: HomeFacts, page: number): HomeView {
  return {
    type: 'home',
    blocks: [...waiting(facts), ...(facts.isMember ? packages(facts, page) : []), ...foot(facts)],
  };
}

function waiting({ waiting: all, isMember, mayAdd, packages: lines }: HomeFacts): KnownBlock[] {
  if (all.length === 0 && isMember && lines.length === 0) return welcome(mayAdd);
  if (all.length === 0)
    return [
      header('Nothing waits for you'),
      section('When something does, it is here, with the button that does it.'),
    ];
  const rest = all.length - MOST_WAITING;
  return [
    header(`${count(all.length, 'thing')} ${all.length === 1 ? 'waits' : 'wait'} for you`),
    ...all
      .slice(0, MOST_WAITING)
      .flatMap((one) => (one.kind === 'alarm' ? waitingAlarm(one.card, one.alarm) : [waitingRow(one)])),
    ...(rest > 0 ? [context(`and ${rest} more, when these are done.`)] : []),
  ];
}

const welcome = (mayAdd: boolean): KnownBlock[] => [
  header('Welcome to rekey'),
  section(
    'rekey carries the rotation of Marketing Cloud client secrets: it reminds in time, walks you through Generate and Activate, hands the new secret to each vendor over a one-time page, and waits until everybody has confirmed or was waived. Secrets never pass through Slack.',
  ),
  ...(mayAdd
    ? [
        section(
          '*First step:* add a package: its name, its expiration date, its channel, and who uses it. Starting its rotation is then one click.',
        ),
      ]
    : []),
];

/** What waits for this person is the thing to press. */
const NOW = { style: 'primary' } as const;

const row = (words: string, accessory: Button): KnownBlock => section(words, accessory);

/** One thing that waits: what, and the button that does it. */
function waitingRow(one: Exclude<Waiting, { kind: 'alarm' }>): KnownBlock {
  switch (one.kind) {
    case 'start': {
      const { id: packageId, name } = one.package;
      return row(
        `${bold(name, 80)}: *${left(one.daysLeft)}*. Start its rotation.`,
        button('Start…', 'start', { packageId }, { ...NOW, label: `Start the rotation of ${name}` }),
      );
    }
    case 'trouble': {
      const { id: packageId, name } = one.package;
      return row(
        `:warning: ${bold(name, 80)}: ${troubleWords(one.trouble)}`,
        button('Look…', 'status', { packageId }, { label: `Show ${name}` }),
      );
    }
    case 'second_person':
      return secondRow(one);
    case 'collect':
    case 'confirm':
      return vendorRow(one);
    case 'deposit':
    case 'pass_on':
    case 'activate':
    case 'ask_second':
    case 'record_date':
    case 'problem':
    case 'missing_copy':
    case 'down':
      return adminRow(one);
  }
}

/** Another admin waits for an answer; the window it opens also says how to decline. */
function secondRow({ card, request }: Extract<Waiting, { request: unknown }>): KnownBlock {
  const {
    package: { name },
    rotation,
  } = card;
  const ref = { rotationId: rotation.id, request: String(request.number) };
  return row(
    `:raising_hand: ${bold(name, 80)}: ${actor(request.askedBy)} asks for a second person: ${requestWords(rotation, request)} To decline, use the card.`,
    button('Agree…', 'second_agree', ref, { ...NOW, label: `Look at what is asked for ${name}, and agree` }),
  );
}

function vendorRow({ kind, message }: Extract<Waiting, { message: unknown }>): KnownBlock {
  const {
    package: { name },
    rotation,
    handoffId,
    participant,
  } = message;
  const generationId = isLive(rotation) ? rotation.generation.id : '';
  const ref = { rotationId: rotation.id, generationId, handoffId };
  const whose = `${bold(name, 80)}, for ${say(participant.name, 60)}`;
  const down =
    rotation.isOutage || rotation.step === 'activated'
      ? ':rotating_light: *Urgent, the old secret no longer works:* '
      : '';
  return kind === 'collect'
    ? row(
        `${down}${whose}: collect the new secret.`,
        button('Collect', 'collect', ref, { ...NOW, label: `Collect the new secret of ${name}` }),
      )
    : row(
        `${down}${whose}: say whether the new secret works.`,
        button('It works…', 'confirm', ref, {
          ...NOW,
          label: `Confirm that the new secret of ${name} works`,
        }),
      );
}

type OnCard = Extract<Waiting, { vendorId: unknown }>;
type CardVerb =
  | 'how_to_deposit'
  | 'deposit'
  | 'pass_on'
  | 'mail_link'
  | 'activate'
  | 'record_date'
  | 'vendor_paths'
  | 'how_to_deposit_again';

/** What waits on a card: the verb, the button's word, and the sentence (given the vendor's name). */
const ON_CARD: {
  readonly [K in OnCard['kind']]: readonly [CardVerb, string, (of: string, card: CardFacts) => string];
} = {
  deposit: ['how_to_deposit', 'Generate…', () => 'generate the new secret and deposit it.'],
  pass_on: ['pass_on', 'Get link', (of) => `${of} has no Slack. Pass on a link and a code.`],
  activate: [
    'activate',
    'Activate…',
    (_, { rotation }) => `press Activate in Setup. ${isLive(rotation) ? settledWords(rotation) : ''}`,
  ],
  ask_second: [
    'activate',
    'Activate…',
    () => 'everybody is settled. Two admins are wanted for Activate: ask for a second person.',
  ],
  record_date: ['record_date', 'Record…', () => 'read the new expiration date in Setup and record it.'],
  problem: ['vendor_paths', 'Look…', (of) => `${of} reported a problem.`],
  down: ['vendor_paths', 'Help…', (of) => `:rotating_light: *${of} is down* until they use the new secret.`],
  missing_copy: ['how_to_deposit_again', 'Deposit again…', (of) => `${of} needs the same secret once more.`],
};

/** Where rekey can send the mail itself. */
const MAIL_LINK = [
  'mail_link',
  'Mail link',
  (of: string) => `${of} has no Slack. Mail the link, then tell them the code.`,
] as const;

/** Generate was pressed again already: it must not be pressed for this. */
const DEPOSIT_LAST = ['deposit', 'Deposit…', () => 'deposit the secret that Generate showed last.'] as const;

function onCard(kind: OnCard['kind'], { hasMail }: CardFacts, isAgain: boolean) {
  if (kind === 'deposit' && isAgain) return DEPOSIT_LAST;
  return kind === 'pass_on' && hasMail ? MAIL_LINK : ON_CARD[kind];
}

function adminRow({ kind, card, vendorId }: OnCard): KnownBlock {
  const {
    package: { name },
    rotation,
  } = card;
  const generationId = isLive(rotation) ? rotation.generation.id : undefined;
  const of =
    rotation.participants.find((participant) => participant.vendorId === vendorId)?.name ?? 'a vendor';
  const isAgain = rotation.step === 'generating' && rotation.again === 'generated_again';
  const [verb, word, words] = onCard(kind, card, isAgain);
  const ref = { rotationId: rotation.id, generationId: generationId ?? '', vendorId: vendorId ?? '' };
  const label = `${word.replace('…', '')}: ${name}${vendorId ? `, ${of}` : ''}`;
  return row(`${bold(name, 80)}: ${words(say(of, 60), card)}`, button(word, verb, ref, { ...NOW, label }));
}

function packages({ packages: lines, mayAdd }: HomeFacts, page: number): KnownBlock[] {
  const pages = Math.max(1, Math.ceil(lines.length / PER_PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const add = mayAdd
    ? actions(
        button(
          'Add a package…',
          'add',
          {},
          { label: 'Add a package to rekey', ...(lines.length === 0 ? { style: 'primary' } : {}) },
        ),
      )
    : [];
  if (lines.length === 0)
    return mayAdd
      ? add
      : [
          section(
            'There are no packages yet. Package admins add them; a Slack workspace admin says who that is.',
          ),
        ];
  return [
    divider,
    header('All packages, soonest first'),
    ...add,
    ...lines.slice(at * PER_PAGE, (at + 1) * PER_PAGE).map(packageRow),
    ...paging(at, pages),
  ];
}

function packageRow(line: PackageLine): KnownBlock {
  const {
    package: { id: packageId, name },
  } = line;
  return row(
    packageLine(line),
    button('Show', 'status', { packageId }, { label: `Show ${oneLine(name, 60)}` }),
  );
}

function paging(at: number, pages: number): KnownBlock[] {
  if (pages === 1) return [];
  const to = (text: string, page: number, n: number) =>
    button(text, 'home_page', { page: String(page) }, { n, label: `Go to page ${page + 1} of packages` });
  return [
    context(`Page ${at + 1} of ${pages}`),
    ...actions(
      ...(at > 0 ? [to('Earlier', at - 1, 0)] : []),
      ...(at < pages - 1 ? [to('Later', at + 1, 1)] : []),
    ),
  ];
}

const foot = ({ workspaceName, isMember }: HomeFacts): KnownBlock[] => [
  context(
    isMember
      ? `rekey for ${say(workspaceName, 80)}. Never paste a secret into Slack.`
      : `rekey for ${say(workspaceName, 80)}. You see only what concerns you.`,
  ),
];
