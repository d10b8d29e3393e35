/** What a change of policy changes of one commitment's reminders: what would be sent no more, besides, or at another time. */
import type { Reminder } from './reminder.js';
import type { Day, Instant } from './time.js';

export const policyChanges = ['added', 'dropped', 'moved'] as const;
export type PolicyChange = (typeof policyChanges)[number];

export interface Move {
  change: PolicyChange;
  /** As it would be then; of what is dropped, as it is now. */
  nominalDate: Day;
  /** When it is due now; null where it is not. */
  from: Instant | null;
  /** When it would be due then; null where it would not. */
  to: Instant | null;
}

type Rows = ReadonlyMap<string, Reminder>;

/** Compares the rows by their keys; what is handled already is no difference. Sorted by time, then key. */
export function effectOf(now: Rows, then: Rows): (Move & { row: Reminder })[] {
  const found: (Move & { row: Reminder })[] = [];
  for (const key of new Set([...now.keys(), ...then.keys()])) {
    const [before, after] = [pending(now.get(key)), pending(then.get(key))];
    const row = after ?? before;
    if (row === null || before?.dueAt === after?.dueAt) continue;
    const change = before === null ? 'added' : after === null ? 'dropped' : 'moved';
    found.push({ row, change, nominalDate: row.nominalDate, from: before?.dueAt ?? null, to: after?.dueAt ?? null });
  }
  return found.sort((a, b) => (a.row.dueAt + a.row.key < b.row.dueAt + b.row.key ? -1 : 1));
}

function pending(row: Reminder | undefined): Reminder | null {
  return row?.state === 'planned' ? row : null;
}
