import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { pinoLog } from '../../src/adapters/log-pino.ts';
import { startApp, type RunningApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { useDatabase } from '../support/database.ts';
import { startSlackSocket, type SlackSocket } from '../support/slack-socket.ts';

const database = useDatabase();
let slack: SlackSocket;
let app: RunningApp;

beforeAll(async () => {
  slack = await startSlackSocket();
  const reading = readConfig({
    SLACK_BOT_TOKEN: 'xoxb-1-2-socket',
    SLACK_APP_TOKEN: 'xapp-1-A1-2-socket',
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: database.url,
    DATA_DIR: mkdtempSync(join(tmpdir(), 'rekey-socket-')),
    PUBLIC_URL: 'http://127.0.0.1:1',
    PORT: '0',
  });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  app = await startApp(reading.config, { clock: systemClock, log: pinoLog({ level: 'silent' }) });
});

afterAll(async () => {
  await app.stop();
  await slack.close();
});

test('a slash command over the socket is acknowledged and answered', async () => {
  await slack.send({
    envelope_id: 'e-1',
    type: 'slash_commands',
    payload: {
      command: '/rekey',
      text: 'help',
      team_id: 'T0SOCKET01',
      user_id: 'U0ADA',
      channel_id: 'C1',
      trigger_id: 't',
      response_url: slack.responseUrl,
      api_app_id: 'A1',
    },
  });
  await expect.poll(() => JSON.stringify(slack.answers)).toContain('/rekey start');
});

test('the pages are served beside it, and Slack requests over HTTP are not taken', async () => {
  const health = await fetch(`http://127.0.0.1:${app.port}/health`);
  expect(health.status).toBe(200);
  const request = await fetch(`http://127.0.0.1:${app.port}/slack/events`, { method: 'POST', body: '{}' });
  expect(request.status).toBe(404);
});
