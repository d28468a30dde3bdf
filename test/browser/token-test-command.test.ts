import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PACK, collects, share } from '../../sandbox/steps-through.ts';
import { tokenTestCommand } from '../../src/web/pages/token-test.ts';
import { tracesOf } from '../support/search.ts';
import { useJourneys } from '../support/journey.ts';

const journey = useJourneys();
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
const canRun = has('bash') && has('curl');
if (!canRun) process.stdout.write('No bash or no curl: the command on the secret page is not run.\n');

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'rekey-curl-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Before the real curl runs: every process with its arguments, and the environment it was given. */
const SPY = `#!/bin/sh
{ ps -A -ww -o args 2>/dev/null || cat /proc/[0-9]*/cmdline | tr '\\0' '\\n'; } >> "$SEEN"
env >> "$SEEN"
PATH="$REAL_PATH" exec curl "$@"
`;

/** Somebody at an interactive bash pastes the command, then the secret, and leaves. */
async function paste(
  command: string,
  secret: string,
): Promise<{ out: string; history: string; seen: string }> {
  const [history, seen, spy] = ['history', 'seen', 'curl'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(spy, SPY);
  chmodSync(spy, 0o755);
  const PATH = process.env['PATH'] ?? '';
  const env = {
    PATH: `${folder}:${PATH}`,
    REAL_PATH: PATH,
    SEEN: seen,
    HISTFILE: history,
    HISTSIZE: '99',
    PS1: '',
    PS2: '',
  };
  const shell = spawn('bash', ['--norc', '--noprofile', '-i'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  let out = '';
  shell.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  shell.stdin.end(`${command}\n${secret}\necho "left over: $s"\nhistory\nexit\n`);
  await new Promise((resolve) => shell.once('close', resolve));
  return { out, history: readFileSync(history, 'utf8'), seen: readFileSync(seen, 'utf8') };
}

describe.runIf(canRun)('the command on the secret page', () => {
  test('asks the token endpoint, and leaves the secret in no history, no argument list, no environment', async () => {
    const story = await journey();
    const secret = await share(story);
    await collects(story, 'Acme Mail');
    const { clientId, subdomain } = story.cloud.package(PACK);
    const shown = tokenTestCommand({ clientId, subdomain });
    const command = shown.replace(`https://${subdomain}.auth.marketingcloudapis.com`, story.cloud.url);
    expect(command).toContain(`'${story.cloud.url}/v2/token'`);

    const { out, history, seen } = await paste(command, secret);
    expect(out).toMatch(/Secret: \n200\nleft over: \n/);
    expect(history).toContain('client_credentials');
    expect(seen).toMatch(/curl.*--data-binary @-/);
    for (const place of [out, history, seen]) expect(tracesOf(secret, place)).toEqual([]);

    expect((await paste(command, secret.replace(/.$/, '')))['out']).toMatch(/Secret: \n401\n/);
  });
});
