import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Clock } from '../../src/adapters/clock.ts';
import { createPile, readLetter, type Letter } from './letters.ts';

/** How the next mails fare, for tests: a reply code to an address or to the mail, or silence. */
export type MailTrouble =
  { readonly at: 'address' | 'mail'; readonly code: number } | { readonly at: 'hang' } | null;

export type Mailbox = Awaited<ReturnType<typeof createMailbox>>;

/** A mail server on 127.0.0.1 that keeps everything it is given. It refuses whoever is called nobody@. */
export async function createMailbox({ clock, stateFile }: { clock: Clock; stateFile?: string }) {
  const pile = createPile(stateFile);
  let trouble: MailTrouble = null;
  const take = async (raw: Buffer, done: (error: Error | null) => void): Promise<void> => {
    if (trouble?.at === 'hang') return;
    if (trouble?.at === 'mail') return done(refusal(trouble.code));
    try {
      pile.add(await readLetter(raw, clock.now().toISO()));
      done(null);
    } catch {
      done(refusal(554));
    }
  };
  const server = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false },
    onRcptTo({ address }, _session, done) {
      if (trouble?.at === 'address') return done(refusal(trouble.code));
      return done(address.startsWith('nobody@') ? refusal(550) : undefined);
    },
    onData(stream, _session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => void take(Buffer.concat(chunks), done));
    },
  } satisfies SMTPServerOptions);
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.server.address() as AddressInfo).port));
  });
  return {
    /** For SMTP_URL. */
    smtpUrl: `smtp://127.0.0.1:${port}`,
    /** Newest first. */
    letters: (): readonly Letter[] => pile.all(),
    /** Until it is set to null again. */
    trouble(of: MailTrouble) {
      trouble = of;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

const refusal = (responseCode: number) => Object.assign(new Error('not here'), { responseCode });
