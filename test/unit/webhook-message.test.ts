import { describe, expect, it, test } from 'vitest';
import {
  signedHeaders,
  signingSecretText,
  webhookBody,
  type WebhookContent,
} from '../../src/usecases/webhook-message.ts';
import { moment } from '../support/rotations.ts';
import { isSignedWith } from '../support/webhook-receiver.ts';

const at = moment('2021-02-25T15:02:10.999Z');

test('the signature is the published test vector’s', () => {
  // standard-webhooks/standard-webhooks, libraries/javascript/src/webhook.test.ts, "sign function works".
  const headers = signedHeaders({
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at,
    body: '{"test": 2432232314}',
    keys: [Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64')],
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('two keys sign, apart by a blank: a receiver with either takes it, one with neither does not', () => {
  const [current, previous, other] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  const body = '{"name":"Übergröße “x” 😀"}';
  const headers = signedHeaders({ id: 'a-b-c', at, body, keys: [current!, previous!] });
  expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
  const got = { method: 'POST', path: '/', headers, body };
  const opens = (key: Uint8Array, of = got) => isSignedWith(signingSecretText(key), of);
  expect([opens(current!), opens(previous!), opens(other!)]).toEqual([true, true, false]);
  expect(opens(current!, { ...got, body: `${body} ` })).toBe(false);
  expect(opens(current!, { ...got, headers: { ...headers, 'webhook-id': 'a-b-d' } })).toBe(false);
});

test('a signing secret is 256 bits behind the prefix that its libraries know', () => {
  expect(signingSecretText(new Uint8Array(32).fill(255))).toBe(
    'whsec_//////////////////////////////////////////8=',
  );
});

describe('the body', () => {
  const content: WebhookContent = {
    kind: 'webhook',
    event: 'ready',
    at: '2027-03-01T09:00:00.000Z',
    package: {
      id: '00000000-0000-4000-8000-000000000001',
      name: 'ESP “Production”\n',
      ...{ expiresOn: '2027-03-29', hardStopOn: '2027-03-28', dueOn: '2027-03-21' },
    },
    rotation: {
      id: '00000000-0000-4000-8000-000000000002',
      ...{ number: 3, step: 'ready', startedAt: '2027-02-28T09:00:00.000Z' },
    },
  };

  it('says what happened, to which package, when, and at which step it stands', () => {
    expect(webhookBody(content)).toBe(
      '{"type":"rotation.ready","timestamp":"2027-03-01T09:00:00.000Z","version":1,"data":{' +
        '"package":{"id":"00000000-0000-4000-8000-000000000001","name":"ESP “Production”\\n",' +
        '"expiresOn":"2027-03-29","hardStopOn":"2027-03-28","dueOn":"2027-03-21"},' +
        '"rotation":{"id":"00000000-0000-4000-8000-000000000002","number":3,"step":"ready",' +
        '"startedAt":"2027-02-28T09:00:00.000Z"}}}',
    );
  });

  it('is the same in whatever order a row’s JSON comes back, and holds nothing that is not named here', () => {
    const shuffled = {
      rotation: Object.fromEntries(Object.entries(content.rotation!).reverse()),
      package: { secret: 'x', ...Object.fromEntries(Object.entries(content.package!).reverse()) },
      ...{ at: content.at, event: content.event, kind: content.kind, code: 'y' },
    } as unknown as WebhookContent;
    expect(webhookBody(shuffled)).toBe(webhookBody(content));
  });

  it.each([
    ['due', 'rotation.due'],
    ['started', 'rotation.started'],
    ['ready', 'rotation.ready'],
    ['done', 'rotation.done'],
    ['overdue', 'rotation.overdue'],
    ['test', 'webhook.test'],
  ] as const)('of %s is a %s', (event, type) => {
    const of = { ...content, event, package: null, rotation: null };
    expect(JSON.parse(webhookBody(of))).toEqual({
      ...{ type, timestamp: content.at, version: 1, data: { package: null, rotation: null } },
    });
  });
});
