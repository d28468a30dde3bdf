import type { KnownBlock, ModalView } from '@slack/types';
import type { OrderFound } from '../../domain/import-dates.ts';
import type { Changed } from '../../domain/import-plan.ts';
import type { ImportDone } from '../../usecases/apply-import.ts';
import type { MintedLink } from '../../usecases/facts.ts';
import {
  changeWords,
  columnsTaken,
  faultWords,
  JOIN_LATER,
  looseWords,
  whoJoins,
} from '../../usecases/import-words.ts';
import type { ImportPreview } from '../../usecases/preview-import.ts';
import { digestId } from '../../usecases/digest-id.ts';
import type { TableInput } from '../../usecases/read-import.ts';
import {
  actions,
  button,
  context,
  divider,
  header,
  linkButton,
  message,
  section,
  type Message,
} from './blocks.ts';
import { channelField, modal, radioField, textField, type Choice } from './inputs.ts';
import { noticeModal } from './notice-modal.ts';
import { bold, channel, count, listed, moment, say } from './text.ts';

/** Slack's limit for typed text. */
const MOST_TYPED = 3_000;

/** To whoever asked for it: the page, and beside it the code. */
export function importLink(link: MintedLink, channelId: string | null): Message {
  const where = channelId
    ? `New packages get their cards in ${channel(channelId)}, unless the table says otherwise.`
    : 'You are in no channel: to bring in new packages, type the command in the channel their cards belong to.';
  return message('Your page for the table of packages', [
    header('Your page for the table of packages'),
    section(
      `Open the page, type the code, paste the table of Setup › Installed Packages or drop a file. You see what would change before anything is written; the page also gives the table out as CSV. ${where}`,
    ),
    ...actions(
      linkButton('Open the page', link.url, 'Open the page for the table of packages'),
      button('Paste a short one here…', 'import', {}, { label: 'Paste a short table of packages in Slack' }),
    ),
    section(`Code, asked for on the page: \`${link.code}\``),
    context(
      `Works until ${moment(link.expiresAt)}. Only you see this, and it is gone when you reload Slack; the command gives you a new link, which ends this one.`,
    ),
  ]);
}

/** The same in a modal; without the way to the modal itself. */
export function importLinkModal(link: MintedLink, channelId: string): ModalView {
  const { blocks } = importLink(link, channelId);
  const here = blocks.map((block) =>
    block.type === 'actions' ? { ...block, elements: block.elements.slice(0, 1) } : block,
  );
  return noticeModal({ text: '', blocks: here }, 'Import packages');
}

interface Shown {
  readonly preview: ImportPreview;
  readonly input: TableInput;
  readonly channelId: string;
}

/** A short table, typed or pasted; with a preview of it, and then the button that applies it. */
export function importModal(shown?: Shown): ModalView {
  const previewed = shown?.preview.kind === 'plan' ? shown.preview : null;
  const plan = previewed?.plan ?? null;
  const toDo = plan ? plan.added.length + plan.changed.length : 0;
  const meta = previewed && toDo > 0 ? { seenId: digestId(previewed.digest) } : {};
  const submit = toDo > 0 ? `Apply to ${count(toDo, 'package')}` : 'Continue';
  return modal('import', meta, { title: 'Import packages', submit }, [
    ...(previewed ? planBlocks(previewed) : shown ? [] : [section(WAY)]),
    ...(shown ? packagesBlocks(shown) : []),
    ...(shown && shown.preview.kind !== 'columns' ? datesBlocks(shown.preview.layout.found) : []),
    ...fields(shown),
  ]);
}

const WAY =
  'Paste up to some twenty packages here, as a browser or a spreadsheet copies them, with their headings. *For more, leave the table empty:* you get a page that takes up to 5,000, and files. Never paste a secret.';

function fields(shown?: Shown): KnownBlock[] {
  const { table = '', accountName = null } = shown?.input ?? {};
  return [
    channelField('channel', 'Channel for the cards of new packages', {
      ...(shown ? { initial: shown.channelId } : { isHere: true }),
      hint: 'Invite rekey into it with /invite.',
    }),
    textField('import_account', 'Account, if the table has no column for it', {
      ...{ isOptional: true, most: 100, placeholder: 'Acme Production' },
      ...(accountName ? { initial: accountName } : {}),
    }),
    textField('table', 'Table', {
      ...{ isOptional: true, isLong: true, most: MOST_TYPED },
      ...(table ? { initial: table } : {}),
      placeholder: 'Name, Client ID, Secret expires',
    }),
  ];
}

/** Like the next, it stays once it is answered: what a modal does not show, it does not send. */
function packagesBlocks({ preview, input }: Shown): KnownBlock[] {
  if (preview.kind !== 'columns' && input.columns === null) return [];
  const choices: Choice[] = [
    ['Yes, each row is a package', 'yes'],
    ['No, it is another table', 'no'],
  ];
  return [
    radioField('is_of_packages', 'Is this the table of Installed Packages?', choices, {
      hint: 'It has names, but no package id, client id or date. Users, roles and business units look like that too.',
      ...(input.columns === null ? {} : { initial: 'yes' }),
    }),
  ];
}

