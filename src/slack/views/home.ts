import type { Button, HomeView, KnownBlock } from '@slack/types';
import { isLive } from '../../domain/rotation.ts';
import { hardStopOn } from '../../domain/schedule.ts';
import type { BoardRow } from '../../usecases/board-facts.ts';
import type { CardFacts } from '../../usecases/facts.ts';
import type { HomeFacts, MoreWaiting, Waiting } from '../../usecases/home-facts.ts';
import { button, context, header, section } from './blocks.ts';
import { welcome } from './first-steps.ts';
import { shelves } from './home-board.ts';
import { listed } from './home-list.ts';
import { waitingAlarm } from './open-alarms.ts';
import { troubleWords } from './trouble.ts';
import { titleOf } from './board-line.ts';
import { settledWords } from './names.ts';
import { requestWords } from './second-person.ts';
import { actor, bold, count, left, number, say } from './text.ts';

/** Of Slack's 100 blocks: an alarm is two, everything else that waits is one. The board needs the others. */
const MOST_BLOCKS_WAITING = 24;
/** Where something was looked for, that stands first: what waits is only said. */
const MOST_BESIDE_A_LIST = 3;

/** The App Home: what waits for this person now, then the board. Drawn whole at every visit. */
export function home(facts: HomeFacts): HomeView {
  const { firstSteps, command } = facts;
  const isNew = firstSteps?.isEmpty === true;
  return {
    type: 'home',
    blocks: isNew
      ? [...(facts.waiting.length > 0 ? waiting(facts) : []), ...welcome(firstSteps, command)]
      : [...waiting(facts), ...packages(facts), ...foot(facts)],
  };
}

function packages({ board, ...viewer }: HomeFacts): KnownBlock[] {
  if (!board) return [];
  return board.kind === 'shelves' ? shelves(board, viewer) : listed(board, viewer);
}

function waiting({ waiting: all, moreWaiting, board }: HomeFacts): KnownBlock[] {
  const { toStart, undated, others } = moreWaiting;
  const things = all.length + toStart + undated + others;
  if (things === 0)
    return [
      header('Nothing waits for you'),
      section('When something does, it is here, with the button that does it.'),
    ];
  const most = board?.kind === 'list' ? MOST_BESIDE_A_LIST : MOST_BLOCKS_WAITING;
  const drawn = all.map((one) =>
    one.kind === 'alarm' ? waitingAlarm(one.card, one.alarm) : [waitingRow(one)],
  );
  const fits = drawn.filter((_, n) => drawn.slice(0, n + 1).flat().length <= most);
  return [
    header(`${count(things, 'thing')} ${things === 1 ? 'waits' : 'wait'} for you`),
    ...fits.flat(),
    ...restWords({ ...moreWaiting, others: others + all.length - fits.length }, board, fits.length > 0),
  ];
}

function restWords(
  { toStart, undated, others }: MoreWaiting,
  board: HomeFacts['board'],
  isMore: boolean,
): KnownBlock[] {
  const onBoard = [
    ...(toStart > 0 ? [`${count(toStart, 'more rotation')} to start`] : []),
    ...(undated > 0 ? [`${count(undated, 'package')} without a date`] : []),
  ];
  const stand = (many: number) => (many === 1 ? 'stands' : 'stand');
  const all = toStart + undated + others;
  if (all === 0) return [];
  const and = isMore ? 'and ' : '';
  const more = others > 0 ? [`${number(others)} more`] : [];
  if (board?.kind === 'list') {
    const rest = [...onBoard, ...more].join(', ');
    return [context(`${and}${rest} ${stand(all)} on the board as a whole.`)];
  }
  const below = onBoard.length > 0 ? [`${onBoard.join(' and ')} ${stand(toStart + undated)} below`] : [];
  const after = others > 0 ? [`${number(others)} more when those above are done`] : [];
  return [context(`${and}${[...below, ...after].join('; ')}.`)];
}

/** Why it is to be started now. */
function whyNow({ isDormant, daysLeft, leftStagedOn, plannedStartOn, dueOn }: BoardRow): string {
  if (isDormant) return 'invalidated as unused';
  const end = left(daysLeft ?? 0);
  if (leftStagedOn) return `a staged secret is sure until ${hardStopOn(leftStagedOn)}, ${end}`;
  const isByPlan = plannedStartOn !== null && dueOn !== null && plannedStartOn < dueOn;
  return isByPlan ? `planned for ${plannedStartOn}, ${end}` : end;
}

/** What waits for this person is the thing to press. */
const NOW = { style: 'primary' } as const;

const row = (words: string, accessory: Button): KnownBlock => section(words, accessory);

/** One thing that waits: what, and the button that does it. */
function waitingRow(one: Exclude<Waiting, { kind: 'alarm' }>): KnownBlock {
  switch (one.kind) {
    case 'start': {
      const { packageId, name } = one.row;
      return row(
        `${titleOf(one.row)}: *${whyNow(one.row)}*. Start its rotation.`,
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

const SEES: Readonly<Record<HomeFacts['sees'], string>> = {
  all: 'Never paste a secret into Slack.',
  own: 'You see the packages that are yours. Never paste a secret into Slack.',
  nothing: 'You see only what concerns you.',
};

const foot = ({ workspaceName, sees }: HomeFacts): KnownBlock[] => [
  context(`rekey for ${say(workspaceName, 80)}. ${SEES[sees]}`),
];
