/** Holds what is planned now against what is stored: new rows, moved hours, and a reason for whatever is no longer owed. */
import type { Commitment } from './commitment.js';
import type { Person } from './people.js';
import type { Planned, Reminder } from './reminder.js';
import { dayIn } from './remembered-time.js';
import { atOnce } from './send-time.js';
import type { Instant } from './time.js';

/** Why a reconciliation runs; the reason given for rows that the commitment's own state does not explain. */
export type ReconcileCause =
  | 'registered'
  | 'target_moved'
  | 'owner_changed'
  | 'unsubscribed'
  | 'person_changed'
  | 'policy_changed'
  | 'updated'
  | 'settled'
  | 'snoozed'
  | 'acknowledged'
  | 'standing_changed'
  | 'publication_changed'
  /** Looked at again before another attempt: something changed while the mail was on the wire. */
  | 'no_longer_owed'
  | 'horizon';

export interface Reconciliation {
  insert: Reminder[];
  update: Reminder[];
}

interface Circumstances {
  commitment: Commitment;
  cause: ReconcileCause;
  now: Instant;
  tzdataVersion: string;
  personOf: (person: string) => Pick<Person, 'zone' | 'quietHours'>;
}

/**
 * What to write so that the stored reminders are the planned ones. What was handled is left alone; what was cancelled
 * unsent revives on its key; a row whose day has gone by when it is first seen is `missed(retroactive)`, so that a late
 * registration or a moved date brings no burst. What waits in a queued mail that names the old date goes back to
 * `planned`, for a mail that names the new one. Rows on the wire are the caller's to leave out.
 */
export function reconcile(planned: readonly Planned[], stored: readonly Reminder[], circumstances: Circumstances): Reconciliation {
  const { now } = circumstances;
  const known = new Map(stored.map((row) => [row.key, row]));
  const owed = new Set(planned.map((row) => row.key));
  const insert: Reminder[] = [];
  const update: Reminder[] = [];
  for (const row of planned) {
    const was = known.get(row.key);
    if (was === undefined) insert.push(firstSeen(row, circumstances));
    else {
      const next = again(row, was, circumstances);
      if (next !== null) update.push(next);
    }
  }
  for (const row of stored) {
    const unsent = row.state === 'planned' || row.state === 'bundled';
    if (!owed.has(row.key) && unsent) update.push({ ...row, state: 'cancelled', reason: cancelReason(row, circumstances), at: now });
  }
  return { insert, update };
}

/** The stored rows as they are once a reconciliation is written. */
export function afterReconciling(stored: readonly Reminder[], { insert, update }: Reconciliation): Map<string, Reminder> {
  return new Map([...stored, ...update, ...insert].map((row) => [row.key, row]));
}

function firstSeen(row: Planned, { now, tzdataVersion, personOf }: Circumstances): Reminder {
  const fresh = { tzdataVersion, message: null, plannedAt: now, at: now, ...row };
  if (row.state === 'skipped') return fresh;
  const person = personOf(row.person);
  const { zone } = person;
  if (dayIn(zone, row.dueAt) < dayIn(zone, now)) return { ...fresh, state: 'missed', reason: 'retroactive' };
  return { ...fresh, dueAt: row.dueAt < now ? atOnce(now, person) : row.dueAt };
}

function again(row: Planned, was: Reminder, circumstances: Circumstances): Reminder | null {
  const { now, cause, tzdataVersion, personOf } = circumstances;
  const soonest = (): Instant => atOnce(now, personOf(row.person));
  if (was.state === 'planned') {
    if (row.state === 'skipped') return { ...was, state: 'skipped', reason: row.reason, at: now };
    const dueAt = row.dueAt > now ? row.dueAt : was.dueAt < now ? was.dueAt : soonest();
    const next = { ...was, ...row, dueAt };
    return isSame(was, next) ? null : { ...next, tzdataVersion };
  }
  if (was.state === 'bundled') {
    if (row.state === 'skipped') return { ...was, state: 'skipped', reason: row.reason, at: now };
    if (cause === 'snoozed' && row.dueAt > now) return { ...was, ...row, tzdataVersion, message: null, at: now };
    return cause === 'target_moved' ? { ...was, ...row, dueAt: soonest(), tzdataVersion, message: null, at: now } : null;
  }
  const revivable = was.state === 'cancelled' || was.state === 'skipped';
  if (!revivable || row.state !== 'planned') return null;
  const revived = firstSeen(row, circumstances);
  return revived.state === 'planned' ? revived : null;
}

function isSame(was: Reminder, next: Reminder): boolean {
  return (Object.keys(next) as (keyof Reminder)[]).every((member) => was[member] === next[member]);
}

function cancelReason(row: Reminder, { commitment, cause }: Circumstances): string {
  if (commitment.publication !== 'published') return commitment.publication;
  if (commitment.standing !== 'active') return commitment.standing;
  // The notice of a verdict is owed because it is settled; that can't be why it no longer is.
  if (commitment.verdict !== 'pending' && row.class !== 'settled') return 'settled';
  if (cause === 'target_moved' && row.class === 'review') return 'updated';
  return cause === 'horizon' ? 'no_longer_owed' : cause;
}
