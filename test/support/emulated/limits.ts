import { checkMessage, checkView } from '../../../sandbox/slack/block-kit-limits.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';

const MESSAGES = ['chat.postMessage', 'chat.postEphemeral', 'chat.update', 'response_url'];

/** The limits of Block Kit that a call breaks, as `method path: problem`: emulate looks at none of them. */
export function problemsOf(method: string, fields: JsonObject): string[] {
  const found = MESSAGES.includes(method)
    ? checkMessage(fields)
    : method.startsWith('views.')
      ? checkView(fields['view'])
      : [];
  return found.map((problem) => `${method} ${problem}`);
}

/** The same for a view that rekey answers a submission with. */
export const problemsOfAnswer = (view: unknown): string[] =>
  checkView(view).map((problem) => `response_action ${problem}`);
