import { LogLevel, type Logger } from '@slack/web-api';
import type { Log } from './log.ts';

/**
 * Slack's libraries log free text: URLs, bodies, answers. Only that something was said gets through, never what
 * (slack.md §1.5: one-time links would be printed at debug).
 */
export const slackLogger = (log: Log): Logger => ({
  debug: () => undefined,
  info: () => undefined,
  warn: () => log.warn('a Slack library gave a warning'),
  error: (...parts: unknown[]) =>
    log.error(
      'a Slack library met an error',
      {},
      parts.find((part) => part instanceof Error),
    ),
  setLevel: () => undefined,
  getLevel: () => LogLevel.WARN,
  setName: () => undefined,
});
