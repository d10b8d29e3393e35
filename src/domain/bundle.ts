/** What becomes one mail: the reminders for one commitment and person that are due now. */
import { severity } from './reminder-policy.js';
import type { Reminder } from './reminder.js';
import { toMs, type Instant } from './time.js';

/** Later than this after its time a reminder counts as late and the mail says so. */
export const onTimeMs = 15 * 60_000;

export interface Bundle {
  /** The most severe first; empty when nothing is worth sending any more. */
  carried: Reminder[];
  /** What goes out no more, each with its reason. */
  missed: { reminder: Reminder; reason: 'collapsed' | 'expired' }[];
  /** Whether the mail comes late and must say so. */
  late: boolean;
}

/**
 * On time, everything of the day goes into one mail. After an outage the most severe that is still valid goes alone
 * (with what is due right now beside it) and stands for the others, which are `missed(collapsed)`.
 */
export function bundle(due: readonly Reminder[], now: Instant): Bundle {
  const valid = due.filter((r) => r.expiresAt === null || r.expiresAt > now).sort(bySeverity);
  const lead = valid[0];
  if (lead === undefined) return { carried: [], missed: due.map((reminder) => ({ reminder, reason: 'expired' })), late: false };
  const carried = valid.filter((r) => r === lead || !isLate(r, now));
  const missed = due.filter((r) => !carried.includes(r)).map((reminder) => ({ reminder, reason: 'collapsed' as const }));
  return { carried, missed, late: isLate(lead, now) || missed.some(({ reminder }) => isLate(reminder, now)) };
}

export function isLate({ dueAt }: Pick<Reminder, 'dueAt'>, now: Instant): boolean {
  return toMs(now) - toMs(dueAt) > onTimeMs;
}

function bySeverity(a: Reminder, b: Reminder): number {
  return (
    severity[b.class] - severity[a.class] ||
    (a.nominalDate < b.nominalDate ? 1 : a.nominalDate > b.nominalDate ? -1 : a.key < b.key ? -1 : 1)
  );
}
