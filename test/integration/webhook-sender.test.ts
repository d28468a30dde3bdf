import { spawn } from 'node:child_process';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebhookFailed } from '../../src/adapters/webhook-sender.ts';
import { httpsWebhookSender, type WebhookSenderOptions } from '../../src/adapters/webhook-sender-https.ts';
import { certificateFor } from '../support/certificates.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';

// Where a webhook may lead, and how long it may take: real servers, and a DNS of the test's own.

const PUBLIC = 'https://rekey.example';
const LOCAL = 'http://127.0.0.1:3000';
/** Stands for a public host: the tests have no internet. */
const OUTSIDE = '127.0.0.2';
const INSIDE = '127.0.0.1';
const TIMEOUT_MS = 400;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function receiver(...of: Parameters<typeof startReceiver>): Promise<Receiver> {
  const started = await startReceiver(...of);
  open.push(() => started.close());
  return started;
}

/** A server of bytes: what it says and does to whoever connects. */
async function bytesFrom(talk: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, INSIDE, resolve));
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://${INSIDE}:${(server.address() as AddressInfo).port}/`;
}

const request = (url: string) => ({
  url,
  headers: { 'content-type': 'application/json' },
  body: '{"a":"ü"}',
});
const send = (url: string, options: Partial<WebhookSenderOptions> = {}) =>
  httpsWebhookSender({ ownUrl: LOCAL, timeoutMs: TIMEOUT_MS, ...options })
    .send(request(url))
    .then(
      ({ status, retryAfterSeconds }) => (retryAfterSeconds === null ? status : [status, retryAfterSeconds]),
      (error: unknown) => {
        if (!(error instanceof WebhookFailed)) throw error;
        return error.reason;
      },
    );

describe('an address that is judged before anything is asked', () => {
  const sender = httpsWebhookSender({ ownUrl: PUBLIC });
  test.each([
    ['https://hooks.example/a?b=c', null],
    ['https://hooks.example:8443/', null],
    ['https://8.8.8.8/', null],
    ['https://[2606:4700::1111]/', null],
    ['http://hooks.example/', 'not_https'],
    ['http://127.0.0.1:3000/', 'not_https'],
    ['ftp://hooks.example/', 'not_https'],
    ['file:///etc/passwd', 'not_https'],
    ['javascript:alert(1)', 'not_https'],
    ['hooks.example', 'malformed'],
    ['https://', 'malformed'],
    ['https://hooks.example/#part', 'malformed'],
    ['https://user:password@hooks.example/', 'has_credentials'],
    ['https://localhost/', 'private_address'],
    ['https://LOCALHOST./', 'private_address'],
    ['https://rekey.localhost/', 'private_address'],
    ['https://127.0.0.1/', 'private_address'],
    ['https://127.1/', 'private_address'],
    ['https://2130706433/', 'private_address'],
    ['https://017700000001/', 'private_address'],
    ['https://0x7f000001/', 'private_address'],
    ['https://0x7f.0.0.0x1/', 'private_address'],
    ['https://%31%32%37.0.0.1/', 'private_address'],
    ['https://１２７.０.０.１/', 'private_address'],
    ['https://127.0.0.1./', 'private_address'],
    ['https://0/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::]/', 'private_address'],
    ['https://[::ffff:127.0.0.1]/', 'private_address'],
    ['https://[::ffff:8.8.8.8]/', 'private_address'],
    ['https://[fd00:ec2::254]/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data/', 'private_address'],
    ['https://10.1.2.3/', 'private_address'],
    ['https://100.64.0.1/', 'private_address'],
  ])('%s: %s', (url, fault) => {
    expect(sender.judge(url)).toBe(fault);
  });

  test('an address of 2,000 letters is none', () =>
    expect(sender.judge(`https://hooks.example/${'x'.repeat(2000)}`)).toBe('malformed'));

  test('where rekey itself is on loopback, targets may be; and nothing else more', () => {
    const local = httpsWebhookSender({ ownUrl: LOCAL });
    for (const url of ['http://127.0.0.1:1/', 'http://localhost:1/', 'http://[::1]:1/', 'https://127.1/'])
      expect([url, local.judge(url)]).toEqual([url, null]);
    expect(local.judge('http://hooks.example/')).toBe('not_https');
    expect(local.judge('http://10.0.0.1/')).toBe('not_https');
    for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/', 'https://[::ffff:127.0.0.1]/'])
      expect([url, local.judge(url)]).toEqual([url, 'private_address']);
  });

  test('and judged again when it is sent', async () => {
    const target = await receiver();
    expect(await send(target.url, { ownUrl: PUBLIC })).toBe('not_https');
    expect(await send(target.url.replace('http:', 'https:'), { ownUrl: PUBLIC })).toBe('private_address');
    expect(target.received).toEqual([]);
  });
});

