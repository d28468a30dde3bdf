import type { InputBlock, KnownBlock, ModalView } from '@slack/types';
import type { Place } from '../../domain/place.ts';
import type { PlacesFacts } from '../../usecases/read-places.ts';
import { actions, button, context, section } from './blocks.ts';
import { manyField, modal, personField, selectField, textField } from './inputs.ts';
import { placeLine } from './place-line.ts';
import { namesOf, PLACE_KIND_WORDS } from './terms.ts';
import { bold, count, say } from './text.ts';

const PER_PAGE = 40;

/** *Where it sits…*: each place of a package's secret, the longest unconfirmed first, and what keeps the list true. */
export function placesModal({ package: pack, vendors, places }: PlacesFacts, page = 0): ModalView {
  const { id: packageId, name } = pack;
  const pages = Math.max(1, Math.ceil(places.length / PER_PAGE));
  const at = Math.min(Math.max(0, page), pages - 1);
  const shown = places.slice(at * PER_PAGE, (at + 1) * PER_PAGE);
  const without = vendors.filter(({ systems }) => systems.length === 0).map((vendor) => vendor.name);
  return modal('places', { packageId }, { title: 'Where it sits', close: 'Done' }, [
    section(
      places.length === 0
        ? `No place is on record for the secret of ${bold(name, 80)} yet. *Who uses it, and in what?* Vendors, middleware, and our own CloudPages, automations, scripts and jobs.`
        : `${count(places.length, 'place')} of the secret of ${bold(name, 80)}, the longest unconfirmed first. When a vendor confirms a rotation, each place they tick is confirmed with it.`,
    ),
    ...actions(...buttons(packageId, name, { hasVendors: vendors.length > 0, hasPlaces: places.length > 0 })),
    ...(without.length > 0
      ? [
          context(
            `No place named yet: ${without
              .slice(0, 10)
              .map((one) => say(one, 60))
              .join(', ')}.`,
          ),
        ]
      : []),
    ...shown.map((place) => section(placeLine(place), edit(place))),
    ...turning(packageId, at, pages),
  ]);
}

const edit = ({ id: placeId, system }: Place) =>
  button('Edit…', 'place', { placeId }, { label: `Edit the place ${system}` });

function buttons(packageId: string, name: string, has: { hasVendors: boolean; hasPlaces: boolean }) {
  return [
    ...(has.hasVendors
      ? [
          button(
            'Add a place…',
            'new_place',
            { packageId },
            { style: 'primary', label: `Add a place of ${name}` },
          ),
        ]
      : []),
    button('Our own systems…', 'own_systems', { packageId }, { label: `Add one of our own to ${name}` }),
    button('Vendors…', 'vendors', { packageId }, { label: `Show and add vendors of ${name}` }),
    ...(has.hasPlaces
      ? [button('Still true today…', 'still_true', { packageId }, { label: `Confirm places of ${name}` })]
      : []),
  ];
}

function turning(packageId: string, at: number, pages: number): KnownBlock[] {
  if (pages === 1) return [];
  const to = (page: number, text: string, n: number) =>
    button(text, 'places', { packageId, page: String(page) }, { n, label: `${text} page of places` });
  return [
    context(`Page ${at + 1} of ${pages}`),
    ...actions(
      ...(at > 0 ? [to(at - 1, 'Previous', 0)] : []),
      ...(at < pages - 1 ? [to(at + 1, 'Next', 1)] : []),
    ),
  ];
}

const MOST_VENDORS = 100;

/** The kind, and who can say so: the same for a new place and a known one. */
function factsOf(place: Place | null, initialKind: string): InputBlock[] {
  const known = place?.knownBy ?? null;
  return [
    selectField('kind', 'What it is', namesOf(PLACE_KIND_WORDS), { initial: place?.kind ?? initialKind }),
    personField('known_by', 'Who can say whether it still sits there', {
      isOptional: true,
      hint: 'Not who collects it: whom to ask.',
      ...(known?.kind === 'slack' ? { initial: known.userId } : {}),
    }),
    textField('known_name', 'Or, without Slack: a name', {
      isOptional: true,
      most: 80,
      ...(known?.kind === 'name' ? { initial: known.name } : {}),
    }),
  ];
}

const system = (place: Place | null): InputBlock =>
  textField('system', 'System', {
    most: 200,
    placeholder: 'Preference centre',
    hint: 'As its vendor would call it: they tick it in every rotation.',
    ...(place ? { initial: place.system } : {}),
  });

/** One more place: whose, and what. */
export function newPlaceModal({ package: pack, vendors }: PlacesFacts, vendorId?: string): ModalView {
  const chosen = vendors.find(({ id }) => id === vendorId);
  const offered = [...(chosen ? [chosen] : []), ...vendors.filter((vendor) => vendor !== chosen)];
  const choices = offered.slice(0, MOST_VENDORS).map(({ id, name }) => [name, id] as const);
  return modal('place', { packageId: pack.id }, { title: 'Add a place', submit: 'Save' }, [
    section(
      `One more place in which the secret of ${bold(pack.name, 80)} sits. *Never type the secret here.*`,
    ),
    selectField('vendor', 'Whose system', choices, chosen ? { initial: chosen.id } : {}),
    system(null),
    ...factsOf(null, chosen ? 'cloudpage' : 'vendor_system'),
  ]);
}

/** One place that is on record. */
export function placeModal({ package: pack }: PlacesFacts, place: Place): ModalView {
  const { id: placeId, vendorName, system: name } = place;
  return modal('place', { packageId: pack.id, placeId }, { title: 'Edit a place', submit: 'Save' }, [
    section(
      `${placeLine(place)}\nFor ${bold(pack.name, 80)}. A rotation under way keeps the list it began with.`,
    ),
    system(place),
    ...factsOf(place, place.kind),
    ...actions(
      button(
        'The secret is not there any more',
        'remove_place',
        { placeId },
        {
          style: 'danger',
          label: `Remove the place ${name}`,
          asks: [
            `${vendorName} is not asked about ${name} any more. The record keeps that it was there.`,
            'Remove',
          ],
        },
      ),
    ),
  ]);
}

/** *Still true today…*: an admin has looked or asked, and says so of each. */
export function stillTrueModal({ package: pack, places }: PlacesFacts): ModalView {
  const choices = places.map(({ id, system: name, vendorName }) => [`${name} · ${vendorName}`, id] as const);
  return modal('still_true', { packageId: pack.id }, { title: 'Still true today', submit: 'Confirm' }, [
    section(
      `Where does the secret of ${bold(pack.name, 80)} still sit? Tick only what you have looked at, or have asked about; it goes on record with your name and today’s date.`,
    ),
    manyField('systems', 'It sits there today', choices, {}),
  ]);
}
