import { LOOK } from './board-look.ts';

/**
 * Everything Slack sends back to us to say what was clicked: action ids, callback ids and the ids in their values.
 * A name is for ever: old messages keep their buttons.
 */

/** The ids a value may carry, each under one letter. */
const LETTERS = {
  packageId: 'p',
  rotationId: 'r',
  generationId: 'g',
  vendorId: 'v',
  handoffId: 'h',
  accountId: 'a',
  placeId: 'l',
  /** Which preview of an import was shown, or which state of a record. */
  seenId: 's',
  /** Of the App Home or the plan: a number, not an id. */
  page: 'n',
  /** For a second person: a number within its rotation. */
  request: 'q',
  /** Which plan was shown: a part of its hash. */
  proposal: 'o',
  /** What is looked at on the board: `board-look.ts` reads it. */
  look: 'k',
} as const;
type IdName = keyof typeof LETTERS;

interface Shape {
  readonly needs: readonly IdName[];
  readonly may?: readonly IdName[];
}

const rotation = { needs: ['rotationId'], may: ['generationId'] } as const;
const vendor = { needs: ['rotationId', 'vendorId'], may: ['generationId'] } as const;
const generation = { needs: ['rotationId', 'generationId'] } as const;
const request = { needs: ['rotationId', 'request'] } as const;
const handoff = { needs: ['rotationId', 'generationId', 'handoffId'] } as const;
const ofPackage = { needs: ['packageId'] } as const;
/** About the whole workspace when it names none. */
const maybePackage = { needs: [], may: ['packageId'] } as const;
const ofAccount = { needs: ['accountId'] } as const;
const ofVendor = { needs: ['vendorId'] } as const;
const ofPlace = { needs: ['placeId'] } as const;
/** The board as it opens when it names none. */
const maybeLook = { needs: [], may: ['look'] } as const;
const nothing = { needs: [] } as const;

/** What can be clicked or chosen, and which ids say what it is about. */
const VERBS = {
  add: nothing,
  start: ofPackage,
  snooze: ofPackage,
  away: nothing,
  settings: maybePackage,
  pick_package: ofPackage,
  vendors: ofPackage,
  new_vendor: { needs: ['packageId'], may: ['rotationId'] },
  retire: ofPackage,
  status: ofPackage,
  more: rotation,
  how_to_deposit: rotation,
  deposit: rotation,
  how_to_deposit_again: rotation,
  deposit_again: rotation,
  disown: generation,
  generated_again: generation,
  activate: generation,
  early_activate: generation,
  record_date: generation,
  plan_activate: rotation,
  add_late_vendor: rotation,
  cancel: rotation,
  second_agree: request,
  second_decline: request,
  vendor_paths: vendor,
  pass_on: vendor,
  mail_link: vendor,
  waive: vendor,
  take_back_waiver: vendor,
  change_contact: vendor,
  resolve_problem: vendor,
  suspend_links: vendor,
  dismiss_alarm: vendor,
  compromised: generation,
  collect: handoff,
  confirm: handoff,
  problem: handoff,
  calendar: maybePackage,
  calendar_new: maybePackage,
  calendar_off: maybePackage,
  add_to_calendar: ofPackage,
  import: nothing,
  webhook: nothing,
  webhook_test: nothing,
  webhook_secret: nothing,
  webhook_off: nothing,
  plan: nothing,
  capacity: nothing,
  accept_plan: { needs: ['proposal'] },
  plan_page: { needs: ['page'] },
  home_page: { needs: ['page'] },
  show: ofPackage,
  edit_package: ofPackage,
  hand_over: ofPackage,
  archive: ofPackage,
  restore: ofPackage,
  places: { needs: ['packageId'], may: ['page'] },
  place: ofPlace,
  new_place: { needs: ['packageId'], may: ['vendorId'] },
  own_systems: ofPackage,
  remove_place: ofPlace,
  still_true: ofPackage,
  new_account: nothing,
  account: ofAccount,
  remove_account: ofAccount,
  vendor_record: ofVendor,
  home_look: maybeLook,
  filter_home: maybeLook,
  list_look: { needs: ['look'] },
} as const satisfies Record<string, Shape>;

/** The modals that are submitted. Their `private_metadata` carries the ids. */
const MODALS = {
  add_package: nothing,
  vendors: ofPackage,
  vendor: { needs: ['packageId'], may: ['rotationId'] },
  start: { needs: [], may: ['packageId'] },
  snooze: ofPackage,
  away: nothing,
  policy: { needs: [], may: ['packageId'] },
  activate: generation,
  early_activate: generation,
  record_date: generation,
  generated_again: generation,
  plan_activate: rotation,
  add_late_vendor: rotation,
  cancel: rotation,
  retire: ofPackage,
  waive: vendor,
  ask_to_activate: generation,
  second_agree: request,
  second_decline: request,
  change_contact: vendor,
  resolve_problem: vendor,
  dismiss_alarm: vendor,
  compromised: generation,
  confirm: handoff,
  problem: handoff,
  not_me: handoff,
  admins: nothing,
  roles: nothing,
  package_admins: ofPackage,
  import: { needs: [], may: ['seenId'] },
  webhook: nothing,
  edit_package: { needs: ['packageId'], may: ['seenId'] },
  places: ofPackage,
  place: { needs: ['packageId'], may: ['placeId'] },
  still_true: ofPackage,
  account: { needs: [], may: ['accountId'] },
  vendor_record: ofVendor,
  plan: { needs: ['page'] },
  capacity: nothing,
  filter_home: nothing,
  notice: nothing,
} as const satisfies Record<string, Shape>;

