import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { heldBy, press, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { share } from '../../sandbox/steps-through.ts';
import { useJourneys } from '../support/journey.ts';

// `npm run audit:handoff`, as somebody runs it against their own rekey, here against the sandbox's.

const journey = useJourneys();
const { gus } = PEOPLE;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function audit(
  typed: string,
  ...args: string[]
): Promise<{ status: number | null; out: string; said: string }> {
  const program = ['--import', './src/boot.ts', 'test/handoff/main.ts'];
  const child = spawn(process.execPath, [...program, ...args], { cwd: ROOT });
  let [out, said] = ['', ''];
  child.stderr.on('data', (bytes) => (said += String(bytes)));
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stdin.end(typed);
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, out, said })));
}

test('every promise that can be seen from outside is kept; a second run over the same handoff finds it collected', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const { url, code } = await heldBy(story, gus, 'handoff');
  const first = await audit(`${url}\n${code}\n`, '--url', story.url);
  expect(first.out).not.toContain('NOT KEPT');
  expect([first.status, first.out.split('\n').length]).toEqual([0, 16]);
  const second = await audit(`${url}\n${code}\n`);
  expect(second.status).toBe(1);
  expect(second.out).toContain('NOT KEPT  H4   of 16 readers at once exactly one gets it');
});

const NOBODY = 'Nothing was asked of anybody.';

test('what is no link is asked of nobody', async () => {
  const { status, out, said } = await audit('http://localhost:1/handoff\nABCD\n');
  expect([status, out]).toEqual([2, '']);
  expect(said).toContain(NOBODY);
});

test('a link of another rekey than --url names is refused', async () => {
  const link = `https://other.example/handoff#${'x'.repeat(43)}`;
  const { status, out, said } = await audit(`${link}\nABCD\n`, '--url', 'https://rekey.example/');
  expect([status, out]).toEqual([2, '']);
  expect(said).toContain(
    `That link is of https://other.example, and --url says https://rekey.example. ${NOBODY}`,
  );
  expect(said).not.toContain('xxxx');
});

test.each([
  ['a link', ['https://rekey.example/handoff#key']],
  ['a link as the address', ['--url', 'https://rekey.example/handoff#key']],
  ['no address', ['--url']],
  ['more than an address', ['--url', 'https://rekey.example', '7K1X-V0QZ']],
])('%s in the arguments is refused before anything is asked', async (_, args) => {
  const { status, out, said } = await audit('', ...args);
  expect([status, out]).toEqual([2, '']);
  expect(said).toContain(`Link and code are asked for. ${NOBODY}`);
  expect(said).not.toContain('Link: ');
});
