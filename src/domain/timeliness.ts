/**
 * Where a commitment stands against its date on a given day: derived each time, never stored and never typed in. It is
 * no verdict: overdue says only that a day has passed.
 */
import type { VerdictValue } from './verdict.js';
import type { Target } from './target.js';
import { epochDay, epochDayOrNull, type Day, type EpochDay } from './time.js';

export const timelinessValues = [
  'undated',
  'upcoming',
  'open',
  'due_soon',
  'due_today',
  'overdue',
  'ended',
  'met_on_time',
  'met_late',
] as const;
export type Timeliness = (typeof timelinessValues)[number];

export interface TimelinessOnDay {
  value: Timeliness;
  /** Its last day is over and it was not met; a soft target is `open` and passed before it is overdue. */
  passed: boolean;
  /**
   * upcoming: days until it opens; open and due_soon: until the last day; overdue: 1 on the first overdue day; ended:
   * since the last day; met_late: how many days late. Null where there is nothing to count.
   */
  days: number | null;
}

export interface Judged {
  /** Of a recurring target the series, or one occurrence with its own bounds. */
  target: Pick<Target, 'kind' | 'earliest' | 'latest' | 'overdueFrom' | 'endedFrom'>;
  verdict: VerdictValue;
  /** The last day that the verdict's day of fulfilment allows. */
  fulfilledOn: Day | null;
  /** How many days before its last one a target is due soon: the first lead step of its policy. */
  leadDays: number;
}

/** The same in numbers, as versions keep them. */
export interface JudgedDays {
  earliest: EpochDay | null;
  latest: EpochDay | null;
  overdueFrom: EpochDay | null;
  endedFrom: EpochDay | null;
  verdict: VerdictValue;
  fulfilledOn: EpochDay | null;
}

/**
 * `today` is the civil day in the commitment's own zone. A series is overdue with its first occurrence. Being found not
 * fulfilled changes nothing here: the verdict is another axis.
 */
export function timelinessOf({ target, verdict, fulfilledOn, leadDays }: Judged, today: Day): TimelinessOnDay {
  const days = {
    verdict,
    earliest: epochDayOrNull(target.earliest),
    latest: epochDayOrNull(target.latest),
    overdueFrom: epochDayOrNull(target.overdueFrom),
    endedFrom: epochDayOrNull(target.endedFrom),
    fulfilledOn: epochDayOrNull(fulfilledOn),
  };
  return timelinessOn(days, epochDay(today), leadDays);
}

export function timelinessOn(
  { earliest, latest, overdueFrom, endedFrom, verdict, fulfilledOn }: JudgedDays,
  today: EpochDay,
  leadDays: number,
): TimelinessOnDay {
  const wasMet = (verdict === 'fulfilled' || verdict === 'partly_fulfilled') && fulfilledOn !== null;
  if (wasMet) return metOn(fulfilledOn, latest);
  if (earliest === null && latest === null) return { value: 'undated', passed: false, days: null };
  const daysLeft = latest === null ? null : latest - today;
  const passed = daysLeft !== null && daysLeft < 0;
  if (endedFrom !== null && today >= endedFrom) return { value: 'ended', passed, days: -(daysLeft ?? 0) };
  if (overdueFrom !== null && today >= overdueFrom) return { value: 'overdue', passed, days: today - overdueFrom + 1 };
  if (passed) return { value: 'open', passed, days: null };
  if (daysLeft === 0) return { value: 'due_today', passed, days: 0 };
  if (daysLeft !== null && daysLeft <= leadDays) return { value: 'due_soon', passed, days: daysLeft };
  if (earliest !== null && today < earliest) return { value: 'upcoming', passed, days: earliest - today };
  return { value: 'open', passed, days: daysLeft };
}

function metOn(fulfilledOn: EpochDay, latest: EpochDay | null): TimelinessOnDay {
  const late = latest === null ? 0 : fulfilledOn - latest;
  return late > 0 ? { value: 'met_late', passed: false, days: late } : { value: 'met_on_time', passed: false, days: null };
}
