import { createHmac } from 'node:crypto';
import type { Step } from '../domain/rotation.ts';
import type { Day, Moment } from '../domain/schedule.ts';
import type { WebhookEvent } from '../domain/webhook.ts';

/**
 * What a webhook tells, as it was when it happened: every repeat says the same, byte for byte. Ids, names, dates and the
 * step; never a link, a token, a code or a secret (promise H9).
 */
export interface WebhookContent {
  readonly kind: 'webhook';
  readonly event: WebhookEvent | 'test';
  readonly at: string;
  readonly package: PackageFacts | null;
  readonly rotation: RotationFacts | null;
}

interface PackageFacts {
  readonly id: string;
  readonly name: string;
  readonly expiresOn: Day | null;
  readonly hardStopOn: Day | null;
  readonly dueOn: Day | null;
}

interface RotationFacts {
  readonly id: string;
  readonly number: number;
  readonly step: Step;
  readonly startedAt: string;
}

/** Of the body below. Fields may be added under the same number; receivers ignore what they don't know. */
const VERSION = 1;

const TYPES = {
  due: 'rotation.due',
  started: 'rotation.started',
  ready: 'rotation.ready',
  done: 'rotation.done',
  overdue: 'rotation.overdue',
  test: 'webhook.test',
} as const satisfies Record<WebhookContent['event'], string>;

/** The body as it is signed and sent. Written field by field: a row's JSON comes back in another order. */
export function webhookBody({ event, at, package: pack, rotation }: WebhookContent): string {
  const data = {
    package: pack && {
      ...{ id: pack.id, name: pack.name, expiresOn: pack.expiresOn },
      ...{ hardStopOn: pack.hardStopOn, dueOn: pack.dueOn },
    },
    rotation: rotation && {
      ...{ id: rotation.id, number: rotation.number, step: rotation.step, startedAt: rotation.startedAt },
    },
  };
  return JSON.stringify({ type: TYPES[event], timestamp: at, version: VERSION, data });
}

/** 256 bits, as the specification's libraries take them. */
export const signingSecretText = (key: Uint8Array): string => `whsec_${Buffer.from(key).toString('base64')}`;

interface Signed {
  /** The same for every try: a receiver knows a repeat by it. */
  readonly id: string;
  /** Of this try: a receiver refuses old ones. */
  readonly at: Moment;
  readonly body: string;
  /** The key in force, and for a while the one before it. */
  readonly keys: readonly Uint8Array[];
}

/** The headers of Standard Webhooks 1.0.0 (standardwebhooks.com), symmetric scheme `v1`: one signature per key. */
export function signedHeaders({ id, at, body, keys }: Signed): Record<string, string> {
  const timestamp = String(Math.floor(at.toSeconds()));
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`,
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
