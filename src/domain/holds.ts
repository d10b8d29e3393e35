/** Why mail waits, and for whose word. Several may hold at once; each is let go on its own. */
import { z } from 'zod';
import { instantSchema } from './time.js';

/**
 * `paused`: by a person; `refused`: the mail server refuses us, not a reader; `clock`: the wall clock jumped; `restored`:
 * the database is older than what was last seen of it.
 */
export const holdCauses = ['paused', 'refused', 'clock', 'restored'] as const;
export type HoldCause = (typeof holdCauses)[number];

export const holdSchema = z.strictObject({
  cause: z.enum(holdCauses),
  /** For `restored`, what fell due up to then waits; what falls due later goes out. */
  since: instantSchema,
  /** A person's id, or `system`. */
  by: z.string(),
  /** A person's reason, the server's words, or what was found. */
  detail: z.string(),
  /** For `clock`, the process that waits; others go on. Null for the rest, which hold everywhere. */
  holder: z.string().nullable(),
  /** For `clock`, when that process last said that it still waits. */
  renewedAt: instantSchema.nullable(),
});
export type Hold = z.infer<typeof holdSchema>;

/** What becomes of what fell due between the backup and its restoration: caught up with as after an outage, or not sent. */
export const restoredDecisions = ['catch_up', 'missed'] as const;
export type RestoredDecision = (typeof restoredDecisions)[number];

/** The word of a person who lets something go, or stops it. */
export const wordSchema = z.strictObject({ reason: z.string().trim().min(1).max(1000) });
export const restoredWordSchema = wordSchema.extend({ decision: z.enum(restoredDecisions) });
