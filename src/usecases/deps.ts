import type { Clock } from '../adapters/clock.ts';
import type { Directory } from '../adapters/directory.ts';
import type { Ids } from '../adapters/ids.ts';
import type { Keyring } from '../adapters/keyring.ts';
import type { ReaderSeal } from '../adapters/reader-seal.ts';
import type { Log } from '../adapters/log.ts';
import type { SignIn } from '../adapters/sign-in.ts';
import type { WebhookSender } from '../adapters/webhook-sender.ts';
import type { Db } from '../db/connection.ts';
import type { Pace } from '../db/lanes.ts';
import type { FingerprintKey } from './fingerprint-key.ts';
import type { SendLinkMail } from './link-mail.ts';

/** What every use case is given. Built once, in app.ts. */
export interface Deps {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keyring: Keyring;
  readonly readerSeal: ReaderSeal;
  readonly directory: Directory;
  readonly log: Log;
  /** Null where no mail server is set up: admins then pass links on themselves. */
  readonly sendLinkMail: SendLinkMail | null;
  readonly webhooks: WebhookSender;
  /** Null where the app's id and secret are not configured: then nobody can sign in to the board. */
  readonly signIn: SignIn | null;
  /** The workspace in a browser, with a slash at the end: what addresses of channels and messages begin with. */
  readonly slackUrl: string;
  readonly fingerprintKey: FingerprintKey;
  /** The Slack workspace this process serves: its row's id. */
  readonly workspaceId: string;
  readonly publicUrl: string;
  readonly linkHours: number;
  /** How fast messages may leave; null for as fast as they come. */
  readonly pace: Pace | null;
  /** The slash command, with its slash: for words that tell where to go. */
  readonly command: string;
  /** Tells the outbox that a message waits; a hint, never the only way it leaves. */
  readonly wake: () => void;
}
