/** No reminder is ever unaccounted for: each that fell due ended in a state with a reason, or is open with a visible age. */
import { onTimeMs } from './bundle.js';
import type { Reminder, ReminderState } from './reminder.js';
import { toMs, type Instant } from './time.js';

export interface Conservation {
  /** Reminders by the state they are in. */
  states: Partial<Record<ReminderState, number>>;
  /** Fell due more than the grace ago and are neither ended with a reason nor in a mail under way. */
  unaccounted: number;
  /** In a mail that is queued or under way. */
  open: number;
  oldestOpen: Instant | null;
}

/** States that need no reason because the state itself says all. */
const selfEvident = new Set<ReminderState>(['delivered', 'planned', 'bundled']);

export function conservation(reminders: Iterable<Pick<Reminder, 'state' | 'reason' | 'dueAt' | 'message'>>, now: Instant): Conservation {
  const report: Conservation = { states: {}, unaccounted: 0, open: 0, oldestOpen: null };
  for (const { state, reason, dueAt, message } of reminders) {
    report.states[state] = (report.states[state] ?? 0) + 1;
    const open = state === 'bundled' && message !== null;
    if (open) {
      report.open++;
      if (report.oldestOpen === null || dueAt < report.oldestOpen) report.oldestOpen = dueAt;
    }
    const forgotten = state === 'planned' && toMs(now) - toMs(dueAt) > onTimeMs;
    const unexplained = !selfEvident.has(state) && reason === null;
    if (forgotten || unexplained || (state === 'bundled' && !open)) report.unaccounted++;
  }
  return report;
}
