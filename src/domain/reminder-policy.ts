/** What a reminder policy is: named steps as data. The engine reads nothing else about when somebody is told. */
import { z } from 'zod';
import { targetKinds } from './target.js';

export const stepClasses = [
  'opens',
  'lead',
  'due',
  'passed',
  'overdue',
  'escalation',
  'check_in',
  'ended',
  'review',
  'date_changed',
  'settled',
] as const;
export type StepClass = (typeof stepClasses)[number];

export const audiences = ['owner', 'followers', 'escalation', 'auditors'] as const;
export type Audience = (typeof audiences)[number];

/** How pressing a class is; where several meet on one day, the highest leads the mail. Equal numbers keep policy order. */
export const severity: Record<StepClass, number> = {
  opens: 0,
  review: 1,
  check_in: 2,
  lead: 2,
  settled: 3,
  due: 4,
  passed: 5,
  ended: 6,
  date_changed: 7,
  overdue: 8,
  escalation: 9,
};

const periodSchema = z
  .string()
  .regex(/^-?P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$/, { error: 'an ISO 8601 calendar duration, as in P7D or -P1M' });

/** Until when a reminder is still worth sending once it is late. A period counts from the nominal day. */
const validitySchema = z.union([
  z.literal('never_expires'),
  z.literal('local_day'),
  z.literal('next_step'),
  z.literal('next_repeat'),
  z.literal('overdue_from'),
  z.strictObject({ period: periodSchema, untilWindowEnds: z.boolean().default(false) }),
]);

export const policyStepSchema = z.strictObject({
  key: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  class: z.enum(stepClasses),
  anchor: z.enum(['earliest', 'latest', 'overdue_from', 'ended_from', 'said', 'last_update', 'change', 'verdict']),
  offset: periodSchema.default('P0D'),
  repeat: z.strictObject({ every: periodSchema, max: z.int().positive().optional() }).optional(),
  audience: z.array(z.enum(audiences)).nonempty(),
  /** Members of the audience who hear only the first of a repeated step. */
  firstOnly: z.array(z.enum(audiences)).default([]),
  kinds: z.union([z.literal('all'), z.array(z.enum(targetKinds)).nonempty()]),
  /** Narrows `kinds` further, in words the engine knows. */
  only: z.array(z.enum(['several_days', 'soft', 'no_date', 'dated', 'while_running'])).default([]),
  /** Coarser targets get the row as `skipped(precision)`: a week's notice of a year means nothing. */
  minPrecision: z.enum(['day', 'month']).optional(),
  /** Left out where a step of that class falls within so many days. */
  apartFrom: z.strictObject({ class: z.enum(stepClasses), days: z.int().positive() }).optional(),
  roll: z.enum(['none', 'previous', 'next']).default('none'),
  localTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  validUntil: validitySchema,
  /** Whether the same bytes go out once more when nobody can tell if the first arrived. */
  resendWhenUnknown: z.boolean(),
});
export type PolicyStep = z.infer<typeof policyStepSchema>;

export const policySchema = z.strictObject({
  name: z.string().min(1),
  version: z.int().positive(),
  steps: z
    .array(policyStepSchema)
    .nonempty()
    .refine((steps) => new Set(steps.map((s) => s.key)).size === steps.length, { error: 'every step needs a key of its own' }),
});
export type Policy = z.infer<typeof policySchema>;

/** The name of one occurrence of a step: the step's key, then which repeat. */
export function occurrenceKey(stepKey: string, repeat: number): string {
  return repeat === 0 ? stepKey : `${stepKey}-${repeat}`;
}

/** How many days before `latest` an item reads "due soon": the offset of the policy's earliest lead step, a month counted as 30 days. */
export function dueSoonDays(policy: Policy): number {
  const leads = policy.steps.filter((step) => step.class === 'lead').map((step) => daysOf(step.offset));
  return Math.max(0, ...leads);
}

function daysOf(period: string): number {
  const [, years, months, weeks, days] = /^-?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period) ?? [];
  return Number(years ?? 0) * 365 + Number(months ?? 0) * 30 + Number(weeks ?? 0) * 7 + Number(days ?? 0);
}
