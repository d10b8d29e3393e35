/** How often something may be tried: a number of times at once, and then as often as it comes back evenly over the period. */
import { addMs, toMs, type Instant } from './time.js';

export interface RateLimit {
  times: number;
  /** In which all of them come back. */
  withinMs: number;
}

/**
 * Takes one try. `fullAt` is when all tries are there again, null where they are: the one thing that has to be kept (the
 * generic cell rate algorithm of ITU-T I.371, as a virtual schedule). Where none is left, says in how many ms one is.
 */
export function takeFrom({ times, withinMs }: RateLimit, fullAt: Instant | null, now: Instant): { fullAt: Instant } | { waitMs: number } {
  const from = fullAt === null || fullAt < now ? now : fullAt;
  // Rounded down, so that the last of the tries is not lost to a fraction.
  const next = addMs(from, Math.floor(withinMs / times));
  const waitMs = toMs(next) - toMs(now) - withinMs;
  return waitMs <= 0 ? { fullAt: next } : { waitMs };
}
