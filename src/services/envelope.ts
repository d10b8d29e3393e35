/** From what a mail says to the message that is queued: one recipient, bytes that stay the same on every attempt. */
import { ulid } from 'ulid';
import type { Message, SealedMessage } from '../domain/delivery.js';
import { toMs, type Instant } from '../domain/time.js';
import type { CalendarPart } from '../mail/calendar.js';
import { composeMail, type MailParts } from '../mail/compose.js';
import type { RenderedMail } from '../mail/letter.js';
import type { Database } from '../store/database.js';
import { envelopeSender } from './bounces.service.js';
import type { Settings } from './settings.js';

export interface Addressed extends RenderedMail, Pick<Message, 'person' | 'class' | 'commitment' | 'expiresAt' | 'resendWhenUnknown'> {
  to: { name: string | null; address: string };
  digest?: string | null;
  /** The Message-ID that it answers to in the reader's thread. */
  root?: string | null;
  /** What one click stops (RFC 8058); null in mail that goes to somebody by role or by their own doing. */
  unsubscribeUrl: string | null;
  /** For the reader's calendar, in mail about one commitment. */
  calendar?: CalendarPart | null;
}

export async function sealInto(
  { read, chance }: Pick<Database, 'read' | 'chance'>,
  mail: Addressed,
  settings: Settings,
  now: Instant,
): Promise<SealedMessage> {
  const { subject, text, html, to, root = null, unsubscribeUrl, calendar = null } = mail;
  const id = ulid(toMs(now), () => chance.fraction());
  const from = settings.mailFrom;
  const messageId = `<${id}@${from.address.slice(from.address.indexOf('@') + 1)}>`;
  const parts: MailParts = {
    from,
    to,
    subject,
    text,
    html,
    messageId,
    references: root === null ? [] : [root],
    date: now,
    listId: listOf(settings),
    ...(unsubscribeUrl === null ? {} : { listUnsubscribe: unsubscribeUrl }),
    ...(calendar === null ? {} : { calendar }),
  };
  const raw = await composeMail(parts, settings.dkim);
  return {
    id,
    messageId,
    person: mail.person,
    class: mail.class,
    commitment: mail.commitment,
    subject,
    envelopeFrom: await envelopeSender(read, settings, id),
    envelopeTo: to.address,
    raw,
    state: 'queued',
    reason: null,
    leaseHolder: null,
    leaseUntil: null,
    fence: 0,
    attempts: 0,
    notBefore: now,
    expiresAt: mail.expiresAt,
    resendWhenUnknown: mail.resendWhenUnknown,
    possibleDuplicate: false,
    queuedAt: now,
    finishedAt: null,
    replyCode: null,
    reply: null,
    digest: mail.digest ?? null,
  };
}

/** RFC 2919 wants an id below a domain of ours that stays the same. */
function listOf(settings: Settings): { name: string; id: string } {
  return { name: 'Pledgebook', id: `reminders.${new URL(settings.publicUrl).hostname}` };
}