const tls = certificateFor('hooks.example');
if (!tls) process.stdout.write('openssl is missing: webhooks over TLS are not tried.\n');

describe.runIf(tls)('a name, over TLS', () => {
  const isPublic = (address: string) => address === OUTSIDE;
  const both = async () => {
    const outside = await receiver({ host: OUTSIDE, tls: tls! });
    const url = `https://hooks.example:${outside.port}/hooks?to=us`;
    return { outside, url, options: { ownUrl: PUBLIC, ca: tls!.cert, isPublic } };
  };
  const answering =
    (...answers: string[][]) =>
    async () =>
      (answers.length > 1 ? answers.shift()! : answers[0]!).map((address) => ({ address, family: 4 }));

  test('is asked once, and what was checked is what is connected to, under its own name', async () => {
    const { outside, url, options } = await both();
    const asked: string[] = [];
    const resolve = async (host: string) => (asked.push(host), [{ address: OUTSIDE, family: 4 }]);
    expect(await send(url, { ...options, resolve })).toBe(200);
    expect(asked).toEqual(['hooks.example']);
    const [got] = outside.received;
    expect([got?.method, got?.path, got?.body]).toEqual(['POST', '/hooks?to=us', '{"a":"ü"}']);
    expect(got?.headers).toMatchObject({ host: `hooks.example:${outside.port}`, 'content-length': '10' });
  });

  test('that leads inside is not connected to; nor is one that leads there the second time', async () => {
    const { outside, url, options } = await both();
    let knocks = 0;
    const inside = createServer((socket) => (knocks++, socket.destroy()));
    await new Promise<void>((resolve) => inside.listen(outside.port, INSIDE, resolve));
    open.push(() => new Promise((resolve) => inside.close(() => resolve())));
    const resolve = answering([OUTSIDE], [INSIDE]);
    expect(await send(url, { ...options, resolve })).toBe(200);
    expect(await send(url, { ...options, resolve })).toBe('private_address');
    for (const found of [[INSIDE], [OUTSIDE, INSIDE], [INSIDE, OUTSIDE], ['::ffff:127.0.0.1'], ['nonsense']])
      expect(await send(url, { ...options, resolve: answering(found) })).toBe('private_address');
    // As it is in production, where loopback is what it is.
    const { isPublic: _, ...real } = options;
    for (const found of [[INSIDE], ['169.254.169.254'], ['10.0.0.1'], ['8.8.8.8', 'fd00::1']])
      expect(await send(url, { ...real, resolve: answering(found) })).toBe('private_address');
    expect([knocks, outside.received.length]).toEqual([0, 1]);
  });

  test('that nobody knows, or DNS does not answer for', async () => {
    const { url, options } = await both();
    expect(await send(url, { ...options, resolve: answering([]) })).toBe('unknown_name');
    const fails = () => Promise.reject(new Error('ENOTFOUND hooks.example'));
    expect(await send(url, { ...options, resolve: fails })).toBe('unknown_name');
    const hangs = () => new Promise<never>(() => undefined);
    expect(await send(url, { ...options, resolve: hangs })).toBe('timed_out');
  });

  test('whose certificate is another’s, or nobody’s: nothing is sent', async () => {
    const { outside, url, options } = await both();
    const resolve = answering([OUTSIDE]);
    const other = url.replace('hooks.example', 'other.example');
    expect(await send(other, { ...options, resolve })).toBe('no_tls');
    const { ca: _, ...unknown } = options;
    expect(await send(url, { ...unknown, resolve })).toBe('no_tls');
    const plain = await receiver({ host: OUTSIDE });
    expect(await send(url.replace(`${outside.port}`, `${plain.port}`), { ...options, resolve })).toBe(
      'no_tls',
    );
    expect(outside.received).toEqual([]);
  });
});

