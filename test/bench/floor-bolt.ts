import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, ExpressReceiver, LogLevel } from '@slack/bolt';
import express from 'express';
import { openDatabase } from '../../src/db/connection.ts';
import { argumentOf, serveParent } from './child.ts';
import { SIGNING_SECRET } from './rekey.ts';

// What a slash command is held against: a Bolt app that acknowledges after one committed INSERT and does nothing else.

const { url } = argumentOf<{ url: string }>();
const sql = (await openDatabase({ target: { url } })).connect(5);
await sql`create table if not exists command (id bigint generated always as identity primary key, body jsonb not null)`;

const web = express();
const receiver = new ExpressReceiver({ signingSecret: SIGNING_SECRET, endpoints: '/slack/events', app: web });
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BENCH' }),
  logLevel: LogLevel.WARN,
});
app.command(/.*/, async ({ ack, body }) => {
  await sql`insert into command (body) values (${JSON.stringify(body)})`;
  await ack();
});
const server = createServer(web);
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }));
