import type { Mailer } from '../../adapters/mailer.ts';
import type { SendLinkMail } from '../../usecases/link-mail.ts';
import { linkMail } from './link-mail.ts';

/** Mails written here and sent over a mail server. */
export const linkMailer =
  (mailer: Mailer): SendLinkMail =>
  (facts) =>
    mailer.send(linkMail(facts));
