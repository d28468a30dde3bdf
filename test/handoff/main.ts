import { createInterface } from 'node:readline/promises';
import { auditHandoff } from './audit.ts';

// `npm run audit:handoff -- --url https://rekey.example`: asks for link and code, so that neither stands in the process list or
// the shell's history. With `--url` a link of any other rekey is refused.

function end(words: string): never {
  process.stderr.write(`${words} Nothing was asked of anybody.\n`);
  process.exit(2);
}

/** The origin that `--url` names; null without it. */
function onlyOrigin(): string | null {
  const args = process.argv.slice(2);
  const [name, given = '', ...rest] = args;
  if (name === undefined) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  const isUsable = url && /^https?:$/.test(url.protocol) && !given.includes('#');
  if (name === '--url' && isUsable && rest.length === 0) return url.origin;
  return end(
    'The only argument is --url with the address of a rekey, such as https://rekey.example. Link and code are asked for.',
  );
}

const allowed = onlyOrigin();
const asking = createInterface({ input: process.stdin, output: process.stderr });
const lines = asking[Symbol.asyncIterator]();
const ask = async (question: string): Promise<string> => {
  process.stderr.write(question);
  const { value = '' } = await lines.next();
  return value.trim();
};

process.stderr.write(
  'This collects a handoff. Make one for the purpose, with a package and a secret that nobody uses.\n',
);
const link = await ask('Link: ');
const code = await ask('Code: ');
asking.close();

const wanted = URL.canParse(link) ? new URL(link) : null;
if (!wanted || wanted.hash.length < 17 || code === '')
  end('That is not a link with its key after the # and a code.');
if (allowed !== null && wanted.origin !== allowed)
  end(`That link is of ${wanted.origin}, and --url says ${allowed}.`);
const url = `${wanted.origin}${wanted.pathname.replace(/\/handoff$/, '')}`;
const findings = await auditHandoff({ url, token: wanted.hash.slice(1), code });
for (const { promise, words, isKept, seen } of findings) {
  process.stdout.write(
    `${isKept ? 'kept    ' : 'NOT KEPT'}  ${promise.padEnd(4)} ${words}${isKept ? '' : `: ${seen}`}\n`,
  );
}
process.exit(findings.every(({ isKept }) => isKept) ? 0 : 1);
