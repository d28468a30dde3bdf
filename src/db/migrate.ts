import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';

/** Any number will do, as long as every instance takes the same. */
const MIGRATION_LOCK = 726_300;

/** The generated migrations: `drizzle/` in the repository, or beside the bundle. */
export function migrationsFolder(): string {
  const places = ['./drizzle', '../../drizzle'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  );
  const found = places.find((place) => existsSync(`${place}/meta/_journal.json`));
  if (!found) throw new Error(`no migrations found in ${places.join(' or ')}`);
  return found;
}

/**
 * Brings the schema up to date. Instances that boot together take turns: drizzle's migrator is not safe for two,
 * so it runs on one connection that holds an advisory lock, for as long as it takes.
 */
export async function migrateDatabase(connect: (max: number) => postgres.Sql): Promise<void> {
  const folder = migrationsFolder();
  const client = connect(1);
  try {
    await client`set statement_timeout = 0`;
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    await client.end({ timeout: 5 });
  }
}
