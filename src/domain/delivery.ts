/** What an attempt at sending means: the state machine of a message, and when to try again. */
import { z } from 'zod';
import { mailKinds } from './mail-kinds.js';
import { addMs, instantSchema, type Instant } from './time.js';

export const messageStates = ['queued', 'sending', 'sent', 'failed', 'unknown', 'assumed', 'suppressed', 'cancelled', 'expired'] as const;

export const messageSchema = z.strictObject({
  /** Also the local part of its Message-ID. */
  id: z.string(),
  messageId: z.string(),
  person: z.string(),
  class: z.enum(mailKinds),
  /** Null where it is about several, or none. */
  commitment: z.string().nullable(),
  subject: z.string(),
  /** The sender and the one recipient of the SMTP envelope. */
  envelopeFrom: z.string(),
  envelopeTo: z.string(),
  state: z.enum(messageStates),
  reason: z.string().nullable(),
  /** Who holds the claim, until when, and which claim it is: a later claim's fence outdates an earlier holder. */
  leaseHolder: z.string().nullable(),
  leaseUntil: instantSchema.nullable(),
  fence: z.int().nonnegative(),
  attempts: z.int().nonnegative(),
  notBefore: instantSchema,
  expiresAt: instantSchema.nullable(),
  resendWhenUnknown: z.boolean(),
  possibleDuplicate: z.boolean(),
  queuedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  replyCode: z.int().nullable(),
  reply: z.string().nullable(),
  /** Of a digest: whose, which, and the local day its period began, so that there is one of each. */
  digest: z.string().nullable(),
});
export type Message = z.infer<typeof messageSchema>;

/** With its RFC 5322 bytes, fixed when queued: every retry sends the same. */
export interface SealedMessage extends Message {
  raw: Uint8Array;
}

export const sendPhases = ['connect', 'mail', 'rcpt', 'data', 'replied'] as const;

