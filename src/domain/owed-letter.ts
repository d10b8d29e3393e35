/** A letter owed to one person: written down in the transaction of what it answers, made into a mail by the next pass. */
import { z } from 'zod';
import { progressValues } from './axes.js';
import { reminderStates } from './reminder.js';
import { daySchema, instantSchema } from './time.js';
import { unreachableCauses } from './unreachable.js';

/** What each kind of letter is about; names and addresses are looked up when it is written. */
export const letterSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirm'), subscription: z.string() }),
  /** All that was stopped at one instant, which the letter offers to take up again. */
  z.strictObject({ kind: z.literal('unsubscribed'), endedAt: instantSchema }),
  z.strictObject({ kind: z.literal('receipt'), commitment: z.string(), progress: z.enum(progressValues) }),
  /** Mail about a commitment did not reach somebody, and why the server said so. */
  z.strictObject({ kind: z.literal('bounce'), commitment: z.string(), person: z.string(), reply: z.string().nullable() }),
  /** No mail reaches an owner any more; whoever they escalate to hears which commitments are left without one. */
  z.strictObject({
    kind: z.literal('unreachable'),
    person: z.string(),
    cause: z.enum(unreachableCauses),
    count: z.int().positive(),
    commitments: z.array(z.string()),
  }),
  /** A month's checkpoint, for an auditor to keep out of the operator's reach. */
  z.strictObject({ kind: z.literal('checkpoint'), day: daySchema, note: z.string() }),
]);
export type LetterSubject = z.infer<typeof letterSubjectSchema>;

export const owedLetterSchema = z.strictObject({
  id: z.string(),
  person: z.string(),
  subject: letterSubjectSchema,
  owedAt: instantSchema,
  /** As of a reminder: planned until a mail carries it, then what became of that. */
  state: z.enum(reminderStates),
  reason: z.string().nullable(),
  message: z.string().nullable(),
  at: instantSchema,
});
export type OwedLetter = z.infer<typeof owedLetterSchema>;
