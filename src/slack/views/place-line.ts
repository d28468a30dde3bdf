import type { Place, PlaceConfirmation, PlaceKind, Witness } from '../../domain/place.ts';
import { PLACE_KIND_WORDS } from './terms.ts';
import { actor, bold, moment, person, say } from './text.ts';

const witness = (who: Witness): string => (who.kind === 'slack' ? person(who.userId) : say(who.name, 60));

const confirmedWords = ({ at, by, how }: PlaceConfirmation): string =>
  how === 'rotation'
    ? `confirmed in a rotation ${moment(at)} by ${actor(by)}`
    : `still true ${moment(at)}, says ${actor(by)}`;

/** A system of the vendor's own is what one expects. Names such as CloudPage and SSJS keep their capitals. */
const kindWords = (kind: PlaceKind): string =>
  kind === 'vendor_system'
    ? ''
    : ` · ${PLACE_KIND_WORDS[kind].replace(/^[A-Z](?![a-z]*[A-Z])/, (first) => first.toLowerCase())}`;

/** One place: what it is, whose, who can say so, and when it was last found to be true. */
export function placeLine({ system, vendorName, kind, knownBy, confirmed }: Place): string {
  const who = knownBy ? ` · ask ${witness(knownBy)}` : '';
  const mark = confirmed ? ':white_check_mark:' : ':white_circle:';
  return `${mark} ${bold(system, 120)} · ${say(vendorName, 60)}${kindWords(kind)}\n${confirmed ? confirmedWords(confirmed) : 'never confirmed'}${who}`;
}
