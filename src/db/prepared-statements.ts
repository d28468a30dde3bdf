import type postgres from 'postgres';

type Unsafe = postgres.Sql['unsafe'];

/** Statements of more parameters vary in length, so that keeping each would only fill the server's memory. */
const MOST_PARAMETERS = 40;

/**
 * Has drizzle's statements prepared, once per connection. Drizzle leaves that off: each would be parsed and planned
 * anew, in two round trips. `?prepare=false` in the URL still turns it off, for a pooler that keeps no sessions.
 */
export const preparing =
  (unsafe: Unsafe): Unsafe =>
  (text, parameters = [], options = {}) =>
    unsafe(
      text,
      parameters,
      parameters.length > 0 && parameters.length <= MOST_PARAMETERS ? { ...options, prepare: true } : options,
    );
