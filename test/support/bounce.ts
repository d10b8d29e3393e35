/** Delivery reports as mail servers write them (RFC 3464), and what else comes to a return path. */
import type { OutgoingMail } from '../../src/mail/mailer.js';

export interface Reported {
  action?: string;
  status?: string;
  diagnostic?: string;
  /** Where the report is sent; the mail's own return path unless said otherwise. */
  to?: string;
  /** Makes two reports of one mail differ. */
  note?: string;
}

const lines = (...text: string[]): Buffer => Buffer.from(text.join('\r\n'), 'latin1');

/** What the reader's server says of a mail that it took and could not deliver. */
export function reportOn(mail: OutgoingMail, { action = 'failed', status = '5.1.1', diagnostic, to, note = '' }: Reported = {}): Buffer {
  return lines(
    `Return-Path: <>`,
    `To: ${to ?? mail.envelope.from}`,
    'From: MAILER-DAEMON@mx.example.net (Mail Delivery System)',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="b1"',
    '',
    '--b1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    `I am sorry. ${note}`,
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.net',
    '',
    `Final-Recipient: rfc822; ${mail.envelope.to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    'Remote-MTA: dns; mx.example.net',
    `Diagnostic-Code: smtp; ${diagnostic ?? `550 ${status}`}`,
    '\tno mailbox of that name',
    '',
    '--b1',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${mail.messageId}`,
    '',
    '--b1--',
    '',
  );
}

/** "I am away": an answer, not a report. */
export function autoReplyTo(mail: OutgoingMail): Buffer {
  return lines(
    `To: ${mail.envelope.from}`,
    `From: ${mail.envelope.to}`,
    'Subject: Out of office',
    'Auto-Submitted: auto-replied',
    `In-Reply-To: ${mail.messageId}`,
    '',
    'Status: 5.1.1',
    'Action: failed',
    '',
  );
}