export type Verb = keyof typeof VERBS;
export type Modal = keyof typeof MODALS;

type RefOfShape<S extends Shape> = { readonly [I in S['needs'][number]]: string } & {
  readonly [I in NonNullable<S['may']>[number]]?: string | undefined;
};
/** The ids a verb's value carries. */
export type RefOf<V extends Verb> = RefOfShape<(typeof VERBS)[V]>;
/** The ids a modal carries. */
export type MetaOf<M extends Modal> = RefOfShape<(typeof MODALS)[M]>;
/** A verb with its ids: a discriminated union, so that a dispatcher can be checked. */
export type Clicked = { [V in Verb]: { readonly verb: V; readonly ref: RefOf<V> } }[Verb];

const isVerb = (text: string): text is Verb => Object.hasOwn(VERBS, text);
const isModal = (text: string): text is Modal => Object.hasOwn(MODALS, text);
export const ALL_VERBS = Object.keys(VERBS) as readonly Verb[];
export const ALL_MODALS = Object.keys(MODALS) as readonly Modal[];

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Whether a chosen value is an id of ours, before it is looked for. */
export const isId = (text: string): boolean => ID.test(text);
const NUMBER = /^\d{1,4}$/;
const HASH = /^[0-9a-f]{16}$/;
const SHAPES: Partial<Record<IdName, RegExp>> = { page: NUMBER, request: NUMBER, proposal: HASH, look: LOOK };

/** An option's value may have 150 characters: three ids and the longest verb fit. */
const write = (name: string, shape: Shape, ids: Partial<Record<IdName, string | undefined>>): string =>
  [
    name,
    ...[...shape.needs, ...(shape.may ?? [])].flatMap((id) => (ids[id] ? [`${LETTERS[id]}${ids[id]}`] : [])),
  ].join('~');

function read(name: string, shape: Shape, text: string): Partial<Record<IdName, string>> | null {
  const [first, ...parts] = text.split('~');
  if (first !== name) return null;
  const ids: Partial<Record<IdName, string>> = {};
  for (const part of parts) {
    const known = [...shape.needs, ...(shape.may ?? [])].find((id) => LETTERS[id] === part[0]);
    const shapeOf = (known && SHAPES[known]) ?? ID;
    if (!known || known in ids || !shapeOf.test(part.slice(1))) return null;
    ids[known] = part.slice(1);
  }
  return shape.needs.every((id) => id in ids) ? ids : null;
}

/** The value of a button or option. */
export const valueOf = <V extends Verb>(verb: V, ref: RefOf<V>): string => write(verb, VERBS[verb], ref);

/** What a value says, or null when it is forged, cut short or of a version that is gone. */
export function readValue(value: string): Clicked | null {
  const verb = value.split('~', 1)[0] ?? '';
  if (!isVerb(verb)) return null;
  const ref = read(verb, VERBS[verb], value);
  return ref && ({ verb, ref } as Clicked);
}

/** A modal's `private_metadata`. */
export const metaOf = <M extends Modal>(modal: M, meta: MetaOf<M>): string =>
  write(modal, MODALS[modal], meta);

/** The ids of a modal, or null when they are not what this modal carries. */
export function readMeta<M extends Modal>(modal: M, metadata: string): MetaOf<M> | null {
  return read(modal, MODALS[modal], metadata) as MetaOf<M> | null;
}

const PREFIX = 'rekey.';
/** A button's `action_id`; `n` tells apart buttons of the same verb in one block. The value says what it does. */
export const actionId = (verb: Verb, n?: number): string => PREFIX + verb + (n === undefined ? '' : `.${n}`);
export const callbackId = (modal: Modal): string => PREFIX + modal;
export const modalOf = (callback: string): Modal | null => {
  const name = callback.startsWith(PREFIX) ? callback.slice(PREFIX.length) : '';
  return isModal(name) ? name : null;
};

/** A button that only opens a page: Slack tells us of the click, and nothing is to be done. */
export const OPEN_LINK = 'rekey.open_link';
/** The overflow menu of a vendor on the card: each option's value is a verb's. */
export const VENDOR_MENU = 'rekey.vendor_menu';
/** The overflow menu above the packages of the App Home: each option's value is a verb's. */
export const HOME_MENU = 'rekey.home_menu';
/** The one input of a modal's block. The block is named after its field, so that errors find it. */
export const INPUT = 'in';

/** The external select over packages, in the start modal. */
export const PACKAGE_SEARCH = actionId('pick_package');
/** The external select over accounts: in a package's form, and where accounts are listed. */
export const ACCOUNT_SEARCH = actionId('account', 0);
/** The external select over vendors, where they are listed. */
export const VENDOR_SEARCH = actionId('vendor_record', 0);
/** The external selects over what a board can be narrowed to. */
export const FILTER_SEARCH = {
  account: 'rekey.filter_account',
  unit: 'rekey.filter_unit',
  vendor: 'rekey.filter_vendor',
} as const;
