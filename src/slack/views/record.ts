import type { Button, KnownBlock } from '@slack/types';
import { isPlanned } from '../../domain/planned-start.ts';
import { hasEnded } from '../../domain/rotation.ts';
import { hardStopOn } from '../../domain/schedule.ts';
import type { PastRotation, RecordFacts } from '../../usecases/read-record.ts';
import { actions, button, context, divider, header, message, section, type Message } from './blocks.ts';
import { gapWords } from './gap-words.ts';
import { packageLine } from './package-line.ts';
import { placeLine } from './place-line.ts';
import { stepWords } from './plan-block.ts';
import { ACCOUNT_KINDS, CRITICALITIES, INTEGRATIONS, SOURCES } from './terms.ts';
import { troubleWords } from './trouble.ts';
import { channel, contact, count, days, listed, moment, person, say, sentence } from './text.ts';

/** `/rekey show`: everything on record of one package, what is missing first, and what can be done with it. */
export function record(facts: RecordFacts, command: string): Message {
  const { line } = facts;
  const { package: pack } = line;
  return message(packageLine(line).replace(/\*|:\w+: /g, ''), [
    header(pack.name),
    section(packageLine(line)),
    ...missing(facts, command),
    ...rotating(facts),
    section(rows(secret(facts))),
    section(rows(account(facts))),
    section(rows(people(facts))),
    section(rows(rules(facts))),
    ...notes(facts),
    divider,
    ...sits(facts),
    ...past(facts),
    ...buttons(facts, command),
  ]);
}

type Row = readonly [name: string, value: string | null];
const rows = (of: readonly Row[]): string =>
  of.map(([name, value]) => `*${name}*  ${value ?? '–'}`).join('\n');

/** Work to do, not to be hidden. */
function missing({ line, gaps }: RecordFacts, command: string): KnownBlock[] {
  const words = [
    ...line.troubles.map((trouble) => sentence(troubleWords(trouble))),
    ...gaps.map((gap) => gapWords(gap, command)),
  ];
  return words.length === 0 ? [] : [section(words.map((one) => `:warning: ${one}`).join('\n'))];
}

function rotating({ line: { rotation }, cardChannel }: RecordFacts): KnownBlock[] {
  if (!rotation || hasEnded(rotation)) return [];
  return [
    section(
      `:arrows_counterclockwise: Rotation ${rotation.number} is under way since ${moment(rotation.startedAt)}: ${stepWords(rotation).toLowerCase()}. Its card is in ${channel(cardChannel ?? '')}.`,
    ),
  ];
}

function secret({ line: { package: pack, dueOn } }: RecordFacts): Row[] {
  const source = pack.expirySource ? ` · ${SOURCES[pack.expirySource]}` : '';
  const due = dueOn ? `${dueOn}, ${days(pack.leadDays)} before the last sure day` : null;
  return [
    ['Printed date', pack.expiresOn ? `${pack.expiresOn}${source}` : 'unknown'],
    ['Generated', pack.secretGeneratedOn ?? 'unknown'],
    ...(pack.isRetired ? [] : ([['Rotation due', due]] as const)),
    ...(isPlanned(pack, pack.expiresOn && hardStopOn(pack.expiresOn))
      ? ([['Planned to start', pack.plannedStartOn]] as const)
      : []),
    ...(pack.snoozedUntil ? ([['Snoozed until', moment(pack.snoozedUntil)]] as const) : []),
  ];
}

