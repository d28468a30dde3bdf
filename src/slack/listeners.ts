import type { App } from '@slack/bolt';
import type { Edge } from './edge.ts';
import { onAction } from './on-action.ts';
import { onCommand } from './on-command.ts';
import { onHomeOpened } from './on-home.ts';
import { onSubmission } from './on-submission.ts';
import { onSuggestion } from './on-suggestion.ts';

/**
 * Registers everything with Bolt: one listener per kind of payload, each with its own dispatcher, since two listeners
 * that match would acknowledge twice. Returns the requests still being worked on, for a shutdown that waits.
 */
export function registerListeners(app: App, edge: Edge): ReadonlySet<Promise<unknown>> {
  const inFlight = new Set<Promise<unknown>>();
  app.use(async ({ next }) => {
    const work = next();
    inFlight.add(work);
    try {
      await work;
    } finally {
      inFlight.delete(work);
    }
  });
  app.command(edge.command, (args) => onCommand(edge, args));
  app.action(/[\s\S]*/, (args) => onAction(edge, args));
  app.view(/[\s\S]*/, (args) => onSubmission(edge, args));
  app.options(/[\s\S]*/, (args) => onSuggestion(edge, args));
  app.event('app_home_opened', (args) => onHomeOpened(edge, args));
  app.error(async (given) => {
    const error: unknown = 'error' in given ? given.error : given;
    edge.log.error('Bolt could not handle a request', {}, error);
  });
  return inFlight;
}
