/** Parties, who promise or benefit; people, who work here or follow; and what somebody follows. */
import { z } from 'zod';
import { emailSchema } from './address.js';
import { daySchema, instantSchema, zoneSchema } from './time.js';

export const roles = ['admin', 'staff', 'auditor'] as const;
export type Role = (typeof roles)[number];
export const locales = ['en', 'fr'] as const;
export type Locale = (typeof locales)[number];
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export const partySchema = z.strictObject({
  id: z.string(),
  name: z.string().trim().min(1).max(300),
});
export type Party = z.infer<typeof partySchema>;

export const newPartySchema = partySchema.pick({ name: true });

const sendAt = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'an hour of the day, as in 08:00' })
  .meta({ example: '08:00' });

/** Days on which nothing is heard: `until` is the first on which mail comes again. */
export const respiteSchema = z.strictObject({ from: daySchema, until: daySchema });
export type Respite = z.infer<typeof respiteSchema>;
/** Hours of the person's own clock at which no mail arrives: from the first minute up to the second, past midnight where `to` is earlier. */
export const quietHoursSchema = z
  .strictObject({ from: sendAt, to: sendAt })
  .refine(({ from, to }) => from !== to, { error: 'two different hours: a day without an hour for mail has none', path: ['to'] })
  .meta({ example: { from: '22:00', to: '07:00' } });
export type QuietHours = z.infer<typeof quietHoursSchema>;

export const personSchema = z.strictObject({
  id: z.string(),
  /** Null once the person was erased. */
  email: emailSchema.nullable(),
  name: z.string().trim().min(1).max(200).nullable(),
  locale: z.enum(locales),
  zone: zoneSchema,
  sendAt,
  quietHours: quietHoursSchema.nullable(),
  mode: z.enum(['immediate', 'daily', 'weekly']),
  weekday: z.enum(weekdays),
  /** From all reminders but escalations; null for none. */
  paused: respiteSchema.nullable(),
  /** Null: follows, but does not work here. */
  role: z.enum(roles).nullable(),
  /** Who is told when this owner's commitments stay overdue. */
  escalatesTo: z.string().nullable(),
  addedAt: instantSchema,
  disabledAt: instantSchema.nullable(),
});
export type Person = z.infer<typeof personSchema>;

export const newPersonSchema = z.strictObject({
  email: emailSchema,
  name: z.string().trim().min(1).max(200).nullable().default(null),
  role: z.enum(roles).nullable().default(null),
  locale: z.enum(locales).optional(),
  zone: zoneSchema.optional(),
  sendAt: sendAt.default('08:00'),
  quietHours: quietHoursSchema.nullable().default(null),
  mode: personSchema.shape.mode.default('immediate'),
  weekday: personSchema.shape.weekday.default('monday'),
  /** An address of somebody already here. */
  escalatesTo: z.string().nullable().default(null),
});
export type NewPerson = z.infer<typeof newPersonSchema>;

export const personChangeSchema = z.strictObject({
  name: newPersonSchema.shape.name.unwrap().optional(),
  role: personSchema.shape.role.optional(),
  locale: personSchema.shape.locale.optional(),
  zone: zoneSchema.optional(),
  sendAt: sendAt.optional(),
  quietHours: quietHoursSchema.nullable().optional(),
  mode: personSchema.shape.mode.optional(),
  weekday: personSchema.shape.weekday.optional(),
  /** The first day on which reminders come again; null to hear of them at once. */
  pausedUntil: daySchema.nullable().optional(),
  escalatesTo: z.string().nullable().optional(),
  disabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof personChangeSchema>;

export const subscriptionScopes = ['commitment', 'party', 'topic', 'all'] as const;

export const subscriptionSchema = z.strictObject({
  id: z.string(),
  person: z.string(),
  scope: z.enum(subscriptionScopes),
  /** The reference, party id or topic followed; null for `all`. */
  subject: z.string().nullable(),
  via: z.enum(['staff', 'self', 'import']),
  requestedAt: instantSchema,
  confirmedAt: instantSchema.nullable(),
  unsubscribedAt: instantSchema.nullable(),
});
export type Subscription = z.infer<typeof subscriptionSchema>;

export const newSubscriptionSchema = z
  .strictObject({
    /** An address of somebody already here. */
    person: z.string(),
    scope: z.enum(subscriptionScopes),
    subject: z.string().trim().min(1).max(300).nullable().default(null),
  })
  .refine((s) => (s.scope === 'all') === (s.subject === null), {
    error: 'the reference, party id or topic to follow (none for all)',
    path: ['subject'],
  });
export type NewSubscription = z.infer<typeof newSubscriptionSchema>;
