import type { ExpirySource } from './package.ts';
import { RULES } from './rules.ts';
import { computedExpiryOn, startOfDay, type Day } from './schedule.ts';

/** Secrets generated before this day have no 180 days of their own: they end on the fixed date (rule 6). */
const CHANGED_ON = '2026-03-26';

/** When a secret expires as far as the day of Generate tells, and how that is known. */
export const expiryFrom = (generatedOn: Day): { expiresOn: Day; expirySource: ExpirySource } =>
  generatedOn < CHANGED_ON
    ? { expiresOn: RULES.fixedExpiryOn, expirySource: 'fixed_date' }
    : { expiresOn: computedExpiryOn(startOfDay(generatedOn)), expirySource: 'computed' };
