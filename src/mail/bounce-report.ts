/** Reads a delivery report (RFC 3464) out of a mail; whatever else comes to a return path is an auto-reply or junk. */
import type { ReportedRecipient } from '../domain/bounce.js';
import { parseMail, type ParsedMail } from './parsed-mail.js';

export interface DeliveryReport {
  /** What the report was addressed to, as its header fields have it: one of them is the return path. */
  addressedTo: string;
  recipients: ReportedRecipient[];
}

/** The fields in which servers leave the address that a mail was delivered to, besides To itself. */
const addressFields = new Set(['to', 'delivered-to', 'x-original-to', 'envelope-to']);
const longestDiagnostic = 500;

/** Null for a mail that is no delivery report. Throws in plain words for one that claims to be and cannot be read. */
export async function readReport(raw: Uint8Array): Promise<DeliveryReport | null> {
  const mail = await parseMail(raw, { keepDeliveryStatus: true, skipHtmlToText: true });
  const type = mail.headers.get('content-type') as { value?: string; params?: Record<string, string> } | undefined;
  if (type?.value?.toLowerCase() !== 'multipart/report' || type.params?.['report-type']?.toLowerCase() !== 'delivery-status') return null;
  const status = mail.attachments.find(({ contentType }) => /^message\/(global-)?delivery-status$/i.test(contentType));
  if (status === undefined) throw new Error('a delivery report without its message/delivery-status part');
  // The first group is about the message, each further one about a recipient.
  const recipients = groupsOf(status.content.toString('utf8')).slice(1).flatMap(recipientOf);
  if (recipients.length === 0) throw new Error('a delivery report that says of no recipient what became of the mail');
  return { addressedTo: addressesOf(mail), recipients };
}

function addressesOf({ headerLines }: ParsedMail): string {
  return headerLines.flatMap(({ key, line }) => (addressFields.has(key) ? [line] : [])).join('\n');
}

/** Groups of fields, parted by blank lines, fields unfolded. */
function groupsOf(text: string): Map<string, string>[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split(/\n\n+/)
    .map((group) => new Map(group.split('\n').flatMap(fieldOf)))
    .filter((fields) => fields.size > 0);
}

function fieldOf(line: string): [string, string][] {
  const colon = line.indexOf(':');
  return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]];
}

function recipientOf(fields: Map<string, string>): ReportedRecipient[] {
  const action = fields
    .get('action')
    ?.toLowerCase()
    .split(/[\s;(]/, 1)[0];
  if (action === undefined || action === '') return [];
  const diagnostic =
    fields
      .get('diagnostic-code')
      ?.replace(/[\p{Cc}\s]+/gu, ' ')
      .slice(0, longestDiagnostic) ?? null;
  // Some servers leave Status out or write 5.0.0 where the reply that they quote knows better.
  const stated = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status') ?? '')?.[0] ?? '5.0.0';
  const quoted = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(diagnostic ?? '')?.[0];
  return [{ action, status: stated.endsWith('.0.0') ? (quoted ?? stated) : stated, diagnostic }];
}
