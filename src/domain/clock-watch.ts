/**
 * Whether the wall clock can be trusted, within one process: held against a clock that never jumps. Set wrong by a year,
 * it would make everything of that year due at once, and what is sent cannot be called back.
 */

export interface ClockReading {
  wallMs: number;
  monotonicMs: number;
}

export interface ClockState {
  last: ClockReading;
  /** Set while the clock is in doubt: how far it jumped in all, and since when (monotonic) it has run evenly. */
  doubt: { jumpedMs: number; steadySinceMs: number } | null;
}

export const clockRules = {
  /** More than this between two readings is a jump; less is what time servers and leap seconds do. */
  jumpMs: 3_600_000,
  /** While in doubt, more than this is no steady run. */
  unsteadyMs: 60_000,
  steadyForMs: 10 * 60_000,
};

/** What follows from another reading; `before` is null for the first of a process, which there is nothing to hold against. */
export function watchClock(before: ClockState | null, reading: ClockReading): ClockState {
  if (before === null) return { last: reading, doubt: null };
  const { last, doubt } = before;
  const jumpedMs = reading.wallMs - last.wallMs - (reading.monotonicMs - last.monotonicMs);
  const isJump = Math.abs(jumpedMs) > (doubt === null ? clockRules.jumpMs : clockRules.unsteadyMs);
  if (isJump) return { last: reading, doubt: { jumpedMs: (doubt?.jumpedMs ?? 0) + jumpedMs, steadySinceMs: reading.monotonicMs } };
  const isOver = doubt !== null && reading.monotonicMs - doubt.steadySinceMs >= clockRules.steadyForMs;
  return { last: reading, doubt: isOver ? null : doubt };
}
