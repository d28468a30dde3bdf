import { pinoLog } from './adapters/log-pino.ts';
import { readConfig } from './config.ts';
import { openDatabase } from './db/connection.ts';
import { migrateDatabase } from './db/migrate.ts';

const reading = readConfig(process.env);
if (!reading.ok) {
  process.stderr.write(
    `rekey can't migrate. ${reading.problems.length} to mend:\n\n- ${reading.problems.join('\n- ')}\n`,
  );
  process.exit(78);
}
const { database: where, logLevel } = reading.config;
const database = await openDatabase({
  target: where.kind === 'url' ? { url: where.url.reveal() } : { dataDir: where.dataDir },
  poolSize: 1,
});
try {
  await migrateDatabase(database.connect);
  pinoLog({ level: logLevel }).info('the database is up to date');
} finally {
  await database.close();
}
