/**
 * How far a register has been seen to come, kept beside its database: a database that is behind its mark is an older one
 * put back, and what it takes for unsent may well have been sent.
 */
import { z } from 'zod';
import { instantSchema } from './time.js';

export const highWaterSchema = z.strictObject({
  /**
   * Which line of the register's life it was: a new one begins when a restored database is noticed. An instance that was
   * away then finds its own line among those that the database knows, and knows that somebody has noticed.
   */
  generation: z.string(),
  /** Of the log, with its root. */
  size: z.int().nonnegative(),
  root: z.string(),
  /** How many passes there have been: a count, since clocks may go back. */
  passes: z.int().nonnegative(),
  at: instantSchema,
});
export type HighWater = z.infer<typeof highWaterSchema>;

export interface Found {
  /** Every line there has been, the present one last. */
  generations: readonly string[];
  size: number;
  /** The log's root at the size of the mark; null where the log is shorter. */
  rootThere: string | null;
  passes: number;
}

/** In plain words, how a database is behind its mark; null where it is not. */
export function behind(mark: HighWater, { generations, size, rootThere, passes }: Found): string | null {
  const seen = `on ${mark.at} it had`;
  if (mark.generation !== generations.at(-1))
    return generations.includes(mark.generation) ? null : `the database does not know of its last restoration; ${seen} ${mark.size} events`;
  if (size < mark.size) return `the log has ${size} events; ${seen} ${mark.size}`;
  if (rootThere !== mark.root) return `the first ${mark.size} events of the log are not those that were there on ${mark.at}`;
  return passes < mark.passes ? `the engine has run ${passes} times; on ${mark.at} it had run ${mark.passes} times` : null;
}
