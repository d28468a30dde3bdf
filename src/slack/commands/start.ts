import type { Package } from '../../domain/package.ts';
import type { StartFacts } from '../../usecases/facts.ts';
import { refuse, type Ask } from '../edge.ts';
import { message, note, section } from '../views/blocks.ts';
import { startModal, startModalFor } from '../views/start-modal.ts';
import { status } from '../views/status.ts';
import { bold, channel, count, say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey start <package>`: at once when the name is clear and nothing has to be asked; otherwise with a modal. */
export const start: Command = async (ask, name) => {
  if (name === '') return ask.show(startModal());
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'none') return noneNamed(ask, name);
  if (named.kind === 'several')
    return ask.show(startModal(`“${say(name, 80)}” fits several packages. Which one?`));
  await startOne(ask, named.package);
};

async function startOne(ask: Ask, { id: packageId }: Package): Promise<void> {
  const { edge, person, show } = ask;
  const read = await edge.usecases.readStart({ person, packageId });
  if (!read.ok)
    return read.refusal.code === 'already_rotating' ? showRunning(ask, packageId) : refuse(ask, read.refusal);
  const { facts } = read;
  if (facts.staged || facts.vendors.length === 0 || isFarOff(facts)) return show(startModalFor(facts));
  const vendorIds = facts.vendors.map(({ id }) => id);
  const started = await edge.usecases.startRotation({
    person,
    packageId,
    vendorIds,
    plannedActivateAt: null,
    acceptsReplacing: false,
  });
  if (!started.ok) return refuse(ask, started.refusal);
  await ask.tell(note(startedWords(facts)));
}

/** Longer than any reminder looks ahead: perhaps another package was meant. */
const FAR_OFF_DAYS = 30;

const isFarOff = ({ package: pack, daysLeft }: StartFacts): boolean =>
  !pack.isDormant && daysLeft !== null && daysLeft > FAR_OFF_DAYS;

/** It is under way already: here is how it stands. */
async function showRunning(ask: Ask, packageId: string): Promise<void> {
  const { edge, person, tell } = ask;
  const read = await edge.usecases.readStatus({ person, packageId });
  if (!read.ok) return refuse(ask, read.refusal);
  const words = 'This package is being rotated already. Nothing was started; this is how it stands.';
  const { text, blocks } = status(read);
  await tell(message(`${words} ${text}`, [section(words), ...blocks.slice(0, 49)]));
}

const startedWords = ({ package: pack, vendors }: StartFacts): string =>
  `The rotation of ${bold(pack.name, 80)} is open, with ${count(vendors.length, 'vendor')}. Its card appears in ${channel(pack.channelId)} and says what to do now. *More…* on it plans a time for Activate.`;
