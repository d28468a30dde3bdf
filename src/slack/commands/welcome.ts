import type { Ask } from '../edge.ts';
import { firstSteps } from '../views/first-steps.ts';
import { help } from '../views/help.ts';

/** The command alone: what it can do; before the first package, what to do first. */
export async function welcomeOrHelp({ edge, person, tell }: Ask): Promise<void> {
  const first = await edge.usecases.readFirstSteps({ person });
  await tell(first.isEmpty ? firstSteps(first, edge.command) : help(edge.command));
}
