import { DateTime } from 'luxon';
import { z } from 'zod';
import { SHELVES, type BoardLook } from '../domain/board.ts';
import type { Actor, Contact } from '../domain/people.ts';
import type { Confirmation, DateRead, Problem, Solution } from '../domain/rotation.ts';
import type { Moment } from '../domain/schedule.ts';
import type { SecondPerson } from '../domain/second-person.ts';

// What the jsonb columns hold, checked once when a row is read. A row that does not fit is a fault, not a refusal.

/** An ISO text of ours as a moment. Throws on anything else. */
export function toMoment(text: string): Moment {
  const at = DateTime.fromISO(text, { zone: 'utc' });
  if (!at.isValid) throw new Error('a stored moment is not a date');
  return at;
}

const momentSchema = z.string().transform(toMoment);

const identity = {
  enterpriseId: z.string().nullable(),
  teamId: z.string(),
  userId: z.string(),
};

export const identitySchema = z.object(identity);

export const actorSchema: z.ZodType<Actor> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack'), ...identity }),
  z.object({ kind: z.literal('vendor_link'), handoffId: z.string(), passedOnBy: z.string().nullable() }),
  z.object({ kind: z.literal('job'), job: z.string() }),
]);

export const contactSchema: z.ZodType<Contact> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slack'), name: z.string(), channelId: z.string().nullable(), ...identity }),
  z.object({ kind: z.literal('email'), name: z.string(), email: z.string() }),
]);

export const confirmationSchema: z.ZodType<Confirmation> = z.object({
  at: momentSchema,
  by: actorSchema,
  way: z.enum(['slack', 'own_mail', 'passed_on']),
  systems: z.array(z.string()),
  proof: z.enum(['fresh_token', 'test_connection', 'production_traffic']),
});

export const problemSchema: z.ZodType<Problem> = z.object({
  kind: z.enum(['rejected', 'lost', 'wrong_package', 'no_access', 'other', 'unreadable']),
  note: z.string().nullable(),
  reportedAt: momentSchema,
});

export const solutionSchema: z.ZodType<Solution> = z.object({
  reason: z.string(),
  by: actorSchema,
  at: momentSchema,
});

const asked = {
  number: z.number().int(),
  askedBy: actorSchema,
  askedAt: momentSchema,
  endsAt: momentSchema,
};

export const secondPersonSchema: z.ZodType<Omit<SecondPerson, 'for'>> = z.object({
  wantedAt: momentSchema.nullable(),
  asked: z.number().int(),
  requests: z.array(
    z.discriminatedUnion('what', [
      z.object({
        what: z.literal('activate'),
        ...asked,
        agreed: z.object({ by: actorSchema, at: momentSchema }).nullable(),
      }),
      z.object({
        what: z.literal('waive'),
        ...asked,
        ...{ vendorId: z.string(), reason: z.string(), restsOn: z.string() },
      }),
    ]),
  ),
});

export const dateReadSchema: z.ZodType<DateRead> = z.object({
  expiresOn: z.string(),
  by: actorSchema,
  at: momentSchema,
  explanation: z.string().nullable(),
});

export const businessUnitsSchema = z.array(z.object({ mid: z.string(), name: z.string() }));
export const freezeWindowsSchema = z.array(z.object({ fromOn: z.string(), toOn: z.string() }));

const nullable = z.string().nullable();
export const boardLookSchema: z.ZodType<BoardLook> = z.object({
  filter: z.object({
    ...{ text: nullable, accountId: nullable, mid: nullable, vendorId: nullable, channelId: nullable },
    ...{ ownerId: nullable, shelf: z.enum(SHELVES).nullable() },
  }),
  page: z.number().int().min(0),
});
