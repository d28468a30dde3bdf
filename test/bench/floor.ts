import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDatabase } from '../../src/db/connection.ts';
import { argumentOf, serveParent } from './child.ts';

// The floor: what Node's own HTTP server and postgres.js do at best. One committed statement per request, no framework,
// no checks. The same driver, pool size and session settings as rekey's, and its database is on the same server.

const { url, page } = argumentOf<{ url: string; page: string }>();
const sql = (await openDatabase({ target: { url } })).connect(5);
await sql`create table if not exists parcel (token text primary key, sealed text not null)`;

async function bodyOf(request: IncomingMessage): Promise<{ token: string; sealed: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as { token: string; sealed: string };
}

async function answerTo(request: IncomingMessage): Promise<string> {
  if (request.method === 'GET') return page;
  const { token, sealed } = await bodyOf(request);
  if (request.url === '/insert') {
    await sql`insert into parcel (token, sealed) values (${token}, ${sealed})`;
    return 'stored';
  }
  const [row] = await sql<{ sealed: string }[]>`delete from parcel where token = ${token} returning sealed`;
  return row?.sealed ?? 'nothing';
}

const server = createServer((request, response) => {
  void answerTo(request).then((text) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(text));
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => serveParent({ port: (server.address() as AddressInfo).port }));
