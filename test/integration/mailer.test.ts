import { createServer, type AddressInfo } from 'node:net';
import { DateTime } from 'luxon';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createMailbox, type Mailbox } from '../../sandbox/mail/mailbox.ts';
import { MailFailed } from '../../src/adapters/mailer.ts';
import { smtpMailer } from '../../src/adapters/mailer-smtp.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { LinkMailFacts } from '../../src/usecases/link-mail.ts';
import { linkMail } from '../../src/web/mails/link-mail.ts';
import { testClock } from './world/in-memory.ts';

const FROM = 'rekey <rekey@northwind.example>';
const facts: LinkMailFacts = {
  to: { name: 'Nora Dahl', email: 'nora@nordic-print.example' },
  url: 'https://rekey.example/handoff#AbCdEfGhIjKlMnOpQrStUvWxYz0123456789_-AbCdE',
  expiresAt: DateTime.fromISO('2027-03-16T09:00:00Z', { zone: 'utc' }) as LinkMailFacts['expiresAt'],
  workspaceName: 'Northwind',
  packageName: 'ESP Production',
  adminName: 'Ada Lovelace',
  systems: ['Letter shop SFTP'],
  isAgain: false,
  isDown: false,
};

let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await createMailbox({ clock: testClock('2027-03-15T09:00:00Z') });
});
afterEach(async () => {
  mailbox.trouble(null);
  await mailbox.close();
});

const mailer = (of: { url?: string; isLoopback?: boolean } = {}) =>
  smtpMailer({
    url: new Secret(of.url ?? mailbox.smtpUrl),
    from: FROM,
    isLoopback: of.isLoopback ?? true,
    timeoutMs: 500,
  });
const failureOf = (sending: Promise<void>) =>
  sending.then(
    () => 'sent',
    (error: unknown) => {
      if (!(error instanceof MailFailed)) throw error;
      expect(`${error.message}${error.stack}`).not.toMatch(/nora|handoff/);
      return `${error.reason}:${error.replyCode}`;
    },
  );

describe('a mail over SMTP', () => {
  test('arrives with the words it was given, its link whole, and nothing that a mail program would load', async () => {
    await mailer().send(linkMail(facts));
    const [letter] = mailbox.letters();
    expect(letter).toMatchObject({
      from: 'rekey <rekey@northwind.example>',
      to: 'Nora Dahl <nora@nordic-print.example>',
      subject: 'Northwind: collect the new secret of “ESP Production”',
    });
    expect(letter!.text.split(/\s+/)).toContain(facts.url);
    expect(letter!.html.match(/(?:href|src|background|action)="[^"]*"/g)).toEqual([`href="${facts.url}"`]);
    expect(letter!.html).not.toMatch(/<(?:img|script|link|iframe|form|object|video|audio)\b|url\(/i);
    expect(letter!.raw).toMatch(/^Auto-Submitted: auto-generated\r?$/m);
    expect(letter!.text).toMatchSnapshot();
  });

  test('names and addresses that would like to be headers stay what they are', async () => {
    const evil = 'Nora\r\nBcc: everybody@evil.example\r\n\r\nHello <script>alert(1)</script> \u202Eoops';
    await mailer().send(
      linkMail({
        ...facts,
        packageName: evil,
        adminName: evil,
        workspaceName: evil,
        to: { ...facts.to, name: evil },
      }),
    );
    const [letter] = mailbox.letters();
    const head = letter!.raw.slice(0, letter!.raw.search(/\r?\n\r?\n/));
    expect(head).not.toMatch(/^bcc:/im);
    expect(letter!.to).toContain('nora@nordic-print.example');
    expect(letter!.html).not.toContain('<script>');
    expect(letter!.subject).not.toMatch(/[\r\n\u202E]/);
  });

  test.each([
    ['an address the server refuses', { at: 'address', code: 550 }, 'recipient_refused:550'],
    ['a greylisted address', { at: 'address', code: 451 }, 'recipient_refused:451'],
    ['a mail the server refuses', { at: 'mail', code: 554 }, 'mail_refused:554'],
    ['silence after the mail', { at: 'hang' }, 'unclear:null'],
  ] as const)('%s is named, and quotes nothing', async (_, trouble, expected) => {
    mailbox.trouble(trouble);
    expect(await failureOf(mailer().send(linkMail(facts)))).toBe(expected);
    expect(mailbox.letters()).toEqual([]);
  });

  test('no server there, a server that says nothing, one that offers no TLS: nothing was sent', async () => {
    expect(await failureOf(mailer({ url: 'smtp://127.0.0.1:1' }).send(linkMail(facts)))).toBe(
      'unreachable:null',
    );
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as AddressInfo;
    expect(await failureOf(mailer({ url: `smtp://127.0.0.1:${port}` }).send(linkMail(facts)))).toBe(
      'unreachable:null',
    );
    mute.close();
    expect(await failureOf(mailer({ isLoopback: false }).send(linkMail(facts)))).toMatch(/^unreachable:/);
    expect(mailbox.letters()).toEqual([]);
  });
});
