import { showRecord } from '../actions/records.ts';
import { refuse, type Ask } from '../edge.ts';
import { note } from '../views/blocks.ts';
import { askWhich, findNamed, noneNamed, type Command } from './command.ts';

/** `/rekey show <package>`: everything on record of it; by its exact name also of one that is retired or archived. */
export const show: Command = async (ask, name) => {
  const { edge, tell } = ask;
  if (name === '') return tell(note(`Show which package? \`${edge.command} show\` and a part of its name.`));
  const named = await findNamed(ask, name);
  if (!named) return;
  if (named.kind === 'one') return showRecord(ask, { packageId: named.package.id });
  if (named.kind === 'none') return showRetired(ask, name);
  await askWhich(ask, { name, packages: named.packages, verb: 'show' });
};

async function showRetired(ask: Ask, name: string): Promise<void> {
  const { edge, person } = ask;
  const found = await edge.usecases.findRetired({ person, name: name.slice(0, 200) });
  if (!found.ok) return refuse(ask, found.refusal);
  const { packages } = found;
  const [first, ...more] = packages;
  if (!first) return noneNamed(ask, name);
  if (more.length === 0) return showRecord(ask, { packageId: first.id });
  await askWhich(ask, { name, packages, verb: 'show' });
}
