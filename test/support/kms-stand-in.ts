import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const request = z.object({
  KeyId: z.string().optional(),
  Plaintext: z.base64().optional(),
  CiphertextBlob: z.base64().optional(),
  EncryptionContext: z.record(z.string(), z.string()).optional(),
});
type KmsRequest = z.infer<typeof request>;

/** One request as it came over the wire. */
export interface KmsCall {
  readonly action: string;
  readonly input: KmsRequest;
  readonly headers: IncomingHttpHeaders;
}

class KmsFault extends Error {
  readonly type: string;
  readonly status: number;
  constructor(type: string, status = 400) {
    super(type);
    this.type = type;
    this.status = status;
  }
}

interface Key {
  readonly bytes: Buffer;
  isEnabled: boolean;
}

const SIGNATURE =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/([\w-]+)\/kms\/aws4_request, SignedHeaders=[\w;-]*host[\w;-]*, Signature=[0-9a-f]{64}$/;

/** KMS's JSON 1.1 protocol over HTTP, as far as rekey speaks it: signed requests, ciphertexts bound to key and context. */
export class KmsStandIn {
  readonly region = 'eu-west-1';
  readonly calls: KmsCall[] = [];
  /** Answers the next `times` requests with this fault. */
  failNext: { type: string; status?: number; times: number } | undefined;
  /** How long each answer is held back. */
  delayMs = 0;
  /** Sends the headers at once and the body never. */
  isBodyStalled = false;
  readonly #keys = new Map<string, Key>();
  readonly #server = createServer((asked, answer) => void this.#serve(asked, answer));

  /** Returns the new key's ARN. */
  createKey(): string {
    const arn = `arn:aws:kms:${this.region}:111122223333:key/${randomUUID()}`;
    this.#keys.set(arn, { bytes: randomBytes(32), isEnabled: true });
    return arn;
  }

  disableKey(arn: string): void {
    this.#find(arn).isEnabled = false;
  }

  enableKey(arn: string): void {
    this.#find(arn).isEnabled = true;
  }

  /** Returns the endpoint; `port` to come back where a killed one was. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((done) => this.#server.listen(port, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((done) => this.#server.close(() => done()));
  }

  async #serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    try {
      const call = await read(asked);
      this.calls.push(call);
      if (this.delayMs > 0) await sleep(this.delayMs);
      this.#checkSignature(call.headers.authorization);
      this.#failIfTold();
      const body = JSON.stringify(this.#run(call.action, call.input));
      answer.writeHead(200, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-requestid': randomUUID(),
      });
      if (this.isBodyStalled) answer.flushHeaders();
      else answer.end(body);
    } catch (error) {
      const fault = error instanceof KmsFault ? error : new KmsFault('KMSInternalException', 500);
      answer.writeHead(fault.status, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': fault.type,
      });
      answer.end(JSON.stringify({ __type: fault.type }));
    }
  }

  #checkSignature(authorization: string | undefined): void {
    if (!authorization) throw new KmsFault('MissingAuthenticationTokenException');
    const [, region] = SIGNATURE.exec(authorization) ?? [];
    if (region !== this.region) throw new KmsFault('IncompleteSignatureException');
  }

  #failIfTold(): void {
    if (!this.failNext || this.failNext.times <= 0) return;
    this.failNext.times -= 1;
    throw new KmsFault(this.failNext.type, this.failNext.status);
  }

  #run(action: string, input: KmsRequest): object {
    const context = input.EncryptionContext ?? {};
    if (action === 'TrentService.Encrypt') {
      const blob = this.#encrypt(input.KeyId, required(input.Plaintext, 4096), context);
      return { KeyId: input.KeyId, CiphertextBlob: blob.toString('base64') };
    }
    if (action === 'TrentService.Decrypt') {
      const { arn, plain } = this.#decrypt(input.KeyId, required(input.CiphertextBlob, 6144), context);
      return { KeyId: arn, Plaintext: plain.toString('base64') };
    }
    throw new KmsFault('UnknownOperationException');
  }

  #encrypt(arn: string | undefined, plain: Buffer, context: Record<string, string>): Buffer {
    const key = this.#usable(arn);
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, iv).setAAD(boundTo(arn, context));
    return Buffer.concat([mark(arn), iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  /** Blob: mark of the key 16 | iv 12 | ciphertext | tag 16. */
  #decrypt(wanted: string | undefined, blob: Buffer, context: Record<string, string>) {
    const arn = [...this.#keys.keys()].find((one) => mark(one).equals(blob.subarray(0, 16)));
    if (!arn || blob.length < 44) throw new KmsFault('InvalidCiphertextException');
    const key = this.#usable(arn);
    if (wanted !== undefined) this.#usable(wanted);
    if (wanted !== undefined && wanted !== arn) throw new KmsFault('IncorrectKeyException');
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, blob.subarray(16, 28), { authTagLength: 16 });
    decipher.setAAD(boundTo(arn, context)).setAuthTag(blob.subarray(-16));
    try {
      return { arn, plain: Buffer.concat([decipher.update(blob.subarray(28, -16)), decipher.final()]) };
    } catch {
      throw new KmsFault('InvalidCiphertextException');
    }
  }

  #usable(arn: string | undefined): Key {
    const key = this.#find(arn);
    if (!key.isEnabled) throw new KmsFault('DisabledException');
    return key;
  }

  #find(arn: string | undefined): Key {
    const key = this.#keys.get(arn ?? '');
    if (!key) throw new KmsFault('NotFoundException');
    return key;
  }
}

async function read(asked: IncomingMessage): Promise<KmsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  const input = request.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  return { action: String(asked.headers['x-amz-target'] ?? ''), input, headers: asked.headers };
}

function required(base64: string | undefined, longest: number): Buffer {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  if (bytes.length === 0 || bytes.length > longest) throw new KmsFault('ValidationException');
  return bytes;
}

function mark(arn: string | undefined): Buffer {
  return createHash('sha256').update(String(arn)).digest().subarray(0, 16);
}

function boundTo(arn: string | undefined, context: Record<string, string>): Buffer {
  return Buffer.from(JSON.stringify([arn, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]));
}