describe('an answer', () => {
  test.each([200, 202, 204, 299, 400, 404, 410, 429, 500, 503])('%i is told as it is', async (status) => {
    const target = await receiver();
    target.always = status;
    expect(await send(target.url)).toBe(status);
  });

  test('a redirect is not followed, wherever it leads', async () => {
    const [target, other] = [await receiver(), await receiver()];
    for (const status of [301, 302, 303, 307, 308]) {
      target.always = (response) => response.writeHead(status, { location: other.url }).end();
      expect(await send(target.url)).toBe(status);
    }
    expect(other.received).toEqual([]);
  });

  test('Retry-After counts in seconds only', async () => {
    const target = await receiver();
    const seen = [];
    for (const wish of ['120', 'Wed, 21 Oct 2027 07:28:00 GMT', '-1', '1e9', '99999999999']) {
      target.always = (response) => response.writeHead(429, { 'retry-after': wish }).end();
      seen.push(await send(target.url));
    }
    expect(seen).toEqual([[429, 120], 429, 429, 429, 429]);
  });

  test('whose body never ends counts from its first line; more than a few kilobytes are not read', async () => {
    const target = await receiver();
    target.always = (response) => void response.writeHead(200).write('a');
    expect(await send(target.url)).toBe(200);
    let written = 0;
    target.always = (response) => {
      const chunk = Buffer.alloc(64 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk)) written += chunk.length;
      };
      response.writeHead(500).on('drain', more);
      more();
    };
    const before = performance.now();
    expect(await send(target.url)).toBe(500);
    expect(performance.now() - before).toBeLessThan(TIMEOUT_MS);
    expect(written).toBeLessThan(8 * 1024 * 1024);
  });

  test.each<[string, (socket: Socket) => void, string]>([
    ['that never comes', () => undefined, 'timed_out'],
    [
      'that drips in, letter by letter',
      (socket) => {
        const letters = [...'HTTP/1.1 200 OK\r\nx-slow: '.repeat(50)];
        const drip = setInterval(() => socket.write(letters.shift() ?? 'x'), 20);
        socket.on('close', () => clearInterval(drip));
      },
      'timed_out',
    ],
    [
      'that keeps saying it will come',
      (socket) => {
        const soon = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
        socket.on('close', () => clearInterval(soon));
      },
      'timed_out',
    ],
    ['that is no HTTP', (socket) => void socket.end('220 smtp.example ESMTP\r\n'), 'broken_off'],
    [
      'with headers without end',
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\na: ${'x'.repeat(99_999)}`),
      'broken_off',
    ],
    ['that is cut off', (socket) => void socket.destroy(), 'broken_off'],
    [
      'that wants another protocol',
      (socket) =>
        void socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'broken_off',
    ],
  ])('%s', async (_, talk, fault) => {
    const url = await bytesFrom(talk);
    const before = performance.now();
    expect(await send(url)).toBe(fault);
    expect(performance.now() - before).toBeLessThan(TIMEOUT_MS + 300);
  });

  test('from where nobody listens', async () => {
    const target = await startReceiver();
    await target.close();
    expect(await send(target.url)).toBe('unreachable');
  });
});

test('a proxy in the environment is not asked, though Node’s own agent would', async () => {
  const [target, proxy] = [await receiver(), await receiver()];
  const script = `
    const { get } = await import('node:http');
    const { httpsWebhookSender } = await import('${process.cwd()}/src/adapters/webhook-sender-https.ts');
    await new Promise((resolve) => get('${target.url}?by=node', (answer) => answer.resume().on('end', resolve)));
    const sender = httpsWebhookSender({ ownUrl: '${LOCAL}' });
    await sender.send({ url: '${target.url}?by=rekey', headers: {}, body: '{}' });`;
  const origin = new URL(proxy.url).origin;
  const proxies = {
    NODE_USE_ENV_PROXY: '1',
    HTTP_PROXY: origin,
    http_proxy: origin,
    NO_PROXY: '',
    no_proxy: '',
  };
  const args = ['--import', './src/boot.ts', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...proxies } });
  let said = '';
  child.stderr.on('data', (bytes) => (said += String(bytes)));
  await new Promise((resolve) => child.on('close', resolve));
  const paths = [target, proxy].map(({ received }) => received.map(({ path }) => path.replace(/.*\?/, '')));
  expect([said, ...paths]).toEqual(['', ['by=rekey'], ['by=node']]);
});
