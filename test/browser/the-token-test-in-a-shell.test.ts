import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { tokenTestCommand } from '../../src/web/pages/token-test.ts';
import { handoffFacts, SECRET } from './in-memory.ts';

// What the vendor is told to paste, pasted into a real interactive shell, against a token endpoint of ours.

const NEEDED = ['/usr/bin/script', '/usr/bin/curl', '/proc/self/cmdline'];
const describeInShell = NEEDED.every((path) => existsSync(path)) ? describe : describe.skip;

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** Processes whose arguments or environment hold a text, by pid. */
const holdersOf = (text: string) =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => ['cmdline', 'environ'].some((part) => read(`/proc/${pid}/${part}`).includes(text)));
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // gone by now, or another user's
  }
}

async function tokenEndpoint() {
  const asked: { body: unknown; holders: string[] }[] = [];
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as { client_secret: string };
    asked.push({ body, holders: holdersOf(SECRET) });
    res.writeHead(body.client_secret === SECRET ? 200 : 401).end('{"access_token":"a-token"}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => void server.close());
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/token` };
}

/** An interactive bash in a terminal of its own. */
function shell() {
  const home = mkdtempSync(join(tmpdir(), 'shell-'));
  const history = join(home, 'history');
  const env = {
    ...{ PATH: process.env['PATH'], HOME: home, HISTFILE: history },
    TERM: 'dumb',
    PS1: 'ready> ',
  };
  const terminal = spawn('script', ['-qfc', 'bash --norc --noprofile -i', '/dev/null'], { env });
  closing.push(() => (terminal.kill(), rmSync(home, { recursive: true, force: true })));
  let shown = '';
  terminal.stdout.on('data', (part: Buffer) => (shown += part.toString()));
  return {
    shown: () => shown,
    history: () => read(history),
    type: (text: string) => void terminal.stdin.write(`${text}\r`),
    sees: (text: string | RegExp) => expect.poll(() => shown, { timeout: 10_000 }).toMatch(text),
    ended: new Promise<void>((resolve) => terminal.once('close', () => resolve())),
  };
}

describeInShell('the command that tests a secret', () => {
  test.each([
    ['typed line by line', (text: string) => text],
    ['pasted in brackets', (text: string) => `\x1b[200~${text}\x1b[201~`],
  ])('%s: asks, tells 200 from 401, and leaves nothing behind', async (_name, paste) => {
    const { asked, url } = await tokenEndpoint();
    const real = tokenTestCommand(handoffFacts);
    const command = real.replace(/https:[^']+/, url);
    const bash = shell();
    await bash.sees('ready> ');
    for (const [typed, status] of [
      [SECRET, '200'],
      ['another', '401'],
    ] as const) {
      bash.type(paste(command));
      await bash.sees(status === '200' ? /Secret: / : /200\r\n[\s\S]*Secret: /);
      bash.type(typed);
      await bash.sees(new RegExp(`(?:^|\\n)${status}\\r\\n`));
    }
    bash.type('echo "s is [$s]"; exit');
    await bash.ended;
    const request = { grant_type: 'client_credentials', client_id: handoffFacts.clientId, scope: '' };
    expect(asked).toEqual([
      { body: { ...request, client_secret: SECRET }, holders: [] },
      { body: { ...request, client_secret: 'another' }, holders: [] },
    ]);
    expect(bash.shown()).toContain('s is []');
    expect(bash.history()).toContain('read -rs s');
    for (const place of [bash.shown(), bash.history()]) {
      expect(place).not.toContain(SECRET);
      expect(place).not.toContain('a-token');
    }
  });
});
