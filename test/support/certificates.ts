import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key and a certificate that it signs for itself, for this name; null where there is no openssl. */
export function certificateFor(name: string): { key: string; cert: string } | null {
  const folder = mkdtempSync(join(tmpdir(), 'rekey-tls-'));
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  const made = spawnSync('openssl', ['req', '-x509', ...kind, ...files, ...subject]);
  if (made.status !== 0) return null;
  const [key = '', cert = ''] = ['key.pem', 'cert.pem'].map((file) =>
    readFileSync(join(folder, file), 'utf8'),
  );
  return { key, cert };
}
