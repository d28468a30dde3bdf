import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/**
 * House style, rule 7: every place that yields a secret's text, and how often it does. A new one is a decision, made
 * here; the first two hold the client secret itself, the others rekey's own tokens.
 */
const CALLERS: Readonly<Record<string, number>> = {
  'src/domain/secret-format.ts': 1, // trims and judges what was deposited
  'src/web/routes.ts': 1, // the answer to a program whose own key has opened its copy
  'src/app.ts': 5, // Slack's tokens and signing secret, the database's URL: to the clients that need them
  'src/adapters/mailer-smtp.ts': 1, // the mail server's URL, whose password it needs
  'src/adapters/sign-in-slack.ts': 1, // the Slack app's client secret, to Slack's token endpoint
  'src/migrate.ts': 1, // the database's URL
};

/** `.reveal()`, `?.reveal()`, `['reveal']`, and the method taken without a call, by whatever name. */
const REVEALS = /\.\s*reveal\b|\[\s*['"`]reveal['"`]\s*\]|\{[^{}]*\breveal\b[^{}]*\}\s*=/g;
const withoutComments = (source: string) =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
const callsIn = (source: string) => withoutComments(source).match(REVEALS)?.length ?? 0;

it('a secret is revealed in these places only', () => {
  const counted = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[tj]s$/.test(name))
    .map((name) => [`src/${name}`, callsIn(readFileSync(`src/${name}`, 'utf8'))] as const);
  expect(Object.fromEntries(counted.filter(([, calls]) => calls > 0))).toEqual(CALLERS);
});

it.each([
  ['secret.reveal()', 1],
  ['secret?.reveal() ?? other.reveal()', 2],
  ['secret\n  .reveal()', 1],
  ["secret['reveal']()", 1],
  ['texts.map((one) => one.reveal)', 1],
  ['const { reveal } = secret;', 1],
  ['// secret.reveal() is the one way', 0],
  ['/** `secret.reveal()` */ const revealed = true;', 0],
])('%s counts as %i', (source, calls) => expect(callsIn(source)).toBe(calls));
