import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import PostalMime from 'postal-mime';

/** A mail as it arrived. */
export interface Letter {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The whole mail, headers and all. */
  readonly raw: string;
}

/** Reads a mail the way a mail program does: decoded from what came over the wire. */
export async function readLetter(raw: Buffer, at: string): Promise<Letter> {
  const mail = await PostalMime.parse(raw);
  const address = (of: typeof mail.from) => (of ? `${of.name} <${of.address ?? ''}>` : '');
  return {
    id: randomUUID(),
    at,
    from: address(mail.from),
    to: (mail.to ?? []).map(address).join(', '),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    raw: raw.toString('utf8'),
  };
}

/** The one-time link in a mail, as its reader would copy it. */
export const linkIn = ({ text }: Letter): string => /http\S+\/handoff#\S+/.exec(text)?.[0] ?? '';

/** Letters, newest first; they outlive the process when a file is named. */
export function createPile(stateFile: string | undefined) {
  const known = stateFile && existsSync(stateFile) ? readFileSync(stateFile, 'utf8') : '[]';
  const letters = JSON.parse(known) as Letter[];
  return {
    all: (): readonly Letter[] => letters,
    add(letter: Letter) {
      letters.unshift(letter);
      if (!stateFile) return;
      writeFileSync(`${stateFile}.new`, JSON.stringify(letters), { mode: 0o600 });
      renameSync(`${stateFile}.new`, stateFile);
    },
  };
}
