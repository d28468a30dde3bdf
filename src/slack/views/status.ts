import type { KnownBlock } from '@slack/types';
import { hasEnded } from '../../domain/rotation.ts';
import type { PackageLine } from '../../usecases/facts.ts';
import type { StatusFacts } from '../../usecases/read-status.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { plainCard } from './card.ts';
import { summary } from './card-now.ts';
import { packageLine } from './package-line.ts';
import { CRITICALITIES, INTEGRATIONS, SOURCES } from './terms.ts';
import { troubleWords } from './trouble.ts';
import { channel, contact, listed, person, say, sentence } from './text.ts';

/** One package for one reader: its record with the buttons they may press, or the card of the rotation under way. */
export function status({ line, card, cardChannel, mayEdit }: StatusFacts): Message {
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
    ...(mayEdit && !pack.isRetired ? buttons(line) : []),
  ]);
}

function record({ package: pack }: PackageLine): string {
  const source = pack.expirySource ? ` (${SOURCES[pack.expirySource]})` : '';
  const units = pack.businessUnits.map(({ mid, name }) => `${mid} ${name}`);
  const rows: [string, string | null][] = [
    ['Printed date', pack.expiresOn && `${pack.expiresOn}${source}`],
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

/** A date that nobody knows comes first: until then nobody can be reminded in time. */
function buttons({ package: { id: packageId, name, expiresOn, isDormant, integrationType } }: PackageLine) {
  const hasSecret = integrationType !== 'public_app';
  const lacksDate = hasSecret && expiresOn === null && !isDormant;
  const first = { style: 'primary' } as const;
  const start = button(
    'Start a rotation…',
    'start',
    { packageId },
    { ...(lacksDate ? {} : first), label: `Start the rotation of ${name}` },
  );
  const edit = lacksDate
    ? button(
        'Enter the date…',
        'edit_package',
        { packageId },
        { ...first, label: `Enter the date of ${name}` },
      )
    : button('Edit…', 'edit_package', { packageId }, { label: `Edit what is on record of ${name}` });
  return actions(
    ...(lacksDate ? [edit] : []),
    ...(hasSecret ? [start] : []),
    ...(lacksDate ? [] : [edit]),
    button('Vendors…', 'vendors', { packageId }, { label: `Show and add vendors of ${name}` }),
    button('Retire…', 'retire', { packageId }, { label: `Retire ${name} instead of rotating it` }),
  );
}
