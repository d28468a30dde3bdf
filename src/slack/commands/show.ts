import { showRecord } from '../actions/records.ts';
import { refuse, type Ask } from '../edge.ts';
import { actions, button, message, note, section } from '../views/blocks.ts';
import { say } from '../views/text.ts';
import { findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey show <package>`: everything on record of it; by its exact name also of one that is retired or archived. */
export const show: Command = async (ask, name) => {
  const { edge, tell } = ask;
  if (name === '') return tell(note(`Show which package? \`${edge.command} show\` and a part of its name.`));
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'one') return showRecord(ask, { packageId: named.package.id });
  return named.kind === 'several' ? which(ask, name, named.packages) : showRetired(ask, name);
};

async function showRetired(ask: Ask, name: string): Promise<void> {
  const { edge, person } = ask;
  const found = await edge.usecases.findRetired({ person, name: name.slice(0, 200) });
  if (!found.ok) return refuse(ask, found.refusal);
  const [first, ...more] = found.packages;
  if (!first) return noneNamed(ask, name);
  await (more.length === 0 ? showRecord(ask, { packageId: first.id }) : which(ask, name, found.packages));
}

/** Namesakes are told apart by their client ids. */
function which(
  { tell }: Ask,
  name: string,
  packages: readonly { readonly id: string; readonly name: string; readonly clientId: string | null }[],
): Promise<void> {
  const words = `“${say(name, 80)}” fits several packages. Which one?`;
  const isUnique = new Set(packages.map((one) => one.name)).size === packages.length;
  const buttons = packages.map(({ id: packageId, name: title, clientId }, n) => {
    const text = isUnique || !clientId ? title : `${title} (${clientId})`;
    return button(text, 'show', { packageId }, { n, label: `Show ${text}` });
  });
  return tell(message(words, [section(words), ...actions(...buttons)]));
}
