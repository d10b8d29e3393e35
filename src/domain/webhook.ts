/** Webhooks: who is told of which changes, how a message is signed (Standard Webhooks 1.0.0), and what an attempt means. */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { changeTypes, type Change } from './changes.js';
import { retryAt } from './delivery.js';
import { refSchema } from './commitment.js';
import { addMs, instantSchema, toMs, type Instant } from './time.js';

export const webhookSchema = z.strictObject({
  id: z.string(),
  url: z.url().max(2000),
  /** Which changes are sent. */
  events: z.array(z.enum(changeTypes)).nonempty(),
  description: z.string().trim().min(1).max(300).nullable(),
  /** What its secret follows from; the secret itself is nowhere. */
  secretSalt: z.string(),
  /** The one before, which signs beside it until then. */
  formerSalt: z.string().nullable(),
  formerUntil: instantSchema.nullable(),
  /** The first event of the log that was not looked at for it. */
  nextIndex: z.int().nonnegative(),
  addedAt: instantSchema,
  /** The first of the failures since the last success. */
  failingSince: instantSchema.nullable(),
  /** It does not answer, so that nothing at all is sent there before. */
  pausedUntil: instantSchema.nullable(),
  disabledAt: instantSchema.nullable(),
  disabledReason: z.string().nullable(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const newWebhookSchema = z.strictObject({
  url: webhookSchema.shape.url,
  events: webhookSchema.shape.events.default(changeTypes),
  description: webhookSchema.shape.description.default(null),
});
export type NewWebhook = z.infer<typeof newWebhookSchema>;

export const webhookChangeSchema = z
  .strictObject({
    url: webhookSchema.shape.url.optional(),
    events: webhookSchema.shape.events.optional(),
    description: webhookSchema.shape.description.optional(),
    disabled: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, { error: 'at least one field to change' });
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

export const webhookDeliveryStates = ['queued', 'sending', 'sent', 'failed', 'cancelled'] as const;

export const webhookDeliverySchema = z.strictObject({
  /** The `webhook-id`: the same on every attempt, so that a receiver may drop what it has already. */
  id: z.string(),
  webhook: z.string(),
  /** Of the event in the log. */
  index: z.int().nonnegative(),
  type: z.enum(changeTypes),
  commitment: refSchema,
  /** Fixed when queued. */
  body: z.string(),
  state: z.enum(webhookDeliveryStates),
  reason: z.string().nullable(),
  leaseUntil: instantSchema.nullable(),
  /** A later claim's fence outdates an earlier holder. */
  fence: z.int().nonnegative(),
  attempts: z.int().nonnegative(),
  notBefore: instantSchema,
  queuedAt: instantSchema,
  /** Where it is refused, no further attempt after that. */
  tryUntil: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type WebhookDelivery = z.infer<typeof webhookDeliverySchema>;

export const webhookAttemptSchema = z.strictObject({
  delivery: z.string(),
  number: z.int().positive(),
  startedAt: instantSchema,
  /** Null while it is under way, or when the process died in it. */
  endedAt: instantSchema.nullable(),
  /** Of the answer; null where there was none. */
  status: z.int().nullable(),
  detail: z.string().nullable(),
});
export type WebhookAttempt = z.infer<typeof webhookAttemptSchema>;

/** A message that is refused is tried for three days, and an endpoint that took nothing for five is disabled. */
export const tryForMs = 3 * 24 * 3_600_000;
export const failingForMs = 5 * 24 * 3_600_000;
/** How long the former secret signs beside the new one. */
export const formerSecretMs = 24 * 3_600_000;

/** The message of a change, JSON, and its id, which follows from the event's own hash: the log after a restored backup has others. */
export function messageOf(change: Change, webhook: string, leafHash: string): { id: string; body: string } {
  const { type, recordedAt: timestamp, ...data } = change;
  const id = `msg_${createHash('sha256').update(`${webhook}\n${leafHash}`).digest('base64url').slice(0, 27)}`;
  return { id, body: JSON.stringify({ type, timestamp, data: { ...data, recordedAt: timestamp } }) };
}

/** A webhook's secret as its receiver gets it, from the instance's own and a salt. */
export function webhookSecretOf(secret: Uint8Array, webhook: string, salt: string): string {
  return `whsec_${createHmac('sha256', secret).update(`webhook secret\n${webhook}\n${salt}`).digest('base64')}`;
}

/** `webhook-signature`: one `v1` for each secret in force, the newest first. */
export function signatureOf(secrets: readonly string[], id: string, sentAt: Instant, body: string): string {
  const signed = `${id}.${secondsOf(sentAt)}.${body}`;
  const keys = secrets.map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
  return keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' ');
}

/** `webhook-timestamp`. */
export function secondsOf(instant: Instant): number {
  return Math.floor(toMs(instant) / 1000);
}

/** How an attempt ended, as a poster reports it. */
export interface PostOutcome {
  /** Of the answer; null where none came. */
  status: number | null;
  /** What was answered, or what went wrong, on one line. */
  detail: string;
  /** From Retry-After. */
  retryAfterMs: number | null;
}

export interface PostDecision {
  state: 'sent' | 'queued' | 'failed';
  reason: string | null;
  /** When to try again; null for the end. */
  notBefore: Instant | null;
  /** The endpoint rather than this message is at fault: nothing else is sent there before. */
  pause: boolean;
  /** Why the webhook is disabled with it. */
  disable: 'gone' | 'failing' | null;
}

/** What follows from an attempt. `jitter` in [0, 1) spreads retries up to 20 % later, as with mail. */
export function decideAfterPost(
  { status, retryAfterMs }: PostOutcome,
  delivery: Pick<WebhookDelivery, 'attempts' | 'tryUntil'>,
  failingSince: Instant | null,
  now: Instant,
  jitter: number,
): PostDecision {
  const decided = (state: PostDecision['state'], reason: string | null): PostDecision => ({
    state,
    reason,
    notBefore: null,
    pause: false,
    disable: null,
  });
  if (status !== null && status >= 200 && status < 300) return decided('sent', null);
  // Kept in the queue, for whoever enables it again.
  if (status === 410) return { ...decided('queued', 'gone'), notBefore: now, disable: 'gone' };
  const reason = status === null ? 'unreachable' : status >= 300 && status < 400 ? 'redirected' : 'refused';
  const disable = failingSince !== null && toMs(now) - toMs(failingSince) >= failingForMs ? 'failing' : null;
  const notBefore = retryAt(delivery.attempts, retryAfterMs, now, jitter);
  // What is wrong with the endpoint says nothing of this message: it waits until the endpoint answers, or is disabled.
  const pause = status === null || status === 429 || status >= 500;
  if (!pause && notBefore >= delivery.tryUntil) return { ...decided('failed', reason), disable };
  return { ...decided('queued', reason), notBefore, pause, disable };
}

export function tryUntilOf(now: Instant): Instant {
  return addMs(now, tryForMs);
}
