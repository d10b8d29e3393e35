/** One reminder owed to one person: the row that is planned once and ends, always, in a state with a reason. */
import { z } from 'zod';
import { stepClasses } from './reminder-policy.js';
import { daySchema, instantSchema, type Day } from './time.js';

export const reminderStates = [
  'planned',
  'bundled',
  'delivered',
  'suppressed',
  'cancelled',
  'missed',
  'skipped',
  'failed',
  'unknown',
] as const;
export type ReminderState = (typeof reminderStates)[number];

export const reminderSchema = z.strictObject({
  /**
   * (commitment, cycle, step, repeat, anchor day, person). Zone, policy version and target revision are left out on
   * purpose: a changed zone, an edited policy or a date moved there and back never sends twice.
   */
  key: z.string(),
  commitment: z.string(),
  person: z.string(),
  step: z.string(),
  class: z.enum(stepClasses),
  nominalDate: daySchema,
  dueAt: instantSchema,
  /** When a late one is no longer worth sending; null for never. */
  expiresAt: instantSchema.nullable(),
  resendWhenUnknown: z.boolean(),
  tzdataVersion: z.string(),
  state: z.enum(reminderStates),
  reason: z.string().nullable(),
  /** The message that carries it, once bundled. */
  message: z.string().nullable(),
  plannedAt: instantSchema,
  /** When it reached its state. */
  at: instantSchema,
});
export type Reminder = z.infer<typeof reminderSchema>;

/** What the plan says of a reminder, before anything happened to it. */
export type Planned = Omit<Reminder, 'tzdataVersion' | 'message' | 'plannedAt' | 'at'> & { state: 'planned' | 'skipped' };

/** The day that a reminder was counted from, which its key is made with. */
export function anchorDayOf(key: string): Day {
  return key.split('|')[4] ?? '';
}
