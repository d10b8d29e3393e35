/** No reminder is ever unaccounted for: each that fell due ended in a state with a reason, or is open with a visible age. */
import { onTimeMs } from './bundle.js';
import type { ReminderState } from './reminder.js';
import { addMs, type Instant } from './time.js';

/** Reminders that conservation does not tell apart, counted where they are kept. */
export interface ReminderGroup {
  state: ReminderState;
  hasReason: boolean;
  hasMessage: boolean;
  /** Due before `lateBefore`. */
  isLate: boolean;
  count: number;
  /** When the first of them was due. */
  oldest: Instant;
}

export interface LooseEnds {
  /** Fell due more than the grace ago and are neither ended with a reason nor in a mail under way. */
  unaccounted: number;
  /** In a mail that is queued or under way. */
  open: number;
  oldestOpen: Instant | null;
}

export interface Conservation extends LooseEnds {
  /** Reminders by the state they are in. */
  states: Partial<Record<ReminderState, number>>;
}

/** States that need no reason because the state itself says all. */
const selfEvident = new Set<ReminderState>(['delivered', 'planned', 'bundled']);

/** What was due before this and is still only planned was forgotten. */
export function lateBefore(now: Instant): Instant {
  return addMs(now, -onTimeMs);
}

export function conservation(groups: Iterable<ReminderGroup>): Conservation {
  const report: Conservation = { states: {}, unaccounted: 0, open: 0, oldestOpen: null };
  for (const { state, hasReason, hasMessage, isLate, count, oldest } of groups) {
    report.states[state] = (report.states[state] ?? 0) + count;
    const open = state === 'bundled' && hasMessage;
    if (open) {
      report.open += count;
      if (report.oldestOpen === null || oldest < report.oldestOpen) report.oldestOpen = oldest;
    }
    const forgotten = state === 'planned' && isLate;
    const unexplained = !selfEvident.has(state) && !hasReason;
    if (forgotten || unexplained || (state === 'bundled' && !open)) report.unaccounted += count;
  }
  return report;
}
