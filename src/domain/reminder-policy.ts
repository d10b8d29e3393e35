/** What a reminder policy is: named steps as data. The engine reads nothing else about when somebody is told. */
import { z } from 'zod';
import { targetKinds } from './target.js';
import { rolls } from './working-days.js';

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

/** Classes that claim something about the day itself: they must not be heard before the commitment's zone has reached it. */
export const claimsTheDay: ReadonlySet<StepClass> = new Set(['due', 'passed', 'overdue', 'escalation', 'ended']);

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
  .regex(/^-?P(?=\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?$/, { error: 'an ISO 8601 calendar duration, as in P7D or -P1M' });
/** What goes on: never nothing, never backwards. */
const lengthSchema = periodSchema.regex(/^P.*[1-9]/, { error: 'a period of a day or more, as in P30D' });

/** About a year of them: no more than can be counted in passing. */
const maxBusinessDays = 260;

/** Until when a reminder is still worth sending once it is late. A period counts from the nominal day. */
const validitySchema = z.union([
  z.literal('never_expires'),
  z.literal('local_day'),
  z.literal('next_step'),
  z.literal('next_repeat'),
  z.literal('overdue_from'),
  z.strictObject({ period: lengthSchema, untilWindowEnds: z.boolean().default(false) }),
]);

const stepSchema = z.strictObject({
  key: z.string().regex(/^[a-zA-Z0-9_-]+$/),
  class: z.enum(stepClasses),
  anchor: z.enum(['earliest', 'latest', 'overdue_from', 'ended_from', 'said', 'last_update', 'change', 'verdict']),
  offset: periodSchema.default('P0D'),
  /** So many working days of the policy's calendar after the anchor, or before it with a minus, in the place of an offset. */
  businessDays: z
    .int()
    .min(-maxBusinessDays)
    .max(maxBusinessDays)
    .refine((days) => days !== 0, { error: 'a number of working days other than 0' })
    .optional(),
  repeat: z.strictObject({ every: lengthSchema, max: z.int().positive().optional() }).optional(),
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
  /** Where it moves when it falls on a day off of the policy's calendar. */
  roll: z.enum(rolls).default('none'),
  localTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  validUntil: validitySchema,
  /** Whether the same bytes go out once more when nobody can tell if the first arrived. */
  resendWhenUnknown: z.boolean(),
});

export const policyStepSchema = stepSchema.superRefine((step, issues) => {
  const refuse = (path: string, message: string): void => issues.addIssue({ code: 'custom', path: [path], message });
  if (step.businessDays !== undefined && step.offset !== 'P0D') refuse('businessDays', 'an offset or a number of working days, not both');
  if (step.roll === 'previous' && claimsTheDay.has(step.class))
    refuse('roll', `none or next: what says ${step.class} cannot be heard before its day`);
  if ((step.anchor === 'change' || step.anchor === 'verdict') && (step.roll !== 'none' || step.businessDays !== undefined))
    refuse('anchor', 'what goes out at once is not moved to another day');
});
export type PolicyStep = z.infer<typeof policyStepSchema>;

/** What a policy has, each member for itself; `policySchema` holds them together. */
export const policyMembers = z.strictObject({
  name: z
    .string()
    .trim()
    .max(60)
    .regex(/^[^/\p{Cc}]+$/u, { error: 'a name of one line without a slash, as in standard' }),
  /** Counts from 1. A version is never edited: a change is a new one. */
  version: z.int().positive(),
  /** Whose working days count: a country or a part of it (`DE`, `DE-BY`), or a calendar in data/holidays (`eu-institutions`). */
  calendar: z.string().max(60).nullable().default(null),
  steps: z
    .array(policyStepSchema)
    .max(100)
    .nonempty()
    .refine((steps) => new Set(steps.map((s) => s.key)).size === steps.length, { error: 'every step needs a key of its own' }),
});

function hasItsCalendar({ calendar, steps }: Pick<Policy, 'calendar' | 'steps'>): boolean {
  return calendar !== null || steps.every((step) => step.roll === 'none' && step.businessDays === undefined);
}
const calendarNeeded = { path: ['calendar'], error: 'a calendar, as in DE: a step rolls or counts working days' };

export const policySchema = policyMembers.refine(hasItsCalendar, calendarNeeded);
export type Policy = z.infer<typeof policyMembers>;

/** What a new version is made of; it gets the next number of its name. */
export const newPolicySchema = policyMembers.partial({ version: true }).refine(hasItsCalendar, calendarNeeded);
export type NewPolicy = z.infer<typeof newPolicySchema>;

/** The name of one occurrence of a step: the step's key, then which repeat. */
export function occurrenceKey(stepKey: string, repeat: number): string {
  return repeat === 0 ? stepKey : `${stepKey}-${repeat}`;
}

/**
 * How many days before `latest` an item reads "due soon": the offset of the policy's earliest lead step, a month counted
 * as 30 days and five working days as a week.
 */
export function dueSoonDays(policy: Pick<Policy, 'steps'>): number {
  const leads = policy.steps
    .filter((step) => step.class === 'lead')
    .map(({ offset, businessDays }) => (businessDays === undefined ? daysOf(offset) : Math.ceil((Math.abs(businessDays) * 7) / 5)));
  return Math.max(0, ...leads);
}

function daysOf(period: string): number {
  const [, years, months, weeks, days] = /^-?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(period) ?? [];
  return Number(years ?? 0) * 365 + Number(months ?? 0) * 30 + Number(weeks ?? 0) * 7 + Number(days ?? 0);
}
