import { systemClock } from './adapters/clock.ts';
import { pinoLog } from './adapters/log-pino.ts';
import { startApp } from './app.ts';
import { readConfig } from './config.ts';

const reading = readConfig(process.env);
if (!reading.ok) {
  process.stderr.write(
    `rekey can't start. ${reading.problems.length} to mend:\n\n- ${reading.problems.join('\n- ')}\n`,
  );
  process.exit(78);
}
const { config } = reading;
const log = pinoLog({ level: config.logLevel });
try {
  const app = await startApp(config, { clock: systemClock, log });
  log.info('rekey is listening', { port: app.port, url: config.publicUrl });
  const stop = async () => {
    log.info('rekey is stopping');
    await app.stop();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
} catch (error) {
  log.error('rekey could not start', {}, error);
  process.exit(1);
}
