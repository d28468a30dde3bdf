import { RULES } from '../domain/rules.ts';
import type { Proof } from '../domain/rotation.ts';

/**
 * How a vendor makes sure (rule 12), asked in the same words in Slack and on the page: the choice, what it means, and `name`
 * for what was said.
 */
export const PROOFS = {
  fresh_token: {
    name: 'a freshly fetched token',
    choice: 'We forced a new token',
    about: 'Restarted it or cleared its token cache, after the change',
  },
  test_connection: {
    name: 'a test connection',
    choice: 'We used a test connection',
    about: 'The system’s own check, after the change',
  },
  production_traffic: {
    name: 'production traffic',
    choice: 'We watched real traffic',
    about: `Calls have gone through for ${RULES.tokenLifeMinutes} minutes since the change`,
  },
} as const satisfies Record<Proof, { name: string; choice: string; about: string }>;

/** What else is asked soon after collection, of whoever chose another proof: the first one says it already. */
export const FRESH_TOKEN_TOO = 'A new token was fetched since';
