/**
 * A return path for each message (VERP), so that a bounce names the message it is about: `bounces+<message>.<mac>@domain`.
 * The MAC keeps others from having an address suppressed by sending a bounce that they made up.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** 80 bits: a guess costs a mail each. Hex, since servers on the way may change the case of a local part. */
const macDigits = 20;
const pattern = new RegExp(`bounces\\+([0-9A-Z]{26})\\.([0-9a-f]{${macDigits}})@`, 'gi');

/** The envelope sender of the message with this id (a ULID), at the domain that `mailFrom` writes from. */
export function returnPath(secret: Uint8Array, message: string, mailFrom: string): string {
  return `bounces+${message.toLowerCase()}.${macOf(secret, message)}${mailFrom.slice(mailFrom.indexOf('@'))}`;
}

/** The message whose return path stands in this text, as in a header field of a bounce; null where none of ours does. */
export function messageInReturnPath(secret: Uint8Array, text: string): string | null {
  for (const [, id = '', mac = ''] of text.matchAll(pattern)) {
    const message = id.toUpperCase();
    if (timingSafeEqual(Buffer.from(macOf(secret, message)), Buffer.from(mac.toLowerCase()))) return message;
  }
  return null;
}

/** Keyed for this use alone: the same secret signs the links in mails. */
function macOf(secret: Uint8Array, message: string): string {
  return createHmac('sha256', secret).update(`return-path ${message}`).digest('hex').slice(0, macDigits);
}
