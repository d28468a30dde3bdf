import type { KnownBlock } from '@slack/types';
import { hasEnded } from '../../domain/rotation.ts';
import type { CardFacts, PackageLine } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { plainCard } from './card.ts';
import { summary } from './card-now.ts';
import { packageLine } from './package-line.ts';
import { CRITICALITIES, INTEGRATIONS, SOURCES } from './terms.ts';
import { troubleWords } from './trouble.ts';
import { channel, contact, listed, person, say, sentence } from './text.ts';

interface Standing {
  readonly line: PackageLine;
  readonly card: CardFacts | null;
  /** Where that card is: the package may have moved to another channel since. */
  readonly cardChannel?: string | null;
}

/** One package for one reader: its record, or the card of the rotation under way. */
export function status({ line, card, cardChannel }: Standing): Message {
  if (card && !hasEnded(card.rotation)) {
    const { text, blocks } = plainCard(card);
    return message(text, [
      ...blocks.slice(0, 49),
      context(`The card itself is in ${channel(cardChannel ?? card.package.channelId)}.`),
    ]);
  }
  const { package: pack } = line;
  return message(packageLine(line).replace(/\*|:\w+: /g, ''), [
    header(pack.name),
    section(packageLine(line)),
    ...line.troubles.map((trouble) => section(`:warning: ${sentence(troubleWords(trouble))}`)),
    section(record(line)),
    ...vendors(line),
    ...(card ? [context(`Last rotation: ${summary(card)}`)] : []),
    ...(pack.isRetired ? [] : buttons(line)),
  ]);
}

function record({ package: pack }: PackageLine): string {
  const source = pack.expirySource ? ` (${SOURCES[pack.expirySource]})` : '';
  const units = pack.businessUnits.map(({ mid, name }) => `${mid} ${name}`);
  const rows: [string, string | null][] = [
    ['Expires', pack.expiresOn && `${pack.expiresOn}${source}`],
    ['Generated', pack.secretGeneratedOn],
    ['Type', INTEGRATIONS[pack.integrationType]],
    ['Client id', pack.clientId && say(pack.clientId, 60)],
    ['Account', pack.account && say(pack.account.name, 80)],
    ['Subdomain', pack.account?.subdomain ? say(pack.account.subdomain, 60) : null],
    ['Business units', units.length > 0 ? listed(units, 6) : null],
    ['Criticality', CRITICALITIES[pack.criticality]],
    [
      'Admins',
      pack.admins
        .slice(0, 10)
        .map(({ userId, role }) => `${person(userId)} (${role})`)
        .join(', ') || null,
    ],
    ['Channel', channel(pack.channelId)],
    [
      'Freeze windows',
      pack.freezeWindows
        .map(({ fromOn, toOn }) => `${fromOn} to ${toOn}`)
        .slice(0, 6)
        .join(', ') || null,
    ],
    ['Notes', pack.notes && say(pack.notes, 400)],
  ];
  return rows.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : [])).join('\n');
}

const vendors = ({ vendors: all }: PackageLine): KnownBlock[] =>
  all.length === 0
    ? [section(':warning: No vendors yet. Add everybody who uses this package, our own systems included.')]
    : [
        section(
          `Vendors: ${all
            .slice(0, 20)
            .map((vendor) => `${say(vendor.name, 60)} (${contact(vendor.contact)})`)
            .join(', ')}${all.length > 20 ? ` and ${all.length - 20} more` : ''}`,
        ),
      ];

const buttons = ({ package: { id: packageId, name } }: PackageLine) =>
  actions(
    button(
      'Start a rotation…',
      'start',
      { packageId },
      { style: 'primary', label: `Start the rotation of ${name}` },
    ),
    button('Vendors…', 'vendors', { packageId }, { label: `Show and add vendors of ${name}` }),
    button('Retire…', 'retire', { packageId }, { label: `Retire ${name} instead of rotating it` }),
  );
