import { dayOf, daysLeft, hardStopOn, type Day, type Moment } from '../../domain/schedule.ts';
import type { PackageLine } from '../../usecases/facts.ts';
import { actions, button, context, header, message, section, type Message } from './blocks.ts';
import { bold, left, listed, person, say } from './text.ts';

const URGENT_DAYS = 3;
const LAST_DAYS = 1;

/** More urgent as the day comes near: facts, not exclamation marks. */
function tone(daysToGo: number): { title: string; words: string } {
  if (daysToGo < 0)
    return {
      title: 'Expired',
      words: 'Whatever uses it may be down already. A rotation is the way back.',
    };
  if (daysToGo <= LAST_DAYS)
    return {
      title: 'Last call',
      words: 'After that whatever uses it stops working. Vendors need hours to switch: start now.',
    };
  if (daysToGo <= URGENT_DAYS)
    return {
      title: 'Urgent',
      words: 'Nothing was started yet. Vendors need working days to switch, so start today.',
    };
  return { title: 'Due', words: 'Time to rotate it calmly: vendors need a few days to switch.' };
}

const when = (date: string, daysToGo: number): string =>
  daysToGo < 0 ? `expired: its date is ${date}` : `expires ${date}, ${left(daysToGo)}`;

/** Step 1: tells a package's channel that its rotation is due. */
export function reminder({ package: pack, vendors }: PackageLine, expiresOn: Day, at: Moment): Message {
  const daysToGo = daysLeft(expiresOn, dayOf(at));
  const { title, words } = tone(daysToGo);
  const admins = pack.admins
    .filter(({ role }) => role !== 'admin')
    .slice(0, 4)
    .map(({ userId }) => person(userId));
  const asked = admins.length > 0 ? `${admins.join(', ')}: ` : '';
  const names =
    vendors.length > 0
      ? `Vendors: ${listed(
          vendors.map((vendor) => vendor.name),
          8,
        )}.`
      : 'No vendors are recorded yet.';
  const label = `Start the rotation of ${pack.name}`;
  return message(`${title}: the secret of ${say(pack.name, 80)} ${when(expiresOn, daysToGo)}.`, [
    header(`${title}: ${pack.name}`),
    section(
      `${asked}the secret of ${bold(pack.name, 80)} ${when(`*${expiresOn}*`, daysToGo)}. ${daysToGo < 0 ? '' : `Count on it until ${hardStopOn(expiresOn)}. `}${words}`,
    ),
    ...actions(button('Start…', 'start', { packageId: pack.id }, { style: 'primary', label })),
    context(`${names} Starting opens a card here; nothing is switched off by it.`),
  ]);
}
