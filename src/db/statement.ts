import { is, Placeholder, SQL, sql, type Query, type SQLWrapper } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

/** What comes with each call of a statement, by its name. */
export const value = (name: string) => sql.placeholder(name);

/**
 * A statement whose text is put together once, for `db.execute`. All that comes with each call stands in it as
 * `value(name)`. Otherwise drizzle would go through all its pieces at every call.
 */
export function statement<Name extends string>(
  query: SQL,
): (values: Readonly<Record<Name, unknown>>) => SQLWrapper {
  const { sql: text, params } = new PgDialect().sqlToQuery(query);
  const names = params.map((param) => {
    if (!is(param, Placeholder)) throw new Error('a statement with a value in it');
    return param.name as Name;
  });
  return (values) => new BuiltSql({ sql: text, params: names.map((name) => values[name]) });
}

class BuiltSql extends SQL {
  readonly #query: Query;
  constructor(query: Query) {
    super([]);
    this.#query = query;
  }
  override toQuery(): Query {
    return this.#query;
  }
}