/** The question, which stays once it is answered: what a modal does not show, it does not send. */
function datesBlocks(found: OrderFound): KnownBlock[] {
  if (found.kind === 'one' && !found.asked)
    return [context(`${bold(found.example, 40)} is read as ${found.day}.`)];
  const asked = found.kind === 'one' ? found.asked : found;
  if (!asked || asked.kind === 'none') return [];
  const { example, dmy, mdy } = asked;
  const choices: Choice[] = [
    [`${dmy}: the day comes first`, 'dmy'],
    [`${mdy}: the month comes first`, 'mdy'],
  ];
  const initial = found.kind === 'one' ? { initial: found.order } : {};
  return [radioField('date_order', `What day is ${example}?`, choices, initial)];
}

const MOST_LINES = 15;

function planBlocks({ plan, layout, loose }: Extract<ImportPreview, { kind: 'plan' }>): KnownBlock[] {
  const { added, changed, unchanged, refused, newAccounts } = plan;
  const { leftOut } = columnsTaken(layout);
  const counts = [
    ...(added.length > 0 ? [`*${added.length} new*`] : []),
    ...(changed.length > 0 ? [`*${changed.length} changed*`] : []),
    ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ...(refused.length > 0 ? [`*${refused.length} refused*`] : []),
    ...(newAccounts.length > 0
      ? [
          `new account ${newAccounts
            .slice(0, 5)
            .map((name) => bold(name, 60))
            .join(', ')}`,
        ]
      : []),
  ];
  return [
    section(`${counts.join(' · ')}\nNothing has been written yet.`),
    ...(leftOut ? [context(`Left out: ${say(leftOut, 500)}`)] : []),
    ...(loose
      ? [
          section(
            `:warning: ${say(looseWords(loose, layout), 400)} Or take the column out of the table. With the table empty you get the page, where columns are left out by hand.`,
          ),
        ]
      : []),
    ...lines(
      'Refused',
      refused.map(
        ({ row, name, fault }) =>
          `Row ${row}${name ? `, ${bold(name, 60)}` : ''}: ${say(faultWords(fault), 300)}`,
      ),
    ),
    ...lines('Changed', changed.map(changedLine)),
    ...lines(
      'New',
      added.map(
        ({ row, gains, package: { name, expiresOn, backupIds } }) =>
          `Row ${row}, ${bold(name, 60)}: ${[
            expiresOn ? `expires ${expiresOn}` : 'expiry date not known',
            say(whoJoins({ gains, backupIds }), 150),
          ]
            .filter((words) => words !== '')
            .join('; ')}`,
      ),
    ),
    divider,
  ];
}

const changedLine = ({ row, package: { name }, changes, joins, gains, isRotating }: Changed): string =>
  `Row ${row}, ${bold(name, 60)}: ${changeWords({ ...changes, ...joins })
    .map(({ field, from, to }) => `${field} ${say(from, 40)} → ${say(to, 40)}`)
    .join('; ')}${isRotating && gains.length > 0 ? `. ${JOIN_LATER}` : ''}`;

function lines(title: string, all: readonly string[]): KnownBlock[] {
  if (all.length === 0) return [];
  const rest = all.length - MOST_LINES;
  const shown = all.slice(0, MOST_LINES).map((line) => line.slice(0, 400));
  return [section([`*${title}*`, ...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'))];
}

/** What was written. */
export function importDoneModal(
  { added, changed, unchanged, refused, firstDueOn, undated, unused, joinLater, newAccounts }: ImportDone,
  command: string,
): ModalView {
  const done = [
    ...(added > 0 ? [`${count(added, 'package')} ${added === 1 ? 'is' : 'are'} in.`] : []),
    ...(changed > 0 ? [`${count(changed, 'package')} changed.`] : []),
    ...(unchanged > 0
      ? [
          `${count(unchanged, 'package')} already ${unchanged === 1 ? 'was' : 'were'} as the table has ${unchanged === 1 ? 'it' : 'them'}.`,
        ]
      : []),
    ...(refused.length > 0 ? [`${count(refused.length, 'row')} refused.`] : []),
    ...(firstDueOn
      ? [`The first rotation is due on ${firstDueOn}: rekey reminds its owner and its channel.`]
      : []),
    ...(undated > 0
      ? [
          `Without a date nothing is reminded: ${count(undated, 'package')} ${undated === 1 ? 'has' : 'have'} none yet.`,
        ]
      : []),
    ...(joinLater.length > 0
      ? [
          `Being rotated now, without the vendors and systems just added: ${listed(joinLater)}. Who needs that secret too is added on its card, before Activate.`,
        ]
      : []),
    ...(newAccounts.length > 0
      ? [
          `New ${newAccounts.length === 1 ? 'account' : 'accounts'} ${listed(newAccounts)}: add the subdomain and the kind (production or sandbox) with \`${command} accounts\`.`,
        ]
      : []),
    ...(added > 1 ? [`Where many are due in the same week, \`${command} plan\` spreads their starts.`] : []),
  ];
  const next = unused > 0 ? '*Next:* add who uses each secret. ' : '';
  return {
    ...noticeModal(
      {
        text: '',
        blocks: [
          section(done.join('\n')),
          section(`${next}\`${command} list\` shows the packages, the soonest first.`),
        ],
      },
      'Import packages',
    ),
    clear_on_close: true,
  };
}
