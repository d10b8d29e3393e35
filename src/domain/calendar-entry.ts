/** A commitment as an entry of somebody's calendar: all day on its last day, in no language yet. */
import type { Commitment } from './commitment.js';
import { calendarUid } from './register-name.js';
import { isSoft, occurrencesOf, type Target } from './target.js';
import { addDays, type Day, type Instant } from './time.js';
import { isVisible } from './visibility.js';

export const entryStates = ['confirmed', 'tentative', 'cancelled'] as const;

export interface CalendarEntry {
  uid: string;
  /** The target's revision: a moved date raises it and keeps the UID. */
  sequence: number;
  /** The last change. */
  stampedAt: Instant;
  day: Day;
  /** Of a recurring target the last days that follow. */
  furtherDays: Day[];
  /** Tentative where the date is soft; cancelled where nothing is promised for that day any more. */
  state: (typeof entryStates)[number];
  commitment: Pick<
    Commitment,
    'ref' | 'title' | 'statement' | 'topics' | 'condition' | 'progress' | 'verdict' | 'verdictAt' | 'fulfilledOn' | 'standing' | 'target'
  >;
  promisor: string;
}

/** How far ahead a recurring target's days are listed, and how many of them. */
const aheadDays = 400;
const mostDays = 500;

export interface EntrySurroundings {
  /** The log's name, which the UID is made of. */
  logName: string;
  promisor: string;
  stampedAt: Instant;
  /** Recurring targets reach a while beyond it. */
  today: Day;
  /** The target before this one, where a reader's calendar may still have its day. */
  former?: Target | null;
}

/** Null for what outsiders may not see, and where there is no last day to put into a calendar or take out of one. */
export function calendarEntryOf(
  commitment: Commitment,
  { logName, promisor, stampedAt, today, former = null }: EntrySurroundings,
): CalendarEntry | null {
  if (!isVisible(commitment, 'outside')) return null;
  const { ref, target, standing } = commitment;
  const days = lastDaysOf(target, today);
  const [day, ...furtherDays] = days.length > 0 || former === null ? days : lastDaysOf(former, today);
  if (day === undefined) return null;
  const stands = days.length > 0 && standing === 'active' && target.change !== 'withdrawn';
  return {
    uid: calendarUid(logName, ref),
    sequence: target.revision,
    stampedAt,
    day,
    furtherDays,
    state: stands ? (isSoft(target) ? 'tentative' : 'confirmed') : 'cancelled',
    commitment,
    promisor,
  };
}

function lastDaysOf(target: Target, today: Day): Day[] {
  if (target.kind !== 'recurring') return target.latest === null ? [] : [target.latest];
  const [first, ...others] = occurrencesOf(target, addDays(today, aheadDays)).map(({ latest }) => latest);
  return first === undefined ? [] : [first, ...others.slice(-mostDays)];
}

/** How a to-do that stands for it is getting on (RFC 5545, 3.8.1.11). */
export function todoStatus({
  state,
  commitment: { verdict, progress },
}: CalendarEntry): 'NEEDS-ACTION' | 'IN-PROCESS' | 'COMPLETED' | 'CANCELLED' {
  if (verdict === 'fulfilled') return 'COMPLETED';
  if (state === 'cancelled' || verdict !== 'pending') return 'CANCELLED';
  return progress === 'not_started' ? 'NEEDS-ACTION' : 'IN-PROCESS';
}
