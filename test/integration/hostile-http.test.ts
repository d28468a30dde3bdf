import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PEOPLE } from '../../sandbox/slack/seed.ts';
import { heldBy, press, vendorMessageOf } from '../../sandbox/steps-seen.ts';
import { collect } from '../../sandbox/steps.ts';
import { share } from '../../sandbox/steps-through.ts';
import { ACTS, ACTS_OF_LINKS, BOARD_PATHS, LOOKS, PATHS_OF_ACTS, TABLE_ACTS } from '../browser/asking.ts';
import { useJourneys, type Journey } from '../support/journey.ts';
import { answersIn, openLine, sendRaw, type RawAnswer } from '../support/raw-http.ts';

// Over real sockets against the whole app: what no client of ours would send. Each time somebody else's handoff works afterwards.

const journey = useJourneys();
const { gus } = PEOPLE;
const ROUTES = [...LOOKS, ...PATHS_OF_ACTS, ...BOARD_PATHS, '/calendar/x.ics', '/slack/events', '/nothing'];

/** One vendor waits to collect; each attack comes from an address of its own, so that the brake hides nothing. */
async function besieged() {
  const story = await journey({ env: { TRUSTED_PROXIES: '1' }, isRough: true });
  const secret = await share(story, ['Loop Loyalty']);
  await press(story, gus, vendorMessageOf(story, gus), 'Collect');
  const held = await heldBy(story, gus, 'handoff');
  const token = new URL(held.url).hash.slice(1);
  // That a code was tried is counted.
  const before = await story.dump({ but: 'guess' });
  const standsFast = async () => {
    const ours = story.log.lines.filter((line) => !/a Slack library|Bolt could not/.test(line));
    expect(ours.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    expect(await story.dump({ but: 'guess' })).toBe(before);
    expect((await collect(story, held)).secret).toBe(secret);
  };
  return { story, held: { token, code: held.code }, secret, standsFast };
}

let callers = 0;
const caller = () => `x-forwarded-for: 192.0.${(callers += 1) >> 8}.${callers & 255}\r\n`;

const request = (method: string, path: string, headers = '', body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${caller()}${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`,
      'latin1',
    ),
    Buffer.from(body),
  ]);

const JSON_TYPE = 'content-type: application/json\r\n';
const INSIDE =
  /node_modules|\bat (?:async )?[\w.<>]+ \(|file:\/\/|\/src\/|Error:|SyntaxError|unexpected token/i;
const FLOOR = ['content-security-policy: default', 'cache-control: no-store', 'referrer-policy: no-referrer'];

/** Refused, with the floor, in words that tell nothing of the inside; `what` is for whoever reads a failure. */
function isPlainRefusal(answer: RawAnswer | undefined, what: string): void {
  expect(answer?.status, what).toBeGreaterThanOrEqual(400);
  expect(answer?.status, what).toBeLessThan(500);
  isPlain(answer!, what);
}

function isPlain({ status, head, body }: RawAnswer, what: string): void {
  expect(status, what).toBeLessThan(500);
  for (const line of FLOOR) expect(head, `${what} ${status}`).toContain(line);
  expect(`${head}${body}`, what).not.toMatch(INSIDE);
}

async function askRaw({ url }: Journey, bytes: Buffer, what: string): Promise<RawAnswer> {
  const [answer, ...more] = answersIn(await sendRaw(url, bytes));
  expect([answer !== undefined, more], what).toEqual([true, []]);
  return answer!;
}

test('bodies that are none, at every route: refused one and all, and the handoff beside them is collected', async () => {
  const { story, held, standsFast } = await besieged();
  const whole = JSON.stringify({ ...held, kind: 'other', note: 'x' });
  const bodies: Record<string, string | Buffer> = {
    nothing: '',
    'JSON cut short': whole.slice(0, -9),
    'something behind it': `${whole}{}`,
    'a byte-order mark and no more': '\uFEFF',
    'UTF-16': Buffer.from(whole, 'utf16le'),
    'a lone continuation byte': Buffer.from([0x7b, 0x22, 0x80, 0x22, 0x3a, 0x31, 0x7d]),
    'an overlong slash': Buffer.from([...Buffer.from('{"token":"'), 0xc0, 0xaf, ...Buffer.from('"}')]),
    'a surrogate in UTF-8': Buffer.from([...Buffer.from('{"token":"'), 0xed, 0xa0, 0x80, 0x22, 0x7d]),
    'a NUL': '{"token":"\0"}',
    'NULs alone': '\0'.repeat(4096),
    'nests of 8,000': '['.repeat(8000) + ']'.repeat(8000),
    'objects of 2,000': '{"a":'.repeat(2000) + '1' + '}'.repeat(2000),
    'a number beyond numbers': '1e999999',
    'an array of acts': `[${whole}]`,
    'a form': `token=${held.token}&code=${held.code}`,
    'twice the limit': JSON.stringify({ ...held, note: 'x'.repeat(32_768) }),
  };
  for (const path of ROUTES) {
    for (const [name, body] of Object.entries(bodies)) {
      const what = `${path}: ${name}`;
      const answer = await askRaw(story, request('POST', path, JSON_TYPE, body), what);
      // An alarm is heard whatever the link, and one over none at all does nothing.
      if (path === '/handoff/alarm' && answer.status === 200) isPlain(answer, what);
      else isPlainRefusal(answer, what);
    }
  }
  await standsFast();
});

test('fields that are something else, beside the right link and code: refused, and nothing was done', async () => {
  const { story, held, secret, standsFast } = await besieged();
  const strange: unknown[] = [
    ...[null, true, 7, 1e308, [], {}, [''], { toString: 'x' }, { length: 8 }, [['x']]],
    ...['', '\0', '\ud800', 'a\udc00b', '../../etc/passwd', '%2e%2e%2f', "' or 1=1 --", '${7*7}', '{{7*7}}'],
    ...['x'.repeat(6000), 'ż'.repeat(3000), '__proto__', 'constructor', 'toString'],
  ];
  const real: Record<string, object> = Object.fromEntries(
    ACTS_OF_LINKS.map((path) => [path, { ...ACTS[path], ...held }]),
  );
  for (const [path, act] of Object.entries(real)) {
    // Peeking with the right link is no refusal; a code is none of its fields.
    const fields = Object.keys(act).filter((field) => !path.endsWith('peek') || field === 'token');
    // Whoever says nothing of systems, a note or being sure says something else, which is answered elsewhere.
    const needed = fields.filter((field) => !['systems', 'note', 'isSureTokenIsFresh'].includes(field));
    for (const field of needed) {
      for (const value of strange) {
        const what = `${path} ${field}=${JSON.stringify(value).slice(0, 40)}`;
        const body = JSON.stringify({ ...act, [field]: value });
        const answer = await askRaw(story, request('POST', path, JSON_TYPE, body), what);
        isPlainRefusal(answer, what);
        expect(answer.body, what).not.toContain(secret.slice(5, 17));
      }
    }
  }
  // An own key named __proto__ is a key like any other: it is not read, and changes no object.
  const poisoned = `{"__proto__":{"token":"${held.token}","code":"${held.code}","status":"done"},"constructor":{"prototype":{"ok":true}}}`;
  for (const path of ACTS_OF_LINKS)
    isPlainRefusal(await askRaw(story, request('POST', path, JSON_TYPE, poisoned), path), path);
  expect([({} as { token?: string }).token, ({} as { ok?: boolean }).ok]).toEqual([undefined, undefined]);
  await standsFast();
});

test('what Slack would sign: payloads that are none are refused or answered, and nothing is done', async () => {
  const { story, standsFast } = await besieged();
  const { slack } = story;
  const payload = (value: unknown) => new URLSearchParams({ payload: JSON.stringify(value) }).toString();
  const forms = [
    ...[
      '',
      'payload=',
      'payload=%7B',
      'payload=null',
      'payload=[]',
      'payload=7',
      'payload=%ff%fe',
      'a=%zz&&=&',
    ],
    ...['payload=%7B%7D&payload=%7B%7D', 'command=%00&text=%00', '__proto__=1&constructor[prototype][x]=1'],
    payload({ type: 'block_actions' }),
    payload({ type: 'view_submission', view: null, user: [] }),
    payload({ type: 'block_actions', actions: {}, user: { id: {} } }),
    payload({ type: ['view_submission'], view: { state: '\ud800' } }),
    `payload=${'%5B'.repeat(20_000)}`,
  ];
  const jsons = [
    '',
    '{',
    'null',
    '[]',
    '7',
    '{"type":"event_callback"}',
    '{"event":{"type":["x"]}}',
    '"\\ud800"',
  ];
  // What nobody acknowledges is answered after three seconds: all at once.
  const answers = await Promise.all([
    ...forms.map((body) => slack.post(body)),
    ...jsons.map((body) => slack.post(body, { contentType: 'application/json' })),
  ]);
  for (const [n, { status }] of answers.entries()) {
    expect(status, [...forms, ...jsons][n]?.slice(0, 60)).toBeGreaterThanOrEqual(200);
    expect(status, [...forms, ...jsons][n]?.slice(0, 60)).toBeLessThan(500);
  }
  await standsFast();
});

test('methods, paths and types of every kind, at every route', async () => {
  const { story, held, standsFast } = await besieged();
  const body = JSON.stringify(held);
  for (const path of ROUTES) {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND', 'M-SEARCH', 'LINK']) {
      const what = `${method} ${path}`;
      isPlainRefusal(await askRaw(story, request(method, path, JSON_TYPE, body), what), what);
    }
    for (const method of ['POTS', 'post', 'CONNECT', 'GET\t', 'G\0T', 'PRI']) {
      for (const answer of answersIn(await sendRaw(story.url, request(method, path, JSON_TYPE, body))))
        isPlainRefusal(answer, `${JSON.stringify(method)} ${path}`);
    }
  }
  const types = [
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=',
    'x'.repeat(9000),
  ];
  const encodings = ['gzip', 'br', 'identity, gzip', 'x'];
  const claims = [
    ...[...types, 'application/json; charset=utf-7', ''].map((type) => `content-type: ${type}\r\n`),
    ...encodings.map((encoding) => `${JSON_TYPE}content-encoding: ${encoding}\r\n`),
    `${JSON_TYPE}sec-fetch-site: cross-site\r\n`,
  ];
  for (const path of [...PATHS_OF_ACTS, '/slack/events']) {
    for (const claim of claims) {
      const what = `${path} ${claim.slice(0, 60)}`;
      isPlainRefusal(await askRaw(story, request('POST', path, claim, body), what), what);
    }
  }
  const paths = [
    ...[
      '/../../etc/passwd',
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/assets/page.js/..',
    ],
    ...['/assets/%2e%2e/%2e%2e/src/app.ts', '/assets/page.js%00', '/assets/\\..\\x', '/.env', '/.git/config'],
    ...[
      '//etc/passwd',
      '/%',
      '/%zz',
      '/%c0%af',
      '/handoff%2fpeek',
      '/HANDOFF',
      `/${'a/'.repeat(3000)}`,
      '/[',
      '/?[',
    ],
    ...[
      '*',
      'http://evil.example/nothing',
      'http://[::1',
      'javascript:1',
      '/slack/events/../x',
      '/handoff;x=1',
    ],
    ...['/__proto__', '/constructor', `/${'x'.repeat(6000)}`, `/handoff/${'x'.repeat(6000)}`, '/\u00ff'],
  ];
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const what = `${method} ${path.slice(0, 60)}`;
      const answer = await askRaw(story, request(method, path, JSON_TYPE, body), what);
      if (path === '/?[' && method === 'GET') expect(answer.status).toBe(200);
      else isPlainRefusal(answer, what);
      expect(answer.body, what).not.toContain('"dependencies"');
    }
  }
  await standsFast();
});

test('what is no request at all: 400, 413 or 431 with the header floor, or a closed line', async () => {
  const { story, held, standsFast } = await besieged();
  const act = `host: x\r\ncontent-type: application/json\r\n${caller()}`;
  const body = JSON.stringify(held);
  const lines: Record<string, [string | Buffer, number]> = {
    nonsense: ['\0\x01\x02\r\n\r\n', 400],
    'a greeting of TLS': [Buffer.from('1603010200010001fc0303', 'hex'), 400],
    'HTTP/2': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    'HTTP/9': ['GET / HTTP/9.9\r\n\r\n', 400],
    'no host': ['GET / HTTP/1.1\r\n\r\n', 400],
    'two lengths': [
      `POST /handoff/open HTTP/1.1\r\n${act}content-length: 3\r\ncontent-length: 4\r\n\r\n{}`,
      400,
    ],
    'a length and chunks': [
      `POST /handoff/open HTTP/1.1\r\n${act}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
    'a length below nothing': [`POST /handoff/open HTTP/1.1\r\n${act}content-length: -1\r\n\r\n`, 400],
    'a length beyond counting': [`POST / HTTP/1.1\r\n${act}content-length: ${'9'.repeat(30)}\r\n\r\n`, 400],
    'a chunk of no size': [
      `POST /handoff/open HTTP/1.1\r\n${act}transfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
    'a chunk with a story': [
      `POST /handoff/open HTTP/1.1\r\n${act}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n{`,
      413,
    ],
    'a header without a name': ['GET / HTTP/1.1\r\nhost: x\r\n: x\r\n\r\n', 400],
    'a NUL in a header': ['GET / HTTP/1.1\r\nhost: x\r\nx: \0\r\n\r\n', 400],
    'a folded header': ['GET / HTTP/1.1\r\nhost: x\r\nx: a\r\n b\r\n\r\n', 400],
    'bare line feeds': ['GET / HTTP/1.1\nhost: x\n\n', 400],
    'a header of 16 KB': [`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(16_400)}\r\n\r\n`, 431],
    'a path of 16 KB': [`GET /${'y'.repeat(16_400)} HTTP/1.1\r\nhost: x\r\n\r\n`, 431],
    'ten thousand headers': [`GET / HTTP/1.1\r\nhost: x\r\n${'a: b\r\n'.repeat(10_000)}\r\n`, 431],
    'a secret in a broken line': [`${body} SFMC_0123456789\r\n\r\n`, 400],
  };
  for (const [name, [bytes, status]] of Object.entries(lines)) {
    const answers = answersIn(await sendRaw(story.url, bytes));
    expect(
      answers.map((answer) => answer.status),
      name,
    ).toEqual([status]);
    isPlainRefusal(answers[0], name);
    expect(answers[0]?.head, name).toContain('connection: close');
    expect(answers[0]?.body, name).toBe('');
  }
  const expecting = request('GET', '/handoff', 'expect: the-unexpected\r\n');
  const ignored = await askRaw(story, expecting, 'an expectation');
  expect(ignored.status).toBe(200);
  isPlain(ignored, 'an expectation');
  const upgrade = await askRaw(story, request('GET', '/nothing', 'upgrade: websocket\r\n'), 'an upgrade');
  isPlainRefusal(upgrade, 'an upgrade');
  await standsFast();
});

test('20 MB, whole or in pieces: not kept, at every route', async () => {
  const { story, standsFast } = await besieged();
  const much = Buffer.alloc(20 * 1024 * 1024, 0x20);
  for (const path of [...PATHS_OF_ACTS, '/slack/events', '/handoff']) {
    const answers = answersIn(await sendRaw(story.url, request('POST', path, JSON_TYPE, much)));
    expect([path, answers.map(({ status }) => status)]).toEqual([path, [path === '/handoff' ? 405 : 413]]);
  }
  const head = `POST /handoff/open HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${JSON_TYPE}${caller()}`;
  const chunk = Buffer.concat([
    Buffer.from('100000\r\n'),
    Buffer.alloc(0x10_0000, 0x20),
    Buffer.from('\r\n'),
  ]);
  const pieces = [...Array.from({ length: 20 }, () => chunk), '0\r\n\r\n'];
  const inPieces = await sendRaw(story.url, `${head}transfer-encoding: chunked\r\n\r\n`, ...pieces);
  expect(answersIn(inPieces).map(({ status }) => status)).toEqual([413]);
  await standsFast();
});

test('more than a page takes: 413 before it was sent, with the floor, and a closed line', async () => {
  const { story, standsFast } = await besieged();
  const head = `host: x\r\n${JSON_TYPE}`;
  const begun: Record<string, string> = {
    'said, and nothing sent yet': 'content-length: 20971520\r\n\r\n',
    'said, by one byte too much': `content-length: ${16_384 + 1}\r\n\r\n{"token":"`,
    'in a piece that is not over': `transfer-encoding: chunked\r\n\r\n5000\r\n${'x'.repeat(17_000)}`,
    'asked whether to send it': 'expect: 100-continue\r\ncontent-length: 20971520\r\n\r\n',
  };
  const isCutOff = async (path: string, name: string, rest: string) => {
    const what = `${path}: ${name}`;
    const { socket, heard, closed } = openLine(story.url);
    socket.write(`POST ${path} HTTP/1.1\r\n${caller()}${head}${rest}`);
    const answered = () => answersIn(heard().replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''));
    await expect
      .poll(() => /far too (?:long|large)/.test(heard()), { message: what, timeout: 5_000 })
      .toBe(true);
    const [answer] = answered();
    expect([what, answer?.status]).toEqual([what, 413]);
    isPlain(answer!, what);
    expect(answer?.head, what).toContain('connection: close');
    // What still comes is not read, and nothing more is said.
    socket.write('x'.repeat(100_000));
    await closed;
    expect([what, answered().length]).toEqual([what, 1]);
  };
  const ofTables: Record<string, string> = {
    'said, and nothing sent yet': begun['said, and nothing sent yet'] ?? '',
    'said, by one byte too much': `content-length: ${3_000_000 + 1}\r\n\r\n{"token":"`,
    'in a piece that is not over': `transfer-encoding: chunked\r\n\r\n400000\r\n${'x'.repeat(3_000_001)}`,
  };
  for (const path of PATHS_OF_ACTS) {
    const all = TABLE_ACTS.includes(path) ? ofTables : begun;
    await Promise.all(Object.entries(all).map(([name, rest]) => isCutOff(path, name, rest)));
  }
  await standsFast();
});

test('pipelined requests are answered in their order; what is no request ends the line after them', async () => {
  const { story, held, standsFast } = await besieged();
  const one = (path: string, body = '') =>
    `${body ? 'POST' : 'GET'} ${path} HTTP/1.1\r\nhost: x\r\n${caller()}${JSON_TYPE}content-length: ${body.length}\r\n\r\n${body}`;
  const short = JSON.stringify({ ...held, code: '0' });
  const asked = Array.from({ length: 100 }, (_, n) =>
    n % 2 ? one('/nothing') : one('/handoff/open', short),
  );
  const { socket, heard, closed } = openLine(story.url);
  socket.write(asked.join(''));
  const statuses = () => answersIn(heard()).map(({ status }) => status);
  await expect.poll(() => (heard().match(/HTTP\/1\.1 /g) ?? []).length, { timeout: 20_000 }).toBe(100);
  expect(statuses()).toEqual(asked.map((_, n) => (n % 2 ? 404 : 422)));
  socket.write('and now something else\r\n\r\n');
  expect(answersIn(await closed).at(-1)?.status).toBe(400);
  // Together with an act, nobody may take the refusal for the act's answer: the line closes without one, or after it.
  const together = await sendRaw(story.url, `${one('/handoff/open', short)}nonsense\r\n\r\n`);
  expect([[], [422], [422, 400]]).toContainEqual(answersIn(together).map(({ status }) => status));
  await standsFast();
});

test('bytes at random: no answer but refusals, and nobody falls over', async () => {
  const { story, standsFast } = await besieged();
  const start = fc.constantFrom(
    '',
    'GET ',
    'POST /handoff/open HTTP/1.1\r\n',
    'GET / HTTP/1.1\r\nhost: x\r\n',
  );
  await fc.assert(
    fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (before, bytes) => {
      const { socket, closed } = openLine(story.url);
      socket.end(Buffer.concat([Buffer.from(before), bytes, Buffer.from('\r\n\r\n')]));
      for (const answer of answersIn(await closed)) isPlain(answer, before);
    }),
    { numRuns: 300 },
  );
  await standsFast();
});
