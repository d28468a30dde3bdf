import type { Transporter } from 'nodemailer';
import type { Secret } from '../domain/secret.ts';
import { MailFailed, type Mail, type Mailer, type MailFault } from './mailer.ts';

/** Where mails go out. */
export interface SmtpOptions {
  /** `smtps://user:password@host:465`, or `smtp://…` which is raised to TLS by STARTTLS. */
  readonly url: Secret;
  /** `rekey@acme.example`, or `rekey <rekey@acme.example>`. */
  readonly from: string;
  /** A loopback server has nobody in between, and rarely a certificate. */
  readonly isLoopback: boolean;
  /** For each step of the conversation; shorter in tests. */
  readonly timeoutMs?: number;
}

/** A mail server by SMTP. nodemailer is loaded with the first mail: it costs memory that most of the time nobody needs. */
export function smtpMailer({ url, from, isLoopback, timeoutMs = 8000 }: SmtpOptions): Mailer {
  let transport: Promise<Transporter> | null = null;
  const open = async () => {
    const { createTransport } = await import('nodemailer');
    const { hostname, port, protocol, username, password } = new URL(url.reveal());
    const isTls = protocol === 'smtps:';
    return createTransport({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (isTls ? 465 : 587),
      secure: isTls,
      requireTLS: !isTls && !isLoopback,
      ...(username
        ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }
        : {}),
      // A server that never greets is told from one that goes silent later: the first runs out first.
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: 2 * timeoutMs },
      ...{ dnsTimeout: timeoutMs, disableFileAccess: true, disableUrlAccess: true },
    });
  };
  return {
    async send({ to, subject, text, html }: Mail) {
      transport ??= open();
      const transporter = await transport;
      try {
        await transporter.sendMail({
          ...{ from, to: { name: to.name, address: to.email }, subject, text, html },
          // RFC 3834: no holiday replies to a machine.
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        });
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
}

const FAULTS: Readonly<Record<string, MailFault>> = {
  EAUTH: 'login_refused',
  ENOAUTH: 'login_refused',
  EOAUTH2: 'login_refused',
  ETLS: 'unreachable',
  EREQUIRETLS: 'unreachable',
  EDNS: 'unreachable',
  EMESSAGE: 'mail_refused',
  EPROTOCOL: 'mail_refused',
};

/** What nodemailer knows of a failure; its message quotes addresses and replies. */
interface Failure {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly syscall?: unknown;
  readonly timeoutType?: unknown;
}

function failureOf(error: unknown): MailFailed {
  const { code, command, responseCode, syscall, timeoutType } = error as Failure;
  const replyCode = typeof responseCode === 'number' ? responseCode : null;
  if (code === 'EENVELOPE') {
    return new MailFailed(
      command === 'RCPT TO' || replyCode === null ? 'recipient_refused' : 'mail_refused',
      replyCode,
    );
  }
  const known = typeof code === 'string' ? FAULTS[code] : undefined;
  if (known) return new MailFailed(known, replyCode);
  if (replyCode !== null) return new MailFailed('mail_refused', replyCode);
  // A connection that never came to be sent nothing; one that broke later may have.
  const isBefore = syscall === 'connect' || (timeoutType !== undefined && timeoutType !== 'SOCKET_TIMEOUT');
  return new MailFailed(isBefore ? 'unreachable' : 'unclear', null);
}
