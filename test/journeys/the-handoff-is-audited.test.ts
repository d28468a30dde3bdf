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

function audit(typed: string): Promise<{ status: number | null; out: string }> {
  const child = spawn(process.execPath, ['--import', './src/boot.ts', 'test/handoff/main.ts'], { cwd: ROOT });
  let out = '';
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stdin.end(typed);
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, out })));
}

test('every promise that can be seen from outside is kept; a second run over the same handoff finds it collected', async () => {
  const story = await journey();
  await share(story, ['Loop Loyalty']);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const { url, code } = await heldBy(story, gus, 'handoff');
  const first = await audit(`${url}\n${code}\n`);
  expect(first.out).not.toContain('NOT KEPT');
  expect([first.status, first.out.split('\n').length]).toEqual([0, 16]);
  const second = await audit(`${url}\n${code}\n`);
  expect(second.status).toBe(1);
  expect(second.out).toContain('NOT KEPT  H4   of 16 readers at once exactly one gets it');
});

test('what is no link is asked of nobody', async () => {
  expect(await audit('http://localhost:1/handoff\nABCD\n')).toEqual({ status: 2, out: '' });
});
