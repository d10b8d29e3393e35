/** What the API answers, as schemas for its document. `satisfies` holds each against the type that the services return. */
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { bounceSchema } from '../../domain/bounce.js';
import { commitmentSchema } from '../../domain/commitment.js';
import { conventionsSchema } from '../../domain/conventions.js';
import { personSchema, partySchema, subscriptionSchema } from '../../domain/people.js';
import { reminderStates } from '../../domain/reminder.js';
import { policyChanges } from '../../domain/policy-effect.js';
import { policyMembers, stepClasses } from '../../domain/reminder-policy.js';
import { certainties, targetKinds, targetSchema } from '../../domain/target.js';
import { timelinessValues } from '../../domain/timeliness.js';
import { daySchema, instantSchema } from '../../domain/time.js';
import { evidenceSchema } from '../../domain/evidence.js';
import { verdictSchema } from '../../domain/verdict.js';
import { webhookAttemptSchema, webhookDeliverySchema, webhookSchema } from '../../domain/webhook.js';
import type { Checkpoint } from '../../services/audit.service.js';
import type { ErasureService } from '../../services/erasure.service.js';
import type { Notice, NoticeState, PlannedReminder } from '../../services/notices.service.js';
import type { PolicyView } from '../../services/policies.js';
import type { PolicyEffect } from '../../services/policy-effect.service.js';
import type { CommitmentDetail } from '../../services/reading.service.js';
import type { FeedAddresses } from '../../services/feeds.service.js';
import type { CommitmentView } from '../../services/views.js';
import type { DeliveryView, WebhookView, WebhookWithSecret } from '../../services/webhooks.service.js';

const meaning = { 200: 'Found, or done', 201: 'Recorded', 503: 'Not as it should be' } as const;

/** Documents what an operation answers when it was not refused. */
export const Answers = (schema: z.ZodType, status: keyof typeof meaning = 200): MethodDecorator =>
  ApiResponse({ status, description: meaning[status], standardSchema: schema });

export const AnswersText = (): MethodDecorator =>
  ApiResponse({ status: 200, description: meaning[200], content: { 'text/plain': { schema: { type: 'string' } } } });

export const AnswersFile = (type: string, schema: { type: 'string' | 'object' } = { type: 'string' }): MethodDecorator =>
  ApiResponse({ status: 200, description: meaning[200], content: { [type]: { schema } } });

/** Ids are random; what cannot be one need not be looked for. */
export const idSchema = z.string().regex(/^[\w-]{1,64}$/, { error: 'an id as it was answered' });

/** A list, whole or a page of it. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    /** How many there are in all. */
    total: z.int().nonnegative(),
    /** What to send as `after` for the next page; null on the last. */
    next: z.string().nullable(),
  });
}

export const party = partySchema;
export const person = personSchema;
export const erasure = z.strictObject({
  person: z.string(),
  values: z.int(),
  mails: z.int(),
  inClear: z.array(z.string()),
  emptied: z.boolean(),
}) satisfies z.ZodType<Awaited<ReturnType<ErasureService['erase']>>>;
export const subscription = subscriptionSchema;

const viewMembers = {
  promisor: partySchema,
  beneficiaries: z.array(partySchema),
  owner: z.strictObject({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }).nullable(),
  timeliness: z.enum(timelinessValues),
  passed: z.boolean(),
  days: z.int().nullable(),
  asOf: daySchema,
  targetText: z.strictObject({ en: z.string(), fr: z.string() }),
  originalTarget: targetSchema,
  slipDays: z.int().nullable(),
};
export const commitment = commitmentSchema
  .omit({ number: true, earliest: true, latest: true, overdueFrom: true, endedFrom: true, ownerSince: true })
  .extend(viewMembers) satisfies z.ZodType<CommitmentView>;

const targetRevision = z.strictObject({
  id: z.string(),
  commitment: z.string(),
  recordedAt: instantSchema,
  recordedBy: z.string(),
  validOn: daySchema,
  target: targetSchema,
});
export const commitmentDetail = commitment.extend({
  targets: z.array(targetRevision),
  verdicts: z.array(verdictSchema),
  evidence: z.array(evidenceSchema),
}) satisfies z.ZodType<CommitmentDetail>;