export const attemptSchema = z.strictObject({
  message: z.string(),
  number: z.int().positive(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** How far the dialogue certainly got; null while it is under way or when the process died in it. */
  phase: z.enum(sendPhases).nullable(),
  replyCode: z.int().nullable(),
  replyText: z.string().nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** Longer than the ten minutes that SMTP allows a server to answer after the final dot (RFC 5321, 4.5.3.2.6). */
export const leaseMs = 15 * 60_000;
export const unknownWaitMs = 15 * 60_000;
const backoffMinutes = [5, 15, 30, 60, 120, 240];

/** How an attempt ended, as a mailer reports it. */
export interface Outcome {
  /** `data`: the server took the DATA command and nothing is known after it; `replied`: it answered the final dot. */
  phase: (typeof sendPhases)[number];
  replyCode: number | null;
  enhancedCode: string | null;
  replyText: string;
}

export interface Decision {
  state: 'sent' | 'queued' | 'failed' | 'unknown' | 'assumed' | 'expired';
  reason: string | null;
  /** When to look at it again; null for the end. */
  notBefore: Instant | null;
  /** Nobody at that address: send nothing there again. */
  suppressAddress: boolean;
  /** The server refuses us, not the reader: stop sending and raise the alarm. */
  stopSender: boolean;
}

/** The parts of a message that a decision rests on. */
type Tried = Pick<Message, 'attempts' | 'expiresAt' | 'possibleDuplicate'>;

/** What follows from an attempt. `jitter` in [0, 1) spreads retries up to 20 % later. */
export function decideAfter(outcome: Outcome, message: Tried, now: Instant, jitter: number): Decision {
  const { phase, replyCode: code } = outcome;
  if (phase === 'replied' && code !== null && code >= 200 && code < 300) return decided('sent', null);
  if (code === null && phase === 'data') return decided('unknown', 'no_reply_after_data', addMs(now, unknownWaitMs));
  if (code === null || code < 500) return retry(outcome, message, now, jitter);
  if (refusesUs(outcome)) return { ...decided('queued', 'sender_refused', addMs(now, unknownWaitMs)), stopSender: true };
  // Before MAIL FROM it is the session that is refused, and 503 is a dialogue out of step: neither says anything of this mail.
  if (phase === 'connect' || code === 503) return retry(outcome, message, now, jitter);
  if (outcome.enhancedCode?.startsWith('5.1.') === true) return { ...decided('failed', 'address_refused'), suppressAddress: true };
  return decided('failed', 'refused');
}

function decided(state: Decision['state'], reason: string | null, notBefore: Instant | null = null): Decision {
  return { state, reason, notBefore, suppressAddress: false, stopSender: false };
}

/**
 * Sign-in (530, 534, 535), policy (5.7.x), or a sender address it will not have (5.1.7, 5.1.8, and any 5.1.x to MAIL, where
 * nothing has been said of the reader yet): the next mail would fare no better.
 */
function refusesUs({ phase, replyCode, enhancedCode }: Outcome): boolean {
  const ours = phase === 'mail' ? /^5\.(7|1)\.\d+$/ : /^5\.(7\.\d+|1\.[78])$/;
  return [530, 534, 535].includes(replyCode ?? 0) || ours.test(enhancedCode ?? '');
}

function retry(outcome: Outcome, message: Tried, now: Instant, jitter: number): Decision {
  const notBefore = retryAt(message.attempts, hintedWaitMs(outcome.replyText), now, jitter);
  if (message.expiresAt === null || notBefore < message.expiresAt)
    return decided('queued', outcome.replyCode === null ? 'unreachable' : 'deferred', notBefore);
  // An earlier attempt may have arrived, so nobody can say that it was missed.
  return decided(message.possibleDuplicate ? 'assumed' : 'expired', 'expired');
}

/** When to try again after so many attempts: by the table, or as the other side asked; `jitter` in [0, 1) makes it up to 20 % later. */
export function retryAt(attempts: number, askedMs: number | null, now: Instant, jitter: number): Instant {
  const stepMs = (backoffMinutes[Math.min(attempts, backoffMinutes.length) - 1] ?? 5) * 60_000;
  return addMs(now, Math.round((askedMs ?? stepMs) * (1 + 0.2 * jitter)));
}

/** How long a server may put a mail off by its own word; RFC 5321, 4.5.4.1 has senders give up after four or five days. */
const longestHintMs = 5 * 24 * 3_600_000;
const unitMs = { s: 1000, m: 60_000, h: 3_600_000 };

/** "try again in 300 seconds", "greylisted for 5 minutes", "retry after 00:05:00" as milliseconds; null where there is no such hint. */
export function hintedWaitMs(reply: string): number | null {
  const clock = /\b(?:in|after|for|wait)\s+(\d{1,2}):(\d{2}):(\d{2})\b/i.exec(reply);
  const hint = /\b(?:in|after|for|wait)\s+(\d{1,6})\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?)\b/i.exec(reply);
  if (clock === null && hint === null) return null;
  const [, hours = 0, minutes = 0, seconds = 0] = (clock ?? []).map(Number);
  const unit = hint?.[2]?.charAt(0).toLowerCase() as keyof typeof unitMs | undefined;
  const ms = unit === undefined ? ((hours * 60 + minutes) * 60 + seconds) * 1000 : Number(hint?.[1]) * unitMs[unit];
  return Math.min(ms, longestHintMs);
}

/**
 * What to do with a message whose fate nobody knows once the wait is over: the classes that matter go out once more
 * with the same bytes, the others are taken as arrived. Marked as a possible duplicate either way.
 */
export function decideUnknown(message: Pick<Message, 'resendWhenUnknown' | 'possibleDuplicate'>): 'queued' | 'assumed' {
  return message.resendWhenUnknown && !message.possibleDuplicate ? 'queued' : 'assumed';
}