function account({ line: { package: pack } }: RecordFacts): Row[] {
  const of = pack.account;
  const units = pack.businessUnits.map(({ mid, name }) => `${name} (${mid})`);
  const facts = of && [
    ACCOUNT_KINDS[of.kind].toLowerCase(),
    ...(of.subdomain ? [say(of.subdomain, 60)] : []),
    ...(of.enterpriseId ? [`enterprise id ${of.enterpriseId}`] : []),
  ];
  return [
    ['Account', of && facts && `${say(of.name, 80)} · ${facts.join(' · ')}`],
    ['Business units', units.length > 0 ? listed(units, 12) : null],
    ['Type', INTEGRATIONS[pack.integrationType]],
    ['Client id', pack.clientId && `\`${say(pack.clientId, 60).replaceAll('`', "'")}\``],
    ...(pack.sfmcPackageId ? ([['Package id', say(pack.sfmcPackageId, 100)]] as const) : []),
    ...(pack.scopes ? ([['Scopes', say(pack.scopes, 300)]] as const) : []),
  ];
}

function people({ line: { package: pack, vendors } }: RecordFacts): Row[] {
  const of = (role: string) =>
    pack.admins.filter((admin) => admin.role === role).map(({ userId }) => person(userId));
  const backups = [...of('backup'), ...of('admin')];
  const served = vendors.slice(0, 12).map((vendor) => `${say(vendor.name, 60)} (${contact(vendor.contact)})`);
  const more = vendors.length > 12 ? ` and ${vendors.length - 12} more` : '';
  return [
    ['Owner', of('owner')[0] ?? 'nobody'],
    ['Backups', backups.length > 0 ? backups.slice(0, 10).join(', ') : 'nobody'],
    ['Channel', channel(pack.channelId)],
    ['Vendors', served.length > 0 ? `${served.join(', ')}${more}` : 'nobody'],
  ];
}

function rules({ line: { package: pack } }: RecordFacts): Row[] {
  const windows = pack.freezeWindows.slice(0, 6).map(({ fromOn, toOn }) => `${fromOn} to ${toOn}`);
  const link = pack.runbookUrl && /^https?:\/\/[^\s<>|]+$/.test(pack.runbookUrl);
  return [
    ['Criticality', CRITICALITIES[pack.criticality]],
    ['Lead days', String(pack.leadDays)],
    ['Freeze windows', windows.length > 0 ? windows.join(', ') : 'none'],
    ['Runbook', link ? `<${pack.runbookUrl}|open it>` : null],
  ];
}

const notes = ({ line: { package: pack } }: RecordFacts): KnownBlock[] =>
  pack.notes ? [section(`*Notes*  ${say(pack.notes, 2000)}`)] : [];

const MOST_PLACES = 15;

/** The heart of it: each place, with when it was last found to be true. */
function sits({ places }: RecordFacts): KnownBlock[] {
  if (places.length === 0)
    return [
      section(
        '*Where the secret sits*\nNo place is on record yet. Think of vendors, middleware, and our own CloudPages, automations and scripts.',
      ),
    ];
  const shown = places.slice(0, MOST_PLACES).map(placeLine);
  const rest = places.length - shown.length;
  const more = rest > 0 ? [context(`and ${count(rest, 'place')} more: *Where it sits…*`)] : [];
  return [
    section(`*Where the secret sits*, ${count(places.length, 'place')}, the longest unconfirmed first`),
    ...shown.map((words) => section(words)),
    ...more,
  ];
}

const OUTCOMES = {
  done: 'done',
  cancelled: 'cancelled',
  retired: 'ended, the package was retired',
} as const satisfies Record<PastRotation['outcome'], string>;

function past({ past: all }: RecordFacts): KnownBlock[] {
  if (all.length === 0) return [];
  const lines = all.map(({ number, endedAt, outcome, expiresOn, isEarly }) => {
    const until = expiresOn ? `, new date ${expiresOn}` : '';
    return `Rotation ${number}: ${OUTCOMES[outcome]} ${moment(endedAt)}${until}${isEarly ? ', activated early' : ''}`;
  });
  return [context(`*Last rotations*\n${lines.join('\n')}`)];
}

function buttons(facts: RecordFacts, command: string) {
  const { line, mayEdit, mayHandOver } = facts;
  const { package: pack, rotation } = line;
  const { id: packageId, name } = pack;
  const hand = button('Hand over…', 'hand_over', { packageId }, { label: `Hand ${name} over to somebody` });
  if (pack.isRetired) return retiredButtons(facts);
  const start = button(
    'Start a rotation…',
    'start',
    { packageId },
    { style: 'primary', label: `Start the rotation of ${name}` },
  );
  const own: Button[] = [
    ...(rotation || pack.integrationType === 'public_app' ? [] : [start]),
    button('Edit…', 'edit_package', { packageId }, { label: `Edit what is on record of ${name}` }),
    button('Where it sits…', 'places', { packageId }, { label: `Where the secret of ${name} sits` }),
    ...(mayHandOver ? [hand] : []),
    button('Calendar', 'calendar', { packageId }, { label: `Calendar address for ${name}` }),
    button('Retire…', 'retire', { packageId }, { label: `Retire ${name} instead of rotating it` }),
  ];
  if (mayEdit) return actions(...own);
  return [
    ...(mayHandOver ? actions(hand) : []),
    context(`Its admins can edit this. \`${command} status\` shows how it stands now.`),
  ];
}

function retiredButtons({ line: { package: pack }, mayArchive, mayRestore }: RecordFacts): KnownBlock[] {
  const { id: packageId, name } = pack;
  const state =
    pack.archivedAt === null
      ? 'Retired: it is not rotated, and nobody is reminded of it.'
      : 'Retired and archived: only its exact name finds it.';
  const restore = button(
    'Restore',
    'restore',
    { packageId },
    {
      label: `Use ${name} again`,
      asks: ['It is in use again: it is listed, and people are reminded of its date.', 'Restore'],
    },
  );
  const archive = button('Archive', 'archive', { packageId }, { label: `Take ${name} out of every list` });
  const offered = [...(mayRestore ? [restore] : []), ...(mayArchive ? [archive] : [])];
  return [context(state), ...(offered.length > 0 ? actions(...offered) : [])];
}
