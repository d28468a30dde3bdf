import { DateTime } from 'luxon';
import { z } from 'zod';
import { readCode } from '../domain/link-code.ts';
import { isColumn } from '../domain/import-columns.ts';
import { isSecret } from '../domain/import-cells.ts';
import type { ProblemKind, Proof } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import { Secret } from '../domain/secret.ts';
import { isWholeText } from '../domain/whole-text.ts';

/** Any JSON body of a page, in bytes; a deposit is at most 512 characters, a note 500. */
export const BODY_LIMIT = 16_384;
export const NOTE_LIMIT = 500;

const token = z.string().regex(/^[A-Za-z0-9_-]{16,128}$/);
const code = z.string().max(64).transform(readCode).pipe(z.string());
const line = z.string().min(1).max(300).refine(isWholeText);

const PROOFS = { fresh_token: 0, test_connection: 0, production_traffic: 0 } satisfies Record<Proof, 0>;
const KINDS = { rejected: 0, lost: 0, wrong_package: 0, no_access: 0, other: 0 } satisfies Record<
  ProblemKind,
  0
>;
const keysOf = <Key extends string>(record: Record<Key, 0>) => Object.keys(record) as [Key, ...Key[]];

export const peekBody = z.object({ token });
export const heldBody = z.object({ token, code });
/** An alarm needs no code: with it, it is stronger. */
export const alarmBody = z.object({
  token,
  code: z
    .string()
    .trim()
    .transform((text) => text || null)
    .nullable()
    .default(null)
    .pipe(code.nullable()),
});

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** A page brings its key pair's public half, a program 32 random bytes of its own: to these the secret is sealed (promise H5). */
export const collectBody = heldBody
  .extend({
    claimId: z.uuid().optional(),
    publicKey: z.object({ x: coordinate, y: coordinate }).optional(),
    retry_key: z
      .string()
      .regex(/^[0-9a-f]{64}$/i)
      .optional(),
  })
  .transform(({ claimId, publicKey, retry_key: retryKey, ...link }, context) => {
    if (retryKey)
      return { ...link, reader: { kind: 'script' as const, retryKey: Buffer.from(retryKey, 'hex') } };
    if (claimId && publicKey) return { ...link, reader: { kind: 'page' as const, claimId, publicKey } };
    context.addIssue({ code: 'custom', path: ['retry_key'], message: 'no key to seal to' });
    return z.NEVER;
  });

export const depositBody = heldBody.extend({
  secret: z.string().transform((text) => new Secret(text)),
  generatedAt: z
    .string()
    .max(40)
    .transform((text) => DateTime.fromISO(text, { zone: 'utc' }))
    .refine((at): at is Moment => at.isValid),
  acceptsWarnings: z.boolean().default(false),
});
export const confirmBody = heldBody.extend({
  systems: z.array(line).max(100).default([]),
  proof: z.enum(keysOf(PROOFS)),
  isSureTokenIsFresh: z.boolean().default(false),
});
export const reportBody = heldBody.extend({
  kind: z.enum(keysOf(KINDS)),
  note: z
    .string()
    .trim()
    .max(NOTE_LIMIT)
    .refine(isWholeText)
    .transform((text) => text || null)
    .nullable()
    .default(null),
});

/** A table, in bytes of its JSON body: 5,000 packages and everything one may say of them. */
export const TABLE_LIMIT = 3_000_000;
const MOST_COLUMNS = 200;

export const tableBody = heldBody
  .extend({
    table: z.string(),
    columns: z.array(z.string().max(40)).max(MOST_COLUMNS).default([]),
    hasHeadings: z.enum(['', 'yes', 'no']).default(''),
    order: z.enum(['', 'dmy', 'mdy']).default(''),
    accountName: z
      .string()
      .trim()
      .max(100)
      .refine((text) => isWholeText(text) && !isSecret(text))
      .default(''),
    /** Of the preview that is applied. */
    seen: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .default('0'.repeat(64)),
  })
  .transform(({ columns, hasHeadings, order, accountName, ...rest }) => ({
    ...rest,
    columns: columns.length > 0 ? columns.map((name) => (isColumn(name) ? name : null)) : null,
    hasHeadings: hasHeadings === '' ? null : hasHeadings === 'yes',
    order: order || null,
    accountName: accountName.replaceAll(/\s+/g, ' ') || null,
  }));

export type BodyReading<Body> =
  | { readonly ok: true; readonly body: Body }
  | { readonly ok: false; readonly why: 'not_json' | 'link_malformed' | 'code_malformed' }
  | { readonly ok: false; readonly why: 'field_malformed'; readonly field: string };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Parses the raw bytes of a request. Invalid UTF-8 is refused rather than replaced: a secret must not change on its way. */
export function readBody<Body>(bytes: unknown, schema: z.ZodType<Body>): BodyReading<Body> {
  const json = Buffer.isBuffer(bytes) ? parseJson(bytes) : undefined;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return { ok: false, why: 'not_json' };
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, body: parsed.data };
  const wrong = parsed.error.issues.map(({ path }) => String(path[0] ?? ''));
  if (wrong.includes('token')) return { ok: false, why: 'link_malformed' };
  if (wrong.includes('code')) return { ok: false, why: 'code_malformed' };
  return { ok: false, why: 'field_malformed', field: wrong[0] ?? '' };
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined; // not JSON, or not UTF-8: the caller refuses both alike
  }
}
