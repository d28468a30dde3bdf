import { createInterface } from 'node:readline/promises';
import { auditHandoff } from './audit.ts';

// `npm run audit:handoff`: asks for link and code, so that neither stands in the process list or the shell's history.

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
if (!wanted || wanted.hash.length < 17 || code === '') {
  process.stderr.write(
    'That is not a link with its key after the # and a code. Nothing was asked of anybody.\n',
  );
  process.exit(2);
}
const url = `${wanted.origin}${wanted.pathname.replace(/\/handoff$/, '')}`;
const findings = await auditHandoff({ url, token: wanted.hash.slice(1), code });
for (const { promise, words, isKept, seen } of findings) {
  process.stdout.write(
    `${isKept ? 'kept    ' : 'NOT KEPT'}  ${promise.padEnd(4)} ${words}${isKept ? '' : `: ${seen}`}\n`,
  );
}
process.exit(findings.every(({ isKept }) => isKept) ? 0 : 1);