const noticeStates = [
  'queued',
  'sent',
  'failed',
  'suppressed',
  'cancelled',
  'missed',
  'skipped',
  'unknown',
] as const satisfies NoticeState[];
const about = { person: z.string(), step: z.string(), class: z.enum(stepClasses) };
export const plannedReminder = z.strictObject({
  ...about,
  nominalDate: daySchema,
  dueAt: instantSchema,
  state: z.enum(reminderStates),
  reason: z.string().nullable(),
}) satisfies z.ZodType<PlannedReminder>;
/** As it stands under its commitment. */
export type NoticeOfOne = Omit<Notice, 'commitment' | 'nominalDate' | 'dueAt' | 'subject'>;
export const notice = z.strictObject({
  at: instantSchema,
  ...about,
  state: z.enum(noticeStates),
  reason: z.string().nullable(),
  reply: z.string().nullable(),
  messageId: z.string().nullable(),
  possibleDuplicate: z.boolean(),
  /** Came back after it was sent. */
  bounce: bounceSchema.pick({ at: true, kind: true, status: true, diagnostic: true }).nullable(),
}) satisfies z.ZodType<NoticeOfOne>;

const hash = z.string().meta({ description: 'SHA-256, base64' });
export const provenEvent = z.strictObject({
  /** Opened: what was sealed is in clear, null where it was erased. */
  event: z.looseObject({
    index: z.int().nonnegative(),
    type: z.string(),
    commitment: z.string().nullable(),
    actor: z.string(),
    reason: z.string().nullable(),
    recordedAt: instantSchema,
    validOn: daySchema,
    payload: z.looseObject({}),
  }),
  bytes: z.string(),
  proof: z.strictObject({ treeSize: z.int().nonnegative(), hashes: z.array(hash) }),
});

export const checkpoint = z.strictObject({
  size: z.int().nonnegative(),
  root: hash,
  note: z.string(),
}) satisfies z.ZodType<Checkpoint>;
export const inclusion = z.strictObject({
  index: z.int().nonnegative(),
  treeSize: z.int().nonnegative(),
  leafHash: hash,
  hashes: z.array(hash),
});
export const consistency = z.strictObject({ from: z.int().nonnegative(), to: z.int().nonnegative(), hashes: z.array(hash) });
export const logPage = z.strictObject({
  entries: z.array(
    z.strictObject({
      index: z.int().nonnegative(),
      recordedAt: instantSchema,
      type: z.string(),
      commitment: z.string().nullable(),
      bytes: z.string(),
      hash,
    }),
  ),
  values: z.array(z.strictObject({ digest: z.string(), key: z.string(), text: z.string() })),
});

export const readings = z.strictObject({
  phrase: z.string(),
  lang: z.enum(['en', 'fr']),
  readings: z.array(
    z.strictObject({
      text: z.string(),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
      kind: z.enum(targetKinds),
      edtf: z.string().nullable(),
      certainty: z.enum(certainties),
      earliest: daySchema.nullable(),
      latest: daySchema.nullable(),
      firstOverdueDay: daySchema.nullable(),
      conventions: z.array(z.string()),
      duration: z.string().optional(),
      trigger: z.string().optional(),
      recurrence: z.string().optional(),
    }),
  ),
});
export const feedAddresses = z.strictObject({ calendar: z.url(), changes: z.url() }) satisfies z.ZodType<FeedAddresses>;
export const webhook = webhookSchema.omit({ secretSalt: true, formerSalt: true, nextIndex: true }) satisfies z.ZodType<WebhookView>;
export const webhookWithSecret = webhook.extend({ secret: z.string() }) satisfies z.ZodType<WebhookWithSecret>;
export const webhookDelivery = webhookDeliverySchema
  .omit({ webhook: true, leaseUntil: true, fence: true })
  .extend({ attemptLog: z.array(webhookAttemptSchema.omit({ delivery: true })) }) satisfies z.ZodType<DeliveryView>;

export const conventions = conventionsSchema;
export const policyView = policyMembers.extend({
  inForce: z.boolean(),
  addedBy: z.string().nullable(),
  addedAt: instantSchema.nullable(),
  activatedBy: z.string().nullable(),
  activatedAt: instantSchema.nullable(),
}) satisfies z.ZodType<PolicyView>;
const count = z.int().nonnegative();
export const policyEffect = z.strictObject({
  counts: z.strictObject({ added: count, dropped: count, moved: count }),
  examined: count,
  total: count,
  items: z.array(
    z.strictObject({
      commitment: z.string(),
      person: z.string(),
      step: z.string(),
      change: z.enum(policyChanges),
      nominalDate: daySchema,
      from: instantSchema.nullable(),
      to: instantSchema.nullable(),
    }),
  ),
  next: z.string().nullable(),
}) satisfies z.ZodType<PolicyEffect>;
export const liveness = z.strictObject({ status: z.literal('ok'), at: instantSchema });
export const readiness = z.looseObject({ ready: z.boolean() });
