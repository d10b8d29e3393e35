/** What every SMTP spec needs: servers and mailers that are closed after each test, and a mail that is hard to carry. */
import { afterEach } from '@jest/globals';
import type { Mailer, OutgoingMail } from '../../src/mail/mailer.js';
import { createSmtpMailer, type SmtpMailerOptions } from '../../src/mail/smtp-mailer.js';
import { startScriptedServer, type Script } from '../support/scripted-smtp.js';

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const { close } of opened.splice(0).reverse()) await close();
});

export function keep<T extends { close(): Promise<void> }>(thing: T): T {
  opened.push({ close: () => thing.close() });
  return thing;
}

export function mailerFor(url: string, options: Partial<SmtpMailerOptions> = {}): Mailer {
  return keep(createSmtpMailer({ url, ...options }));
}

export async function scripted(...scripts: [Script, ...Script[]]) {
  return keep(await startScriptedServer(...scripts));
}

/** Lines that a careless client would garble: a leading dot, trailing blanks, bytes beyond ASCII. */
export function mail(to = 'reader@example.org', body = '.a dot first\r\n..two\r\nblanks  \r\n\u00e9\r\n'): OutgoingMail {
  const raw = Buffer.from(
    `From: <desk@example.org>\r\nTo: <${to}>\r\nSubject: =?utf-8?Q?=C3=A9?=\r\nMessage-ID: <1@example.org>\r\n\r\n${body}`,
  );
  return { raw, envelope: { from: 'bounces+1=abc@example.org', to }, messageId: '<1@example.org>' };
}
