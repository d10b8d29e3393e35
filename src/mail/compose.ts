/**
 * One mail as bytes (RFC 5322), composed once and sent unchanged on every attempt. The same input gives the same bytes:
 * date and Message-ID are given, boundaries follow from the Message-ID.
 */
import { createHash } from 'node:crypto';
import { encode as base64, wrap as wrapBase64 } from 'nodemailer/lib/base64';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { encode as quotedPrintable, wrap as wrapQuotedPrintable } from 'nodemailer/lib/qp';
import { assertOneAddress } from '../domain/address.js';
import type { Instant } from '../domain/time.js';
import type { DkimKey } from './dkim.js';
import { webUrl } from './web-url.js';

export interface Mailbox {
  name: string | null;
  address: string;
}

export interface MailParts {
  from: Mailbox;
  to: Mailbox;
  replyTo?: Mailbox;
  subject: string;
  text: string;
  html: string;
  /** With its angle brackets, as are the references. */
  messageId: string;
  /** The root of the thread first, RFC 5322, 3.6.4. */
  references: string[];
  date: Instant;
  /** RFC 2919: `id` is written between angle brackets. */
  listId?: { name: string; id: string };
  /** RFC 8058: unsubscribes by POST alone. */
  listUnsubscribe?: string;
  headers?: Record<string, string>;
  /** For calendars: an alternative to the text, and the same as a file for programs that only know files (RFC 6047). */
  calendar?: { method: 'PUBLISH' | 'CANCEL'; content: string };
}

/** Besides nodemailer's choice, everything that turns one click into an unsubscription, as RFC 8058, 4 demands. */
const SIGNED_FIELDS =
  'From:Reply-To:Subject:Date:Message-ID:To:MIME-Version:Content-Type:Content-Transfer-Encoding:In-Reply-To:References:' +
  'Auto-Submitted:List-Id:List-Unsubscribe:List-Unsubscribe-Post';

/** Throws where an address is not exactly one, or a field could break out of its line: both are bugs further up. */
export async function composeMail(mail: MailParts, dkim: DkimKey | null = null): Promise<Buffer> {
  [mail.messageId, ...mail.references].forEach(assertMessageId);
  const composer = new MailComposer({
    from: addressField(mail.from),
    to: addressField(mail.to),
    ...(mail.replyTo ? { replyTo: addressField(mail.replyTo) } : {}),
    subject: oneLine(mail.subject),
    text: withCrlf(mail.text),
    html: withCrlf(mail.html),
    date: new Date(mail.date),
    messageId: mail.messageId,
    references: mail.references,
    ...(mail.references.length > 0 ? { inReplyTo: mail.references.at(-1) } : {}),
    headers: { 'Auto-Submitted': 'auto-generated', ...listFields(mail), ...checkedFields(mail.headers ?? {}) },
    ...(mail.calendar === undefined ? {} : { icalEvent: { ...mail.calendar, filename: 'commitment.ics' } }),
    baseBoundary: createHash('sha256').update(mail.messageId).digest('hex').slice(0, 24),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const raw = Buffer.from(written(composer.compile()), 'latin1');
  return dkim === null ? raw : sign(raw, dkim);
}

/**
 * The library's own way from a tree to bytes runs every part through several streams, which costs more than all else about
 * a mail; here everything is text in memory already. The same parts, headers and encodings, in one walk.
 */
function written(node: MimeNode): string {
  const headers = `${node.buildHeaders()}\r\n\r\n`;
  if (typeof node.boundary === 'string') {
    const parts = node.childNodes.map((child) => `--${String(node.boundary)}\r\n${written(child)}`);
    return `${headers}${parts.join('\r\n')}\r\n--${node.boundary}--\r\n`;
  }
  if (typeof node.content !== 'string') throw new TypeError('A part of a mail is text');
  switch (node.getHeader('Content-Transfer-Encoding')) {
    case 'quoted-printable':
      return headers + wrapQuotedPrintable(quotedPrintable(node.content));
    case 'base64':
      return headers + wrapBase64(base64(node.content));
    default:
      return headers + node.content;
  }
}

/** An object, never a string: nodemailer would read a list of addresses out of a string. */
function addressField(mailbox: Mailbox): { name: string; address: string } {
  assertOneAddress(mailbox.address);
  return { name: oneLine(mailbox.name ?? ''), address: mailbox.address };
}

/** `prepared` keeps nodemailer from encoding or folding inside a URL; what goes in is checked here instead. */
function listFields(mail: MailParts): Record<string, string | { prepared: true; foldLines: true; value: string }> {
  const fields: ReturnType<typeof listFields> = {};
  if (mail.listId) {
    if (!/^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(mail.listId.id)) throw new Error(`Not a list id: ${JSON.stringify(mail.listId.id)}`);
    const name = oneLine(mail.listId.name).replace(/[^A-Za-z0-9 .'-]/g, '');
    fields['List-Id'] = { prepared: true, foldLines: true, value: `${name} <${mail.listId.id}>`.trim() };
  }
  if (mail.listUnsubscribe !== undefined) {
    const url = webUrl(mail.listUnsubscribe);
    if (url === null) throw new Error('List-Unsubscribe takes an http or https URL');
    fields['List-Unsubscribe'] = { prepared: true, foldLines: true, value: `<${url}>` };
    fields['List-Unsubscribe-Post'] = 'List-Unsubscribe=One-Click';
  }
  return fields;
}

function checkedFields(fields: Record<string, string>): Record<string, string> {
  for (const [name, value] of Object.entries(fields)) {
    if (!/^[A-Za-z][A-Za-z0-9-]*$/.test(name) || /\p{Cc}/u.test(value)) throw new Error(`Not a header field: ${JSON.stringify(name)}`);
  }
  return fields;
}

function assertMessageId(id: string): void {
  if (!/^<[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+>$/.test(id)) throw new Error(`Not a Message-ID: ${JSON.stringify(id)}`);
}

/** Line ends as mail has them (RFC 5322, 2.1); nodemailer's own conversion would run over the whole message again. */
function withCrlf(text: string): string {
  return text.replace(/\r\n?|\n/g, '\r\n');
}

function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

async function sign(raw: Buffer, key: DkimKey): Promise<Buffer> {
  const signed: Buffer[] = [];
  for await (const chunk of new DKIM({ ...key, headerFieldNames: SIGNED_FIELDS }).sign(raw)) signed.push(chunk as Buffer);
  const bytes = Buffer.concat(signed);
  // nodemailer leaves the field out when the key does not sign, and unsigned mail would go unnoticed.
  if (!bytes.toString('latin1', 0, 15).startsWith('DKIM-Signature')) throw new Error('The DKIM key does not sign');
  return bytes;
}
