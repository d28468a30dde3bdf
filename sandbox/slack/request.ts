import type { IncomingMessage } from 'node:http';
import { isObject, parseJson, type JsonObject } from './json.ts';

const BODY_LIMIT = 5_000_000;

/** The whole body as text; what is longer than any Slack request ends the connection. */
export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      request.destroy();
      throw new Error('body too large');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const PACKED = ['blocks', 'view', 'metadata', 'attachments'];
const unpacked = (key: string, value: string): unknown =>
  PACKED.includes(key) ? (parseJson(value) ?? value) : value;

/** Fields sent as JSON or as a form, in which WebClient packs blocks, views and metadata as JSON. */
export function fieldsOf(contentType: string, body: string): JsonObject {
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body);
    return isObject(parsed) ? parsed : {};
  }
  return Object.fromEntries(
    [...new URLSearchParams(body)].map(([key, value]) => [key, unpacked(key, value)]),
  );
}
