import { linksIn, textOf, type Shown } from '../../sandbox/slack/reading.ts';
import type { Exchange } from '../../sandbox/slack/traffic.ts';
import type { CollectingLog } from '../integration/world/in-memory.ts';
import { tracesOf } from './search.ts';

/** What is searched: the name of a place, and all that it holds. */
export type Places = Readonly<Record<string, string>>;

/** Where a secret left traces, in any form (promises H1, H15). */
export const secretIn = (places: Places, secret: string): string[] =>
  Object.entries(places).flatMap(([place, text]) =>
    tracesOf(secret, text).map((form) => `${form} in ${place}`),
  );

export const CODE = /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/g;

/** Where the tokens and codes of these answers are beside them (promise H9). Throws when they hand out none. */
export function handedOutIn(places: Places, answers: readonly Shown[]): string[] {
  const tokens = answers.flatMap((one) => linksIn(one).flatMap((link) => link.split('#').slice(1)));
  const codes = answers.flatMap((one) => textOf(one).match(CODE) ?? []);
  if (tokens.length === 0 || codes.length < tokens.length) throw new Error('no links were handed out');
  const wanted = [...tokens, ...codes, ...codes.map((code) => code.replace('-', ''))];
  return Object.entries(places).flatMap(([place, text]) =>
    wanted.filter((one) => tracesOf(one, text).length > 0).map((one) => `${one} in ${place}`),
  );
}

/** What went wrong unseen: a logged warning or error, a refusal by Slack. */
export function troubleIn({ lines }: CollectingLog, exchanges: readonly Exchange[]): string[] {
  const refused = exchanges.filter(
    ({ direction, status, response }) =>
      direction === 'app-to-slack' && (status !== 200 || (response as { ok?: boolean } | null)?.ok === false),
  );
  return [
    ...lines.filter((line) => line.includes('"level":"error"') || line.includes('"level":"warn"')),
    ...refused.map((exchange) => JSON.stringify(exchange).slice(0, 500)),
  ];
}
